from django.db import migrations

from migration_flow.generator.layout import COLUMNS, EMPLOYEES, FILES

TYPES = {"line": "integer", "at": "bigint", "size": "integer", "codes": "text[]", "cpr": "bytea", "cpr_index": "bytea",
         "birth_date": "date"}



def table_of(name):
    return "stage_" + name.removesuffix(".csv")


def columns_of(name):
    own = [column.lower() for column in COLUMNS[name]]
    if name == EMPLOYEES:
        at = own.index("cpr_nummer")
        own[at : at + 1] = ["cpr", "cpr_index", "birth_date"]
    return ["line", "at", "size", "codes", *own]


FUNCTIONS = """
CREATE FUNCTION legacy_cvr_ok(t text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN t ~ '^[1-9][0-9]{7}$' THEN
        (2 * substr(t, 1, 1)::int + 7 * substr(t, 2, 1)::int + 6 * substr(t, 3, 1)::int + 5 * substr(t, 4, 1)::int
         + 4 * substr(t, 5, 1)::int + 3 * substr(t, 6, 1)::int + 2 * substr(t, 7, 1)::int + substr(t, 8, 1)::int) % 11 = 0
    ELSE false END
$$;
CREATE FUNCTION legacy_weighted(t text, weights int[]) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sum(substr(t, i, 1)::int * weights[i])::int FROM generate_series(1, length(t)) i
$$;
CREATE FUNCTION legacy_p_ok(t text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN t ~ '^[0-9]{10}$' THEN
        legacy_weighted(t, CASE WHEN t <= '1006959421' THEN ARRAY[1,5,6,7,3,6,4,8,9,1]
                                ELSE ARRAY[4,3,2,7,6,5,4,3,2,1] END) % 11 = 0
    ELSE false END
$$;
CREATE FUNCTION legacy_date(t text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN t ~ '^(0[1-9]|[12][0-9]|3[01])-(0[1-9]|1[0-2])-(19|20|21)[0-9]{2}( [0-9:]{8})?$'
        AND substr(t, 1, 2)::int <= extract(day FROM make_date(substr(t, 7, 4)::int, substr(t, 4, 2)::int, 1)
                                                   + interval '1 month' - interval '1 day')
    THEN make_date(substr(t, 7, 4)::int, substr(t, 4, 2)::int, substr(t, 1, 2)::int) END
$$;
CREATE FUNCTION legacy_date_ok(t text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT t = '' OR legacy_date(t) IS NOT NULL
$$;
CREATE FUNCTION legacy_person_key(given text, surname text, email text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN email = '' THEN '' ELSE
        regexp_replace(replace(replace(replace(replace(replace(replace(lower(given || ' ' || surname || '|' || email),
            'å', 'aa'), 'ø', 'oe'), 'æ', 'ae'), 'ö', 'oe'), 'ä', 'ae'), 'é', 'e'), '\\s+', ' ', 'g') END
$$;
"""


def _stage(name):
    columns = ", ".join(f'"{column}" {TYPES.get(column, "text")}' for column in columns_of(name))
    return f"CREATE UNLOGGED TABLE {table_of(name)} ({columns})"


class Migration(migrations.Migration):
    dependencies = [("migration_flow", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        *(migrations.RunSQL(_stage(name), f"DROP TABLE {table_of(name)}") for name in FILES),
    ]
