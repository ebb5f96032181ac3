"""What the procedure page says to one person, out of `motcua.catalogue.advice`: papers, money, time.

The answers stand in the address, so the page can be sent to somebody, printed, and turned into a filing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from motcua.catalogue.advice import Advice, ComponentAdvice, advise, labels
from motcua.catalogue.cases import asked
from motcua.catalogue.fee_rows import CouncilRow, Fee
from motcua.catalogue.labels import CHANNELS
from motcua.catalogue.spec import Component, ProcedureSpec, Question
from motcua.catalogue.tariff import (
    KIND_NAMES,
    Benefit,
    FeeLine,
    offered,
    price_row,
    totals,
    what_is_taken_off,
)
from motcua.dossiers import clock
from motcua.lib.calendars import Calendar
from motcua.lib.conditions import holds_or_absent, names, sentence
from motcua.lib.dates import short_date
from motcua.lib.money import dong
from motcua.lib.text import capital
from motcua.web.portal.public import wording
from motcua.web.ui.parts import Paper

CHANNEL = "channel"
_ICONS = {"online": "upload", "counter": "building", "post": "mail"}


@dataclass(frozen=True)
class Asked:
    """A question as the page draws it; `when` is its condition as JSON for ui/conditions.js."""

    question: Question
    chosen: str
    when: str
    hidden: bool


@dataclass(frozen=True)
class PaperGroup:
    """Papers that belong together, with the words above them."""

    title: str
    note: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Money:
    """One line of fee or charge as the citizen reads it; `known` false: only if a later answer says so."""

    name: str
    amount: str
    notes: tuple[str, ...]
    exemptions: tuple[str, ...]
    when: str = ""


@dataclass(frozen=True)
class MoneyGroup:
    """Fees (phí) or charges (lệ phí): two sums that the law keeps apart."""

    title: str
    lines: tuple[Money, ...]
    total: str


@dataclass(frozen=True)
class Way:
    """One channel beside the others: how long, how much, and when the answer would be there if filed now."""

    channel: str
    label: str
    icon: str
    term: str
    cost: str
    advice: Advice
    due: clock.Deadline | None
    starts: datetime | None
    marks: tuple[str, ...] = ()


def read_answers(spec: ProcedureSpec, query: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The channel and the answers in an address; what is no option of an open question is not an answer."""
    first = "online" if "online" in spec.channels else spec.channels[0]
    wanted = query.get(CHANNEL, "")
    channel = wanted if wanted in spec.channels else first
    given = {question.key: query.get(question.key, "") for question in spec.questions}
    questions, facts = asked(spec, given, channel=channel)
    return channel, {
        question.key: str(facts[question.key]) for question in questions if question.key in facts
    }


def query_of(channel: str, answers: Mapping[str, str]) -> str:
    """The answers as a query string, channel first."""
    return urlencode({CHANNEL: channel, **answers})


def questions_of(spec: ProcedureSpec, answers: Mapping[str, str], channel: str) -> tuple[Asked, ...]:
    """Every question; those not asked with these answers are hidden until an answer asks for them."""
    open_keys = {question.key for question in asked(spec, answers, channel=channel)[0]}
    return tuple(
        Asked(
            question,
            answers.get(question.key, ""),
            json.dumps(question.when.model_dump(mode="json"), ensure_ascii=False) if question.when else "",
            question.key not in open_keys,
        )
        for question in spec.questions
    )


def ways_of(
    spec: ProcedureSpec, answers: Mapping[str, str], now: datetime, calendar: Calendar
) -> tuple[Way, ...]:
    """Every channel with these answers, side by side; the counter is what the others are measured by."""
    order = [channel for channel in CHANNELS if channel in spec.channels]
    ways = [_way(spec, answers, channel, now, calendar) for channel in order]
    base = next((way for way in ways if way.channel == "counter"), None)
    if base is None:
        return tuple(ways)
    return tuple(way if way is base else _compared(way, base) for way in ways)


