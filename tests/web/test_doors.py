"""Every address has a door; who may come in is written down here once more, and tried."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.identity import actor as who
from motcua.identity.actor import VISITOR_ACTOR, Actor
from motcua.identity.models import User
from motcua.web.ui.doors import Door, door_of
from tests.cast import Cast

# Open to everybody. A new address here is a decision, not an accident.
PUBLIC = {
    "",
    "dang-nhap/",
    "thu-tuc/",
    "thu-tuc/<str:code>/",
    "thu-tuc/goi-y/",
    "thu-tuc/<str:code>/doc-to/",
    "thu-tuc/<str:code>/to-roi.pdf",
    "don-gian-hoa/",
    "du-lieu/",
    "du-lieu/so-luong.json",
    "du-lieu/thu-tuc.json",
    "du-lieu/thu-tuc.schema.json",
    "du-lieu/<slug:table>.csv",
    "robots.txt",
    "sitemap.xml",
    "sitemap/<int:number>.xml",
    "tra-cuu/",
    "tra-cuu/giay-tiep-nhan/",
    "bien-lai/",
    "bien-lai/<slug:secret>/",
    "xac-minh/",
    "xac-minh/<uuid:result_id>/",
    "co-quan/",
    "co-quan/<slug:unit_id>/",
    "huong-dan/",
    "huong-dan/<slug:topic>/",
    "can-bo/dang-nhap/",
    "can-bo/dang-xuat/",
    "danh-gia/<str:token>/",
    "lay-so/<str:kiosk_key>/",
    "lay-so/<str:kiosk_key>/<uuid:ticket_id>/",
    "man-hinh/<slug:unit_id>/",
    "buu-chinh/tin/",
    "thue/tin/",
    "thanh-toan/payplat/tin/",
    "thanh-toan/payplat/ve/",
    "thanh-toan/redirectpay/tin/",
    "thanh-toan/redirectpay/ve/",
    "ngan-hang/tin/",
    "chung/dia-gioi/",
    "chung/suc-khoe/",
    "so-lieu/",
    "so-lieu/luot-xem/",
    "so-lieu/tep/luot-xem.csv",
    "so-lieu/tep/<slug:code>.csv",
    "so-lieu/tep/<slug:code>.json",
    "dinh-danh/",
    "dinh-danh/bat-dau/",
    "dinh-danh/ve/",
    "dinh-danh/thoat/",
    "dinh-danh/da-thoat/",
}
# Another system sends people here with a GET that ends in an account and a session, or tells of a payment
# by a GET that it has signed.
WRITES_ON_GET = {
    "dinh-danh/ve/",
    "thanh-toan/payplat/ve/",
    "thanh-toan/redirectpay/ve/",
    "thanh-toan/redirectpay/tin/",
}
# A file leaves the system by GET, and the record says so; nothing else is written.
ON_RECORD = {
    *(f"dieu-hanh/bao-cao/<slug:name>/{form}/" for form in ("csv", "xlsx", "pdf")),
    *(f"dieu-hanh/kiem-tra/<uuid:inspection_id>/{form}/" for form in ("csv", "xlsx", "bien-ban")),
    "can-bo/so-theo-doi/<int:book_id>/<slug:kind>/",
    "can-bo/so-tien/quyet-toan/<slug:kind>/",
    "can-bo/so-tien/but-toan/csv/",
}
# The beginning of an address says for whom it is.
FOR_OFFICERS, FOR_ADMINISTRATORS = ("can-bo/", "dieu-hanh/"), "quan-tri/"
SHARED = ("tep/", "chung/")
_SAMPLES = {"uuid": str(uuid.UUID(int=0)), "int": "1", "str": "x", "slug": "x", "path": "x"}


def routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the system with its view."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, address)
        elif isinstance(each, URLPattern):
            yield address, each.callback


def doors() -> dict[str, Door]:
    found = {address: door_of(view) for address, view in routes()}
    return {address: door for address, door in found.items() if door is not None}


def address_of(route: str) -> str:
    """The route with something in its places."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda place: _SAMPLES[place[1]], route)


def test_every_route_has_a_door() -> None:
    assert [address for address, view in routes() if door_of(view) is None] == []


def test_the_public_routes_are_exactly_these() -> None:
    assert {address for address, door in doors().items() if door.public} == PUBLIC


def test_only_what_another_system_signs_or_sends_writes_on_get() -> None:
    assert {address for address, door in doors().items() if door.writes_on_get} == WRITES_ON_GET


def test_only_files_that_leave_add_to_the_record_on_get() -> None:
    assert {address for address, door in doors().items() if door.on_record} == ON_RECORD


def test_the_beginning_of_an_address_says_for_whom_it_is() -> None:
    for address, door in doors().items():
        if door.public or address.startswith(SHARED):
            continue
        if address.startswith(FOR_ADMINISTRATORS):
            assert door.kinds == {who.OFFICER}, address
            assert door.roles <= {who.ADMIN, who.INSPECTOR}, address
            assert door.roles, address
        elif address.startswith(FOR_OFFICERS):
            assert door.kinds == {who.OFFICER}, address
        else:
            assert door.kinds == {who.CITIZEN}, address


@pytest.mark.django_db
def test_a_visitor_is_led_to_the_log_in_that_fits_and_sees_nothing(client: Client) -> None:
    for route, door in doors().items():
        if door.public:
            continue
        answer = client.get(address_of(route))
        login = "/can-bo/dang-nhap/" if door.kinds == {who.OFFICER} else "/dang-nhap/"
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, login), route
        assert client.post(address_of(route)).status_code == 302, route
        answer = client.get(address_of(route), headers={"X-Requested-With": "fetch"})
        assert answer.status_code == 401, route


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("citizen", ""),
        ("ttpvhcc-{code}", who.DESK_OFFICER),
        ("phong-vhxh-{code}", who.HANDLER),
        ("ubnd-{code}", who.SIGNER),
        ("vp-{code}", who.CLERK),
        ("vp-ubnd-tinh", who.ADMIN),
        ("vp-ubnd-tinh", who.INSPECTOR),
    ],
)
def test_a_door_shuts_for_everybody_it_does_not_name(
    client: Client, cast: Cast, unit: str, role: str
) -> None:
    acting: Actor = cast.officer(unit.format(code=cast.a_commune), role) if role else cast.citizen
    user = User.objects.get(pk=acting.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for route, door in doors().items():
        if not door.lets_in(acting):
            assert client.get(address_of(route)).status_code == 403, route
            assert client.post(address_of(route)).status_code == 403, route


def test_a_visitor_is_let_in_by_public_doors_only() -> None:
    assert {address for address, door in doors().items() if door.lets_in(VISITOR_ACTOR)} == PUBLIC


def test_an_address_for_buttons_says_so_when_it_is_opened(client: Client) -> None:
    answer = client.get("/can-bo/dang-xuat/")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert "Địa chỉ này không mở thẳng được" in answer.content.decode()
