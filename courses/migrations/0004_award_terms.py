"""When an award lasts stands apart from the award, so that a correction supersedes it under the same number."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

_SUPERSEDED = "'superseded_at', 'superseded_by', 'superseded_because'"
GUARD = f"""
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON courses_awardterm
    FOR EACH ROW EXECUTE FUNCTION courses_guard_row({_SUPERSEDED});
CREATE TRIGGER guard_table BEFORE TRUNCATE ON courses_awardterm
    FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
UNGUARD = """
DROP TRIGGER guard_row ON courses_awardterm;
DROP TRIGGER guard_table ON courses_awardterm;
"""
STATUSES = ["suspended", "revoked", "reinstated", "withdrawn", "restored"]


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_result_imports")]

    operations = [
        migrations.RemoveConstraint(model_name="award", name="award_not_reversed"),
        migrations.RemoveField(model_name="award", name="awarded_on"),
        migrations.RemoveField(model_name="award", name="expires_on"),
        migrations.RemoveField(model_name="award", name="grounds"),
        migrations.AddField(
            model_name="award", name="issuer", field=models.TextField(default=""), preserve_default=False
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=Q(number__regex=r"^FC(-[0-9A-HJKMNP-TV-Z]{4}){4}$"), name="award_number_form"
            ),
        ),
        migrations.RemoveConstraint(model_name="awardstatus", name="award_status_is_known"),
        migrations.AlterField(
            model_name="awardstatus",
            name="status",
            field=models.CharField(choices=[(one, one.capitalize()) for one in STATUSES], max_length=16),
        ),
        migrations.AddConstraint(
            model_name="awardstatus",
            constraint=models.CheckConstraint(condition=Q(status__in=STATUSES), name="award_status_is_known"),
        ),
        migrations.CreateModel(
            name="AwardTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("awarded_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("grounds", models.JSONField(default=dict)),
                ("told", models.JSONField(default=dict)),
                ("recorded_by", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_by", models.TextField(blank=True, null=True)),
                ("superseded_because", models.TextField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="courses.award"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(("superseded_at__isnull", True)), fields=["expires_on"], name="award_term_ending"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("superseded_at__isnull", True)), fields=("award",), name="award_term_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("expires_on__isnull", True), ("expires_on__gte", F("awarded_on")), _connector="OR"
                        ),
                        name="award_term_not_reversed",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
