"""Asking the applicant to complete a dossier, and the answer."""

from dataclasses import replace

import pytest

from motcua.dossiers import content
from motcua.dossiers.actions import papers, supplement, tasks
from motcua.dossiers.actions.accept import accept
from motcua.dossiers.actions.supplement import Wanted, ask, correct, supply
from motcua.dossiers.lifecycle import Status, open_verbs
from motcua.dossiers.models import Dossier, Paper
from motcua.identity.actor import DESK_OFFICER, HANDLER, HEAD
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.dossiers.hand import (
    BIRTH_AGAIN,
    OPINIONS,
    all_fine,
    answer,
    day,
    handler_of,
    on,
    refused,
    signer_of,
    step_of,
    verbs,
    wanted,
)


def asked(cast: Cast, dossier: Dossier) -> Dossier:
    ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
    return cast.fresh(dossier)


def restarting(dossier: Dossier) -> None:
    """No shipped procedure restarts its term; the dossier keeps what its procedure said on acceptance."""
    Dossier.objects.filter(pk=dossier.pk).update(term={**dossier.term, "mode": "restart"})


# Before acceptance


def test_the_desk_asks_once_with_every_item_and_its_reason(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.filed(BIRTH_AGAIN)
        ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=wanted(dossier, "Thiếu trang hai"))
    dossier = cast.fresh(dossier)
    assert dossier.state == Status.SUPPLEMENT
    assert dossier.code is None
    assert dossier.due_at is None
    assert dossier.supplement_until == day("2026-12-18T00:00").date()
    request = dossier.supplements.get()
    assert [item.reason for item in request.items.all()] == ["Thiếu trang hai"]
    assert dossier.printed_forms.get().kind == "02"
    assert "Thiếu trang hai" in Notice.objects.get(kind="ask_before").body
    assert not dossier.open_items(), "while the applicant has the word nobody else has work"


