"""The frame around every page of the administrators' side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.organisation.queries import unit_name
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import NavItem

# The officers' side keeps the session; it is named by address, for the two sides do not know each other.
_LOGOUT, _LOGIN = "/can-bo/dang-xuat/", "/can-bo/dang-nhap/"
_WAYS = (
    ("Tổng quan", "console:start", "home", (ADMIN, INSPECTOR)),
    ("Thủ tục", "console:procedures", "list", (ADMIN, INSPECTOR)),
    ("Soạn thủ tục", "console:drafts", "edit", (ADMIN, INSPECTOR)),
    ("Danh mục quốc gia", "console:national", "download", (ADMIN, INSPECTOR)),
    ("Đơn giản hóa", "console:proposals", "edit", (ADMIN, INSPECTOR)),
    ("Từ hay dùng", "console:synonyms", "search", (ADMIN,)),
    ("Lý do", "console:reasons", "message", (ADMIN, INSPECTOR)),
    ("Đơn vị", "console:units", "building", (ADMIN, INSPECTOR)),
    ("Cán bộ", "console:people", "people", (ADMIN,)),
    ("Lịch làm việc", "console:calendar", "calendar", (ADMIN, INSPECTOR)),
    ("Thông báo chung", "console:banners", "bell", (ADMIN,)),
    ("Tài khoản thu", "console:accounts", "money", (ADMIN,)),
    ("Nhật ký", "console:record", "papers", (ADMIN, INSPECTOR)),
    ("Sức khỏe hệ thống", "console:health", "check", (ADMIN,)),
)


def show(
    request: HttpRequest, template: str, section: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page inside the frame; `section` is the name of its way in."""
    acting = actor(request)
    items = [
        NavItem(label, reverse(name), icon, current=name == section)
        for label, name, icon, roles in _WAYS
        if acting.has(*roles)
    ]
    frame = {
        "nav_items": items,
        "unit_name": unit_name(acting.unit_id),
        "logout_url": _LOGOUT,
        "login_url": _LOGIN,
        "keep_alive_url": reverse("ui:still-here"),
        "density_switch": True,
    }
    return render(request, template, frame | context, status=status)
