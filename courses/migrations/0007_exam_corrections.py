"""Corrections that two people make, answers corrected, standards set, conflicts declared; guards for all of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# Published papers are never edited, and drafts are not either: a change is a new number. What an attempt was sat on may
# be told later, once; answers corrected after that are rows of their own.
GUARDED = {
    "courses_paper": ("published_at", "published_by"),
    "courses_attempt": ("answers", "paper_id", "session_id", "brought_by_id"),
    "courses_correctedanswers": (),
    "courses_correction": ("confirmed_by", "confirmed_at", "effect"),
    "courses_stationcut": ("superseded_at", "superseded_by", "superseded_because"),
    "courses_declaredconflict": (),
}
APPEAL = ("upheld", "decision", "decided_by", "decided_at")


def guard_row(table, columns):
    arguments = ", ".join(f"'{column}'" for column in columns)
    return (
        f"CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION courses_guard_row({arguments});"
    )


def guard_table(table):
    return (
        f"CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();"
    )


GUARD = "".join(guard_row(table, columns) + guard_table(table) for table, columns in GUARDED.items())
UNGUARD = "".join(f"DROP TRIGGER guard_row ON {table}; DROP TRIGGER guard_table ON {table};" for table in GUARDED)
DROP_APPEAL = "DROP TRIGGER guard_row ON courses_appeal;"


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0006_published_ladders'),
        ('credentials', '0010_audit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclaredConflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField()),
                ('declared_by', models.TextField()),
                ('declared_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='StationCut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('station', models.TextField()),
                ('hundredths', models.IntegerField()),
                ('rests_on', models.JSONField()),
                ('set_by', models.TextField()),
                ('set_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('superseded_by', models.TextField(blank=True, null=True)),
                ('superseded_because', models.TextField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CorrectedAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('because', models.TextField()),
                ('entered_by', models.TextField()),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrected_answers', to='courses.attempt')),
            ],
            options={
                'verbose_name_plural': 'corrected answers',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('result', 'Result'), ('void', 'Void'), ('restore', 'Restore'), ('standard', 'Standard')], max_length=12)),
                ('content', models.JSONField()),
                ('because', models.TextField()),
                ('proposed_by', models.TextField()),
                ('proposed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('confirmed_by', models.TextField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('effect', models.JSONField(blank=True, null=True)),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='courses.paper')),
                ('result', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='courses.result')),
            ],
        ),
        migrations.AddField(
            model_name='appeal',
            name='correction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='courses.correction'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction__isnull', False), ('upheld', True)), models.Q(('correction__isnull', True), models.Q(('upheld', False), ('upheld__isnull', True), _connector='OR')), _connector='OR'), name='appeal_upheld_corrects'),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='examiner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='practitioner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='credentials.practitioner'),
        ),
        migrations.AddField(
            model_name='stationcut',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cuts', to='courses.paper'),
        ),
        migrations.AddConstraint(
            model_name='correctedanswers',
            constraint=models.CheckConstraint(condition=models.Q(('because__regex', '^\\s*$'), _negated=True), name='corrected_answers_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'result'), ('paper__isnull', True), ('result__isnull', False)), models.Q(('kind__in', ['void', 'restore', 'standard']), ('paper__isnull', False), ('result__isnull', True)), _connector='OR'), name='correction_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('because__regex', '^\\s*$'), _negated=True), name='correction_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('effect__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('effect__isnull', False), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='correction_confirmed_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='declaredconflict',
            constraint=models.UniqueConstraint(fields=('examiner', 'practitioner'), name='conflict_declared_once'),
        ),
        migrations.AddConstraint(
            model_name='declaredconflict',
            constraint=models.CheckConstraint(condition=models.Q(('because__regex', '^\\s*$'), _negated=True), name='conflict_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='stationcut',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('paper', 'station'), name='station_cut_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='stationcut',
            constraint=models.CheckConstraint(condition=models.Q(('hundredths__gt', 0)), name='station_cut_positive'),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(
            DROP_APPEAL + guard_row("courses_appeal", (*APPEAL, "correction_id")),
            DROP_APPEAL + guard_row("courses_appeal", APPEAL),
        ),
    ]
