"""What the pages of the accountant share: the ways between them, the units, a line for a payment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from motcua.dossiers.money import dossiers_of
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.payments.models import Payment
from motcua.web.desk.frame import show
from motcua.web.ui.parts import ErrorLine, NavItem
from motcua.web.ui.typed import a_day

PER_PAGE = 50
_TABS = (
    ("desk:money", "Ngày và khóa sổ"),
    ("desk:reconcile", "Đối chiếu"),
    ("desk:tills", "Quầy thu đã đóng"),
    ("desk:refunds", "Hoàn tiền"),
    ("desk:receipt-list", "Biên lai"),
    ("desk:statement", "Sao kê"),
    ("desk:post-money", "Bưu chính"),
    ("desk:settlement", "Quyết toán quý"),
    ("desk:journal", "Bút toán"),
)


@dataclass(frozen=True)
class Taken:
    """A payment in a list: of which dossier, where that is."""

    payment: Payment
    number: str
    url: str


def money_page(
    request: HttpRequest,
    template: str,
    tab: str,
    context: dict[str, Any],
    problem: Refused | None = None,
    *,
    section: str = "money",
) -> HttpResponse:
    """A page inside the frame with the ways to the others; `problem`: what was sent was refused."""
    tabs = [NavItem(label, reverse(name), current=name == tab) for name, label in _TABS]
    frame = {
        "tabs": tabs,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "wrong": problem.field if problem else "",
    }
    return show(request, template, section, frame | context, status=409 if problem else 200)


def taken_lines(payments: Iterable[Payment]) -> list[Taken]:
    """The payments with their dossiers, which one query finds."""
    found = list(payments)
    dossiers = dossiers_of(payment.obligation_id for payment in found)
    lines = []
    for payment in found:
        dossier = dossiers.get(payment.obligation_id)
        url = reverse("desk:case", args=[dossier.pk]) if dossier else ""
        lines.append(Taken(payment, dossier.number if dossier else "", url))
    return lines


def units_of(acting: Actor) -> dict[str, str]:
    """The names of the units whose money is the actor's business."""
    return dict(Unit.objects.filter(pk__in=acting.units).order_by("name").values_list("pk", "name"))


def asked_day(request: HttpRequest, name: str = "ngay", standard: date | None = None) -> date:
    """The day in the address; today's for none, and for what is no day."""
    standard = standard or moment.today()
    try:
        return a_day(request.GET.get(name, ""), name) or standard
    except Refused:
        return standard


def paged(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def uuid_or_404(text: str) -> UUID:
    """What stands in a hidden field of our own page."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise Http404 from problem
