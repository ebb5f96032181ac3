"""The raw history as lines of JSON: enough for an outsider to recompute every figure with a program of their
own.

One line per act, in the order of the record; with `other_lines` also what is no act: services, payments,
what was owed, results, papers, ratings, pieces of work. The schema is described in
docs/reference/history-export.md.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from motcua.dossiers.models import Movement, Paper, Result, WorkItem
from motcua.feedback.models import Rating
from motcua.lib import moment
from motcua.lib.moment import TZ
from motcua.payments.models import Line, Payment
from motcua.reporting.behind import after, starts
from motcua.reporting.offered import services


def lines(*, first: date | None = None, last: date | None = None) -> Iterator[str]:
    """Every act of the days `first` to `last` (Vietnamese days, both included); bounded memory."""
    rows = Movement.objects.select_related("dossier__version__procedure").order_by("pk")
    for row in rows.filter(**_days("at", first, last)).iterator(chunk_size=2000):
        yield _json(_line(row))


def other_lines(*, first: date | None = None, last: date | None = None) -> Iterator[str]:
    """What is no act: every service in force on the last day (or today), then payments (with what was owed),
    issued results, papers and ratings of those days, and the work that was open on any of them.
    """
    for service in services(last or moment.today()).values():
        yield _json(
            {
                "record": "service",
                "procedure": service.code,
                "field": service.field,
                "service_level": service.service_level,
                "online": service.online,
                "priced": service.priced,
                "complete": service.complete,
                "agencies": sorted(service.agencies),
            }
        )
    for found in (_payments, _owed, _results, _papers, _ratings, _work):
        for line in found(first, last):
            yield _json(line)


def _json(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _days(field: str, first: date | None, last: date | None) -> dict[str, datetime]:
    wanted = {}
    if first is not None:
        wanted[f"{field}__gte"] = starts(first)
    if last is not None:
        wanted[f"{field}__lt"] = after(last)
    return wanted


def _local(at: datetime | None) -> str | None:
    return at.astimezone(TZ).isoformat() if at else None


def _line(row: Movement) -> dict[str, Any]:
    dossier = row.dossier
    return {
        "record": "act",
        "id": row.pk,
        "dossier": str(dossier.pk),
        "code": dossier.code,
        "procedure": dossier.version.procedure_id,
        "field": dossier.version.procedure.field_id,
        "case": dossier.case_key,
        "channel": str(dossier.channel),
        "receiving_unit": dossier.receiving_unit_id,
        "competent_unit": dossier.competent_unit_id,
        "outside_boundary": dossier.outside_boundary,
        "verb": row.verb,
        "before": row.before,
        "after": row.after,
        "clock": row.clock,
        "at": _local(row.at),
        "due": _local(row.due_at),
        "unit": row.unit_id,
        "actor": row.actor,
    }


def _payments(first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    rows = Payment.objects.standing().filter(
        obligation__dossier__isnull=False, **_days("taken_at", first, last)
    )
    rows = rows.exclude(method=Payment.Method.EARLIER)
    for row in rows.select_related("obligation__dossier").order_by("taken_at", "pk").iterator():
        yield {
            "record": "payment",
            "dossier": str(row.obligation.dossier.pk),
            "amount": row.amount,
            "method": row.method,
            "at": _local(row.taken_at),
        }


def _owed(first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    paid = Payment.objects.standing().filter(**_days("taken_at", first, last))
    rows = Line.objects.filter(obligation__dossier__isnull=False, obligation__in=paid.values("obligation"))
    for row in rows.select_related("obligation__dossier").order_by("pk").iterator():
        yield {
            "record": "owed",
            "dossier": str(row.obligation.dossier.pk),
            "kind": row.kind,
            "amount": row.amount,
        }


def _results(first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    rows = Result.objects.filter(issued_at__isnull=False, **_days("issued_at", first, last))
    for row in rows.order_by("issued_at", "pk").iterator():
        yield {
            "record": "result",
            "dossier": str(row.dossier_id),
            "electronic": row.file_id is not None,
            "at": _local(row.issued_at),
        }


def _papers(first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    rows = Paper.objects.filter(**_days("added_at", first, last)).order_by("added_at", "pk")
    for row in rows.iterator():
        yield {
            "record": "paper",
            "dossier": str(row.dossier_id),
            "file": row.file_id is not None,
            "at": _local(row.added_at),
            "replaced_at": _local(row.replaced_at),
        }


def _ratings(first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    for row in Rating.objects.filter(**_days("rated_at", first, last)).order_by("rated_at", "pk").iterator():
        yield {
            "record": "rating",
            "dossier": str(row.dossier_id),
            "score": row.score,
            "at": _local(row.rated_at),
        }


def _work(first: date | None, last: date | None) -> Iterator[dict[str, Any]]:
    rows = WorkItem.objects.all()
    if first is not None:
        rows = rows.filter(Q(done_at__isnull=True) | Q(done_at__gte=starts(first)))
    if last is not None:
        rows = rows.filter(opened_at__lt=after(last))
    for row in rows.order_by("opened_at", "pk").iterator():
        yield {
            "record": "work",
            "dossier": str(row.dossier_id),
            "unit": row.unit_id,
            "officer": row.assignee_id,
            "name": row.name,
            "opened": _local(row.opened_at),
            "due": _local(row.due_at),
            "done": _local(row.done_at),
            "outcome": row.outcome,
        }
