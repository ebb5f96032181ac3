"""Newer versions of procedures for the tests of moving: changed, published with a clause, compared with."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from motcua.catalogue.actions.publish import publish
from motcua.catalogue.models import Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.transition import Clause, ClauseKind
from motcua.dossiers import content, deadlines
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib.ids import Id
from tests.cast import Cast

Change = Callable[[dict[str, Any]], None]
LAW = "Nghị định ví dụ, Điều 90"
MOVE = Clause(ClauseKind.MOVE, LAW)
LONGER = Clause(ClauseKind.MOVE, LAW, longer_term=True)


def consent(until: str) -> Clause:
    return Clause(ClauseKind.CONSENT, LAW, answer_by=date.fromisoformat(until))


def changed(spec: ProcedureSpec, *changes: Change, begins: str) -> ProcedureSpec:
    """The same procedure with these changes, in force from that day."""
    data = spec.data()
    data["effective_from"] = begins
    # What the examples must come to is that of the version they were written for.
    for example in (each for case in data["cases"] for each in case.get("examples", ())):
        example.pop("expect", None)
    for change in changes:
        change(data)
    return ProcedureSpec.from_data(data)


def newer(cast: Cast, code: str, *changes: Change, begins: str, clause: Clause = MOVE) -> Version:
    """A newer version of a procedure, published with this clause."""
    spec = changed(cast.version(code).spec, *changes, begins=begins)
    return publish(actor=SYSTEM_ACTOR, spec_or_path=spec, transition=clause).version


# Changes


def term(amount: int, unit: str = "working-days") -> Change:
    """The same term for every case, with a route that fits into it."""

    def change(data: dict[str, Any]) -> None:
        for step in data["route"]["steps"]:
            step["hours"] = "0.5"
        for case in data["cases"]:
            case["terms"] = [{"amount": amount, "unit": unit, "basis": LAW}]

    return change


def fee(key: str, amount: int) -> Change:
    def change(data: dict[str, Any]) -> None:
        next(each for each in data["fees"] if each["key"] == key)["amount"] = amount

    return change


def another_paper(key: str = "new_paper", **more: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["components"].append({"key": key, "name": "Giấy tờ mới", "copies": 1, **more})

    return change


def another_question(data: dict[str, Any]) -> None:
    options = [{"value": "yes", "label": "Có"}, {"value": "no", "label": "Không"}]
    data["questions"].append({"key": "brand_new", "ask": "Bạn có việc mới này không?", "options": options})
    data["components"].append(
        {
            "key": "of_new",
            "name": "Giấy của việc mới",
            "when": {"fact": "brand_new", "is": "yes"},
            "copies": 1,
        }
    )
    for case in data["cases"]:
        for example in case["examples"]:
            example["answers"]["brand_new"] = "no"


def renamed_step(old: str, new: str, **more: Any) -> Change:
    """The step has another key; every way to it leads there."""

    def change(data: dict[str, Any]) -> None:
        for step in data["route"]["steps"]:
            if step["key"] == old:
                step |= {"key": new, **more}
            for outcome in step["outcomes"]:
                outcome["to"] = new if outcome["to"] == old else outcome["to"]

    return change


# Comparing


def computed(dossier: Dossier) -> dict[str, Any]:
    """Everything that a procedure determines of a dossier, to compare one that moved with one filed anew."""
    return all_computed([dossier.pk])[dossier.pk]


def all_computed(pks: Collection[Id]) -> dict[Id, dict[str, Any]]:
    """The same of many, in a few queries."""
    rows = Dossier.objects.with_screen().filter(pk__in=list(pks))
    rows = rows.prefetch_related("papers", "obligation__lines", "work_items", "movements")
    return {dossier.pk: _computed(dossier) for dossier in rows}


def _computed(dossier: Dossier) -> dict[str, Any]:
    owed = dossier.obligation
    lines = owed.lines.all() if owed is not None else ()
    steps = [item for item in dossier.work_items.all() if item.is_open and item.kind != WorkItem.Kind.CHECK]
    return {
        "version": dossier.version_id,
        "status": Status(dossier.status).name,
        "case": dossier.case_key,
        "values": dossier.values,
        "agency": dossier.competent_unit_id,
        "papers": [each.key for each in content.components(dossier)],
        "missing": [each.key for each in content.missing_components(dossier)],
        "fees": sorted((line.kind, line.key, line.amount, line.timing) for line in lines),
        "paid to": owed.unit_id if owed is not None else None,
        "term": {key: value for key, value in dossier.term.items() if key != deadlines.PROMISED},
        "due": dossier.due_at,
        "outside": dossier.outside_boundary,
        "route": sorted((item.kind, item.step_key, item.name, item.role, item.unit_id) for item in steps),
    }
