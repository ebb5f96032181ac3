"""Dossiers accepted before there were books get their lines, in the order of acceptance (form 07)."""

from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
_CHUNK = 1000
_FIELDS = (
    "pk",
    "receiving_unit_id",
    "code",
    "accepted_at",
    "due_at",
    "channel",
    "version__procedure__name",
    "owner__full_name",
    "owner__residence",
    "owner__phone",
    "owner_organisation__name",
    "competent_unit__name",
)


def fill(apps, schema_editor):
    dossiers = apps.get_model("dossiers", "Dossier").objects
    book_model, row_model = (apps.get_model("dossiers", name) for name in ("RegisterBook", "RegisterRow"))
    accepted = dossiers.filter(accepted_at__isnull=False, receiving_unit__isnull=False, register_row=None)
    books, rows, now = {}, [], timezone.now()  # noqa: TID251 - a migration does not shift time
    for found in accepted.order_by("accepted_at", "pk").values(*_FIELDS).iterator(chunk_size=_CHUNK):
        key = (found["receiving_unit_id"], found["accepted_at"].astimezone(TZ).year)
        if key not in books:
            books[key], _ = book_model.objects.get_or_create(unit_id=key[0], year=key[1])
        book = books[key]
        book.last += 1
        rows.append(
            row_model(
                book=book, number=book.last, dossier_id=found["pk"], entered_at=now, facts=_facts(found)
            )
        )
        if len(rows) >= _CHUNK:
            row_model.objects.bulk_create(rows)
            rows.clear()
    row_model.objects.bulk_create(rows)
    for book in books.values():
        book.save(update_fields=["last"])


def _facts(found):
    due = found["due_at"]
    return {
        "code": found["code"] or "",
        "procedure": found["version__procedure__name"],
        "sets": "1",
        "owner": found["owner_organisation__name"] or found["owner__full_name"],
        "contact": "; ".join(filter(None, (found["owner__residence"], found["owner__phone"]))),
        "agency": found["competent_unit__name"] or "",
        "received": found["accepted_at"].astimezone(TZ).isoformat(),
        "due": due.astimezone(TZ).isoformat() if due else "",
        "channel": found["channel"],
    }


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_registers"), ("identity", "0001_initial"), ("catalogue", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
