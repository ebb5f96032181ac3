"""Dossiers that were under way before silence was watched are looked at by the next round of the worker."""

from django.db import migrations
from django.db.models import F


def watch(apps, schema_editor):
    dossiers = apps.get_model("dossiers", "Dossier").objects.filter(acted_at=None, status__in=(1, 2, 4))
    dossiers.update(acted_at=F("touched_at"), alarm_at=F("touched_at"))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0008_alarms")]
    operations = [migrations.RunPython(watch, migrations.RunPython.noop, elidable=True)]
