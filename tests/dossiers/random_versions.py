"""Random versions of one procedure: whatever a version may say that a dossier is determined by."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from motcua.catalogue.models import Content, Procedure, Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.transition import KEEP, Clause
from motcua.lib import moment

Data = dict[str, Any]

_TERMS = st.one_of(
    st.builds(lambda n: {"unit": "working-days", "amount": n}, st.integers(1, 15)),
    st.builds(lambda n: {"unit": "calendar-days", "amount": n}, st.integers(1, 20)),
    st.builds(lambda n: {"unit": "hours", "amount": n}, st.integers(2, 60)),
    st.just({"unit": "months", "amount": 1}),
    st.just({"unit": "same-day", "amount": 1}),
)
_CONDITIONS = st.sampled_from(
    [
        None,
        {"fact": "old_paper", "is": "copy"},
        {"fact": "filed_by", "is": "self"},
        {"fact": "channel", "is": "counter"},
        {"fact": "subject_sex", "is": "female"},
    ]
)


class Drawn:
    """A random version; shown by what it decides, because a whole procedure fills pages."""

    def __init__(self, spec: ProcedureSpec) -> None:
        self.spec = spec

    def __repr__(self) -> str:
        data = self.spec.data()
        cases = {case["key"]: case["terms"] for case in data["cases"]}
        papers = {part["key"]: (part["required"], part.get("when")) for part in data["components"]}
        fees = [(row["key"], row["amount"], row["timing"], row.get("when")) for row in data["fees"]]
        steps = [(step["key"], step["role"], step["act"]) for step in data["route"]["steps"]]
        return f"<{cases} {papers} {fees} {steps} {data['competence']} {data['channels']}>"


@st.composite
def versions(draw: st.DrawFn, base: ProcedureSpec) -> Drawn:
    """The base with any of its parts changed; not necessarily one that the check would let pass."""
    data = base.data()
    _cases(draw, data)
    _components(draw, data)
    _fees(draw, data)
    _route(draw, data)
    if draw(st.booleans()):
        data["channels"] = draw(st.sampled_from([["online", "counter"], ["online"], ["counter", "post"]]))
    data["competence"] = draw(
        st.sampled_from(
            [
                data["competence"],
                [{"agency": "commune_committee", "at": "residence"}],
                [{"agency": "unit:so-tu-phap"}],
            ]
        )
    )
    if draw(st.integers(0, 5)) == 0:
        field = {"key": "brand_new", "type": "text", "label": "Mục mới", "required": True}
        data["form"]["pages"][0]["fields"].append(field)
    return Drawn(ProcedureSpec.from_data(data))


def _cases(draw: st.DrawFn, data: Data) -> None:
    data["cases"] = draw(st.permutations(data["cases"][:-1])) + data["cases"][-1:]
    if draw(st.booleans()):
        data["cases"].pop(0)
    for case in data["cases"]:
        rows = [{**draw(_TERMS), "basis": "Luật"} for _ in range(draw(st.integers(0, 2)))]
        if len(rows) == 2:
            rows[0]["channel"] = draw(st.sampled_from(["online", "counter"]))
        case["terms"] = rows
        case["supplement_mode"] = draw(st.sampled_from(["pause", "restart"]))


def _components(draw: st.DrawFn, data: Data) -> None:
    for part in data["components"]:
        if draw(st.integers(0, 4)) == 0:
            part["required"] = not part.get("required", True)
    if draw(st.booleans()):
        data["components"].pop(draw(st.integers(0, len(data["components"]) - 1)))
    for number in range(draw(st.integers(0, 2))):
        new: Data = {"key": f"extra{number}", "name": f"Giấy thêm {number}", "copies": 1}
        when = draw(_CONDITIONS)
        data["components"].append(
            {**new, "required": draw(st.booleans()), **({"when": when} if when else {})}
        )


def _fees(draw: st.DrawFn, data: Data) -> None:
    for row in data["fees"]:
        row["amount"] = draw(st.integers(0, 9)) * 1000
        row["timing"] = draw(st.sampled_from(["on_acceptance", "on_return"]))
    if draw(st.booleans()):
        when = draw(_CONDITIONS)
        row = {
            "key": "extra",
            "kind": draw(st.sampled_from(["fee", "charge"])),
            "name": "Thêm",
            "amount": 2000,
        }
        data["fees"].append({**row, "basis": "Luật", **({"when": when} if when else {})})


def _route(draw: st.DrawFn, data: Data) -> None:
    """Steps get other keys, names and roles, or go away; every outcome leads to where it led."""
    steps = data["route"]["steps"]
    renamed = {step["key"]: f"{step['key']}_b" for step in steps if draw(st.integers(0, 3)) == 0}
    if draw(st.booleans()):
        gone = next(step for step in steps if step["key"] == "head")
        steps.remove(gone)
        renamed["head"] = renamed.get("sign", "sign")
    for step in steps:
        step["key"] = renamed.get(step["key"], step["key"])
        step["name"] = draw(st.sampled_from([step["name"], f"{step['name']} (mới)"]))
        if step["role"] in ("handler", "head"):
            step["role"] = draw(st.sampled_from(["handler", "head"]))
        for outcome in step["outcomes"]:
            outcome["to"] = renamed.get(outcome["to"], outcome["to"])


def placed(spec: ProcedureSpec, *, begins: str, clause: Clause = KEEP) -> Version:
    """The version in the database, without the check of publishing: a dossier does not ask for it."""
    Content.objects.get_or_create(digest=spec.digest, defaults={"data": spec.data()})
    procedure = Procedure.objects.get(pk=spec.code)
    return Version.objects.create(
        procedure=procedure,
        number=procedure.versions.count() + 1,
        effective_from=date.fromisoformat(begins),
        content_id=spec.digest,
        published_at=moment.now(),
        published_by_label="Thử",
        transition=clause.kind,
        transition_basis=clause.basis,
        longer_term=clause.longer_term,
    )
