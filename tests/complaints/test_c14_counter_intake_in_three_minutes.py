"""C-14: counters are overloaded. An intake takes under three minutes by keyboard and says who did what."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.identity.models import Person
from tests.cast import Cast
from tests.complaints.test_c21_entry_after_an_outage import sheet_of
from tests.web.desk.conftest import as_officer

pytestmark = pytest.mark.django_db
__all__ = ["as_officer"]
CODE = "2.000635"
MEASURED = Path(__file__).parents[2] / "docs" / "reference" / "counter-intake.md"
NEW_CARD = "025090123458||Trần Văn Kiểm|05091990|Nam|Khu 5, phường Tân Hòa|01082024||Trần Văn Bố|Lê Thị Mẹ"


@pytest.fixture
def desk(cast: Cast) -> Actor:
    return cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)


def test_from_the_card_to_the_receipt_in_six_requests(
    cast: Cast, desk: Actor, as_officer: Callable[[Actor], Client]
) -> None:
    browser = as_officer(desk)
    found = browser.get(reverse("desk:counter"), {"q": NEW_CARD})
    form = {**found.context["form"], "seen": "yes"}
    choose = browser.post(reverse("desk:register"), form)["Location"]
    assert browser.get(choose, {"q": CODE, "xem": "yes"}).context["seen"]
    typed = {"procedure": CODE, "seen": "yes", "channel": "post"}
    sheet = browser.post(choose, typed)["Location"]
    assert browser.get(sheet).status_code == 200
    example = cast.draft(CODE, channel="counter")
    dossier = Dossier.objects.drafts().exclude(pk=example.pk).get()
    filled = sheet_of(example) | {"desk-pay": "cash"}
    done = browser.post(reverse("desk:intake-receive", args=[dossier.pk]), filled)
    assert done.status_code == 302, done.content.decode()
    taken = Dossier.objects.get(pk=dossier.pk)
    person = Person.objects.get(personal_id="025090123458")
    assert (taken.submitter, taken.owner) == (person, person)
    assert taken.typist_id == desk.user_id
    assert taken.channel == "post", "The true channel is kept."
    assert not taken.is_owing, "The fee was taken on the sheet."


def test_the_sum_and_the_day_run_along(
    cast: Cast, desk: Actor, as_officer: Callable[[Actor], Client]
) -> None:
    dossier = cast.draft(CODE, channel="counter")
    url = reverse("desk:intake-keep", args=[dossier.pk])
    told = as_officer(desk).post(url, sheet_of(dossier), headers={"X-Requested-With": "fetch"})
    assert told.json()["total"]
    assert re.search(r"\d\d:\d\d", told.json()["due"])


def test_money_that_cannot_be_taken_takes_nothing_in(
    cast: Cast, desk: Actor, as_officer: Callable[[Actor], Client]
) -> None:
    dossier = cast.draft(CODE, channel="counter")
    typed = sheet_of(dossier) | {"desk-pay": "transfer", "desk-reference": ""}
    answer = as_officer(desk).post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
    assert answer.status_code == 409
    assert 'href="#desk-reference"' in answer.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).is_draft


def test_ten_intakes_by_keyboard_were_measured_each_under_three_minutes() -> None:
    table = (
        MEASURED.read_text(encoding="utf-8").partition("<!-- measured -->\n")[2].partition("<!-- end -->")[0]
    )
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if re.match(r"\| \d", line)]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 11)]
    for number, _, procedure, strokes, machine, with_a_person in rows:
        assert int(strokes) > 0, (number, procedure)
        assert 0 < int(machine) < int(with_a_person) < 180, (number, procedure)
