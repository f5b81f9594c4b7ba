"""Recording in one statement: dossiers with digests, and no look at rows that nobody can delete."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credentials", "0008_flags")]

    operations = [
        # Those kept so far lack the digests of their rows; they are built again.
        migrations.RunSQL("DELETE FROM credentials_dossier;", migrations.RunSQL.noop),
        # Triggers refuse to delete a practitioner, a pack, a held number or a kept answer, so that a constraint would
        # guard against nothing; it costs a locked row each, and all who record at once lock the same pack.
        migrations.AlterField(
            model_name="verification",
            name="practitioner",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="credentials.practitioner",
            ),
        ),
        migrations.AlterField(
            model_name="verification",
            name="pack",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="law.lawpack",
            ),
        ),
        migrations.AlterField(
            model_name="verificationnumber",
            name="verification",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="numbers",
                to="credentials.verification",
            ),
        ),
        migrations.AlterField(
            model_name="verificationnumber",
            name="held_number",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.heldnumber",
            ),
        ),
    ]
