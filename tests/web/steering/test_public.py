"""Public figures: the engine's sums, no names, open files; visits counted without visitors, never on GET."""

import csv
import io
import threading

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.web.steering import visits
from motcua.web.steering.models import Visit
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_visits_waiting() -> None:
    visits._waiting.clear()


def test_the_page_and_both_files_say_the_same_and_name_nobody(client: Client, month: list[Dossier]) -> None:
    with moment.at(on(20)):
        page = client.get("/so-lieu/", {"thang": "2026-10"})
        table = client.get("/so-lieu/tep/2026-10.csv").content.decode()
        data = client.get("/so-lieu/tep/2026-10.json").json()
    assert page.status_code == 200
    assert page.context["totals"] == data["totals"]
    assert data["totals"] == {
        "received": 5,
        "received_online": 4,
        "solved": 3,
        "on_time": 2,
        "late": 1,
        "pending": 2,
        "overdue": 1,
    }
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["unit"] for row in rows] == [line["unit"] for line in data["agencies"]]
    assert {row["received"] for row in rows} == {str(line["received"]) for line in data["agencies"]}
    people = [
        *Person.objects.values_list("full_name", flat=True),
        *User.objects.values_list("name", flat=True),
    ]
    for text in (page.content.decode(), table, str(data)):
        assert not [name for name in people if name and f" {name} " in f" {text} "]
        assert not [dossier.number for dossier in month if dossier.number in text]


@pytest.mark.parametrize("code", ["2026-13", "la", "2099-01"])
def test_a_month_that_is_none_has_no_file(client: Client, code: str) -> None:
    with moment.at(on(20)):
        assert client.get(f"/so-lieu/tep/{code}.csv").status_code == 404
        assert client.get(f"/so-lieu/tep/{code}.json").status_code == 404
        assert client.get("/so-lieu/", {"thang": code}).status_code == 200


def test_an_empty_month_is_a_page_too(client: Client, db: None) -> None:
    with moment.at(on(20)):
        assert "Kỳ này chưa có hồ sơ nào" in client.get("/so-lieu/").content.decode()


def test_a_visit_is_counted_in_memory_and_written_down_later(client: Client) -> None:
    with moment.at(on(20)):
        client.get("/so-lieu/")
        client.get("/so-lieu/", headers={"X-Requested-With": "fetch"})
        client.get("/so-lieu/tep/2026-10.csv")
        client.get("/co-quan/khong-co/")
        assert not Visit.objects.exists()
        assert visits.flush() == 1
        client.get("/so-lieu/")
        visits.flush()
        assert list(Visit.objects.values_list("day", "page", "count")) == [(on(20).date(), "/so-lieu/", 2)]
        page = client.get("/so-lieu/luot-xem/").content.decode()
        assert "/so-lieu/" in page
        assert "2026-10-25,/so-lieu/,2" in client.get("/so-lieu/tep/luot-xem.csv").content.decode()


def test_a_visit_keeps_the_pattern_of_an_address_not_the_address(
    client: Client, month: list[Dossier]
) -> None:
    client.force_login(month[0].submitter.user)
    client.get(f"/ho-so/{month[0].pk}/")
    visits.flush()
    assert [visit.page for visit in Visit.objects.all()] == ["/ho-so/<uuid:dossier_id>/"]


def test_what_cannot_be_written_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(taken: object) -> None:
        raise OSError("disk full")

    visits.count("/thu/")
    monkeypatch.setattr(visits, "_add", broken)
    with pytest.raises(OSError, match="disk full"):
        visits.flush()
    monkeypatch.undo()
    assert visits.flush() == 1


def test_the_thread_of_the_web_process_writes_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, wrote = threading.Event(), threading.Event()
    monkeypatch.setattr(visits, "_flush_quietly", wrote.set)
    monkeypatch.setattr(visits.atexit, "register", lambda each: each)
    thread = visits.keep_flushing(stop, period=0.01)
    assert wrote.wait(60)
    stop.set()
    thread.join(60)
    assert not thread.is_alive()