def _way(
    spec: ProcedureSpec, answers: Mapping[str, str], channel: str, now: datetime, calendar: Calendar
) -> Way:
    advice = advise(spec, answers, channel=channel, on=now.date())
    due, starts = None, None
    if advice.term is not None and channel != "post":
        starts = (
            clock.acceptance_due(now, calendar) if channel == "online" else calendar.into_working_time(now)
        )
        length = clock.Term(Decimal(advice.term.amount), clock.Unit(advice.term.unit))
        due = clock.due(starts, length, calendar)
    term = "Tùy câu trả lời của bạn" if advice.case is None else "Pháp luật không ấn định thời hạn"
    if advice.term is not None:
        said = wording.term(advice.term)
        caution = f" ({wording.TO_CONFIRM})" if advice.term.unverified else ""
        term = capital(said) + caution
    return Way(
        channel, CHANNELS[channel], _ICONS[channel], term, cost_words(advice.fees), advice, due, starts
    )


def _compared(way: Way, base: Way) -> Way:
    marks = []
    mine, theirs = way.advice.term, base.advice.term
    if mine and theirs and not mine.unverified and not theirs.unverified and mine.minutes < theirs.minutes:
        marks.append("nhanh hơn tại quầy")
    if sum(line.amount for line in way.advice.fees) < sum(line.amount for line in base.advice.fees):
        marks.append("rẻ hơn tại quầy")
    return replace(way, marks=tuple(marks))


def cost_words(lines: tuple[FeeLine, ...]) -> str:
    """«Miễn phí», «Phí 8.000 đồng; lệ phí 5.000 đồng»; fees and charges are never added into one sum."""
    sums = {kind: amount for kind, amount in totals(lines).items() if amount}
    if not sums:
        return "Miễn phí"
    unsure = {line.kind for line in lines if line.amount and line.unverified}
    said = [
        f"{KIND_NAMES[kind].lower()} {'khoảng ' if kind in unsure else ''}{dong(amount)}"
        for kind, amount in sums.items()
    ]
    return capital("; ".join(said))


# Papers


def paper_groups(spec: ProcedureSpec, advice: Advice, channel: str) -> tuple[PaperGroup, ...]:
    """The personal list: what to bring, one of several, perhaps, and what nobody has to bring."""
    groups = []
    mine = [each for each in advice.with_status("submit", "show") if each.component.required]
    single = [each for each in mine if not each.component.alternatives]
    form = advice.with_status("form")
    if form or single:
        papers = [_form_paper(each.component, channel) for each in form] + [
            _paper(each, channel) for each in single
        ]
        groups.append(PaperGroup("Bạn cần chuẩn bị", "", tuple(papers)))
    for key in dict.fromkeys(each.component.alternatives for each in mine if each.component.alternatives):
        some = [each for each in mine if each.component.alternatives == key]
        title = "Bạn cần một trong các giấy tờ sau" if len(some) > 1 else "Bạn cần chuẩn bị"
        groups.append(PaperGroup(title, "", tuple(_paper(each, channel) for each in some)))
    perhaps = [each for each in advice.components if each.status == "not_needed" and not each.certain]
    optional = [each for each in advice.with_status("submit", "show") if not each.component.required]
    if optional:
        groups.append(
            PaperGroup("Nếu có thì nộp thêm", "", tuple(_paper(each, channel) for each in optional))
        )
    if perhaps:
        note = "Tùy câu trả lời và tờ khai của bạn."
        groups.append(PaperGroup("Có thể cần thêm", note, tuple(_perhaps(each, channel) for each in perhaps)))
    held = advice.with_status("held")
    if held:
        note = "Cơ quan nhà nước đã có, cán bộ tự tra cứu."
        groups.append(PaperGroup("Bạn không phải nộp", note, tuple(_held(each.component) for each in held)))
    return tuple(groups)


def _paper(advised: ComponentAdvice, channel: str) -> Paper:
    part = advised.component
    state = "needed" if part.required else "optional"
    why = part.why or (f"Cần vì {advised.because}." if advised.because else "")
    return Paper(part.name, state, _amount(part, channel), _joined(why, part.guide, _caution(part)))  # type: ignore[arg-type]


def _perhaps(advised: ComponentAdvice, channel: str) -> Paper:
    part = advised.component
    return Paper(part.name, "optional", f"Chỉ khi {advised.because}.", _joined(part.guide, _caution(part)))


