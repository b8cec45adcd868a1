import datetime

from django.db import migrations

# Prices excluding VAT as published for MitID Erhverv; the number of free identities is dated data like them.
PRICES = (
    ("free_identities", "3"),
    ("identity", "20"),
    ("code_display", "33.50"),
    ("audio_reader", "235.50"),
    ("chip", "115"),
)


def add(apps, schema_editor):
    price = apps.get_model("identities", "Price")
    for item, amount in PRICES:
        price.objects.using(schema_editor.connection.alias).get_or_create(
            item=item, valid_from=datetime.date(2022, 1, 1), defaults={"amount": amount}
        )


class Migration(migrations.Migration):
    dependencies = [("identities", "0002_identities_depth")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
