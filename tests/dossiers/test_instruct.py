"""A leader's instruction is a task with an owner, a day and an answer."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.dossiers.actions.instruct import answer_instruction, close_instruction, instruct
from motcua.dossiers.models import Instruction
from motcua.identity.actor import HANDLER, HEAD, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.dossiers.hand import on, refused


class Room:
    def __init__(self, cast: Cast) -> None:
        unit = "phong-vhxh-" + cast.a_commune
        self.head = cast.officer(unit, HEAD)
        self.handler = next(e for e in cast.officers(unit, HANDLER) if e.user_id != self.head.user_id)
        self.stranger = cast.officer("phong-kt-" + cast.a_commune, HEAD)
        self.owner = User.objects.get(pk=self.handler.user_id)

    def given(self, actor: Actor | None = None, **more: Any) -> Instruction:
        words = {
            "words": "Rà soát hồ sơ tồn",
            "due_on": moment.today() + timedelta(days=2),
            "owner": self.owner,
        }
        return instruct(actor=actor or self.head, **{**words, **more})


@pytest.fixture
def room(cast: Any) -> Any:
    with on("2026-11-23T09:00"):
        yield Room(cast)


def test_it_is_given_answered_and_closed_and_both_sides_are_told(room: Room) -> None:
    row = room.given()
    assert Notice.objects.filter(user_id=room.owner.pk, kind="instruct").exists()
    answer_instruction(actor=room.handler, instruction_id=row.pk, words="Đã rà soát 12 hồ sơ.")
    assert Notice.objects.filter(user_id=room.head.user_id, kind="instruct-answer").exists()
    close_instruction(actor=room.head, instruction_id=row.pk)
    assert not Instruction.objects.open().exists()
    with refused("closed"):
        answer_instruction(actor=room.handler, instruction_id=row.pk, words="Thêm")


def test_it_is_late_the_day_after_unless_answered(room: Room) -> None:
    row = room.given()
    with on("2026-11-25T23:00"):
        assert not Instruction.objects.late(moment.today()).exists()
    with on("2026-11-26T00:30"):
        assert Instruction.objects.late(moment.today()).get().is_late(moment.today())
        answer_instruction(actor=room.handler, instruction_id=row.pk, words="Xong")
        assert not Instruction.objects.late(moment.today()).exists()


def test_only_who_leads_gives_it_only_to_the_own_people_with_words_and_a_day(room: Room) -> None:
    with refused("not-yours"):
        room.given(actor=room.handler)
    with refused("owner"):
        room.given(actor=room.stranger)
    with refused("words"):
        room.given(words=" ")
    with refused("due"):
        room.given(due_on=moment.today() - timedelta(days=1))


def test_only_the_owner_answers_and_strangers_see_and_close_nothing(room: Room) -> None:
    row = room.given()
    for stranger in (room.head, room.stranger):
        with refused("not-yours"):
            answer_instruction(actor=stranger, instruction_id=row.pk, words="Xong")
    with refused("not-yours"):
        close_instruction(actor=room.stranger, instruction_id=row.pk)
    assert not Instruction.objects.visible_to(room.stranger).exists()
    assert Instruction.objects.visible_to(room.handler).get() == row
