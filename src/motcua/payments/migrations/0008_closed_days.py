from datetime import timedelta, timezone

from django.db import migrations, models
from django.db.models.functions import TruncDate

# Vietnamese time has been seven hours ahead of UTC all through the life of this table.
_VIETNAM = timezone(timedelta(hours=7))


def day_of_each_entry(apps, schema_editor):
    """Until now an entry belonged to the day it was made on."""
    apps.get_model("payments", "JournalEntry")._base_manager.update(day=TruncDate("at", tzinfo=_VIETNAM))


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0002_people_and_authority'),
        ('payments', '0007_receipt_providers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='journalentry',
            name='journal_by_unit',
        ),
        migrations.AddField(
            model_name='journalentry',
            name='day',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(day_of_each_entry, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='journalentry',
            name='day',
            field=models.DateField(),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['unit', 'day'], name='journal_by_unit'),
        ),
    ]
