from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """A line says when the dossier was received; so far only the dossier did."""
    dossiers = apps.get_model("dossiers", "Dossier").objects.filter(pk=OuterRef("dossier"))
    rows = apps.get_model("dossiers", "RegisterRow").objects.all()
    rows.update(received_at=Subquery(dossiers.values("accepted_at")[:1]))
    # What was taken off the books again keeps its line; it was received when it was entered.
    rows.filter(received_at=None).update(received_at=models.F("entered_at"))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0016_steering_indexes")]

    operations = [
        migrations.AddField(
            "registerrow",
            "received_at",
            models.DateTimeField(null=True, verbose_name="Ngày nhận"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
