import datetime

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("agreements", "Terms").objects.using(schema_editor.connection.alias).create(
        version="2026-1", template="agreements/terms/2026-1.html", in_force_from=datetime.date(2020, 1, 1),
        summary_da="Første udgave", summary_en="First edition",
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
