"""C-21: the system is down, the counter goes on: papers are received by hand and entered later, honestly."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers import deadlines, soundness
from motcua.dossiers.actions.file import take_in
from motcua.dossiers.actions.late_entry import note_late_entry
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER, HANDLER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast
from tests.web.desk.conftest import as_officer

pytestmark = pytest.mark.django_db
__all__ = ["as_officer"]
CODE = "2.000635"
GROUND = "Mất điện toàn phường từ 8 giờ đến 16 giờ"
# A Tuesday, and the Thursday after.
DOWN = datetime(2026, 11, 24 - 7, 9, 10, tzinfo=moment.TZ)
UP = DOWN + timedelta(days=2, hours=1)


@pytest.fixture
def desk(cast: Cast) -> Actor:
    return cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    with moment.at(DOWN):
        return cast.draft(CODE, channel=Channel.COUNTER)


def entered(desk: Actor, dossier: Dossier) -> Dossier:
    note_late_entry(actor=desk, dossier_id=dossier.pk, received_at=DOWN, ground=GROUND)
    return take_in(actor=desk, dossier_id=dossier.pk)


def test_the_legal_clock_starts_at_the_true_receipt(cast: Cast, desk: Actor, dossier: Dossier) -> None:
    with moment.at(UP):
        taken = entered(desk, dossier)
        on_time = take_in(actor=desk, dossier_id=cast.draft(CODE, channel=Channel.COUNTER).pk)
    assert (taken.filed_at, taken.accepted_at, taken.clock_from) == (DOWN, DOWN, DOWN)
    deadline = deadlines.deadline_of(taken)
    assert deadline is not None
    assert taken.due_at == deadline.due
    assert taken.due_at is not None
    assert on_time.due_at is not None
    assert taken.due_at < on_time.due_at
    assert taken.code is not None
    assert f"-{DOWN:%y%m%d}-" in taken.code, "The code bears the day of receipt (TT 01/2018 Đ19)."


def test_history_and_record_say_both_times_and_why(desk: Actor, dossier: Dossier) -> None:
    with moment.at(UP):
        taken = entered(desk, dossier)
    movement = taken.movements.get(verb="take_in")
    assert movement.at == UP
    assert movement.details == {"received_at": DOWN.isoformat(), "ground": GROUND}
    assert GROUND in movement.reason
    assert "09:10" in movement.reason
    entry = Entry.objects.get(verb="late_entry", subject_id=str(dossier.pk))
    assert entry.content["ground"] == GROUND


def test_the_database_stays_sound(desk: Actor, dossier: Dossier) -> None:
    with moment.at(UP):
        entered(desk, dossier)
    checks = (soundness.queued, soundness.moved, soundness.timed, soundness.numbered)
    assert [problem for check in checks for problem in check()] == []


def test_the_transfer_is_not_late_because_of_the_outage(desk: Actor, dossier: Dossier) -> None:
    with moment.at(UP):
        taken = entered(desk, dossier)
    due = taken.work_items.get(kind="transfer").due_at
    assert due is not None
    assert due > UP


@pytest.mark.parametrize(
    ("received", "ground", "field"),
    [
        (UP + timedelta(minutes=1), GROUND, "late-day"),
        (UP - timedelta(days=7, minutes=1), GROUND, "late-day"),
        (DOWN, "  ", "late-ground"),
    ],
)
def test_not_ahead_not_too_long_ago_never_without_a_ground(
    desk: Actor, dossier: Dossier, received: datetime, ground: str, field: str
) -> None:
    with moment.at(UP), pytest.raises(Refused) as problem:
        note_late_entry(actor=desk, dossier_id=dossier.pk, received_at=received, ground=ground)
    assert problem.value.field == field
    assert not Dossier.objects.get(pk=dossier.pk).entered_late


def test_how_long_ago_is_a_setting(desk: Actor, dossier: Dossier, settings: Any) -> None:
    settings.LATE_ENTRY_DAYS = 1
    with moment.at(UP), pytest.raises(Refused, match="trong 1 ngày"):
        note_late_entry(actor=desk, dossier_id=dossier.pk, received_at=DOWN, ground=GROUND)


def test_a_statement_kept_too_long_is_asked_again_when_it_is_taken_in(desk: Actor, dossier: Dossier) -> None:
    with moment.at(UP):
        note_late_entry(actor=desk, dossier_id=dossier.pk, received_at=DOWN, ground=GROUND)
    with moment.at(UP + timedelta(days=20)), pytest.raises(Refused, match="Chỉ nhập sau"):
        take_in(actor=desk, dossier_id=dossier.pk)


def test_another_desk_and_other_officers_may_not(cast: Cast, dossier: Dossier) -> None:
    for actor in (
        cast.officer("ttpvhcc-tinh", DESK_OFFICER),
        cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER),
        cast.citizen,
    ):
        with moment.at(UP), pytest.raises(Forbidden):
            note_late_entry(actor=actor, dossier_id=dossier.pk, received_at=DOWN, ground=GROUND)


def test_what_came_online_has_its_time_already(cast: Cast, desk: Actor) -> None:
    dossier = cast.draft(CODE)
    with pytest.raises(Refused):
        note_late_entry(actor=cast.citizen, dossier_id=dossier.pk, received_at=DOWN, ground=GROUND)


def sheet_of(dossier: Dossier) -> dict[str, Any]:
    """What an officer types on the counter's page for a draft that is complete."""
    parts = {f"part-{paper.component_key}": "yes" for paper in dossier.live_papers()}
    return {
        **dossier.raw,
        **dossier.answers,
        **parts,
        **{f"{name}-originals": "1" for name in parts},
        "desk-return": "desk",
        "desk-compared": "yes",
        "desk-place": dossier.receiving_unit.admin_code if dossier.receiving_unit else "",
    }


