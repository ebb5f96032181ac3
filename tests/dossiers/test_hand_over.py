"""The result reaches the person."""

import pytest

from motcua.dossiers.actions.hand_over import DELEGATE, SELF, Shown, hand_over
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, on, recorded, refused

LAN = "Nguyễn Thị Lan"
CARD = Shown(SELF, "id-card")


def done(cast: Cast, channel: str = Channel.COUNTER) -> Dossier:
    with on("2026-11-02T09:00"):
        return cast.finished(BIRTH_AGAIN, channel=channel)


def test_at_the_desk_it_is_written_down_who_took_it(cast: Cast) -> None:
    dossier = done(cast)
    desk = cast.desk_of(dossier)
    assert dossier.work_items.get(kind="return").done_at is None
    with refused("receiver"):
        hand_over(actor=desk, dossier_id=dossier.pk, receiver=" ")
    with on("2026-11-05T09:00"):
        dossier = hand_over(
            actor=desk,
            dossier_id=dossier.pk,
            receiver="Trần Văn Bình",
            note="Đã nhận lại bản chính",
            shown=Shown(DELEGATE, "id-card", "025088005678", "Giấy ủy quyền 12/2026, UBND phường chứng thực"),
        )
    assert dossier.state == Status.RETURNED
    assert dossier.returned_at == day("2026-11-05T09:00")
    assert dossier.finished_at == day("2026-11-02T09:00"), "what the citizen fetches late is not late"
    assert dossier.results.get().receiver == "Trần Văn Bình"
    movement = dossier.movements.last()
    assert movement is not None
    assert movement.details == {
        "receiver": "Trần Văn Bình",
        "note": "Đã nhận lại bản chính",
        "method": "desk",
        "capacity": "delegate",
        "paper": "id-card",
        "paper_end": "5678",
        "authorisation": "Giấy ủy quyền 12/2026, UBND phường chứng thực",
        "proof": "register",
    }
    assert not dossier.open_items()
    assert recorded(dossier)[-1] == "hand_over"


def test_it_is_handed_over_once(cast: Cast) -> None:
    dossier = done(cast)
    desk = cast.desk_of(dossier)
    hand_over(actor=desk, dossier_id=dossier.pk, receiver=LAN, shown=CARD)
    with refused("not-now"):
        hand_over(actor=desk, dossier_id=dossier.pk, receiver="Bình", shown=CARD)
    assert dossier.results.get().receiver == LAN


def test_whoever_opens_an_electronic_result_has_received_it(cast: Cast) -> None:
    dossier = done(cast, Channel.ONLINE)
    assert not dossier.work_items.filter(kind="return").exists()
    with pytest.raises(Forbidden):
        hand_over(actor=cast.stranger, dossier_id=dossier.pk, receiver="")
    dossier = hand_over(actor=cast.citizen, dossier_id=dossier.pk, receiver="")
    assert dossier.results.get().receiver == cast.lan.full_name


def test_a_result_on_paper_is_not_received_by_opening_a_page(cast: Cast) -> None:
    dossier = done(cast)
    with refused("on-paper"):
        hand_over(actor=cast.citizen, dossier_id=dossier.pk, receiver="")
    assert cast.fresh(dossier).state == Status.DONE


def test_the_receiver_shows_a_paper_and_a_stranger_an_authorisation(cast: Cast) -> None:
    dossier = done(cast)
    give = {"actor": cast.desk_of(dossier), "dossier_id": dossier.pk}
    with refused("identity"):
        hand_over(**give, receiver=LAN)
    with refused("identity"):
        hand_over(**give, receiver=LAN, shown=Shown(SELF, ""))
    with refused("capacity"):
        hand_over(**give, receiver="Trần Văn Bình", shown=CARD)
    with refused("authorisation"):
        hand_over(**give, receiver="Trần Văn Bình", shown=Shown(DELEGATE, "id-card", "", " "))
    assert cast.fresh(dossier).state == Status.DONE
    assert hand_over(**give, receiver="nguyen thi lan", shown=CARD).state == Status.RETURNED


def test_the_desk_that_returns_hands_over_not_the_one_that_received(cast: Cast) -> None:
    dossier = done(cast)
    other = Unit.objects.of_kind("commune_centre").exclude(pk=dossier.receiving_unit_id).order_by("pk")[0]
    Dossier.objects.filter(pk=dossier.pk).update(return_unit=other)
    with pytest.raises(Forbidden):
        hand_over(actor=cast.desk_of(dossier), dossier_id=dossier.pk, receiver=LAN, shown=CARD)
    hand_over(actor=cast.officer(other, DESK_OFFICER), dossier_id=dossier.pk, receiver=LAN, shown=CARD)


def test_lateness_never_blocks_the_hand_over(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN, channel=Channel.COUNTER)
    with on("2027-02-01T09:00"):
        dossier = cast.work_off(dossier)
        assert list(Dossier.objects.late(day("2027-02-01T09:00"))) == [dossier]
        dossier = hand_over(actor=cast.desk_of(dossier), dossier_id=dossier.pk, receiver=LAN, shown=CARD)
    assert dossier.state == Status.RETURNED
    assert dossier.finished_at is not None
    assert dossier.due_at is not None
    assert dossier.finished_at > dossier.due_at


def test_nothing_is_handed_over_before_there_is_a_result(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    with refused("not-now"):
        hand_over(actor=cast.desk_of(dossier), dossier_id=dossier.pk, receiver=LAN, shown=CARD)
