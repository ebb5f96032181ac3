"""Online beside the counter: never slower or dearer, better at best, and no original through a wire.

NĐ 224/2026 Điều 14: wholly online is the rule. What is dearer or slower there drives people back to the desk.
"""

from collections.abc import Iterator
from datetime import date

from motcua.catalogue.cases import CHANNEL, TooManyCombinations, asked, combinations, named_by, term_for
from motcua.catalogue.report import Finding, Place, hint, warning
from motcua.catalogue.spec import Case, Component, ProcedureSpec
from motcua.catalogue.tariff import fees
from motcua.lib.conditions import holds_or_absent, names
from motcua.lib.money import dong


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Nothing where there is no online way."""
    if "online" not in spec.channels:
        return
    if "counter" in spec.channels:
        for at, case in enumerate(spec.cases):
            yield from _beside_the_counter(spec, case, ("cases", at))
    for at, component in enumerate(spec.components):
        yield from _original(spec, component, ("components", at))


def _beside_the_counter(spec: ProcedureSpec, case: Case, place: Place) -> Iterator[Finding]:
    online, counter = (term_for(case, {}, channel=channel) for channel in ("online", "counter"))
    faster = slower = False
    if online and counter:
        slower, faster = online.minutes > counter.minutes, online.minutes < counter.minutes
        if slower:
            message = f"Trường hợp «{case.name}»: nộp trực tuyến chậm hơn nộp trực tiếp."
            yield warning("online-slower", (*place, "terms", case.terms.index(online)), message)
    sums = [pair for example in case.examples for pair in _sums(spec, example.answers)]
    dearer = next((pair for pair in sums if pair[0] > pair[1]), None)
    if dearer:
        message = (
            f"Trường hợp «{case.name}»: nộp trực tuyến {dong(dearer[0])}, đắt hơn nộp trực tiếp"
            f" {dong(dearer[1])}."
        )
        yield warning("online-dearer", place, message)
    better = faster or any(there < here for there, here in sums)
    could_be = (counter is not None and counter.unit != "same-day") or any(here for _, here in sums)
    if could_be and not (better or slower or dearer):
        message = f"Trường hợp «{case.name}»: nộp trực tuyến không nhanh hơn, không rẻ hơn nộp trực tiếp."
        yield hint("online-not-better", place, message)


def _sums(spec: ProcedureSpec, answers: dict[str, str]) -> Iterator[tuple[int, int]]:
    """What these answers cost online and at the counter, by the national prices and by each council's."""
    day = _latest_day(spec)
    provinces = {row.province for fee in spec.fees for row in fee.council}
    for here in (spec.of_province(province) for province in ("", *sorted(provinces))):
        online, counter = (
            sum(line.amount for line in fees(here, asked(here, answers, channel=way)[1], way, day))
            for way in ("online", "counter")
        )
        yield online, counter


def _latest_day(spec: ProcedureSpec) -> date:
    """The day from which every row of the tariff has begun."""
    begun = [row.valid_from for fee in spec.fees for row in fee.rows if row.valid_from]
    return max([spec.effective_from, *begun])


def _original(spec: ProcedureSpec, component: Component, place: Place) -> Iterator[Finding]:
    """An original nobody can send: to be looked at on return, or why the person has to come must be said."""
    asked_for = component.required and component.originals and not component.from_form
    spared = component.held_by_state is not None or component.original_at_return
    if not asked_for or spared or not _needed_online(spec, component):
        return
    if component.kind == "show" and spec.service_level == "full" and not spec.presences:
        message = (
            f"«{component.name}»: dịch vụ toàn trình mà vẫn phải đưa bản chính ra xem. Ghi"
            " original_at_return, hoặc ghi người dân phải có mặt khi nào (presences)."
        )
        yield warning("original-shown-online", place, message)
    elif component.kind == "submit":
        message = (
            f"«{component.name}» ghi {component.originals} bản chính: nộp trực tuyến chỉ gửi được ảnh. Nếu"
            " cần xem bản chính khi trả kết quả, hãy ghi original_at_return."
        )
        yield hint("original-sent-online", place, message)


def _needed_online(spec: ProcedureSpec, component: Component) -> bool:
    """Whether some answers want the component of somebody who files online."""
    if component.when is None:
        return True
    known = {CHANNEL, *(question.key for question in spec.questions)}
    if not names(component.when) <= known:
        return True
    try:
        ways = combinations(spec, named_by(iter([component.when])) | {CHANNEL})
        return any(facts[CHANNEL] == "online" and holds_or_absent(component.when, facts) for facts in ways)
    except TooManyCombinations:
        return True
