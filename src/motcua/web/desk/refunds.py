"""Hoàn tiền: asked for from a dossier or from the surplus, decided by a second person, paid out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers import rules
from motcua.dossiers.models import Dossier
from motcua.dossiers.money import dossiers_of, owing_dossier
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, HEAD, SIGNER, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong
from motcua.payments import queries
from motcua.payments.actions import refund as acts
from motcua.payments.models import Obligation, Refund
from motcua.web.desk.money_frame import money_page, paged, uuid_or_404
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Filter
from motcua.web.ui.typed import an_amount

_DECIDERS = (ACCOUNTANT, HEAD, SIGNER)
_SURPLUS = "thua"
_STATES: tuple[tuple[str, str, str], ...] = (
    ("", Refund.State.ASKED, "Chờ duyệt"),
    ("cho-chi", Refund.State.GRANTED, "Đã duyệt, chờ chi"),
    ("da-chi", Refund.State.PAID, "Đã chi"),
    ("khong-duyet", Refund.State.DECLINED, "Không duyệt"),
)
_ASKS = ("amount", "reason", "bank_bin", "account", "holder")


@dataclass(frozen=True)
class Row:
    """A refund, or surplus nobody asked for, with its dossier and what this officer may do about it."""

    found: Any
    number: str
    url: str
    may_decide: bool = False


@for_officers(*_DECIDERS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?muc=` a state, or the surplus nobody has asked back yet."""
    return _page(request, request.GET.get("muc", ""))


def _page(request: HttpRequest, key: str, problem: Refused | None = None, wrong: str = "") -> HttpResponse:
    acting = actor(request)
    counts = {name: queries.refunds(acting.units).filter(state=state).count() for name, state, _ in _STATES}
    counts[_SURPLUS] = queries.surplus_unasked(acting.units).count()
    key = key if key in counts else ""
    state = next((state for name, state, _ in _STATES if name == key), None)
    surplus, asked = queries.surplus_unasked(acting.units), queries.refunds(acting.units)
    shown = paged(request, surplus if state is None else asked.filter(state=state))
    context = {
        "key": key,
        "filters": _filters(counts, key),
        "page": shown,
        "rows": _rows(shown.object_list, acting, surplus=key == _SURPLUS),
        "may_pay": acting.has(ACCOUNTANT),
        "accounts": list(queries.accounts_of(acting.units)) if key == "cho-chi" else [],
        "wrong_row": wrong,
        "typed": {name: request.POST.get(name, "") for name in ("words", "voucher", "account")},
    }
    return money_page(request, "desk/money/refunds.html", "desk:refunds", context, problem, section="refunds")


def _filters(counts: dict[str, int], key: str) -> list[Filter]:
    start = reverse("desk:refunds")
    named = [(name, label) for name, _, label in _STATES]
    named.append((_SURPLUS, "Nộp thừa, chưa ai đề nghị"))
    waiting = {"", "cho-chi", _SURPLUS}
    return [
        Filter(
            label,
            f"{start}?muc={name}" if name else start,
            counts[name],
            "amber" if name in waiting and counts[name] else "grey",
            name == key,
        )
        for name, label in named
    ]


def _rows(found: Iterable[Any], acting: Actor, *, surplus: bool) -> list[Row]:
    found = list(found)
    dossiers = dossiers_of(each.pk if surplus else each.obligation_id for each in found)
    rows = []
    for each in found:
        dossier = dossiers.get(each.pk if surplus else each.obligation_id)
        number = dossier.number if dossier else "Không có hồ sơ"
        url = reverse("desk:case", args=[dossier.pk]) if dossier else ""
        rows.append(Row(each, number, url, not surplus and each.asked_by_user != acting.user_id))
    return rows


@for_officers(DESK_OFFICER, ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    """The form for one dossier: how much of it may go back, why, and to which account."""
    dossier, obligation = _theirs(actor(request), obligation_id)
    if request.method != "POST":
        most = acts.refundable(obligation)
        return _ask_page(request, dossier, obligation, {"amount": str(most) if most > 0 else ""})
    posted = {name: request.POST.get(name, "") for name in _ASKS}
    try:
        asked = acts.ask(
            actor=actor(request),
            obligation_id=obligation.pk,
            amount=an_amount(posted["amount"], "amount"),
            **{name: posted[name] for name in _ASKS if name != "amount"},
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _ask_page(request, dossier, obligation, posted, problem)
    messages.success(request, f"Đã đề nghị hoàn {dong(asked.amount)}; người thứ hai sẽ duyệt.")
    return redirect("desk:case", dossier.pk)


def _theirs(acting: Actor, obligation_id: UUID) -> tuple[Dossier, Obligation]:
    """For the desk the dossier lies at, and the accountant of the agency whose money it is."""
    found = owing_dossier(acting, obligation_id)
    if found is None or not any(
        rules.competent(found[0], acting, role) for role in (DESK_OFFICER, ACCOUNTANT) if acting.has(role)
    ):
        raise Http404
    return found


def _ask_page(
    request: HttpRequest,
    dossier: Dossier,
    obligation: Obligation,
    typed: dict[str, str],
    problem: Refused | None = None,
) -> HttpResponse:
    context = {
        "dossier": dossier,
        "obligation": obligation,
        "most": max(0, acts.refundable(obligation)),
        "asked": list(obligation.refunds.order_by("asked_at")),
        "typed": typed,
    }
    return money_page(
        request, "desk/money/refund_ask.html", "desk:refunds", context, problem, section="refunds"
    )


@for_officers(*_DECIDERS)
@require_POST
def decide(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """Yes or no, by somebody else than who asked."""
    grant = request.POST.get("grant") == "yes"
    try:
        done = acts.decide(
            actor=actor(request),
            refund_id=refund_id,
            grant=grant,
            words=request.POST.get("words", "").strip(),
        )
    except Refund.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"words-{refund_id}" if problem.field else ""
        return _page(request, "", problem, str(refund_id))
    messages.success(request, f"Đã {'duyệt' if grant else 'ghi không duyệt'} hoàn {dong(done.amount)}.")
    return redirect("desk:refunds")


@for_officers(ACCOUNTANT)
@require_POST
def pay_out(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """The bank has been ordered to pay; its number is kept."""
    acting = actor(request)
    try:
        account_id = request.POST.get("account", "")
        if not account_id:
            raise Refused("Hãy chọn tài khoản chi.", field="account")
        account = queries.accounts_of(acting.units).filter(pk=uuid_or_404(account_id)).first()
        if account is None:
            raise Http404
        done = acts.pay_out(
            actor=acting,
            refund_id=refund_id,
            account_id=account.pk,
            voucher=request.POST.get("voucher", "").strip(),
        )
    except Refund.DoesNotExist as gone:
        raise Http404 from gone
    except Forbidden:
        raise
    except Refused as problem:
        problem.field = f"{problem.field}-{refund_id}" if problem.field else ""
        return _page(request, "cho-chi", problem, str(refund_id))
    messages.success(request, f"Đã ghi chi {dong(done.amount)}, lệnh chi {done.voucher}.")
    return redirect(f"{reverse('desk:refunds')}?muc=cho-chi")
