"""Which questions are asked, which case the answers pick, which term that case has. Pure."""

from collections.abc import Collection, Iterator, Mapping

from motcua.catalogue.spec import Case, Component, ProcedureSpec, Question, Term
from motcua.lib.conditions import Condition, holds_or_absent, names

CHANNEL = "channel"
# More ways than any person could think through; a file that needs them has to be divided.
MOST_COMBINATIONS = 20_000


class TooManyCombinations(ValueError):
    """The questions that pick a case can be answered in more than `MOST_COMBINATIONS` ways."""


def asked(
    spec: ProcedureSpec, answers: Mapping[str, object], *, channel: str = ""
) -> tuple[tuple[Question, ...], dict[str, object]]:
    """The questions that are open, and the facts given by the answers to them.

    A question closed by its `when` gives no fact, even if it was answered before another answer closed it.
    """
    facts: dict[str, object] = {CHANNEL: channel} if channel else {}
    questions = []
    for question in spec.questions:
        if not holds_or_absent(question.when, facts):
            continue
        questions.append(question)
        if answers.get(question.key) in question.values:
            facts[question.key] = answers[question.key]
    return tuple(questions), facts


def open_questions(
    spec: ProcedureSpec, answers: Mapping[str, object], *, channel: str = ""
) -> tuple[Question, ...]:
    """The questions a person has to answer, given the answers so far, in order; answered ones included."""
    return asked(spec, answers, channel=channel)[0]


def case_for(spec: ProcedureSpec, answers: Mapping[str, object], *, channel: str = "") -> Case | None:
    """The case the answers pick: the first that holds. None while a question that decides is unanswered."""
    questions, facts = asked(spec, answers, channel=channel)
    deciding = deciding_names(spec)
    if any(question.key in deciding and question.key not in facts for question in questions):
        return None
    return first_case(spec, facts)


def first_case(spec: ProcedureSpec, facts: Mapping[str, object]) -> Case | None:
    """The first case whose condition holds for these facts."""
    return next((case for case in spec.cases if holds_or_absent(case.when, facts)), None)


def term_for(case: Case, facts: Mapping[str, object], *, channel: str) -> Term | None:
    """The term of the case: the first row that is for this channel (or all) and whose condition holds."""
    facts = {**facts, CHANNEL: channel}
    rows = (term for term in case.terms if term.channel in (None, channel))
    return next((term for term in rows if holds_or_absent(term.when, facts)), None)


def needed_components(
    spec: ProcedureSpec, facts: Mapping[str, object], *, channel: str
) -> tuple[Component, ...]:
    """The components that belong to a dossier with these facts, whoever has to bring them."""
    facts = {**facts, CHANNEL: channel}
    return tuple(part for part in spec.components if holds_or_absent(part.when, facts))


def deciding_names(spec: ProcedureSpec) -> set[str]:
    """The facts on which the choice of a case depends."""
    return named_by(case.when for case in spec.cases)


def named_by(conditions: Iterator[Condition | None]) -> set[str]:
    """Every fact that some of the conditions speaks of."""
    return {name for condition in conditions if condition is not None for name in names(condition)}


def combinations(spec: ProcedureSpec, wanted: Collection[str]) -> Iterator[dict[str, object]]:
    """Every way in which the `wanted` questions can be answered, with those that open or close them.

    `channel` among the wanted names is combined as well. Raises TooManyCombinations.
    """
    wanted = _with_openers(spec, set(wanted))
    questions = [question for question in spec.questions if question.key in wanted]
    starts: list[dict[str, object]] = [{}]
    if CHANNEL in wanted:
        starts = [{CHANNEL: channel} for channel in spec.channels]
    count = 0
    for start in starts:
        for facts in _answered(questions, start):
            count += 1
            if count > MOST_COMBINATIONS:
                raise TooManyCombinations
            yield facts


def _with_openers(spec: ProcedureSpec, wanted: set[str]) -> set[str]:
    for question in reversed(spec.questions):
        if question.key in wanted and question.when is not None:
            wanted |= names(question.when)
    return wanted


def _answered(questions: list[Question], facts: dict[str, object]) -> Iterator[dict[str, object]]:
    if not questions:
        yield facts
        return
    question, rest = questions[0], questions[1:]
    if not holds_or_absent(question.when, facts):
        yield from _answered(rest, facts)
        return
    for value in question.values:
        yield from _answered(rest, {**facts, question.key: value})
