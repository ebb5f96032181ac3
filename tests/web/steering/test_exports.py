"""Long reports on the leaders' pages: asked for, watched without a script, taken by who asked alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.reporting import exporting
from motcua.reporting.making import make_exports
from motcua.reporting.models import Export
from tests.cast import Cast
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]
DAYS = "tu=2026-10-01&den=2026-10-31"
REGISTER = "/dieu-hanh/bao-cao/register-07/"


@pytest.fixture
def inspector(as_officer: LogIn, cast: Cast) -> Client:
    return as_officer(cast.officer("vp-ubnd-tinh", who.INSPECTOR))


def asked_for(client: Client, form: str = "xlsx", report: str = REGISTER) -> str:
    answer = client.post(f"{report}yeu-cau/?{DAYS}", {"dang": form})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_file_is_asked_for_watched_and_taken(inspector: Client, month: list[Dossier]) -> None:
    with moment.at(on(20)):
        address = asked_for(inspector)
        waiting = inspector.get(address).content.decode()
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waiting
        assert "Đến lượt ngay" in waiting
        part = inspector.get(address, {"phan": "tien-do"}).content.decode()
        assert "<html" not in part
        assert "data-still" not in part
        make_exports()
        ready = inspector.get(address).content.decode()
        assert "refresh" not in ready
        assert "chỉ bạn tải được" in ready
        assert "Số liệu đến" in ready
        assert address in inspector.get("/dieu-hanh/nhac-viec/").content.decode()
        file = inspector.post(f"{address}tai/")
    assert file.headers["Content-Disposition"].endswith('"register-07-20261001-20261031.xlsx"')
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert "Tệp đã yêu cầu" in inspector.get("/dieu-hanh/bao-cao/tep/").content.decode()
    assert inspector.get(f"{address}tai/").status_code == 405


def test_the_bar_shows_how_far_it_is_and_never_full_before_it_is_done(
    inspector: Client, month: list[Dossier]
) -> None:
    address = asked_for(inspector)
    rows = Export.objects.all()
    rows.update(state=Export.State.WORKING, rows_expected=4000, rows_done=1000, attempts=2)
    page = inspector.get(address).content.decode()
    assert 'value="25"' in page
    assert "Đã ghi 1.000 trong khoảng 4.000 dòng (25%)" in page
    assert "làm lại từ đầu" in page
    rows.update(rows_done=5000)
    grown = inspector.get(address).content.decode()
    assert "Đã ghi 5.000 dòng; chưa biết tổng số dòng." in grown
    assert "value=" not in grown.partition('class="export-bar"')[2].partition(">")[0]
    rows.update(rows_expected=None, rows_done=3000)
    unknown = inspector.get(address, {"phan": "tien-do"}).content.decode()
    assert "%" not in unknown
    assert "value=" not in unknown
    assert "Đã ghi 3.000 dòng; chưa biết tổng số dòng." in unknown


def test_nobody_else_sees_or_takes_it(
    inspector: Client, as_officer: LogIn, cast: Cast, leader: Actor, month: list[Dossier]
) -> None:
    address = asked_for(inspector)
    make_exports()
    other = Unit.objects.of_kind("commune_committee").exclude(pk=leader.unit_id).valid(on(0).date())[0]
    for actor in (leader, cast.officer(other, who.SIGNER), cast.officer("vp-ubnd-tinh", who.ADMIN)):
        client = as_officer(actor)
        assert client.get(address).status_code == 404
        for verb in ("tai", "lam-lai", "bo"):
            assert client.post(f"{address}{verb}/").status_code == 403
    stranger = as_officer(cast.officer(other, who.SIGNER))
    assert (
        stranger.post(f"{REGISTER}yeu-cau/?{DAYS}&don-vi={leader.unit_id}", {"dang": "csv"}).status_code
        == 404
    )
    assert Client().get(address).status_code == 302
    assert Export.objects.count() == 1


def test_a_failure_says_so_and_offers_again(inspector: Client, month: list[Dossier]) -> None:
    address = asked_for(inspector, "csv")
    Export.objects.update(state=Export.State.FAILED, problem="Máy gặp lỗi khi làm tệp này.")
    page = inspector.get(address).content.decode()
    assert "Máy gặp lỗi" in page
    assert "Làm lại tệp này" in page
    assert inspector.post(f"{address}tai/", follow=True).status_code == 200
    again = inspector.post(f"{address}lam-lai/").headers["Location"]
    assert again != address
    assert inspector.post(f"{again}lam-lai/", follow=True).status_code == 200
    assert inspector.post(f"{again}bo/").headers["Location"] == "/dieu-hanh/bao-cao/tep/"
    assert "Làm lại tệp này" in inspector.get(again).content.decode()
    assert "không còn gì để bỏ" in inspector.post(f"{again}bo/", follow=True).content.decode()
    assert Export.objects.count() == 2


def test_wrong_words_are_answered_with_a_sentence(inspector: Client, month: list[Dossier]) -> None:
    page = inspector.post(f"{REGISTER}yeu-cau/?{DAYS}", {"dang": "doc"}, follow=True)
    assert "Hãy chọn dạng tệp" in page.content.decode()
    assert inspector.post(f"/dieu-hanh/bao-cao/la/yeu-cau/?{DAYS}", {"dang": "csv"}).status_code == 404
    assert not Export.objects.exists()


def test_a_long_report_is_not_made_while_one_waits(
    inspector: Client, month: list[Dossier], monkeypatch: Any
) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 1)
    with moment.at(on(20)):
        page = inspector.get(f"{REGISTER}?{DAYS}").content.decode()
        assert "tệp được làm ở nền" in page
        assert "Tải CSV" not in page
        for form in ("csv", "xlsx", "pdf"):
            answer = inspector.get(f"{REGISTER}{form}/?{DAYS}")
            assert answer.headers["Location"] == f"{REGISTER}?{DAYS}"
    assert not Entry.objects.filter(verb="export_report").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_short_one_leaves_at_once_and_is_on_record(
    inspector: Client, month: list[Dossier], form: str
) -> None:
    with moment.at(on(20)):
        assert b"".join(inspector.get(f"{REGISTER}{form}/?{DAYS}"))
    entry = Entry.objects.get(verb="export_report")
    assert (entry.subject_id, entry.content["form"]) == ("register-07", form)
    assert (entry.content["from"], entry.content["to"]) == ("2026-10-01", "2026-10-31")


def test_a_look_at_the_head_takes_nothing_and_leaves_no_trace(
    inspector: Client, month: list[Dossier]
) -> None:
    assert inspector.head(f"{REGISTER}csv/?{DAYS}").status_code == 200
    assert not Entry.objects.filter(verb="export_report").exists()
