"""Where to go, whom one meets there, what to read; in and out."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Post, Unit
from motcua.organisation.public import coming_closures, opening_hours
from motcua.organisation.queries import calendar_for
from motcua.web.portal.public.help_pages import TOPICS
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["Nông Trang", "nong trang", "hy cuong"])
def test_a_centre_is_found_by_its_commune_with_and_without_diacritics(client: Client, words: str) -> None:
    page = client.get("/co-quan/", {"q": words})
    assert page.context["page"].paginator.count >= 1
    assert "Trung tâm Phục vụ hành chính công" in page.content.decode()


def test_a_centre_is_found_by_the_name_of_a_commune_that_was_merged(client: Client) -> None:
    old = Unit.objects.of_kind("old_commune").exclude(successions=None).order_by("pk").first()
    assert old is not None
    heir = old.successions.get(main=True).new
    commune = old.name.removeprefix("Ủy ban nhân dân ").split(",")[0]
    bare = commune.split(" ", 1)[1]
    found = client.get("/co-quan/", {"q": bare}).content.decode()
    assert f"/co-quan/ttpvhcc-{heir.admin_code}/" in found


def test_the_province_stands_first_and_the_list_has_pages(client: Client) -> None:
    page = client.get("/co-quan/").context["page"]
    assert page.object_list[0].pk == "ttpvhcc-tinh"
    assert len(page.object_list) == 25
    assert page.has_next()


def test_an_unknown_commune_gets_a_way_on(client: Client) -> None:
    assert "Chưa thấy xã, phường nào" in client.get("/co-quan/", {"q": "zzz"}).content.decode()


def test_a_centre_shows_address_hours_closures_and_public_staff_only(client: Client, cast: Cast) -> None:
    code = cast.a_commune
    hidden = Post.objects.filter(unit_id=f"ttpvhcc-{code}").order_by("pk").first()
    assert hidden is not None
    name = hidden.assignments.select_related("user").get().user.name
    with moment.at(moment.now().replace(year=2026, month=11, day=20)):
        page = client.get(f"/co-quan/ttpvhcc-{code}/")
    said = page.content.decode()
    assert "07:00 – 11:30, 13:30 – 17:00" in said
    assert "24/11/2026" in said
    assert name in said
    Post.objects.filter(pk=hidden.pk).update(public=False)
    assert name not in client.get(f"/co-quan/ttpvhcc-{code}/").content.decode()


@pytest.mark.parametrize("slug", ["khong-co", "cu-25", "phong-vhxh-08515"])
def test_what_nobody_may_come_to_has_no_page(client: Client, slug: str) -> None:
    assert client.get(f"/co-quan/{slug}/").status_code == 404


def test_days_with_the_same_hours_are_told_together() -> None:
    hours = opening_hours(calendar_for(), date(2026, 11, 20))
    assert [(each.days, each.times) for each in hours] == [
        ("Thứ Hai – Thứ Sáu", "07:00 – 11:30, 13:30 – 17:00")
    ]


def test_closures_to_come_are_told_in_order() -> None:
    days = [day for day, _ in coming_closures(calendar_for(), date(2026, 11, 20))]
    assert date(2026, 11, 24) in days
    assert days == sorted(days)


def test_the_pages_cost_few_queries(client: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        client.get("/co-quan/")
    with django_assert_max_num_queries(20):
        client.get(f"/co-quan/ttpvhcc-{cast.a_commune}/")


def test_every_help_page_can_be_read_and_leads_to_the_others(client: Client) -> None:
    contents = client.get("/huong-dan/").content.decode()
    for topic in TOPICS:
        assert f"/huong-dan/{topic.slug}/" in contents
        page = client.get(f"/huong-dan/{topic.slug}/")
        assert page.status_code == 200
        assert topic.title in page.content.decode()
    assert client.get("/huong-dan/khac/").status_code == 404


def test_logging_in_goes_to_the_exchange_and_keeps_the_way_back(client: Client) -> None:
    page = client.get("/dang-nhap/", {"next": "/nop/1.001193/?late=no"})
    assert page.headers["Location"] == "/dinh-danh/?next=%2Fnop%2F1.001193%2F%3Flate%3Dno"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_logging_in_never_leads_to_a_stranger(client: Client, target: str) -> None:
    assert client.get("/dang-nhap/", {"next": target}).headers["Location"] == "/dinh-danh/?next=%2F"


def test_who_is_in_already_goes_on_and_is_named_with_a_way_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.lan.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/dang-nhap/", {"next": "/ho-so/"}).headers["Location"] == "/ho-so/"
    home = client.get("/").content.decode()
    assert cast.lan.full_name in home
    assert 'action="/dinh-danh/thoat/"' in home
    client.logout()
    assert cast.lan.full_name not in client.get("/").content.decode()


def test_an_officer_on_the_portal_leaves_by_the_officers_door(client: Client, cast: Cast) -> None:
    officer = cast.officer("vp-ubnd-tinh", "admin")
    client.force_login(
        User.objects.get(pk=officer.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert 'action="/can-bo/dang-xuat/"' in client.get("/").content.decode()


def test_a_page_that_is_not_there_says_what_to_do_now(client: Client) -> None:
    page = client.get("/khong-co-trang-nay/")
    assert page.status_code == 404
    assert "Bạn làm gì bây giờ" in page.content.decode()
