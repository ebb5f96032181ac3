"""Giấy bàn giao: whoever holds the paper answers for it until the other side has confirmed, line by line."""

from typing import Any

import pytest

from motcua.dossiers import deadlines, transfers
from motcua.dossiers.actions import transfer
from motcua.dossiers.actions.accept import forward
from motcua.dossiers.actions.transfer import Answer
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Custody, Dossier, ReturnMethod, What
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, HANDLER
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, on, recorded, refused, verbs
from tests.dossiers.papers_away import (
    confirm,
    elsewhere,
    holder,
    line_of,
    listed,
    receiver,
    taken_in_at,
    waits_at,
)


@pytest.fixture
def paper(cast: Cast) -> Dossier:
    """Papers on the desk of the commune that decides, since ten in the morning of a Wednesday."""
    with on("2026-11-18T10:00"):
        return cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)


def test_paper_taken_in_lies_at_the_desk_and_has_to_go_on(cast: Cast, paper: Dossier) -> None:
    custody = Custody.objects.get(dossier=paper)
    assert custody.holder_id == f"ttpvhcc-{cast.a_commune}"
    assert custody.person == cast.desk_of(paper).label
    assert custody.due_at == day("2026-11-18T17:00")
    assert waits_at(cast.desk_of(paper)) == {paper.temporary_number}


def test_what_came_in_after_three_has_until_the_first_hour_of_the_next_day(cast: Cast) -> None:
    with on("2026-11-20T15:01"):
        late = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    custody = Custody.objects.get(dossier=late)
    assert custody.due_at == day("2026-11-23T08:00")
    desk = cast.desk_of(late)
    assert transfers.counts(desk, day("2026-11-23T07:59"))["late"] == 0
    assert transfers.counts(desk, day("2026-11-23T08:01"))["late"] == 1


def test_electronic_dossiers_need_no_list(cast: Cast) -> None:
    assert not Custody.objects.filter(dossier=cast.accepted(BIRTH_AGAIN)).exists()


def test_the_giver_answers_for_it_until_the_receiver_confirms(cast: Cast, paper: Dossier) -> None:
    with on("2026-11-18T11:00"):
        made = listed(cast, paper)
    assert made.receiver_id == f"ubnd-{cast.a_commune}"
    assert holder(paper) == f"ttpvhcc-{cast.a_commune}"
    assert cast.fresh(paper).state == Status.ACCEPTED
    assert [item.kind for item in paper.open_items()] == ["transfer"], "the desk still has it in its queue"
    assert list(transfers.incoming(receiver(cast))) == [made]
    assert list(transfers.outgoing(cast.desk_of(paper))) == [made]
    with on("2026-11-18T11:20"):
        confirm(cast, made)
    assert holder(paper) == f"phong-vhxh-{cast.a_commune}"
    paper = cast.fresh(paper)
    assert paper.state == Status.IN_PROGRESS
    assert paper.arrived_at == day("2026-11-18T11:20")
    assert paper.clock_from == day("2026-11-18T10:00"), "within the boundary the term began with acceptance"
    assert [item.kind for item in paper.open_items()] == ["step"]
    assert recorded(paper)[-3:] == ["transfer", "confirm_transfer", "forward"]
    assert not transfers.outgoing(cast.desk_of(paper)).exists()


def test_a_list_counts_the_papers_and_has_a_number(cast: Cast, paper: Dossier) -> None:
    other = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER, seed=2)
    made = listed(cast, paper, other)
    assert made.number.startswith("BG-H44")
    assert made.lines.count() == 2
    line = line_of(made, paper)
    live = paper.live_papers()
    assert line.originals == sum(each.originals for each in live) > 0
    assert [each["name"] for each in line.papers] == [each.name for each in live]


