"""The screens of who is away, who stands in, who has how much, and what leaders want done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.actions import tasks
from motcua.dossiers.models import Dossier, Instruction, WorkItem
from motcua.identity.actor import HANDLER, HEAD, Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.organisation.models import Absence, Assignment
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN

PEOPLE, BALANCE, INSTRUCTIONS = "/can-bo/nhan-su/", "/can-bo/chia-viec/", "/can-bo/chi-dao/"


class Room:
    """A division: its head and its handler, with a browser each, and the handler's work."""

    def __init__(self, cast: Cast, as_officer: Callable[[Actor], Client], dossiers: int) -> None:
        unit = "phong-vhxh-" + cast.a_commune
        self.dossiers: list[Dossier] = [cast.accepted(BIRTH_AGAIN, seed=n + 1) for n in range(dossiers)]
        self.head = cast.officer(unit, HEAD)
        self.handler = next(e for e in cast.officers(unit, HANDLER) if e.user_id != self.head.user_id)
        self.items = list(WorkItem.objects.open().filter(unit=unit))
        for item in self.items:
            tasks.take(actor=self.handler, item_id=item.pk)
        self.boss, self.clerk = as_officer(self.head), as_officer(self.handler)
        self.stranger = as_officer(cast.officer("phong-kt-" + cast.a_commune, HEAD))
        self.today = short_date(moment.today())

    def holders(self) -> list[int | None]:
        return [WorkItem.objects.get(pk=item.pk).assignee_id for item in self.items]


@pytest.fixture
def room(cast: Any, as_officer: Any) -> Room:
    return Room(cast, as_officer, 2)


def test_a_head_puts_down_a_leave_and_the_work_goes_to_who_stands_in_until_the_return(room: Room) -> None:
    sent = {
        "away_user": room.handler.user_id,
        "away_kind": "leave",
        "away_starts": room.today,
        "away_ends": room.today,
        "away_deputy": room.head.user_id,
        "away_note": "Đơn xin nghỉ",
    }
    page = room.boss.post(PEOPLE + "vang-mat/", sent, follow=True)
    assert "2 việc đang mở đã chuyển ngay" in page.content.decode()
    assert room.holders() == [room.head.user_id] * 2
    assert room.handler.name in page.content.decode()
    row = Absence.objects.get()
    room.stranger.post(PEOPLE + "tro-lai/", {"absence": row.pk})
    assert Absence.objects.exists()
    room.boss.post(PEOPLE + "tro-lai/", {"absence": row.pk})
    assert room.holders() == [room.handler.user_id] * 2


def test_what_was_typed_wrongly_stays_and_is_explained(room: Room) -> None:
    sent = {
        "away_user": room.handler.user_id,
        "away_kind": "leave",
        "away_starts": "31/02/2026",
        "away_note": "Ốm",
    }
    page = room.boss.post(PEOPLE + "vang-mat/", sent)
    assert page.status_code == 409
    assert 'value="31/02/2026"' in page.content.decode()
    assert 'value="Ốm"' in page.content.decode()
    assert not Absence.objects.exists()


def test_standing_in_is_given_and_ended_on_the_page(room: Room) -> None:
    held = Assignment.objects.get(user_id=room.handler.user_id)
    sent = {
        "held": held.pk,
        "deputy": room.head.user_id,
        "starts": room.today,
        "ends": room.today,
        "ground": "Giấy giao việc số 5",
    }
    assert room.stranger.post(PEOPLE + "lam-thay/", sent).status_code == 409
    room.boss.post(PEOPLE + "lam-thay/", sent)
    row = Assignment.objects.standing_in().get()
    page = room.boss.get(PEOPLE).content.decode()
    assert "Giấy giao việc số 5" in page
    room.boss.post(PEOPLE + "thoi-lam-thay/", {"stand_in": row.pk})
    assert not Assignment.objects.standing_in().exists()


def test_work_is_shared_by_ticking_by_number_or_given_back_to_everybody(room: Room) -> None:
    whose = str(room.handler.user_id)
    page = room.boss.get(BALANCE, {"ai": whose}).content.decode()
    assert page.count('name="item"') == 2
    sent = {"ai": whose, "item": [str(room.items[0].pk)], "to": [room.head.user_id], "reason": "Quá tải"}
    page = room.boss.post(BALANCE, {**sent, "share": "1"}, follow=True).content.decode()
    assert "Đã chuyển 1 việc" in page
    room.boss.post(BALANCE, {"ai": whose, "number": "5", "to": [room.head.user_id], "reason": "Quá tải"})
    assert room.holders() == [room.head.user_id] * 2
    room.boss.post(BALANCE, {"ai": str(room.head.user_id), "number": "9", "reason": "Trả lại", "common": "1"})
    assert room.holders() == [None, None]


def test_sharing_without_a_person_a_reason_or_the_right_is_refused(room: Room) -> None:
    sent = {"ai": str(room.handler.user_id), "item": [str(room.items[0].pk)], "reason": "Quá tải"}
    assert room.boss.post(BALANCE, sent).status_code == 409
    assert room.boss.post(BALANCE, {**sent, "to": [room.head.user_id], "reason": ""}).status_code == 409
    assert room.boss.post(BALANCE, {**sent, "to": [room.head.user_id], "item": ["x"]}).status_code == 409
    assert room.stranger.post(BALANCE, {**sent, "to": [room.head.user_id]}).status_code == 403
    assert room.clerk.get(BALANCE).status_code == 403
    assert room.clerk.get(PEOPLE).status_code == 403
    assert room.holders() == [room.handler.user_id] * 2


def test_an_instruction_is_given_answered_and_closed_on_the_page(room: Room) -> None:
    sent = {"owner": room.handler.user_id, "words": "Giải quyết trong tuần", "due_on": room.today}
    assert room.boss.post(INSTRUCTIONS + "giao/", {**sent, "about": "000-khong-co"}).status_code == 409
    room.boss.post(INSTRUCTIONS + "giao/", {**sent, "about": room.dossiers[0].number})
    row = Instruction.objects.get()
    assert row.dossier == room.dossiers[0]
    assert "1 ý kiến chỉ đạo chờ bạn" in room.clerk.get("/can-bo/").content.decode()
    assert "Giải quyết trong tuần" in room.clerk.get(INSTRUCTIONS).content.decode()
    assert "Giải quyết trong tuần" not in room.stranger.get(INSTRUCTIONS).content.decode()
    assert room.stranger.post(f"{INSTRUCTIONS}{row.pk}/tra-loi/", {"answer": "Xong"}).status_code == 403
    room.clerk.post(f"{INSTRUCTIONS}{row.pk}/tra-loi/", {"answer": "Đã xong"})
    assert "Đã xong" in room.boss.get(INSTRUCTIONS).content.decode()
    room.boss.post(f"{INSTRUCTIONS}{row.pk}/ket-thuc/")
    assert Instruction.objects.get().closed_at is not None
    case = f"/can-bo/ho-so/{room.dossiers[0].pk}/"
    assert "Giải quyết trong tuần" in room.clerk.get(case).content.decode()
    told = room.clerk.get("/dieu-hanh/nhac-viec/").content.decode()
    assert "Chỉ đạo" in told