def _held(part: Component) -> Paper:
    source = part.held_by_state.label if part.held_by_state is not None else ""
    return Paper(part.name, "held", f"Tra trong: {source}.")


def _form_paper(part: Component, channel: str) -> Paper:
    note = (
        "Bạn điền ngay trên mạng, không phải in."
        if channel == "online"
        else "Điền sẵn ở đây rồi in, hoặc nhờ cán bộ tại quầy in cho bạn ký."
    )
    return Paper(part.name, "needed", note, _caution(part))


def _amount(part: Component, channel: str) -> str:
    counted = [f"{n} {kind}" for n, kind in ((part.originals, "bản chính"), (part.copies, "bản sao")) if n]
    amount = ", ".join(counted)
    if channel == "online":
        photo = f"Chụp ảnh hoặc quét, tối đa {part.max_mb} MB"
        return f"{photo} ({amount})" if amount else photo
    shown = "chỉ đưa ra xem rồi mang về" if part.kind == "show" else ""
    return ", ".join(words for words in (amount, shown) if words)


def _caution(part: Component) -> str:
    return f"Giấy tờ này {wording.TO_CONFIRM}." if part.unverified else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


# Money


def money_groups(spec: ProcedureSpec, advice: Advice, on: date) -> tuple[MoneyGroup, ...]:
    """Fees and charges apart, each line with its reckoning, its ground and who need not pay it."""
    groups = []
    for kind, title in KIND_NAMES.items():
        lines = [line for line in advice.fees if line.kind == kind]
        if lines:
            total = dong(sum(line.amount for line in lines)) if len(lines) > 1 else ""
            groups.append(MoneyGroup(title, tuple(_money(spec, line, on) for line in lines), total))
    return tuple(groups)


def possible_money(
    spec: ProcedureSpec, advice: Advice, facts: Mapping[str, Any], on: date
) -> tuple[Money, ...]:
    """Rows of the tariff that apply only if something not known yet turns out so."""
    words = labels(spec)
    shown = {line.key for line in advice.fees}
    rows = [
        (fee, row)
        for fee in spec.fees
        if (row := price_row(fee, facts, on)) is not None
        and fee.when is not None
        and fee.key not in shown
        and fee.valid_on(on)
        and fee.channel in (None, facts.get(CHANNEL))
        and not names(fee.when) <= facts.keys()
        and not holds_or_absent(fee.when, facts)
    ]
    return tuple(
        Money(
            fee.name, _price(fee, row), (), _benefits(fee, row, on), f"Chỉ khi {sentence(fee.when, words)}."
        )
        for fee, row in rows
        if fee.when is not None
    )


def _money(spec: ProcedureSpec, line: FeeLine, on: date) -> Money:
    fee = spec.fee(line.key)
    about = "Khoảng " if line.unverified and line.amount else ""
    amount = f"{about}{dong(line.amount)}" + ("" if line.counted else " mỗi bản")
    caution = (f"Mức thu {wording.TO_CONFIRM}.",) if line.unverified else ()
    notes = (*(line.explanation if len(line.explanation) > 1 else ()), *caution, f"Căn cứ: {line.basis}.")
    return Money(line.name, amount, notes, _benefits(fee, line.council or fee, on) if fee is not None else ())


def _price(fee: Fee, row: Fee | CouncilRow) -> str:
    about = "Khoảng " if row.unverified else ""
    if row.tiers is not None:
        return f"{about}{dong(row.tiers.price)} mỗi trang"
    return f"{about}{dong(row.amount or 0)}" + (" mỗi bản" if fee.quantity else "")


def _benefits(fee: Fee, row: Fee | CouncilRow, on: date) -> tuple[str, ...]:
    return tuple(_benefit(each) for each in offered(fee, row, on))


def _benefit(row: Benefit) -> str:
    until = f", đến hết ngày {short_date(row.valid_to)}" if row.valid_to else ""
    caution = f" ({wording.TO_CONFIRM})" if row.unverified else ""
    return f"{capital(what_is_taken_off(row))}{until}{caution}"
