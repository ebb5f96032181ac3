"""The frame around every page of the leaders' side."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.organisation.queries import unit_name
from motcua.web.steering.scope import LEADERS, Scope, months_to_choose
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import NavItem

# The officers' side keeps the session; it is named by address, for the two sides do not know each other.
DESK, _LOGOUT, _LOGIN = "/can-bo/", "/can-bo/dang-xuat/", "/can-bo/dang-nhap/"


@dataclass(frozen=True)
class Way:
    """One way in; `kept` carries unit and month along."""

    section: str
    label: str
    icon: str
    address: str
    kept: bool = True


WAYS = (
    Way("cockpit", "Điều hành", "eye", "steering:cockpit"),
    Way("league", "Xếp hạng, bản đồ", "place", "steering:league"),
    Way("flow", "Dòng việc", "work", "steering:flow"),
    Way("index", "Chỉ số 766", "star", "steering:index"),
    Way("targets", "Chỉ tiêu", "check", "steering:targets", kept=False),
    Way("reports", "Báo cáo", "papers", "steering:reports"),
    Way("inspections", "Kiểm tra", "search", "steering:inspections", kept=False),
)


def show(
    request: HttpRequest,
    template: str,
    section: str,
    context: dict[str, Any],
    *,
    scope: Scope | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page inside the frame; with a scope, the ways in keep unit and month."""
    acting = actor(request)
    query = f"?{scope.query}" if scope is not None else ""
    items = [
        NavItem(
            way.label, reverse(way.address) + (query if way.kept else ""), way.icon, way.section == section
        )
        for way in WAYS
        if acting.has(*LEADERS)
    ]
    items.append(NavItem("Giải trình", reverse("steering:explanations"), "edit", section == "explanations"))
    items.append(NavItem("Nhắc việc", reverse("steering:reminders"), "bell", section == "reminders"))
    items.append(NavItem("Bàn làm việc", DESK, "back"))
    frame = {
        "nav_items": items,
        "unit_name": unit_name(acting.unit_id),
        "logout_url": _LOGOUT,
        "login_url": _LOGIN,
        "keep_alive_url": reverse("ui:still-here"),
        "scope": scope,
        "months": months_to_choose() if scope is not None else [],
        "is_wall": request.GET.get("man-hinh") == "1",
    }
    return render(request, template, frame | context, status=status)