def test_outside_the_boundary_the_term_begins_with_the_confirmation(cast: Cast) -> None:
    with on("2026-11-18T16:00"):
        dossier = taken_in_at(cast, elsewhere(cast))
    made = listed(cast, dossier)
    with on("2026-11-20T09:00"):
        confirm(cast, made)
    dossier = cast.fresh(dossier)
    assert dossier.accepted_at == day("2026-11-18T16:00")
    assert dossier.arrived_at == dossier.clock_from == day("2026-11-20T09:00")
    assert dossier.due_at == day("2026-11-30T17:00"), "five working days from Friday, the 24th a holiday"
    deadline = deadlines.deadline_of(dossier)
    assert deadline is not None
    first, second, *_ = deadline.explanation
    assert "nhận hồ sơ lúc 16:00 18/11/2026, ngoài địa giới" in first.text
    assert "nhận được hồ sơ lúc 09:00 20/11/2026: thời hạn tính từ đây" in second.text
    assert "Điều 8(3)" in second.source
    movement = dossier.movements.get(verb="forward")
    assert movement.details["list"] == made.number
    assert movement.details["receiver"] == receiver(cast).label


def test_the_competent_agencys_own_desk_may_take_it_from_another_desk(cast: Cast) -> None:
    dossier = taken_in_at(cast, elsewhere(cast))
    made = listed(cast, dossier)
    confirm(cast, made, by=cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER))
    assert cast.fresh(dossier).state == Status.IN_PROGRESS


def test_sent_on_by_the_system_first_the_paper_still_waits_for_a_list(cast: Cast, paper: Dossier) -> None:
    forward(actor=cast.desk_of(paper), dossier_id=paper.pk)
    assert waits_at(cast.desk_of(paper)) == {paper.temporary_number}
    confirm(cast, listed(cast, paper))
    assert verbs(cast.fresh(paper)) == ["take_in", "forward"]
    assert waits_at(cast.desk_of(paper)) == set()


@pytest.mark.parametrize("state", ["short", "missing", "wrong"])
def test_what_is_not_in_order_is_said_of_its_line_with_a_remark(
    cast: Cast, paper: Dossier, state: str
) -> None:
    made = listed(cast, paper)
    line = line_of(made, paper)
    with refused("remark"):
        transfer.answer(actor=receiver(cast), list_id=made.pk, answers={line.pk: Answer(state)})
    confirm(cast, made, state=state, remark="Không thấy bản chính giấy khai sinh.")
    line.refresh_from_db()
    assert (line.state, line.answered_by) == (state, receiver(cast).label)
    came = state == "short"
    assert (holder(paper) != f"ttpvhcc-{cast.a_commune}") == came
    assert (waits_at(cast.desk_of(paper)) == set()) == came, "else it is the desk's again"
    assert cast.fresh(paper).state == (Status.IN_PROGRESS if came else Status.ACCEPTED)
    notice = Notice.objects.get(user_id=made.made_by_user_id, kind=f"transfer_{state}")
    assert made.number in notice.body


def test_a_second_confirmation_finds_the_first(cast: Cast, paper: Dossier) -> None:
    made = listed(cast, paper)
    line = line_of(made, paper)
    confirm(cast, made)
    with refused("answered"):
        transfer.answer(actor=receiver(cast), list_id=made.pk, answers={line.pk: Answer("received")})


def test_the_same_papers_never_stand_on_two_lists(cast: Cast, paper: Dossier) -> None:
    listed(cast, paper)
    with refused("under-way"):
        listed(cast, paper)


def test_only_who_holds_the_papers_makes_a_list_and_only_the_other_side_confirms(
    cast: Cast, paper: Dossier
) -> None:
    far = cast.officer(elsewhere(cast), DESK_OFFICER)
    with pytest.raises(Forbidden):
        listed(cast, paper, by=far)
    with pytest.raises(Forbidden):
        listed(cast, paper, by=cast.citizen)
    made = listed(cast, paper)
    with refused("no-list"):
        confirm(cast, made, by=far)
    for own in cast.officers(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER):
        with pytest.raises(Forbidden):
            confirm(cast, made, by=own)
    assert line_of(made, paper).is_waiting


def test_nothing_chosen_makes_no_list(cast: Cast, paper: Dossier) -> None:
    with refused("nothing"):
        transfer.make(actor=cast.desk_of(paper), custody_ids=[])


def test_a_list_made_by_mistake_is_taken_back_with_a_ground(cast: Cast, paper: Dossier) -> None:
    made = listed(cast, paper)
    desk = cast.desk_of(paper)
    with refused("ground"):
        transfer.recall(actor=desk, list_id=made.pk, ground=" ")
    with pytest.raises(Forbidden):
        transfer.recall(actor=receiver(cast), list_id=made.pk, ground="Tôi muốn thế.")
    transfer.recall(actor=desk, list_id=made.pk, ground="Lập nhầm danh sách.")
    assert line_of(made, paper).state == "recalled"
    assert waits_at(desk) == {paper.temporary_number}
    with refused("answered"):
        transfer.recall(actor=desk, list_id=made.pk, ground="Lần nữa.")
    confirm(cast, listed(cast, paper))


