"""Giấy bàn giao: what my units have to hand on, what waits for the other side, what I am to confirm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import transfers
from motcua.dossiers.actions import transfer
from motcua.dossiers.models import Custody, TransferList, What
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.calendars import Calendar
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendars_for
from motcua.web.desk.frame import show, words_in
from motcua.web.desk.rows import due_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Due, ErrorLine, Filter, Tone

PER_PAGE = 50
_TO = (
    ("receiving", "Nơi đã tiếp nhận hồ sơ"),
    ("return", "Nơi trả kết quả"),
    ("competent", "Cơ quan giải quyết"),
)


@dataclass(frozen=True)
class Held:
    """One thing my unit holds: of which dossier, where it goes, until when."""

    custody: Custody
    url: str
    number: str
    procedure: str
    owner: str
    what: str
    to: str
    due: Due | None


@dataclass(frozen=True)
class Group:
    """What goes to the same unit: one list will be made of it."""

    to: str
    rows: list[Held]


@dataclass(frozen=True)
class Listed:
    """One list, open or not."""

    made: TransferList
    url: str
    what: str
    due: Due | None


@dataclass(frozen=True)
class Tab:
    """One part of the page: its key in the address, its words, how many there are."""

    key: str
    label: str
    count: str
    tone: Tone = "amber"


TABS = (
    Tab("", "Chờ giao đi", "to_pass_on"),
    Tab("nhan", "Chờ tôi xác nhận", "incoming"),
    Tab("da-giao", "Đã giao, chờ bên nhận", "outgoing"),
    Tab("giu", "Đơn vị đang giữ", "resting", "grey"),
)


@for_officers(*transfers.HANDS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The part of the page that is asked for; a scanned number leads straight to its list."""
    number = words_in(request, "so", most=60)
    found = transfers.called(actor(request), number) if number else None
    if found is not None:
        return redirect("desk:transfer", found.pk)
    problem = Refused(f"Không có giấy bàn giao số «{number}» của đơn vị bạn.", field="so") if number else None
    return _page(request, request.GET.get("muc", ""), problem=problem)


def _page(
    request: HttpRequest, key: str, *, problem: Refused | None = None, chosen: Iterable[str] = ()
) -> HttpResponse:
    acting = actor(request)
    tab = next((tab for tab in TABS if tab.key == key), TABS[0])
    counts = transfers.counts(acting, moment.now())
    context: dict[str, Any] = {
        "tab": tab.key,
        "title": tab.label,
        "filters": _filters(counts, tab.key),
        "late": counts["late"],
        "late_out": counts["late_out"],
        "errors": [ErrorLine(problem.message, problem.field)] if problem else [],
        "chosen": set(chosen),
        "q": words_in(request, "so", most=60),
        "to": _TO,
        **_content(request, acting, tab.key),
    }
    return show(
        request, "desk/transfers.html", "transfers", context, status=409 if problem and chosen else 200
    )


def _filters(counts: Mapping[str, int], current: str) -> list[Filter]:
    start = reverse("desk:transfers")
    return [
        Filter(
            tab.label,
            f"{start}?muc={tab.key}" if tab.key else start,
            counts[tab.count],
            tab.tone if counts[tab.count] else "grey",
            tab.key == current,
        )
        for tab in TABS
    ]


def _content(request: HttpRequest, acting: Actor, key: str) -> dict[str, Any]:
    if key in ("nhan", "da-giao"):
        lists = transfers.incoming(acting) if key == "nhan" else transfers.outgoing(acting)
        page = _paged(request, lists.with_screen())
        return {"lists": _lists(page.object_list), "page": page}
    held = transfers.resting(acting) if key == "giu" else transfers.to_pass_on(acting)
    page = _paged(request, held.with_screen())
    return {"groups": _groups(page.object_list, resting=key == "giu"), "page": page}


def _paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _groups(held: Iterable[Custody], *, resting: bool) -> list[Group]:
    """By where it goes, the most pressing group first; what rests goes nowhere yet."""
    held = list(held)
    calendars = calendars_for({custody.holder_id for custody in held})
    groups: dict[str, list[Held]] = {}
    for custody in held:
        row = _held(custody, calendars)
        groups.setdefault("" if resting else row.to, []).append(row)
    return [Group(to, rows) for to, rows in groups.items()]


def _held(custody: Custody, calendars: Mapping[str, Calendar]) -> Held:
    dossier = custody.dossier
    unit: Unit | None = dossier.competent_unit
    if custody.what == What.RESULT:
        unit = dossier.return_unit or dossier.receiving_unit
    return Held(
        custody=custody,
        url=reverse("desk:case", args=[dossier.pk]),
        number=dossier.number,
        procedure=dossier.version.procedure.name,
        owner=dossier.owner.full_name,
        what=custody.label,
        to=unit.name if unit is not None else "",
        due=due_of(custody.due_at, calendars[custody.holder_id], moment.now(), label="Giao trước"),
    )


def _lists(found: Iterable[TransferList]) -> list[Listed]:
    found = list(found)
    calendars, now = calendars_for({made.giver_id for made in found}), moment.now()
    return [
        Listed(
            made=made,
            url=reverse("desk:transfer", args=[made.pk]),
            what=str(What(made.what).label),
            due=due_of(getattr(made, "first_due", None), calendars[made.giver_id], now, label="Giao trước"),
        )
        for made in found
    ]


@for_officers(*transfers.HANDS)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Lists of what is ticked, one for each unit it goes to."""
    chosen = request.POST.getlist("custody")
    key = request.POST.get("muc", "")
    try:
        made = transfer.make(
            actor=actor(request), custody_ids=[_uuid(each) for each in chosen], to=_to(request, key)
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, key, problem=problem, chosen=chosen or [""])
    numbers = ", ".join(each.number for each in made)
    messages.success(
        request, f"Đã lập giấy bàn giao {numbers}. Bạn giữ trách nhiệm đến khi bên nhận xác nhận."
    )
    if len(made) == 1:
        return redirect("desk:transfer", made[0].pk)
    return redirect(f"{reverse('desk:transfers')}?muc=da-giao")


def _to(request: HttpRequest, key: str) -> str:
    to = request.POST.get("to", "") if key == "giu" else ""
    if key == "giu" and to not in {value for value, _ in _TO}:
        raise Refused("Hãy chọn nơi nhận.", field="to")
    return to


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise Http404 from problem
