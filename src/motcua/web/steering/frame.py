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
    """One way in; `kept` carries unit and month along, `for_all` is for officers who lead nobody, too."""

    section: str
    label: str
    address: str
    kept: bool = True
    for_all: bool = False


@dataclass(frozen=True)
class Group:
    """Ways that belong together: one entry in the bar, and a line of its own while one is in it."""

    label: str
    icon: str
    ways: tuple[Way, ...]


GROUPS = (
    Group("Điều hành", "eye", (Way("cockpit", "Điều hành", "steering:cockpit"),)),
    Group(
        "Số liệu",
        "star",
        (
            Way("league", "Xếp hạng", "steering:league"),
            Way("flow", "Dòng việc", "steering:flow"),
            Way("index", "Chỉ số 766", "steering:index"),
            Way("targets", "Chỉ tiêu", "steering:targets", kept=False),
        ),
    ),
    Group(
        "Báo cáo",
        "papers",
        (
            Way("reports", "Các báo cáo", "steering:reports"),
            Way("exports", "Tệp đã yêu cầu", "steering:exports", kept=False),
            Way("simulation", "Mô phỏng", "steering:simulation"),
        ),
    ),
    Group(
        "Kiểm tra",
        "search",
        (
            Way("inspections", "Kiểm tra hồ sơ", "steering:inspections", kept=False),
            Way("explanations", "Giải trình", "steering:explanations", kept=False, for_all=True),
        ),
    ),
    Group(
        "Nhắc việc",
        "bell",
        (Way("reminders", "Nhắc việc", "steering:reminders", kept=False, for_all=True),),
    ),
)


def _ways(leads: bool, section: str, query: str) -> tuple[list[NavItem], list[NavItem]]:
    """The bar, and the line under it: what else the group has in which one is."""
    bar, line = [], []
    for group in GROUPS:
        open_ways = [way for way in group.ways if leads or way.for_all]
        if not open_ways:
            continue
        items = [
            NavItem(way.label, reverse(way.address) + (query if way.kept else ""), "", way.section == section)
            for way in open_ways
        ]
        is_here = any(item.current for item in items)
        is_alone = len(items) == 1
        label = items[0].label if is_alone else group.label
        bar.append(NavItem(label, items[0].url, group.icon, is_here))
        if is_here and not is_alone:
            line = items
    bar.append(NavItem("Bàn làm việc", DESK, "back"))
    return bar, line


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
    bar, line = _ways(acting.has(*LEADERS), section, query)
    frame = {
        "nav_items": bar,
        "nav_line": line,
        "unit_name": unit_name(acting.unit_id),
        "logout_url": _LOGOUT,
        "login_url": _LOGIN,
        "keep_alive_url": reverse("ui:still-here"),
        "scope": scope,
        "months": months_to_choose() if scope is not None else [],
        "is_wall": request.GET.get("man-hinh") == "1",
    }
    return render(request, template, frame | context, status=status)
