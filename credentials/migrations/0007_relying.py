"""When a record last changed in a way that decisions see, and what a second look at an answer found."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION credentials_guard_practitioner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changing text[] := '{merged_into_id,changed_at}';
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - changing <> to_jsonb(NEW) - changing THEN
        RAISE EXCEPTION '% is neither deleted nor renumbered', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.changed_at IS NOT NULL AND (NEW.changed_at IS NULL OR NEW.changed_at < OLD.changed_at) THEN
        RAISE EXCEPTION 'what changed % stays changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM credentials_practitioner WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a record is merged into one that survives' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
UNGUARD = """
CREATE OR REPLACE FUNCTION credentials_guard_practitioner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'merged_into_id' <> to_jsonb(NEW) - 'merged_into_id' THEN
        RAISE EXCEPTION '% is neither deleted nor renumbered', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM credentials_practitioner WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a record is merged into one that survives' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# Nobody noted what changed before: whoever has an answer on record is looked at once more.
CATCH_UP = """
UPDATE credentials_practitioner SET changed_at = (SELECT ticked_at FROM accounts_registryclock)
WHERE id IN (SELECT practitioner_id FROM credentials_verification);
"""


class Migration(migrations.Migration):
    dependencies = [("credentials", "0006_dossiers"), ("law", "0002_guards")]

    operations = [
        migrations.AddField(model_name="practitioner", name="changed_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "verification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="second_look",
                        serialize=False,
                        to="credentials.verification",
                    ),
                ),
                ("known_at", models.DateTimeField()),
                ("differs", models.BooleanField()),
                (
                    "pack",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="law.lawpack"
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(model_name="verification", name="verification_of_asker"),
        migrations.AddIndex(
            model_name="verification",
            index=models.Index(fields=["organisation", "decided_at", "id"], name="verification_newest_of_asker"),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
    ]
