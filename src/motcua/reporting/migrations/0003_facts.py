from typing import Any

from django.db import migrations, models


def look_at_all_again(apps: Any, schema_editor: Any) -> None:
    """The facts are in no sum yet: the worker goes through the history from its beginning."""
    apps.get_model("reporting", "Cursor").objects.update(movement_id=0)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_inspection")]

    operations = [
        migrations.AddField(
            model_name="counted",
            name="facts",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="cursor", name="entry_id", field=models.PositiveBigIntegerField(null=True)
        ),
        migrations.RunPython(look_at_all_again, migrations.RunPython.noop),
    ]
