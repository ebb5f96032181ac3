"""Every example of a procedure tried: what it needs and costs, when it is due, which way it goes; and where
that is not what the author expected. Pure.

The answers come from the same functions that decide about real dossiers, so an example that holds here holds
there. Days off are those of the calendar given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from motcua.catalogue.advice import Advice, advise
from motcua.catalogue.expect import Example, Expect
from motcua.catalogue.report import Place
from motcua.catalogue.spec import Case, ProcedureSpec, Term
from motcua.catalogue.tariff import FeeLine
from motcua.forms.asking import all_facts
from motcua.lib import terms
from motcua.lib.calendars import Calendar, NoWorkingDay
from motcua.lib.money import dong
from motcua.organisation.shipped import shipped_calendar
from motcua.workflow.routes import straight_way

Part = Literal["papers", "fees", "due", "route", "result"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that is not met; `place` leads to it in the file, `sentence` says both sides."""

    part: Part
    expected: str
    computed: str
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Tried:
    """One example with what was computed for it.

    `number` counts from 1 within the case. `papers` are the keys of what must be handed in or shown, `route`
    those of the steps when everything goes well. `picked` is the case its answers pick.
    """

    case: Case
    number: int
    example: Example
    place: Place
    picked: Case | None
    channel: str
    filed: datetime
    papers: tuple[str, ...]
    fees: tuple[FeeLine, ...]
    term: Term | None
    due: datetime | None
    route: tuple[str, ...]
    results: tuple[str, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def name(self) -> str:
        """«Ví dụ 1 của «Quá hạn»»."""
        return f"Ví dụ {self.number} của «{self.case.name}»"

    @property
    def has_expectations(self) -> bool:
        return self.example.expect is not None

    @property
    def passed(self) -> bool:
        """Whether everything expected of it came out; true as well when nothing is expected."""
        return not self.failures


def tried(spec: ProcedureSpec, *, calendar: Calendar | None = None, province: str = "") -> tuple[Tried, ...]:
    """Every example of every case, in the order of the file.

    An example with expectations is filed as these say; another one in `province`, whose prices count.
    """
    days = calendar or shipped_calendar()
    return tuple(
        _try(spec, case, at, ("cases", position, "examples", at), days, province)
        for position, case in enumerate(spec.cases)
        for at in range(len(case.examples))
    )


def _try(spec: ProcedureSpec, case: Case, at: int, place: Place, calendar: Calendar, province: str) -> Tried:
    """One example of a case, filed as it says and accepted at once."""
    example = case.examples[at]
    expect = example.expect or Expect(province=province or None)
    channel = expect.channel or _usual_channel(spec, case, example)
    filed = expect.filed_at(spec.effective_from)
    advice = _advice(spec, example, expect, channel, filed)
    done = Tried(
        case=case,
        number=at + 1,
        example=example,
        place=place,
        picked=advice.case,
        channel=channel,
        filed=filed,
        papers=_papers(advice),
        fees=advice.fees,
        term=advice.term,
        due=_due(advice.term, filed, calendar),
        route=straight_way(spec.route),
        results=tuple(result.key for result in advice.results),
    )
    # An example of another case is a fault of its own; comparing it would only repeat that.
    is_of_case = advice.case is not None and advice.case.key == case.key
    return replace(done, failures=tuple(_failures(spec, done, expect))) if is_of_case else done


def _usual_channel(spec: ProcedureSpec, case: Case, example: Example) -> str:
    """The first channel through which the answers pick the case; the first of all when none does."""
    picking = (
        channel
        for channel in spec.channels
        if advise(spec, example.answers, channel=channel, on=spec.effective_from).case == case
    )
    return next(picking, spec.channels[0])


def _advice(spec: ProcedureSpec, example: Example, expect: Expect, channel: str, filed: datetime) -> Advice:
    here = spec.of_province(expect.province or "")
    facts = all_facts(spec.form, example.values, {**example.answers, "channel": channel})
    return advise(here, example.answers, channel=channel, on=filed.date(), facts=facts, groups=expect.groups)


def _papers(advice: Advice) -> tuple[str, ...]:
    asked_for = advice.with_status("submit", "show")
    return tuple(each.component.key for each in asked_for if each.component.required)


def _due(term: Term | None, filed: datetime, calendar: Calendar) -> datetime | None:
    """None without a term, and where the calendar has no such days."""
    if term is None:
        return None
    try:
        return terms.end_of(filed, terms.Term(term.amount, terms.Unit(term.unit)), calendar, ()).at
    except NoWorkingDay:
        return None


def _failures(spec: ProcedureSpec, done: Tried, expect: Expect) -> Iterator[Failure]:
    place: Place = (*done.place, "expect")
    if expect.papers is not None and set(expect.papers) != set(done.papers):
        yield _failed("papers", "cần giấy tờ", done, place, _listed(done.papers), _listed(expect.papers))
    if expect.fees is not None:
        yield from _fees(spec, done, expect.fees, (*place, "fees"))
    if expect.due_at is not None and expect.due_at != done.due:
        yield _failed("due", "có hạn trả", done, place, _said(done.due), _said(expect.due_at))
    if expect.route is not None and expect.route != done.route:
        yield _failed("route", "đi qua các bước", done, place, _listed(done.route), _listed(expect.route))
    if expect.result is not None and expect.result not in done.results:
        yield _failed("result", "có kết quả", done, place, _listed(done.results), expect.result)


def _fees(spec: ProcedureSpec, done: Tried, expected: dict[str, int], place: Place) -> Iterator[Failure]:
    """Each amount, those nobody expected and those that did not come."""
    computed = {line.key: line.amount for line in done.fees}
    for key in dict.fromkeys((*expected, *computed)):
        if expected.get(key) == computed.get(key):
            continue
        fee = spec.fee(key)
        what = {"fee": "phí", "charge": "lệ phí"}[fee.kind] if fee is not None else "khoản"
        name = fee.name if fee is not None else key
        came, wanted = (_money(amounts.get(key)) for amounts in (computed, expected))
        sentence = f"{done.name} tính ra {what} «{name}» {came}, tệp ghi {wanted}."
        yield Failure("fees", wanted, came, sentence, (*place, key) if key in expected else place)


def _failed(part: Part, verb: str, done: Tried, place: Place, computed: str, expected: str) -> Failure:
    sentence = f"{done.name} {verb} {computed}, tệp ghi {expected}."
    return Failure(part, expected, computed, sentence, (*place, part))


def _money(amount: int | None) -> str:
    if amount is None:
        return "không thu"
    return dong(amount) if amount else "0 đồng"


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys) or "không có gì"


def _said(moment: datetime | None) -> str:
    return f"{moment:%H:%M %d/%m/%Y}" if moment is not None else "không có"
