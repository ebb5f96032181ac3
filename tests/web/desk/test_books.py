"""Register 07 on the desk's screen, as files and locked; the rating slip and what its QR code opens."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers.models import Channel, Dossier, RegisterBook
from motcua.dossiers.slips import rating_address
from motcua.feedback.models import Rating
from motcua.identity.actor import DESK_OFFICER, HEAD
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on

pytestmark = pytest.mark.django_db

Browser = Callable[..., Client]


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    with on("2026-11-05T09:00"):
        return cast.accepted(BIRTH_AGAIN, channel=Channel.COUNTER)


def test_the_book_is_read_printed_and_exported_month_by_month(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    desk, book = as_officer(cast.desk_of(dossier)), dossier.register_row.book
    assert "Năm 2026" in desk.get(reverse("desk:books")).content.decode()
    page = reverse("desk:book", args=[book.pk])
    assert dossier.number in desk.get(page, {"thang": "11"}).content.decode()
    assert dossier.number not in desk.get(page, {"thang": "10"}).content.decode()
    assert desk.get(page, {"thang": "x"}).status_code == 200

    def file(kind: str) -> bytes:
        answer = desk.get(reverse("desk:book-file", args=[book.pk, kind]), {"thang": "11"})
        assert answer.status_code == 200
        return b"".join(answer) if answer.streaming else answer.content

    assert file("pdf").startswith(b"%PDF")
    assert dossier.number in file("csv").decode()
    assert file("xlsx").startswith(b"PK")
    assert desk.get(reverse("desk:book-file", args=[book.pk, "doc"])).status_code == 404
    left = Entry.objects.filter(verb="export_report", subject_id="register-07").order_by("number")
    assert [entry.content["form"] for entry in left] == ["pdf", "csv", "xlsx"]


def test_another_desk_reads_nothing_of_it(cast: Cast, dossier: Dossier, as_officer: Browser) -> None:
    book = dossier.register_row.book
    other = Unit.objects.of_kind("commune_centre").exclude(pk=book.unit_id).order_by("pk")[0]
    browser = as_officer(cast.officer(other, DESK_OFFICER))
    for address in (reverse("desk:book", args=[book.pk]), reverse("desk:book-file", args=[book.pk, "csv"])):
        assert browser.get(address).status_code == 404


def test_the_head_of_the_desk_locks_the_year_once_it_is_over(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    book = dossier.register_row.book
    with on("2027-01-02T08:00"):
        head, desk = (as_officer(cast.officer(book.unit, role)) for role in (HEAD, DESK_OFFICER))
        page, lock = (reverse(f"desk:{name}", args=[book.pk]) for name in ("book", "book-lock"))
        assert lock in head.get(page).content.decode()
        assert desk.post(lock).status_code in (403, 404)
        assert head.post(lock).status_code == 302
        text = head.get(page).content.decode()
    assert "Nội dung đúng như lúc khóa" in text
    assert RegisterBook.objects.get(pk=book.pk).digest in text


def test_the_slip_is_printed_and_its_code_opens_a_page_where_one_rates_once(
    cast: Cast, dossier: Dossier, as_officer: Browser
) -> None:
    slip = as_officer(cast.desk_of(dossier)).get(reverse("desk:rating-slip", args=[dossier.pk]))
    assert slip.content.startswith(b"%PDF")
    path = rating_address(dossier).partition("//")[2].partition("/")[2]
    anybody, address = Client(), f"/{path}"
    early = anybody.get(address).content.decode()
    assert "sau khi hồ sơ có kết quả" in early
    assert cast.lan.full_name not in early
    cast.work_off(dossier)
    assert anybody.post(address, {"score": "9"}).status_code == 409
    assert "Cảm ơn bạn" in anybody.post(address, {"score": "3", "reason": "Nhanh"}).content.decode()
    assert anybody.post(address, {"score": "1"}).status_code == 200
    assert Rating.objects.get(dossier=dossier).score == 3
    assert anybody.get(address[:-3] + "aa/").status_code == 404
