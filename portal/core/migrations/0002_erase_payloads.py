from django.db import migrations

# The app role cannot delete from the trail; retention erases payloads through this one owner-owned function, which
# only takes those older than the shortest retention of a trail (13 months, CFCS logging recommendation 2023).
FORWARD = """
CREATE FUNCTION core_erase_payloads(ids uuid[], older_than timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    WITH gone AS (
        DELETE FROM core_auditpayload p USING core_auditentry e
        WHERE p.entry_id = ANY (ids) AND e.id = p.entry_id
          AND e.at < LEAST(older_than, now() - interval '13 months')
        RETURNING 1
    )
    SELECT count(*) FROM gone;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION core_erase_payloads(uuid[], timestamptz)")]
