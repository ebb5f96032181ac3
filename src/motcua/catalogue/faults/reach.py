"""Branches nobody can come to: a condition no answers fulfil, a term another one always goes before."""

from collections.abc import Iterator, Mapping

from motcua.catalogue.cases import (
    CHANNEL,
    TooManyCombinations,
    combinations,
    deciding_names,
    first_case,
    named_by,
    term_for,
)
from motcua.catalogue.faults.facts import conditions
from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.lib.conditions import Condition, holds, names


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """What can be told from questions and channels alone; what the form decides is left to the form."""
    known = {CHANNEL, *(question.key for question in spec.questions)}
    for place, condition in conditions(spec):
        is_case = place[0] == "cases" and place[2] == "when"
        if not is_case and names(condition) <= known and not _can_hold(spec, condition):
            message = "Không câu trả lời nào làm điều kiện này đúng, nên phần này không bao giờ được dùng."
            yield error("branch-unreachable", place, message)
    for at, case in enumerate(spec.cases):
        yield from _terms(spec, case, ("cases", at), known)


def _can_hold(spec: ProcedureSpec, condition: Condition) -> bool:
    try:
        return any(holds(condition, facts) for facts in combinations(spec, names(condition)))
    except TooManyCombinations:
        return True


def _terms(spec: ProcedureSpec, case: Case, place: Place, known: set[str]) -> Iterator[Finding]:
    """Rows of terms that are never the first to fit, in any channel that is offered."""
    wanted = named_by(row.when for row in case.terms) | deciding_names(spec)
    if not wanted <= known or any(row.channel not in (None, *spec.channels) for row in case.terms):
        return
    try:
        used = {at for facts in combinations(spec, wanted | {CHANNEL}) for at in _picked(spec, case, facts)}
    except TooManyCombinations:
        return
    for at, row in enumerate(case.terms):
        holding = row.when is None or _can_hold(spec, row.when)
        if used and at not in used and holding:
            message = f"Thời hạn này của «{case.name}» không bao giờ được dùng: dòng trước luôn được chọn."
            yield warning("term-unreachable", (*place, "terms", at), message)


def _picked(spec: ProcedureSpec, case: Case, facts: Mapping[str, object]) -> Iterator[int]:
    if first_case(spec, facts) is not case:
        return
    term = term_for(case, facts, channel=str(facts[CHANNEL]))
    yield from (at for at, row in enumerate(case.terms) if row is term)
