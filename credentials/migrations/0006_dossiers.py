"""Dossiers, and the triggers that throw one away as soon as anything under it changes, whoever changes it."""

import django.db.models.deletion
from django.db import migrations, models

FORGET = """
-- Up to eight kilobytes stay in the row as they are: neither compressed nor kept elsewhere, at every reader's cost.
ALTER TABLE credentials_dossier SET (toast_tuple_target = 8160);
ALTER TABLE credentials_dossier ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION credentials_forget_by_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM credentials_dossier WHERE practitioner_id IN (
        SELECT coalesce(p.merged_into_id, p.id) FROM touched JOIN credentials_practitioner p
            ON p.id = touched.practitioner_id);
    RETURN NULL;
END $$;

CREATE FUNCTION credentials_forget_by_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM credentials_dossier WHERE practitioner_id IN (
        SELECT coalesce(p.merged_into_id, p.id) FROM touched JOIN credentials_practitioner p USING (person_id));
    RETURN NULL;
END $$;

-- A merge or its undoing touches the record, the one it answered as, and the one it answers as from now on.
CREATE FUNCTION credentials_forget_by_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM credentials_dossier WHERE practitioner_id IN (
        SELECT unnest(ARRAY[was.id, was.merged_into_id, becomes.merged_into_id])
        FROM was JOIN becomes USING (id) WHERE was.merged_into_id IS DISTINCT FROM becomes.merged_into_id);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_dossiers AFTER UPDATE ON credentials_practitioner
    REFERENCING OLD TABLE AS was NEW TABLE AS becomes
    FOR EACH STATEMENT EXECUTE FUNCTION credentials_forget_by_merge();
"""
UNFORGET = (
    "DROP FUNCTION credentials_forget_by_fact, credentials_forget_by_person, credentials_forget_by_merge CASCADE;"
)

FACTS = (
    "licence",
    "privilege",
    "authorization",
    "training",
    "exampass",
    "certification",
    "othercredential",
    "continuingeducation",
    "statement",
)
TRIGGER = """
CREATE TRIGGER forget_dossiers_{name} AFTER {event} ON {table} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION credentials_forget_by_{by}();
"""


def forget() -> str:
    """SQL that puts the triggers on every table under a dossier."""
    tables = {f"credentials_{name}": "fact" for name in FACTS}
    tables |= {"accounts_personaldetail": "person", "accounts_heldnumber": "person"}
    return "".join(
        TRIGGER.format(table=table, by=by, event=event, name="told" if event == "INSERT" else "changed")
        for table, by in tables.items()
        for event in ("INSERT", "UPDATE")
        if (table, event) != ("accounts_heldnumber", "INSERT")  # a number says nothing before a fact names it
    )


class Migration(migrations.Migration):
    dependencies = [("credentials", "0005_receipts"), ("accounts", "0003_kept_answers")]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "practitioner",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="credentials.practitioner",
                    ),
                ),
                ("content", models.TextField()),
            ],
        ),
        migrations.RunSQL(FORGET, UNFORGET),
        migrations.RunSQL(forget(), migrations.RunSQL.noop),
    ]
