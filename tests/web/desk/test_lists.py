"""Work lists, counts, inbox, search, the leader's page: right lines, right order, few queries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER, HANDLER, INSPECTOR, SIGNER
from motcua.lib import moment
from tests.cast import Cast
from tests.web.desk.conftest import BIRTH

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=moment.TZ)


@pytest.fixture
def sixty(cast: Cast) -> Dossier:
    """Sixty filed dossiers at one desk: one by the real act, the others copies of its rows."""
    from motcua.lib.ids import uuid7

    first = cast.filed(BIRTH)
    item = first.work_items.get()
    for number in range(59):
        copy = Dossier.objects.get(pk=first.pk)
        copy.pk, copy.temporary_number, copy.obligation_id = uuid7(), f"TN{number:010}", None
        copy.save(force_insert=True)
        item.pk, item.dossier_id = uuid7(), copy.pk
        item.save(force_insert=True)
    return first


def desk(cast: Cast, dossier: Dossier, as_officer: Browser) -> Client:
    return as_officer(cast.desk_of(dossier))


@pytest.mark.parametrize("name", ["start", "inbox", "search", "unit"])
def test_sixty_dossiers_cost_no_more_queries_than_a_few(
    cast: Cast, sixty: Dossier, as_officer: Browser, django_assert_max_num_queries: Any, name: str
) -> None:
    actor = cast.desk_of(sixty) if name != "unit" else cast.officer(f"ubnd-{cast.a_commune}", SIGNER)
    browser = as_officer(actor)
    url = reverse(f"desk:{name}") + ("?q=khai+sinh" if name == "search" else "")
    browser.get(url)
    with django_assert_max_num_queries(28):
        answer = browser.get(url)
    assert answer.status_code == 200
    if name != "unit":
        assert answer.content.decode().count('scope="row"') == 25


def test_lists_have_pages(cast: Cast, sixty: Dossier, as_officer: Browser) -> None:
    browser = desk(cast, sixty, as_officer)
    text = browser.get(reverse("desk:inbox") + "?page=3").content.decode()
    assert text.count('scope="row"') == 10
    assert "Trang 3 trong 3" in text


def test_the_inbox_counts_down_the_eight_hours_and_the_most_pressing_comes_first(
    cast: Cast, as_officer: Browser
) -> None:
    with moment.at(MONDAY):
        older = cast.filed(BIRTH)
    with moment.at(MONDAY + timedelta(hours=2)):
        newer = cast.filed(BIRTH, seed=4)
    with moment.at(MONDAY + timedelta(hours=3)):
        text = desk(cast, older, as_officer).get(reverse("desk:inbox")).content.decode()
    assert text.index(older.temporary_number) < text.index(newer.temporary_number)
    assert "09:00 17/11/2026" in text
    assert "Còn " in text


def test_counts_and_lists_agree(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    browser = desk(cast, filed, as_officer)
    start = browser.get(reverse("desk:start"))
    counts = {each.label: each for each in start.context["counts"]}
    assert counts["Chờ tiếp nhận"].count == 1
    assert filed.temporary_number in browser.get(counts["Chờ tiếp nhận"].url).content.decode()
    for each in counts.values():
        assert browser.get(each.url).status_code == 200


def test_every_list_has_a_page_and_an_unknown_one_does_not(cast: Cast, as_officer: Browser) -> None:
    from motcua.web.desk.lists import LISTS, MORE_LISTS

    browser = as_officer(cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER))
    for each in (LISTS | MORE_LISTS).values():
        assert browser.get(reverse("desk:list", args=[each.slug])).status_code == 200
    assert browser.get(reverse("desk:list", args=["khong-co"])).status_code == 404


def test_late_work_is_marked(cast: Cast, as_officer: Browser) -> None:
    with moment.at(MONDAY):
        dossier = cast.filed(BIRTH)
    with moment.at(MONDAY + timedelta(days=4)):
        text = desk(cast, dossier, as_officer).get(reverse("desk:start")).content.decode()
    assert "is-late" in text
    assert "Quá hạn" in text


def test_taking_leads_straight_to_the_dossier_and_the_lists_follow(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    browser = desk(cast, filed, as_officer)
    item = filed.work_items.get()
    assert browser.post(reverse("desk:take", args=[item.pk]))["Location"] == reverse(
        "desk:case", args=[filed.pk]
    )
    mine = browser.get(reverse("desk:start") + "?viec=cua-toi").content.decode()
    common = browser.get(reverse("desk:start") + "?viec=chung").content.decode()
    assert filed.temporary_number in mine
    assert filed.temporary_number not in common


@pytest.mark.parametrize(
    "typed", ["nguyen thi lan", "NGUYỄN THỊ LAN", "025190001234", "khai sinh lan", "{number}", "{bare}"]
)
def test_a_dossier_is_found_by_any_of_its_names(
    cast: Cast, filed: Dossier, as_officer: Browser, typed: str
) -> None:
    number = filed.temporary_number
    words = typed.format(number=number, bare=number.replace("-", ""))
    answer = desk(cast, filed, as_officer).get(reverse("desk:search"), {"q": words})
    assert number in answer.content.decode()


def test_a_code_is_found_without_its_dots(cast: Cast, as_officer: Browser) -> None:
    dossier = cast.accepted(BIRTH)
    assert dossier.code
    bare = dossier.code.replace(".", "").replace("-", " ")
    answer = desk(cast, dossier, as_officer).get(reverse("desk:search"), {"q": bare})
    assert dossier.code in answer.content.decode()


def test_nobody_finds_what_lies_with_another_unit(cast: Cast, filed: Dossier, as_officer: Browser) -> None:
    other = as_officer(cast.officer("so-tu-phap", HANDLER))
    assert filed.temporary_number not in other.get(reverse("desk:search"), {"q": "lan"}).content.decode()


def test_the_leader_sees_what_is_late_with_whom_and_the_workload(cast: Cast, as_officer: Browser) -> None:
    with moment.at(MONDAY):
        dossier = cast.accepted(BIRTH)
        cast.accepted(BIRTH, seed=8)
    with moment.at(MONDAY + timedelta(days=10)):
        leader = as_officer(cast.officer(f"ubnd-{cast.a_commune}", SIGNER))
        text = leader.get(reverse("desk:unit")).content.decode()
    assert dossier.code is not None
    assert dossier.code in text
    assert "Quá hạn" in text
    assert "Khối lượng việc theo cán bộ" in text


def test_the_leaders_page_is_for_leaders(cast: Cast, as_officer: Browser) -> None:
    officer = as_officer(cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER))
    assert officer.get(reverse("desk:unit")).status_code == 403
    inspector = as_officer(cast.officer("vp-ubnd-tinh", INSPECTOR))
    assert inspector.get(reverse("desk:unit")).status_code == 200


def test_an_inspector_reads_everything_and_does_nothing(
    cast: Cast, filed: Dossier, as_officer: Browser
) -> None:
    inspector = as_officer(cast.officer("vp-ubnd-tinh", INSPECTOR))
    text = inspector.get(reverse("desk:case", args=[filed.pk])).content.decode()
    assert "chỉ xem hồ sơ" in text
    assert inspector.post(reverse("desk:accept", args=[filed.pk])).status_code == 403


def test_a_citizen_is_not_let_in(cast: Cast, client: Client, filed: Dossier) -> None:
    user = cast.lan.user
    assert user is not None
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("desk:start")).status_code == 403
    assert client.get(reverse("desk:case", args=[filed.pk])).status_code == 403