def test_a_wrong_transfer_goes_back_by_a_list_with_the_ground(cast: Cast, paper: Dossier) -> None:
    made = listed(cast, paper)
    confirm(cast, made)
    line, worker, desk = line_of(made, paper), receiver(cast), cast.desk_of(paper)
    with refused("ground"):
        transfer.give_back(actor=worker, line_id=line.pk, ground="")
    with pytest.raises(Forbidden):
        transfer.give_back(actor=desk, line_id=line.pk, ground="Nhầm.")
    back = transfer.give_back(actor=worker, line_id=line.pk, ground="Hồ sơ của phường khác kẹp nhầm.")
    assert (back.giver_id, back.receiver_id) == (f"phong-vhxh-{cast.a_commune}", desk.unit_id)
    assert holder(paper) == worker.unit_id, "whoever gives back answers for it until it is confirmed"
    with refused("under-way"):
        transfer.give_back(actor=worker, line_id=line.pk, ground="Lần nữa.")
    confirm(cast, back, by=desk)
    assert holder(paper) == desk.unit_id
    assert waits_at(desk) == {paper.temporary_number}, "it has to go to the right place now"


def test_papers_go_back_to_the_desk_on_a_list_of_the_agency(cast: Cast, paper: Dossier) -> None:
    confirm(cast, listed(cast, paper))
    worker, desk = receiver(cast), cast.desk_of(paper)
    assert [custody.dossier_id for custody in transfers.resting(worker)] == [paper.pk]
    back = listed(cast, paper, by=worker, to="receiving")
    confirm(cast, back, by=desk)
    assert holder(paper) == desk.unit_id
    assert waits_at(desk) == set()
    with refused("there"):
        listed(cast, paper, by=desk, to="receiving")


def test_a_result_on_paper_goes_from_the_agency_to_the_desk_that_returns_it(cast: Cast) -> None:
    dossier = cast.finished(BIRTH_AGAIN, channel=Channel.COUNTER)
    assert dossier.return_method == ReturnMethod.DESK
    last = dossier.work_items.filter(kind="step").order_by("-done_at")[0]
    desk = f"ttpvhcc-{cast.a_commune}"
    assert holder(dossier, What.RESULT) == last.unit_id
    clerk = cast.officer(last.unit, last.role)
    held = transfers.to_pass_on(clerk).filter(what=What.RESULT)
    (made,) = transfer.make(actor=clerk, custody_ids=list(held.values_list("pk", flat=True)))
    line = line_of(made, dossier)
    assert (made.receiver_id, line.originals) == (desk, len(line.papers))
    confirm(cast, made, by=cast.officer(desk, DESK_OFFICER))
    assert holder(dossier, What.RESULT) == desk


def test_an_accountant_hands_no_papers_on(cast: Cast, paper: Dossier, monkeypatch: Any) -> None:
    from dataclasses import replace

    accountant = replace(cast.desk_of(paper), roles=frozenset({ACCOUNTANT}))
    with pytest.raises(Forbidden):
        listed(cast, paper, by=accountant)


def test_what_was_withdrawn_before_it_went_on_waits_no_more(cast: Cast, paper: Dossier) -> None:
    from motcua.dossiers.actions.refuse import withdraw

    withdraw(actor=cast.desk_of(paper), dossier_id=paper.pk, reason="Người dân đổi ý.")
    assert waits_at(cast.desk_of(paper)) == set()


def test_a_stranger_to_both_sides_finds_no_list(cast: Cast, paper: Dossier) -> None:
    made = listed(cast, paper)
    for actor in (cast.citizen, cast.officer(elsewhere(cast), DESK_OFFICER)):
        with pytest.raises(Refused):
            transfers.list_of(actor, made.pk)
    assert transfers.called(cast.desk_of(paper), made.number.lower()) == made
    assert moment.today() <= made.made_at.date()
    assert receiver(cast).has(HANDLER)
