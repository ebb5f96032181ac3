from typing import Any

from django.db import migrations, models


def begin_anew(apps: Any, schema_editor: Any) -> None:
    """The sums hold work, money and marks from now on: the worker makes them from the history."""
    for name in ("Tally", "MonthTally", "Counted", "Cursor"):
        apps.get_model("reporting", name).objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0005_exports'),
    ]

    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name='counted',
            name='work',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name="cursor",
            name="calendar",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='monthtally',
            name='count',
            field=models.BigIntegerField(),
        ),
        migrations.AlterField(
            model_name='tally',
            name='count',
            field=models.BigIntegerField(),
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier_id', models.UUIDField()),
                ('unit_id', models.CharField(blank=True, max_length=40)),
                ('metric', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['unit_id', 'metric', 'day'], name='mark_of_unit'), models.Index(fields=['metric', 'day'], name='mark_by_metric'), models.Index(condition=models.Q(('metric', 'overdue')), fields=['unit_id', 'until', 'day'], name='mark_overdue')],
                'constraints': [models.UniqueConstraint(fields=('dossier_id', 'metric', 'day'), name='mark_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_id', models.CharField(blank=True, max_length=40)),
                ('unit_id', models.CharField(max_length=40)),
                ('user_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('done', models.BigIntegerField()),
                ('late', models.BigIntegerField()),
                ('worked', models.BigIntegerField(verbose_name='phút làm việc')),
                ('held', models.BigIntegerField()),
                ('overdue', models.BigIntegerField()),
                ('timed', models.BigIntegerField()),
                ('timed_late', models.BigIntegerField()),
                ('spent', models.BigIntegerField(verbose_name='giây từ khi mở đến khi xong')),
                ('budget', models.BigIntegerField(verbose_name='giây từ khi mở đến hạn')),
                ('month', models.DateField(verbose_name='ngày đầu tháng')),
            ],
            options={
                'indexes': [models.Index(fields=['month'], name='work_month_by_month'), models.Index(fields=['agency_id'], name='work_month_of_agency')],
                'constraints': [models.UniqueConstraint(fields=('unit_id', 'month', 'agency_id', 'user_id', 'name'), name='work_month_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_id', models.CharField(blank=True, max_length=40)),
                ('unit_id', models.CharField(max_length=40)),
                ('user_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('done', models.BigIntegerField()),
                ('late', models.BigIntegerField()),
                ('worked', models.BigIntegerField(verbose_name='phút làm việc')),
                ('held', models.BigIntegerField()),
                ('overdue', models.BigIntegerField()),
                ('timed', models.BigIntegerField()),
                ('timed_late', models.BigIntegerField()),
                ('spent', models.BigIntegerField(verbose_name='giây từ khi mở đến khi xong')),
                ('budget', models.BigIntegerField(verbose_name='giây từ khi mở đến hạn')),
                ('day', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='work_tally_by_day'), models.Index(fields=['agency_id'], name='work_tally_of_agency')],
                'constraints': [models.UniqueConstraint(fields=('unit_id', 'day', 'agency_id', 'user_id', 'name'), name='work_tally_once')],
            },
        ),
    ]
