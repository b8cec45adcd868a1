from django.db import migrations


class Migration(migrations.Migration):
    """An organisation's page asks for its cases, the finished ones too, by CVR number."""

    dependencies = [("web", "0006_support_search")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX web_connection_by_cvr ON agreements_connection (cvr)", "DROP INDEX web_connection_by_cvr"
        )
    ]
