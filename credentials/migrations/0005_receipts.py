"""Receipts: the signed statement of an answer, the law that gave it, an order of writing, and the public keys."""

import django.db.models.deletion
from django.db import migrations, models

SEQUENCE = "CREATE SEQUENCE credentials_verification_sequence_seq AS bigint;"
OWNED = """
ALTER SEQUENCE credentials_verification_sequence_seq OWNED BY credentials_verification.sequence;
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON credentials_signingkey
    FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('retired_at');
CREATE TRIGGER guard_table BEFORE TRUNCATE ON credentials_signingkey
    FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
DISOWNED = """
DROP TRIGGER guard_table ON credentials_signingkey;
DROP TRIGGER guard_row ON credentials_signingkey;
ALTER SEQUENCE credentials_verification_sequence_seq OWNED BY NONE;
"""


class Migration(migrations.Migration):
    dependencies = [("credentials", "0004_verifications"), ("law", "0002_guards")]

    operations = [
        migrations.RunSQL(SEQUENCE, "DROP SEQUENCE credentials_verification_sequence_seq;"),
        migrations.AddField(
            model_name="verification",
            name="pack",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="law.lawpack",
            ),
        ),
        migrations.AddField(model_name="verification", name="receipt", field=models.TextField(null=True)),
        migrations.AddField(
            model_name="verification",
            name="sequence",
            field=models.BigIntegerField(
                db_default=models.Func(
                    output_field=models.BigIntegerField(), template="nextval('credentials_verification_sequence_seq')"
                ),
                editable=False,
                unique=True,
            ),
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("kid", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("jwk", models.JSONField()),
                ("first_used_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("jwk__crv", "Ed25519"), ("jwk__kty", "OKP"), models.Q(("jwk__has_key", "d"), _negated=True)
                        ),
                        name="signing_key_is_public",
                    )
                ],
            },
        ),
        migrations.RunSQL(OWNED, DISOWNED),
    ]