class TestOnTheSheet:
    """The same through the counter's page."""

    @pytest.fixture
    def browser(self, desk: Actor, as_officer: Callable[[Actor], Client]) -> Client:
        return as_officer(desk)

    def test_it_is_typed_taken_in_and_marked_everywhere(self, browser: Client, dossier: Dossier) -> None:
        received = moment.now() - timedelta(days=1)
        typed = sheet_of(dossier) | {
            "late-day": f"{received:%d/%m/%Y}",
            "late-time": "08:15",
            "late-ground": GROUND,
        }
        answer = browser.post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
        assert answer.status_code == 302, answer.content.decode()
        taken = Dossier.objects.get(pk=dossier.pk)
        assert taken.state == Status.ACCEPTED
        assert taken.entered_late
        assert "Nhập sau" in browser.get(answer["Location"]).content.decode()
        case = browser.get(reverse("desk:case", args=[dossier.pk])).content.decode()
        assert "Nhập sau, thực nhận" in case
        assert "Nhập sau: thực nhận" in case
        assert "Nhập sau" in browser.get(reverse("desk:list", args=["cho-chuyen"])).content.decode()

    def test_what_is_wrong_stands_at_its_field_and_stays(self, browser: Client, dossier: Dossier) -> None:
        typed = sheet_of(dossier) | {"late-day": "32/11/2026", "late-time": "08:15", "late-ground": GROUND}
        answer = browser.post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
        assert answer.status_code == 409
        assert 'href="#late-day"' in answer.content.decode()
        assert GROUND in answer.content.decode()
        assert Dossier.objects.get(pk=dossier.pk).is_draft

    def test_emptied_again_it_is_an_ordinary_intake(
        self, browser: Client, desk: Actor, dossier: Dossier
    ) -> None:
        received = moment.now() - timedelta(hours=3)
        note_late_entry(actor=desk, dossier_id=dossier.pk, received_at=received, ground=GROUND)
        typed = sheet_of(dossier) | {"late-day": "", "late-time": "", "late-ground": ""}
        browser.post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
        assert not Dossier.objects.get(pk=dossier.pk).entered_late
