"""«Tôi cần gì?»: what a person with these answers has to bring, pay and wait for. Pure.

The same questions are asked when a dossier is filed and accepted, so what was advised is what is decided.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from motcua.catalogue.cases import asked, case_for, deciding_names, first_case, open_questions, term_for
from motcua.catalogue.spec import Case, CompetenceRow, Component, ProcedureSpec, Question, Result, Term
from motcua.catalogue.tariff import FeeLine, fees
from motcua.forms.fields import ChoiceField
from motcua.lib.conditions import holds_or_absent, names, sentence

Status = Literal["submit", "show", "form", "held", "not_needed"]

__all__ = [
    "Advice",
    "ComponentAdvice",
    "FeeLine",
    "Status",
    "advise",
    "case_for",
    "competence",
    "components",
    "facts_of",
    "fees",
    "labels",
    "open_questions",
    "term_for",
]


@dataclass(frozen=True, slots=True)
class ComponentAdvice:
    """What becomes of one component: hand in, show, comes from the form, the State holds it, not needed.

    `because` says under which condition it is needed; `certain` is false while that depends on an answer not
    given yet.
    """

    component: Component
    status: Status
    because: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything the answers so far allow to say. `questions` are those still to be answered, in order."""

    case: Case | None
    components: tuple[ComponentAdvice, ...]
    fees: tuple[FeeLine, ...]
    term: Term | None
    results: tuple[Result, ...]
    questions: tuple[Question, ...]
    competence: CompetenceRow

    def with_status(self, *statuses: Status) -> tuple[ComponentAdvice, ...]:
        """The components with one of these statuses."""
        return tuple(advice for advice in self.components if advice.status in statuses)


def advise(
    spec: ProcedureSpec,
    answers: Mapping[str, object],
    *,
    channel: str,
    on: date,
    facts: Mapping[str, object] | None = None,
    groups: Collection[str] = frozenset(),
) -> Advice:
    """What a person has to bring, pay and wait for. `facts` are values of the form as far as filled."""
    questions, given = asked(spec, answers, channel=channel)
    known = {**(facts or {}), **given}
    waiting = tuple(question for question in questions if question.key not in given)
    case = None
    if deciding_names(spec).isdisjoint(question.key for question in waiting):
        case = first_case(spec, given)
    return Advice(
        case=case,
        components=components(spec, known),
        fees=tuple(fees(spec, known, channel, on, groups)),
        term=term_for(case, known, channel=channel) if case else None,
        results=tuple(result for result in spec.results if case and result.key in case.results),
        questions=waiting,
        competence=competence(spec, known),
    )


def facts_of(
    spec: ProcedureSpec, answers: Mapping[str, object], values: Mapping[str, object], *, channel: str
) -> dict[str, object]:
    """All facts about a dossier: values of its form, answers to open questions, its channel."""
    return {**values, **asked(spec, answers, channel=channel)[1]}


def competence(spec: ProcedureSpec, facts: Mapping[str, object]) -> CompetenceRow:
    """Who decides: the first row that holds. The last row has no condition in anything published."""
    rows = (row for row in spec.competence if holds_or_absent(row.when, facts))
    return next(rows, spec.competence[-1])


def components(spec: ProcedureSpec, facts: Mapping[str, object]) -> tuple[ComponentAdvice, ...]:
    """Every component of the procedure with what becomes of it."""
    words = labels(spec)
    return tuple(_component(component, facts, words) for component in spec.components)


def labels(spec: ProcedureSpec) -> dict[str, str]:
    """Words for facts and their values, in the shape `motcua.lib.conditions.sentence` expects."""
    words = {}
    for field in spec.form.all_fields():
        words[field.key] = field.label
        if isinstance(field, ChoiceField):
            words |= {f"{field.key}={option.value}": option.label for option in field.options}
    for question in spec.questions:
        words[question.key] = question.ask
        words |= {f"{question.key}={option.value}": option.label for option in question.options}
    return words


def _component(
    component: Component, facts: Mapping[str, object], words: Mapping[str, str]
) -> ComponentAdvice:
    because, certain = "", True
    if component.when is not None:
        because = sentence(component.when, words)
        certain = names(component.when) <= facts.keys()
    if not holds_or_absent(component.when, facts):
        return ComponentAdvice(component, "not_needed", because, certain)
    return ComponentAdvice(component, _status(component), because, certain)


def _status(component: Component) -> Status:
    """What the State holds is never asked for; what the form says is not asked for twice."""
    if component.held_by_state is not None:
        return "held"
    if component.from_form:
        return "form"
    return "show" if component.kind == "show" else "submit"
