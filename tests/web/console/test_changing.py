"""What administrators change: accounts, posts and who holds them, authority to sign, the calendar."""

import re
from typing import Any

import pytest
from django.test import Client

from motcua.audit.models import Entry
from motcua.identity import actor as who
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.organisation.models import Assignment, CalendarDay, OpeningSpan, Post, SigningAuthority
from tests.cast import Cast
from tests.web.console.test_console import logged_in

pytestmark = pytest.mark.django_db

UNIT = "vp-ubnd-tinh"
NEW = {"login": "vp-ubnd-tinh.moi", "name": "Lê Thị Mới"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast, who.ADMIN)


@pytest.fixture
def today() -> str:
    return short_date(moment.today())


def new_account(admin: Client) -> tuple[User, str]:
    page = admin.post("/quan-tri/can-bo/moi/", NEW)
    found = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page.content.decode())
    assert found
    assert page["Cache-Control"].count("no-store")
    return User.objects.get(login=NEW["login"]), found[0]


def test_a_new_officer_gets_an_account_a_post_and_can_work(admin: Client, today: str) -> None:
    user, password = new_account(admin)
    admin.post(
        f"/quan-tri/don-vi/{UNIT}/vi-tri/",
        {"title": "Chuyên viên pháp chế", "role": ["handler"], "meant": "1"},
    )
    post = Post.objects.get(unit=UNIT, title="Chuyên viên pháp chế")
    sent = {"login": user.login, "starts": today}
    assert admin.post(f"/quan-tri/vi-tri/{post.pk}/phan-cong/", sent).status_code == 409
    admin.post(f"/quan-tri/vi-tri/{post.pk}/phan-cong/", {**sent, "meant": "1"})
    officer = Client()
    officer.post("/can-bo/dang-nhap/", {"login": user.login, "password": password})
    assert officer.get("/can-bo/").status_code == 200
    assert "Chuyên viên pháp chế" in officer.get("/can-bo/vai-tro/").content.decode()
    held = Assignment.objects.get(post=post)
    admin.post(f"/quan-tri/vi-tri/{post.pk}/cong-khai/", {"held": held.pk, "listed": "0", "meant": "1"})
    admin.post(f"/quan-tri/vi-tri/{post.pk}/thoi-giu/", {"held": held.pk, "last_day": today, "meant": "1"})
    held.refresh_from_db()
    assert (held.ends, held.listed) == (moment.today(), False)
    assert user.name in admin.get(f"/quan-tri/vi-tri/{post.pk}/").content.decode()


def test_an_account_is_locked_with_a_reason_and_a_mark_and_opened_again(admin: Client) -> None:
    user, old = new_account(admin)
    base = f"/quan-tri/can-bo/{user.pk}/"
    assert admin.post(base + "khoa/", {"reason": "Nghỉ việc"}).status_code == 409
    assert admin.post(base + "khoa/", {"reason": "", "meant": "1"}).status_code == 409
    admin.post(base + "khoa/", {"reason": "Nghỉ việc", "meant": "1"})
    assert not User.objects.get(pk=user.pk).is_active
    assert "Đã khóa" in admin.get("/quan-tri/can-bo/", {"q": "Lê Thị Mới"}).content.decode()
    admin.post(base + "mo-khoa/", {"meant": "1"})
    page = admin.post(base + "mat-khau/", {"meant": "1"})
    assert page.status_code == 200
    assert not User.objects.get(pk=user.pk).check_password(old)
    verbs = Entry.objects.filter(subject_type="user", subject_id=str(user.pk)).values_list("verb", flat=True)
    assert set(verbs) == {"create_account", "lock_account", "unlock_account", "reset_password"}