def test_the_answer_gives_the_desk_new_time_and_new_work(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.filed(BIRTH_AGAIN)
        desk = cast.desk_of(dossier)
        ask(actor=desk, dossier_id=dossier.pk, items=wanted(dossier))
    with on("2026-11-20T15:00"):
        answer(cast, dossier)
        dossier = supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert dossier.state == Status.FILED
    assert dossier.acceptance_due_at == day("2026-11-23T15:00")
    first, second = dossier.work_items.order_by("opened_at")
    assert (first.done_by, first.outcome) == (desk.label, "supplement")
    assert (second.kind, second.done_at, second.due_at) == ("check", None, dossier.acceptance_due_at)
    all_fine(cast, dossier)
    accept(actor=desk, dossier_id=dossier.pk)
    assert verbs(dossier) == ["file", "ask_before", "supply_before", "accept", "forward"]


def test_a_wrong_paper_is_replaced_by_the_answer_and_stays_in_the_history(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    desk, paper = cast.desk_of(dossier), dossier.live_papers()[0]
    papers.check(actor=desk, dossier_id=dossier.pk, verdicts={str(paper.pk): (Paper.Verdict.WRONG, "Mờ")})
    ask(actor=desk, dossier_id=dossier.pk, items=wanted(dossier))
    answer(cast, dossier)
    supply(actor=cast.citizen, dossier_id=dossier.pk)
    paper.refresh_from_db()
    assert paper.replaced_at is not None
    all_fine(cast, cast.fresh(dossier))
    assert accept(actor=desk, dossier_id=dossier.pk).code


def test_before_acceptance_the_second_request_is_for_the_head_of_the_desk(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    officers = cast.officers(dossier.receiving_unit or "", DESK_OFFICER)
    plain = next(officer for officer in officers if not officer.has(HEAD))
    head = next(officer for officer in officers if officer.has(HEAD))
    ask(actor=plain, dossier_id=dossier.pk, items=wanted(dossier))
    answer(cast, dossier)
    supply(actor=cast.citizen, dossier_id=dossier.pk)
    with refused("second-request"):
        ask(actor=plain, dossier_id=dossier.pk, items=wanted(dossier))
    ask(actor=head, dossier_id=dossier.pk, items=wanted(dossier))
    assert cast.fresh(dossier).supplement_count == 2


# After acceptance


def test_the_clock_stands_still_while_the_applicant_has_the_word(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
    assert dossier.state == Status.SUPPLEMENT
    assert dossier.due_at is None
    assert step_of(dossier).paused_at == day("2026-11-02T09:00")
    assert not Dossier.objects.late(day("2027-11-02T09:00")).exists()


def test_rule_20_with_pause_the_waited_working_days_are_added(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
    assert dossier.due_at == day("2026-11-09T17:00")
    with on("2026-11-04T09:00"):
        dossier = asked(cast, dossier)
    with on("2026-11-10T09:00"):
        answer(cast, dossier)
        dossier = supply(actor=cast.citizen, dossier_id=dossier.pk)
    # Two days after acceptance, answered four working days later: 9 November and four working days.
    assert dossier.due_at == day("2026-11-13T17:00")
    assert dossier.movements.last().due_at == dossier.due_at


def test_rule_20_with_restart_the_whole_term_runs_again_from_the_answer(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
        restarting(dossier)
    with on("2026-11-04T09:00"):
        dossier = asked(cast, dossier)
    with on("2026-11-10T09:00"):
        answer(cast, dossier)
        dossier = supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert dossier.due_at == day("2026-11-17T17:00")


def test_the_step_gets_back_the_working_time_it_waited(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
        due = step_of(dossier).due_at
    assert due == day("2026-11-03T15:00")
    with on("2026-11-02T10:00"):
        dossier = asked(cast, dossier)
    with on("2026-11-04T10:00"):
        answer(cast, dossier)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
    item = step_of(dossier)
    assert item.due_at == day("2026-11-05T15:00")
    assert item.paused_at is None


def test_whoever_held_the_step_is_told_that_it_runs_again(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    actor = handler_of(cast, dossier)
    tasks.take(actor=actor, item_id=step_of(dossier).pk)
    dossier = asked(cast, dossier)
    answer(cast, dossier)
    supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert Notice.objects.filter(user_id=actor.user_id, kind="resumed").count() == 1
    assert step_of(dossier).assignee_id == actor.user_id


def test_rule_21_a_second_request_needs_the_signer_and_counts_against_the_agency(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
        answer(cast, dossier)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
        dossier = cast.fresh(dossier)
        with refused("second-request"):
            ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
        ask(actor=signer_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
    dossier = cast.fresh(dossier)
    assert dossier.supplement_count == 2
    assert [each.overridden for each in dossier.supplements.all()] == [False, True]
    assert list(Dossier.objects.asked_twice()) == [dossier]


@pytest.mark.parametrize(("asked_at", "late"), [("2026-11-05T17:00", False), ("2026-11-06T07:01", True)])
def test_rule_24_a_request_later_than_three_working_days_is_flagged(
    cast: Cast, asked_at: str, late: bool
) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
    with on(asked_at):
        dossier = asked(cast, dossier)
    assert dossier.supplements.get().notice_late is late


def test_an_incomplete_answer_is_not_taken(cast: Cast) -> None:
    dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
    with refused("incomplete"):
        supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert cast.fresh(dossier).state == Status.SUPPLEMENT


def test_what_was_handed_in_before_the_request_is_no_answer(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
    with on("2026-11-02T09:30"):
        dossier = asked(cast, dossier)
    open_request = dossier.supplements.get()
    assert content.unanswered(dossier, open_request) == [f"giấy tờ «{open_request.items.get().name}»"]


def test_a_field_is_asked_for_corrected_and_only_that_field(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    fields = [field for field in dossier.spec.form.all_fields() if field.type == "text"]
    wrong, other = fields[0], fields[1]
    ask(
        actor=handler_of(cast, dossier),
        dossier_id=dossier.pk,
        items=[Wanted("field", wrong.key, wrong.label, "Sai chính tả")],
    )
    with refused("incomplete"):
        supply(actor=cast.citizen, dossier_id=dossier.pk)
    before = cast.fresh(dossier).values
    correct(
        actor=cast.citizen,
        dossier_id=dossier.pk,
        raw={wrong.key: ["Đỗ Thị Hòa"], other.key: ["Không được đổi"]},
    )
    dossier = supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert dossier.values == {**before, wrong.key: "Đỗ Thị Hòa"}


def test_the_desk_may_correct_what_the_applicant_brings(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    field = next(field for field in dossier.spec.form.all_fields() if field.type == "text")
    items = [Wanted("field", field.key, field.label, "Sai chính tả")]
    ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=items)
    with pytest.raises(Forbidden):
        correct(actor=cast.stranger, dossier_id=dossier.pk, raw={field.key: ["Đỗ Thị Hòa"]})
    desk = cast.desk_of(dossier)
    correct(actor=desk, dossier_id=dossier.pk, raw={field.key: ["Đỗ Thị Hòa"]})
    assert supply(actor=desk, dossier_id=dossier.pk).state == Status.IN_PROGRESS


def test_a_paper_outside_the_list_needs_its_legal_ground(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    extra = Wanted("extra", "more", "Bản dịch", "Giấy tờ bằng tiếng nước ngoài")
    with refused("item-ground"):
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=[extra])
    grounded = replace(extra, legal_ground="NĐ 23/2015 Điều 10")
    ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=[grounded])
    answer(cast, dossier)
    assert supply(actor=cast.citizen, dossier_id=dossier.pk).state == Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([], "no-items"),
        ([Wanted("component", "birth_copy", "Giấy khai sinh", " ")], "item-reason"),
        ([Wanted("component", "unheard", "Giấy lạ", "Cần có")], "item-unknown"),
        ([Wanted("field", "unheard", "Mục lạ", "Cần có")], "item-unknown"),
        ([Wanted("thing", "birth_copy", "Giấy khai sinh", "Cần có")], "item-unknown"),
    ],
)
def test_a_request_says_what_is_wanted_and_why(cast: Cast, items: list[Wanted], code: str) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    with refused(code):
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=items)
    assert not dossier.supplements.exists()


def test_who_has_not_the_step_asks_for_nothing(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    first, second = cast.officers(step_of(dossier).unit, HANDLER)[:2]
    tasks.take(actor=first, item_id=step_of(dossier).pk)
    for actor in (second, cast.desk_of(dossier), cast.citizen):
        with pytest.raises(Forbidden):
            ask(actor=actor, dossier_id=dossier.pk, items=wanted(dossier))
    ask(actor=first, dossier_id=dossier.pk, items=wanted(dossier))


def test_a_unit_asked_for_its_opinion_does_not_stop_the_dossier(cast: Cast) -> None:
    dossier = cast.step(cast.accepted(OPINIONS), "to_opinions")
    opinion = next(item for item in dossier.open_items() if item.kind == "opinion")
    with pytest.raises(Forbidden):
        ask(actor=cast.worker_of(opinion), dossier_id=dossier.pk, items=wanted(dossier))


def test_buttons_show_only_the_half_that_fits(cast: Cast) -> None:
    filed = cast.filed(BIRTH_AGAIN)
    ask(actor=cast.desk_of(filed), dossier_id=filed.pk, items=wanted(filed))
    accepted = asked(cast, cast.accepted(BIRTH_AGAIN))
    assert [move.verb for move in open_verbs(cast.fresh(filed), cast.citizen)] == [
        "supply_before",
        "withdraw",
    ]
    assert [move.verb for move in open_verbs(accepted, cast.citizen)] == ["supply", "withdraw"]


def test_papers_are_not_checked_while_the_applicant_has_the_word(cast: Cast) -> None:
    dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
    paper = dossier.live_papers()[0]
    with refused("closed"):
        papers.check(
            actor=cast.desk_of(dossier),
            dossier_id=dossier.pk,
            verdicts={str(paper.pk): (Paper.Verdict.FINE, "")},
        )


def test_only_what_is_asked_for_is_taken_out(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    field = next(field for field in dossier.spec.form.all_fields() if field.type == "text")
    items = [Wanted("field", field.key, field.label, "Sai chính tả")]
    ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=items)
    with refused("not-asked"):
        papers.remove(actor=cast.citizen, dossier_id=dossier.pk, paper_id=dossier.live_papers()[0].pk)


# The days to answer


def test_after_the_last_day_the_desk_is_asked_to_confirm_the_end(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
    with on("2026-12-02T16:00"):
        assert supplement.open_lapsed() == 0
        with refused("window-open"):
            from motcua.dossiers.actions.refuse import lapse

            lapse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Quá hạn")
    with on("2026-12-03T08:00"):
        assert supplement.open_lapsed() == 1
        assert supplement.open_lapsed() == 0, "asked once"
    item = dossier.work_items.get(kind="lapse")
    assert item.role == DESK_OFFICER
    assert item.due_at == day("2026-12-04T08:00")


def test_a_late_answer_is_still_taken_until_the_end_is_confirmed(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
    with on("2026-12-10T08:00"):
        supplement.open_lapsed()
        answer(cast, dossier)
        dossier = supply(actor=cast.citizen, dossier_id=dossier.pk)
    assert dossier.state == Status.IN_PROGRESS
    assert dossier.work_items.get(kind="lapse").outcome == "supplied"


def test_a_second_wait_lapses_too(cast: Cast) -> None:
    """The queue of the first wait, long closed, must not hide the second one."""
    with on("2026-11-02T09:00"):
        dossier = asked(cast, cast.accepted(BIRTH_AGAIN))
    with on("2026-12-10T08:00"):
        supplement.open_lapsed()
        answer(cast, dossier)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
        dossier = cast.fresh(dossier)
        ask(actor=signer_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
    with on("2027-01-20T08:00"):
        assert supplement.open_lapsed() == 1
