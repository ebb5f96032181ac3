"""The frame around every page of the officers' side: the ways in by role, the post acted from, the keys."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import at_window, case_of
from motcua.dossiers.transfers import HANDS
from motcua.identity.actor import (
    ACCOUNTANT,
    ADMIN,
    AT_WINDOW,
    CLERK,
    DESK_OFFICER,
    HEAD,
    INSPECTOR,
    POSTAL,
    SIGNER,
    Actor,
)
from motcua.organisation.queries import unit_name
from motcua.web.ui.middleware import actor

OVERSEERS = (SIGNER, HEAD, INSPECTOR)


@dataclass(frozen=True)
class Way:
    """One way in: `key` is its access key, `roles` who sees it (nobody named: everybody)."""

    section: str
    label: str
    icon: str
    key: str
    address: str
    roles: tuple[str, ...] = ()


WAYS = (
    Way("start", "Việc của tôi", "work", "v", "desk:start"),
    Way("inbox", "Tiếp nhận trực tuyến", "new", "t", "desk:inbox", (DESK_OFFICER,)),
    Way("counter", "Tiếp nhận tại quầy", "person", "q", "desk:counter", AT_WINDOW),
    Way("window", "Trả kết quả", "done", "k", "desk:window", (POSTAL,)),
    Way("transfers", "Bàn giao", "papers", "g", "desk:transfers", HANDS),
    Way("hall", "Phòng chờ", "people", "w", "desk:hall", (DESK_OFFICER,)),
    Way("till", "Quầy thu của tôi", "money", "i", "desk:till", (DESK_OFFICER, ACCOUNTANT)),
    Way("money", "Sổ tiền", "list", "y", "desk:money", (ACCOUNTANT,)),
    Way("refunds", "Hoàn tiền", "back", "f", "desk:refunds", (ACCOUNTANT, HEAD, SIGNER)),
    Way("search", "Tìm hồ sơ", "search", "h", "desk:search"),
    Way("unit", "Đơn vị", "building", "d", "desk:unit", OVERSEERS),
    Way("balance", "Chia việc", "list", "c", "desk:balance", (HEAD, SIGNER)),
    Way("people", "Nhân sự", "people", "u", "desk:people", (HEAD, SIGNER)),
    Way("instructions", "Chỉ đạo", "edit", "l", "desk:instructions"),
    Way("steering", "Điều hành", "eye", "e", "steering:cockpit", (*OVERSEERS, ADMIN)),
    Way("reminders", "Nhắc việc", "bell", "n", "steering:reminders"),
    Way("books", "Sổ theo dõi", "paper", "o", "desk:books", (DESK_OFFICER, CLERK, HEAD, SIGNER, INSPECTOR)),
    Way("posts", "Vai trò", "people", "r", "desk:posts"),
)


def show(
    request: HttpRequest, template: str, section: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page inside the frame."""
    acting = actor(request)
    ways = [
        {"way": way, "url": reverse(way.address), "current": way.section == section}
        for way in WAYS
        if _is_for(way, acting)
    ]
    frame = {
        "ways": ways,
        "unit_name": unit_name(acting.unit_id),
        "logout_url": reverse("desk:logout"),
        "keep_alive_url": reverse("ui:still-here"),
        "login_url": reverse("desk:login"),
        "density_switch": True,
    }
    return render(request, template, frame | context, status=status)


def _is_for(way: Way, acting: Actor) -> bool:
    """Ways without roles are for everybody who may read dossiers; changing the post is for all."""
    if not way.roles:
        return acting.sees_content or way.section == "posts"
    return acting.has(*way.roles)


def words_in(request: HttpRequest, name: str = "q", *, most: int = 200) -> str:
    """What was typed to search by; signs that no keyboard has and no database takes are left out."""
    typed = request.POST.get(name) or request.GET.get(name, "")
    return typed.replace("\x00", "").strip()[:most]


def case_or_404(request: HttpRequest, dossier_id: UUID) -> Dossier:
    """The dossier with all its page shows; what is not for this officer does not exist."""
    dossier = case_of(actor(request), dossier_id)
    if dossier is None:
        raise Http404
    return dossier


def at_window_or_404(request: HttpRequest, dossier_id: UUID) -> Dossier:
    """The same for the pages of the counter, which show no more than its receipt says."""
    dossier = at_window(actor(request), dossier_id)
    if dossier is None:
        raise Http404
    return dossier
