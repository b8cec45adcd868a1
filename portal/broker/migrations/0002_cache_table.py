"""The table of the cache that holds authorization codes."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS broker_cache")


class Migration(migrations.Migration):
    dependencies = [("broker", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
