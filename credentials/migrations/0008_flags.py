"""Flags of what expires and the runs that raised them; neither is ever rewritten."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('');
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
UNGUARD = "DROP TRIGGER guard_row ON {table}; DROP TRIGGER guard_table ON {table};"

class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_erased_people'),
        ('credentials', '0007_relying'),
    ]

    operations = [
        migrations.CreateModel(
            name='FlagRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('ladder', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ('seen_at', models.DateTimeField()),
                ('ran_at', models.DateTimeField()),
                ('flagged', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['-day', '-id'], name='flag_run_latest')],
            },
        ),
        migrations.CreateModel(
            name='ExpiryFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('fact_id', models.BigIntegerField()),
                ('also_told_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None)),
                ('about', models.TextField()),
                ('expires_on', models.DateField()),
                ('step', models.SmallIntegerField()),
                ('flagged_on', models.DateField()),
                ('told_on', models.DateField()),
                ('practitioner', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='credentials.practitioner')),
                ('source', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['source', 'expires_on', 'id'], name='flag_of_source'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('also_told_by__isnull', False)), fields=['also_told_by'], name='flag_also_told_by'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['told_on'], name='flag_told_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('licence', 'privilege', 'authorization', 'certification', 'credential'))), name='flag_kind_is_known'), models.UniqueConstraint(fields=('practitioner', 'kind', 'about', 'expires_on', 'step'), name='flag_once_for_each_step')],
            },
        ),
        *(
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in ("credentials_expiryflag", "credentials_flagrun")
        ),
    ]
