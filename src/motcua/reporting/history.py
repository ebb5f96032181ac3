"""The raw history as lines of JSON: enough for an outsider to recompute every figure with a program of their
own.

One line per act, in the order of the record. The schema is described in docs/reference/history-export.md.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.dossiers.models import Movement
from motcua.lib.moment import TZ


def lines(*, first: date | None = None, last: date | None = None) -> Iterator[str]:
    """Every act of the days `first` to `last` (Vietnamese days, both included); bounded memory."""
    rows = Movement.objects.select_related("dossier__version__procedure").order_by("pk")
    if first is not None:
        rows = rows.filter(at__gte=datetime.combine(first, time(), TZ))
    if last is not None:
        rows = rows.filter(at__lt=datetime.combine(last + timedelta(days=1), time(), TZ))
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps(_line(row), ensure_ascii=False, separators=(",", ":"))


def _line(row: Movement) -> dict[str, Any]:
    dossier = row.dossier
    return {
        "id": row.pk,
        "dossier": str(dossier.pk),
        "code": dossier.code,
        "procedure": dossier.version.procedure_id,
        "field": dossier.version.procedure.field_id,
        "case": dossier.case_key,
        "channel": str(dossier.channel),
        "receiving_unit": dossier.receiving_unit_id,
        "competent_unit": dossier.competent_unit_id,
        "verb": row.verb,
        "before": row.before,
        "after": row.after,
        "clock": row.clock,
        "at": row.at.astimezone(TZ).isoformat(),
        "due": row.due_at.astimezone(TZ).isoformat() if row.due_at else None,
        "unit": row.unit_id,
        "actor": row.actor,
    }
