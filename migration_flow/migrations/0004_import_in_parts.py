"""Staging tables with types, filled in parts; what the importer may do as the owner, in functions that refuse more."""

from django.db import migrations, models

from migration_flow.generator.layout import COLUMNS, EMPLOYEES, FILES

OLD = """
DROP FUNCTION legacy_cvr_ok(text), legacy_p_ok(text), legacy_weighted(text, int[]), legacy_date_ok(text),
    legacy_date(text), legacy_person_key(text, text, text);
"""
# The definitions of dropped indexes lie where only the owner writes: they are executed as the owner.
FUNCTIONS = """
CREATE SCHEMA legacy_owner;
CREATE TABLE legacy_owner.dropped (relation regclass, statement text);

CREATE FUNCTION legacy_relation(name text, prefix text) RETURNS regclass LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF name !~ ('^' || prefix || '[a-z_]+$') THEN
        RAISE EXCEPTION '% is no table of the importer', name;
    END IF;
    RETURN ('public.' || name)::regclass;
END $$;

CREATE FUNCTION legacy_clear_staging() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    TRUNCATE {stages};
$$;

CREATE FUNCTION legacy_analyse(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('ANALYZE %s', legacy_relation(name, 'stage_'));
END $$;

CREATE FUNCTION legacy_drop_indexes(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE relation regclass := legacy_relation(name, 'migration_flow_legacy'); filled boolean; found record;
BEGIN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', relation);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', relation) INTO filled;
    IF filled THEN
        RAISE EXCEPTION '% is not empty: its indexes stay', name;
    END IF;
    FOR found IN SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
                 WHERE conrelid = relation AND contype IN ('p', 'u') ORDER BY contype LOOP
        INSERT INTO legacy_owner.dropped VALUES
            (relation, format('ALTER TABLE %s ADD CONSTRAINT %I %s', relation, found.conname, found.definition));
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', relation, found.conname);
    END LOOP;
    FOR found IN SELECT i.indexrelid::regclass AS index, pg_get_indexdef(i.indexrelid) AS definition
                 FROM pg_index i WHERE i.indrelid = relation LOOP
        INSERT INTO legacy_owner.dropped VALUES (relation, found.definition);
        EXECUTE format('DROP INDEX %s', found.index);
    END LOOP;
END $$;

CREATE FUNCTION legacy_build_indexes(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE target regclass := legacy_relation(name, 'migration_flow_legacy'); found record;
BEGIN
    FOR found IN DELETE FROM legacy_owner.dropped d WHERE d.relation = target RETURNING d.statement LOOP
        EXECUTE found.statement;
    END LOOP;
    EXECUTE format('ANALYZE %s', target);
END $$;
"""
UNDO = """
DROP FUNCTION legacy_build_indexes(text), legacy_drop_indexes(text), legacy_analyse(text), legacy_clear_staging(),
    legacy_relation(text, text);
DROP SCHEMA legacy_owner CASCADE;
"""
DATES = ("dato", "gyldig", "anvendt")


def table_of(name):
    return "stage_" + name.removesuffix(".csv")


def columns_of(name):
    before = {"line": "integer", "codes": "varchar(3)[]", "rejected": "boolean NOT NULL DEFAULT false"}
    if name == EMPLOYEES:
        before |= {"cpr": "bytea", "cpr_index": "bytea", "birth_date": "date", "person_key": "text"}
    own = (column.lower() for column in COLUMNS[name])
    return before | {column: "date" if any(word in column for word in DATES) else "text" for column in own}


def staging(apps, schema_editor):
    for name in FILES:
        columns = ", ".join(f'"{column}" {kind}' for column, kind in columns_of(name).items())
        schema_editor.execute(f"DROP TABLE {table_of(name)}")
        schema_editor.execute(f"CREATE TABLE {table_of(name)} ({columns})")
    schema_editor.execute(FUNCTIONS.replace("{stages}", ", ".join(map(table_of, FILES))), params=None)


STATES = [("loading", "Indlæses"), ("loaded", "Indlæst"), ("refused", "Afvist"),
          ("waiting", "Venter på en tidligere levering"), ("stopped", "Stoppet, ikke indlæst")]


class Migration(migrations.Migration):
    dependencies = [("migration_flow", "0003_the_move")]
    operations = [
        migrations.RunSQL(OLD),
        migrations.RunPython(staging),
        migrations.AlterField("delivery", "state", models.CharField(choices=STATES, default="loading", max_length=10)),
        migrations.AddField("deliveryfile", "columns", models.JSONField(default=list)),
        migrations.AddField("deliveryfile", "parts", models.JSONField(default=list)),
        migrations.AddField("deliveryfile", "ends_at", models.BigIntegerField(default=0)),
        migrations.RemoveIndex("rejectedrow", "rejected_by_line"),
        migrations.AddConstraint(
            "rejectedrow", models.UniqueConstraint(fields=("file", "line"), name="a_line_is_rejected_once")
        ),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(
                condition=models.Q(("state__in", ("loading", "waiting", "loaded"))), fields=("sequence",),
                name="one_delivery_per_place_in_the_row",
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(
                condition=models.Q(("state", "loading")), fields=("state",), name="one_delivery_is_loaded_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=models.Q(models.Q(("state", "refused"), _negated=True),
                                   models.Q(("refused_code", ""), _negated=True), _connector="OR"),
                name="a_refused_delivery_has_its_reason",
            ),
        ),
    ]
