"""One's dossier: where it is, who has it, what to do now, by when, what was sent and what came of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.delivery.models import Parcel
from motcua.dossiers import content
from motcua.dossiers.alarms import silence_of
from motcua.dossiers.lifecycle import FINISHED, Status, open_verbs
from motcua.dossiers.models import Dossier, PrintedForm, Result, ReturnMethod
from motcua.dossiers.presence import presences
from motcua.dossiers.queries import slips_of
from motcua.dossiers.transitions import latest
from motcua.feedback.models import Rating
from motcua.payments.models import Line, Obligation
from motcua.payments.queries import receipts_of
from motcua.web.portal.mine import state, story
from motcua.web.portal.mine.appointment import visit_of
from motcua.web.portal.mine.own import on_own
from motcua.web.portal.mine.related import held_elsewhere, related_of
from motcua.web.portal.papers_of import file_line, stored_line
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, FileLine, Link, MoneyLine
from motcua.web.ui.parts import Status as Shown
from motcua.web.ui.paying import receipt_link

_PAID = {
    Obligation.State.NONE: Shown("Không phải nộp", "done", "green"),
    Obligation.State.DUE: Shown("Chưa nộp", "new", "grey"),
    Obligation.State.PART: Shown("Nộp một phần", "needs-you", "amber"),
    Obligation.State.PAID: Shown("Đã nộp", "done", "green"),
    Obligation.State.OVER: Shown("Nộp thừa, chờ hoàn", "needs-you", "amber"),
    Obligation.State.REFUNDED: Shown("Đã hoàn", "done", "grey"),
    Obligation.State.CANCELLED: Shown("Đã hủy", "stop", "grey"),
}
_TIMING = {
    "on_filing": "Nộp trước khi hồ sơ được tiếp nhận.",
    "on_acceptance": "Nộp khi hồ sơ được tiếp nhận.",
    "on_return": "Nộp khi nhận kết quả.",
}
# The control sheet is the agencies' own paper.
_GIVEN_OUT = frozenset(PrintedForm.Kind.values) - {PrintedForm.Kind.CONTROL}


@dataclass(frozen=True)
class Money:
    """What is owed of one kind; fee and charge are never added into one (Luật Phí và lệ phí 2015 Đ3)."""

    title: str
    lines: list[MoneyLine]
    total: int


@dataclass(frozen=True)
class Handed:
    """A result: its name, where to check it, and where to load it down once it is received."""

    result: Result
    file: FileLine | None
    verify_url: str


@on_own
@require_GET
def page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Everything about one dossier, what matters now first."""
    who = actor(request)
    items = dossier.open_items()
    verbs = {move.verb for move in open_verbs(dossier, who)}
    context = {
        "crumbs": (Crumb("Hồ sơ của tôi", reverse("mine:list")), Crumb(dossier.number)),
        "dossier": dossier,
        "status": state.status_of(dossier),
        "do_now": state.do_now(dossier),
        "promise": state.promise_of(dossier),
        "holder": held_elsewhere(dossier, items) or state.holder_of(dossier, items),
        "responsible": state.responsible_for(items),
        "silence": silence_of(dossier),
        **related_of(dossier, who),
        "next": story.next_title(dossier),
        "events": story.events(dossier),
        "sections": content.read_back(dossier),
        "papers": papers_of(dossier),
        "money": money_of(dossier),
        "tax_slips": slips_of(dossier),
        "pay_url": _pay_url(dossier),
        "receipts": _receipts(dossier),
        "forms": [form for form in dossier.printed_forms.all() if form.kind in _GIVEN_OUT],
        "results": _results(dossier),
        "may_receive": "hand_over" in verbs and state.is_ready_to_fetch(dossier),
        "may_withdraw": "withdraw" in verbs and not dossier.has_signed_result(),
        "visit": visit_of(dossier),
        "presences": presences(dossier),
        "transition": latest(dossier),
        "may_correct": state.may_correct(dossier, who),
        "return_words": _return_words(dossier),
        "parcel": _parcel(dossier),
        **_rating(dossier),
    }
    return render(request, "portal/mine/dossier.html", context)


def papers_of(dossier: Dossier) -> list[tuple[str, list[FileLine]]]:
    """What was handed in, by component; what was replaced stays in the history of the officers."""
    live = dossier.live_papers()
    names = {paper.component_key: paper.name for paper in live}
    return [(names[key], [file_line(each) for each in live if each.component_key == key]) for key in names]


def money_of(dossier: Dossier) -> list[Money]:
    """The lines as they were determined, with when they are to be paid and whether they are; by kind."""
    if dossier.obligation is None:
        return []
    lines = list(dossier.obligation.lines.all())
    status = _PAID[Obligation.State(dossier.obligation.state)]
    kinds = [(kind, [line for line in lines if line.kind == kind]) for kind in Line.Kind]
    return [
        Money(str(kind.label), [_line(line, status) for line in own], sum(line.amount for line in own))
        for kind, own in kinds
        if own
    ]


def _pay_url(dossier: Dossier) -> str:
    """The page about money, where there is or was something to pay."""
    owed = dossier.obligation
    free = owed is None or owed.state == Obligation.State.NONE
    return "" if free else reverse("mine:payment", args=[dossier.pk])


def _receipts(dossier: Dossier) -> list[Link]:
    """Receipts for what was paid; a dossier nobody paid for is not asked about."""
    owed = dossier.obligation
    if owed is None or not owed.payments.all():
        return []
    return [
        receipt_link(each, reverse("mine:fee-receipt", args=[dossier.pk, each.pk]))
        for each in receipts_of(owed.pk)
    ]


def _line(line: Line, status: Shown) -> MoneyLine:
    basis = f"Căn cứ: {line.basis}." if line.basis else ""
    note = f"{_TIMING.get(line.timing, '')} {basis}".strip()
    shown = status if line.amount else _PAID[Obligation.State.NONE]
    return MoneyLine(line.name, line.amount, note, shown, line.explanation)


def _results(dossier: Dossier) -> list[Handed]:
    """What has been issued; the file itself once it was received: receiving is an act, not a look."""
    received = dossier.state == Status.RETURNED
    return [
        Handed(
            result,
            stored_line(result.file, reverse("mine:result", args=[dossier.pk, result.pk]))
            if received and result.file is not None
            else None,
            reverse("public:result", args=[result.pk]),
        )
        for result in dossier.results.all()
        if result.issued_at is not None
    ]


def _return_words(dossier: Dossier) -> str:
    label = str(ReturnMethod(dossier.return_method).label)
    if dossier.return_method == ReturnMethod.POST:
        return f"{label}: {dossier.return_address}"
    if dossier.return_method == ReturnMethod.DESK and dossier.return_unit is not None:
        return f"{label}: {dossier.return_unit.name}"
    return label


def _parcel(dossier: Dossier) -> Parcel | None:
    """Where the result is on its way by post: the latest parcel."""
    if dossier.state not in FINISHED or dossier.return_method != ReturnMethod.POST:
        return None
    return Parcel.objects.of(dossier.pk).first()


def _rating(dossier: Dossier) -> dict[str, object]:
    """Three levels, none chosen beforehand (NĐ 61/2018 Đ27–29); asked once, when it is over."""
    rating = getattr(dossier, "rating", None)
    asked = rating is None and dossier.state in FINISHED
    return {"rating": rating, "may_rate": asked, "scores": Rating.Score.choices}
