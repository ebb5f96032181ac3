from typing import Any

from django.db import migrations, models


def begin_anew(apps: Any, schema_editor: Any) -> None:
    """The sums hold facts and totals by day from now on: the worker makes them from the history."""
    for name in ("Tally", "MonthTally", "Counted", "Cursor"):
        apps.get_model("reporting", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_inspection")]

    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name="counted",
            name="facts",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="cursor", name="entry_id", field=models.PositiveBigIntegerField(null=True)
        ),
    ]