def test_a_post_is_described_narrowed_and_given_authority_to_sign(
    admin: Client, cast: Cast, today: str
) -> None:
    post = Post.objects.get(pk=cast.officer("ubnd-" + cast.a_commune, who.SIGNER).post_id)
    base = f"/quan-tri/vi-tri/{post.pk}/"
    sent = {"title": "Phó Chủ tịch", "role": ["signer"], "room": "P. 201", "meant": "1"}
    assert admin.post(base + "sua/", {**sent, "procedures": "9.999999"}).status_code == 409
    admin.post(base + "sua/", {**sent, "procedures": "1.001193, 1.004884"})
    post.refresh_from_db()
    assert (post.procedures, post.signs_all, post.room) == (["1.001193", "1.004884"], False, "P. 201")
    given = {"sign_ground": "QĐ số 7", "sign_starts": today, "sign_ends": today, "meant": "1"}
    assert admin.post(base + "quyen-ky/", {**given, "procedure_code": "9.9"}).status_code == 409
    admin.post(base + "quyen-ky/", {**given, "procedure_code": "1.001193"})
    row = SigningAuthority.objects.get(post=post)
    assert "QĐ số 7" in admin.get(base).content.decode()
    admin.post(base + "thu-hoi-quyen-ky/", {"authority": row.pk, "meant": "1"})
    assert not SigningAuthority.objects.filter(post=post).exists()


def test_days_and_hours_of_the_calendar_are_changed_with_their_ground(admin: Client) -> None:
    day = {"day": "05/03/2027", "kind": "off", "name": "Ngày thử", "ground": "QĐ số 8"}
    assert admin.post("/quan-tri/lich/ngay/", day).status_code == 409
    assert admin.post("/quan-tri/lich/ngay/", {**day, "ground": "", "meant": "1"}).status_code == 409
    admin.post("/quan-tri/lich/ngay/", {**day, "meant": "1"})
    assert CalendarDay.objects.filter(name="Ngày thử", mark="GK").exists()
    assert "Ngày thử" in admin.get("/quan-tri/lich/", {"nam": "2027"}).content.decode()
    admin.post("/quan-tri/lich/bo-ngay/", {"day": "2027-03-05", "unit": "", "meant": "1"})
    assert not CalendarDay.objects.filter(name="Ngày thử").exists()
    hours = {f"hours-{n}": "07:30-11:30, 13:00-16:30" for n in range(5)} | {
        f"counts-{n}": "1" for n in range(5)
    }
    sent = {**hours, "starts": "01/03/2027", "unit": UNIT, "meant": "1"}
    assert admin.post("/quan-tri/lich/gio-lam-viec/", {**sent, "hours-1": "sáng"}).status_code == 409
    assert admin.post("/quan-tri/lich/gio-lam-viec/", {**sent, "hours-1": "25:00-26:00"}).status_code == 409
    admin.post("/quan-tri/lich/gio-lam-viec/", sent)
    assert OpeningSpan.objects.filter(unit=UNIT, valid_from="2027-03-01").count() == 10


@pytest.mark.parametrize("role", [who.INSPECTOR, who.HEAD])
def test_nobody_but_an_administrator_changes_anything(cast: Cast, role: str) -> None:
    client = Client()
    unit = UNIT if role == who.INSPECTOR else "phong-vhxh-" + cast.a_commune
    actor = cast.officer(unit, role)
    client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
    post = Post.objects.get(pk=actor.post_id)
    before = Entry.objects.count()
    for address in (
        "can-bo/moi/",
        f"can-bo/{actor.user_id}/khoa/",
        f"can-bo/{actor.user_id}/mat-khau/",
        f"vi-tri/{post.pk}/sua/",
        f"vi-tri/{post.pk}/phan-cong/",
        f"vi-tri/{post.pk}/quyen-ky/",
        f"don-vi/{UNIT}/vi-tri/",
        "lich/ngay/",
        "lich/bo-ngay/",
        "lich/gio-lam-viec/",
    ):
        assert client.post("/quan-tri/" + address, {"meant": "1"}).status_code == 403
    assert Entry.objects.count() == before
    assert client.get("/quan-tri/can-bo/").status_code == 403


def test_an_unknown_officer_or_post_is_no_page(admin: Any) -> None:
    assert admin.get("/quan-tri/can-bo/99999999/").status_code == 404
    assert admin.get("/quan-tri/vi-tri/99999999/").status_code == 404
