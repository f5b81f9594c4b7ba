"""The audit chain: daily heads, the blocks under them, and a way through what was superseded in its order."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('');
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
UNGUARD = "DROP TRIGGER guard_table ON {table}; DROP TRIGGER guard_row ON {table};\n"
TABLES = ("credentials_audithead", "credentials_auditblock")

# What is superseded was recorded at any time, so its order is none of the table's own.
SUPERSEDED = "CREATE INDEX {table}_superseded ON {table} (superseded_at, id) WHERE superseded_at IS NOT NULL;\n"
FACTS = (
    "licence", "privilege", "authorization", "training", "exampass", "certification", "othercredential",
    "continuingeducation", "statement",
)  # fmt: skip
CLOSED = (*(f"credentials_{name}" for name in FACTS), "credentials_mergedrecord", "accounts_personaldetail")


class Migration(migrations.Migration):
    dependencies = [("credentials", "0009_recording"), ("accounts", "0003_kept_answers")]

    operations = [
        migrations.CreateModel(
            name="AuditBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("section", models.TextField()),
                ("number", models.IntegerField()),
                ("rows", models.IntegerField()),
                ("last_at", models.DateTimeField(null=True)),
                ("last_id", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("marks", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("section", "day", "number"), name="audit_block_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("head", models.TextField()),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in TABLES),
            "".join(UNGUARD.format(table=table) for table in TABLES),
        ),
        migrations.RunSQL(
            "".join(SUPERSEDED.format(table=table) for table in CLOSED),
            "".join(f"DROP INDEX {table}_superseded;\n" for table in CLOSED),
        ),
    ]
