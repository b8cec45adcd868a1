from django.db import migrations

# The desk searches the whole country: by what is exact, and by whole words or their beginnings. Each index answers in
# proportion to the hits, not to the country. Kept here, beside the search that needs them.
INDEXES = {
    "web_identity_by_email": "identities_identity (email)",
    "web_identity_by_rid": "identities_identity (rid) WHERE rid IS NOT NULL",
    "web_identity_by_words": "identities_identity USING gin (to_tsvector('simple'::regconfig, COALESCE(folded, '')))",
    "web_register_by_words": "agreements_registercompany USING gin (to_tsvector('simple'::regconfig, COALESCE(name, '')))",
    "web_legacy_by_rid": "migration_flow_legacyemployee (rid)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0005_messages"),
        ("agreements", "0001_initial"),
        ("identities", "0005_uploads"),
        ("migration_flow", "0002_staging"),
    ]
    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {place}", f"DROP INDEX {name}") for name, place in INDEXES.items()
    ]
