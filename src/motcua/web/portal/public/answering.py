"""The four questions every page of a procedure answers first: what, how long, how much, who."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from motcua.catalogue.advice import Advice
from motcua.catalogue.glance import cost_span, term_span
from motcua.catalogue.national import wording as national
from motcua.catalogue.national.sheet import Sheet
from motcua.catalogue.spec import ProcedureSpec
from motcua.web.portal.public import advised, wording
from motcua.web.ui.parts import Answer

_MOST_NAMED = 2


def given(spec: ProcedureSpec, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The answers given, in words: what a printed list has to say about whom it is for."""
    return ((q.ask, q.label(answers[q.key])) for q in spec.questions if q.key in answers)


def of_version(spec: ProcedureSpec, way: advised.Way, now: datetime) -> tuple[Answer, ...]:
    """As far as the case is known for this person, otherwise as a span."""
    advice = way.advice
    results = advice.results or spec.results
    term, cost = way.term, way.cost
    term_note = cost_note = ""
    if advice.questions:
        term, cost = wording.term_span(term_span(spec)), wording.cost_span(cost_span(spec, now.date()))
        term_note = cost_note = "Trả lời các câu hỏi bên dưới để biết chính xác cho bạn."
    if advice.term is not None and not advice.questions:
        term_note = "Tính từ khi hồ sơ đủ và được tiếp nhận."
    named = "; ".join(result.name for result in results)
    return (
        Answer("paper", "Bạn nhận được", named),
        Answer("clock", "Mất bao lâu", term, term_note),
        Answer("money", "Hết bao nhiêu", cost, cost_note),
        Answer("place", "Ai giải quyết", _decider(spec, advice)),
    )


def of_sheet(sheet: Sheet) -> tuple[Answer, ...]:
    """As the national record says; what it does not say with certainty is said to be so."""
    terms = list(dict.fromkeys(national.term(way) for way in sheet.ways))
    fees = list(dict.fromkeys(national.fee(line) for way in sheet.ways for line in way.fees))
    results = [result.name for result in sheet.results]
    return (
        Answer("paper", "Bạn nhận được", _some(results, "kết quả") or national.UNCERTAIN),
        Answer("clock", "Mất bao lâu", _some(terms, "mức") or national.UNCERTAIN),
        Answer("money", "Hết bao nhiêu", _some(fees, "mức") or national.UNCERTAIN),
        Answer("place", "Ai giải quyết", sheet.competent or sheet.agency or national.levels(sheet)),
    )


def _decider(spec: ProcedureSpec, advice: Advice) -> str:
    said = wording.competence(advice.competence, spec)
    return f"{said} ({wording.TO_CONFIRM})" if advice.competence.unverified else said


def _some(values: list[str], noun: str) -> str:
    more = len(values) - _MOST_NAMED
    return "; ".join(values[:_MOST_NAMED]) + (f"; và {more} {noun} khác" if more > 0 else "")
