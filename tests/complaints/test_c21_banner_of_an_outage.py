"""C-21: when the system is down or will be, an administrator says so on every public page while it lasts."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.audit.models import Entry
from motcua.identity import actor as who
from motcua.identity.actor import DESK_OFFICER
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.banners import end_banner, set_banner
from motcua.notifications.models import Banner
from tests.cast import Cast
from tests.web.console.test_console import logged_in

pytestmark = pytest.mark.django_db
WORDS = "Cổng tạm dừng để bảo trì đến 20 giờ. Cần gấp, mời bạn đến bộ phận một cửa."
ADDRESS = "/quan-tri/thong-bao/"


def typed(hours: int = 2) -> dict[str, str]:
    now = moment.now().astimezone(moment.TZ)
    end = now + timedelta(hours=hours)
    return {
        "words": WORDS,
        "starts-day": f"{now:%d/%m/%Y}",
        "starts-time": f"{now:%H:%M}",
        "ends-day": f"{end:%d/%m/%Y}",
        "ends-time": f"{end:%H:%M}",
    }


def test_it_is_set_seen_by_everybody_and_taken_down(cast: Cast, client: Client) -> None:
    admin = logged_in(cast, who.ADMIN)
    assert admin.post(ADDRESS + "dat/", typed()).status_code == 302
    officer = Client()
    desk = User.objects.get(pk=cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER).user_id)
    officer.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    pages = [
        (client, "/"),
        (client, "/thu-tuc/"),
        (client, "/tra-cuu/"),
        (client, "/so-lieu/"),
        (officer, "/can-bo/"),
    ]
    for browser, page in pages:
        assert WORDS in browser.get(page).content.decode(), page
    banner = Banner.objects.get()
    assert "Đang hiện" in admin.get(ADDRESS).content.decode()
    admin.post(f"{ADDRESS}{banner.pk}/go/")
    assert WORDS not in client.get("/").content.decode()
    assert [entry.verb for entry in Entry.objects.filter(subject_type="banner").order_by("pk")] == [
        "set_banner",
        "end_banner",
    ]


def test_it_comes_and_goes_by_itself(cast: Cast, client: Client) -> None:
    admin, now = cast.officer("vp-ubnd-tinh", who.ADMIN), moment.now()
    set_banner(actor=admin, words=WORDS, starts=now + timedelta(hours=1), ends=now + timedelta(hours=3))
    seen = []
    for hours in (0, 2, 4):
        with moment.at(now + timedelta(hours=hours)):
            seen.append(WORDS in client.get("/").content.decode())
    assert seen == [False, True, False]


def test_what_is_wrong_stands_at_its_field_and_stays(cast: Cast) -> None:
    admin = logged_in(cast, who.ADMIN)
    for wrong, field in (
        ({"words": "Bận"}, "words"),
        ({"starts-time": "8 rưỡi"}, "starts-time"),
        ({"ends-day": "01/01/2020"}, "ends-day"),
    ):
        answer = admin.post(ADDRESS + "dat/", typed() | wrong)
        assert answer.status_code == 409
        assert f'href="#{field}"' in answer.content.decode()
    assert not Banner.objects.exists()


def test_only_an_administrator_and_only_what_is_not_over(cast: Cast) -> None:
    admin, now = cast.officer("vp-ubnd-tinh", who.ADMIN), moment.now()
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    made = set_banner(actor=admin, words=WORDS, starts=now, ends=now + timedelta(hours=1))
    with pytest.raises(Forbidden):
        set_banner(actor=desk, words=WORDS, starts=now, ends=now + timedelta(hours=1))
    with pytest.raises(Forbidden):
        end_banner(actor=desk, banner_id=made.pk)
    with pytest.raises(Refused):
        set_banner(actor=admin, words=WORDS, starts=now, ends=now)
    with moment.at(now + timedelta(hours=2)):
        assert end_banner(actor=admin, banner_id=made.pk).ends == made.ends
