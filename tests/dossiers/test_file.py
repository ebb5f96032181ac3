"""Sending a dossier."""

from datetime import timedelta

import pytest

from motcua.catalogue.models import Procedure, Version
from motcua.dossiers import codes
from motcua.dossiers.actions import draft, papers
from motcua.dossiers.actions.draft import discard
from motcua.dossiers.actions.file import file, take_in
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Counter, Dossier, Movement, WorkItem
from motcua.identity import mandates
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from motcua.organisation.models import Unit
from motcua.payments.models import Obligation
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, PAID_FIRST, day, on, recorded, refused


def test_a_complete_draft_becomes_a_filed_dossier_in_the_queue_of_the_right_desk(cast: Cast) -> None:
    with on("2026-11-20T15:00"):
        dossier = cast.filed(BIRTH_AGAIN)
    assert dossier.state == Status.FILED
    assert dossier.competent_unit_id == f"ubnd-{cast.a_commune}"
    assert dossier.receiving_unit_id == f"ttpvhcc-{cast.a_commune}"
    assert dossier.filed_at == day("2026-11-20T15:00")
    item = dossier.work_items.get()
    assert (item.kind, item.role, item.unit_id) == ("check", DESK_OFFICER, dossier.receiving_unit_id)
    assert item.due_at == dossier.acceptance_due_at
    assert recorded(dossier) == ["file"]
    assert Notice.objects.filter(person=cast.lan, kind="file").count() == 1


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2026-11-20T15:00", "2026-11-23T15:00"),  # rule 12
        ("2026-11-23T10:00", "2026-11-25T10:00"),  # rule 13
        ("2026-11-21T09:00", "2026-11-23T17:00"),  # rule 14
        ("2026-11-19T12:00", "2026-11-20T11:30"),  # rule 15
        ("2026-11-19T18:30", "2026-11-20T17:00"),  # rule 15
    ],
)
def test_the_desk_has_eight_working_hours_to_answer(cast: Cast, filed: str, due: str) -> None:
    with on(filed):
        assert cast.filed(BIRTH_AGAIN).acceptance_due_at == day(due)


def test_before_acceptance_there_is_a_temporary_number_and_no_code(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    assert dossier.code is None
    assert dossier.number == dossier.temporary_number
    assert codes.parse(dossier.number) is None
    assert not Counter.objects.filter(series="dossier").exists()


def test_what_is_missing_is_said_in_words_and_nothing_is_kept(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN, with_papers=False)
    with refused("incomplete"):
        file(actor=cast.citizen, dossier_id=dossier.pk)
    dossier = cast.fresh(dossier)
    assert dossier.is_draft
    assert dossier.filed_at is None
    assert not dossier.movements.exists()
    assert not Obligation.objects.exists()
    assert not WorkItem.objects.exists()


def test_a_second_click_files_nothing_twice(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with refused("filed"):
        file(actor=cast.citizen, dossier_id=dossier.pk)
    assert dossier.movements.count() == 1
    assert dossier.work_items.count() == 1


def test_a_stranger_can_neither_change_nor_send_nor_discard_a_draft(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN)
    with pytest.raises(Forbidden):
        file(actor=cast.stranger, dossier_id=dossier.pk)
    with pytest.raises(Forbidden):
        draft.save(actor=cast.stranger, dossier_id=dossier.pk, raw={"a": ["b"]})
    with pytest.raises(Forbidden):
        discard(actor=cast.stranger, dossier_id=dossier.pk)
    assert Dossier.objects.filter(pk=dossier.pk).exists()


def test_a_filed_dossier_cannot_be_discarded(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with refused("filed"):
        discard(actor=cast.citizen, dossier_id=dossier.pk)


def test_nobody_files_in_the_name_of_somebody_else(cast: Cast) -> None:
    with refused("not-yours"):
        draft.start(actor=cast.stranger, version=cast.version(BIRTH_AGAIN), submitter=cast.lan)


def test_nobody_files_for_somebody_who_has_not_let_them(cast: Cast) -> None:
    begin = {"version": cast.version(BIRTH_AGAIN), "submitter": cast.stranger_person, "owner": cast.lan}
    with refused("no-mandate"):
        draft.start(actor=cast.stranger, **begin)
    mandates.give(
        actor=cast.citizen, delegate=cast.stranger_person, ground="written", procedure_code="1.001193"
    )
    with refused("no-mandate"):
        draft.start(actor=cast.stranger, **begin)
    mandates.give(
        actor=cast.citizen, delegate=cast.stranger_person, ground="written", procedure_code=BIRTH_AGAIN
    )
    assert draft.start(actor=cast.stranger, **begin).owner == cast.lan


def test_an_officer_may_file_online_for_somebody_of_another_commune(cast: Cast) -> None:
    elsewhere = Unit.objects.of_kind("commune_centre").exclude(admin_code=cast.a_commune).order_by("pk")[0]
    officer = cast.officer(elsewhere, DESK_OFFICER)
    other = cast.draft(BIRTH_AGAIN)
    dossier = draft.start(
        actor=officer, version=other.version, submitter=cast.lan, answers=other.answers, raw=other.raw
    )
    cast.hand_in(officer, dossier)
    sent = file(actor=officer, dossier_id=dossier.pk)
    assert sent.assisted
    assert sent.support_unit_id == elsewhere.pk
    assert sent.receiving_unit_id == f"ttpvhcc-{cast.a_commune}"


def test_two_devices_do_not_overwrite_each_other(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN)
    seen = cast.fresh(dossier).draft_version
    draft.save(actor=cast.citizen, dossier_id=dossier.pk, raw={"x": ["1"]}, seen_version=seen)
    with refused("outdated"):
        draft.save(actor=cast.citizen, dossier_id=dossier.pk, raw={"x": ["2"]}, seen_version=seen)
    assert cast.fresh(dossier).raw["x"] == ["1"]


def test_each_filing_makes_its_procedure_more_popular(cast: Cast) -> None:
    cast.filed(BIRTH_AGAIN)
    cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    assert Procedure.objects.get(pk=BIRTH_AGAIN).popularity == 2


def test_the_version_in_force_on_the_day_of_sending_counts(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN)
    old = dossier.version
    newer = Version.objects.create(
        procedure_id=old.procedure_id,
        number=old.number + 1,
        effective_from=old.effective_from + timedelta(days=1),
        content_id=old.content_id,
        published_at=old.published_at,
        published_by_label="thử",
    )
    assert file(actor=cast.citizen, dossier_id=dossier.pk).version_id == newer.pk


def test_a_repealed_procedure_takes_no_new_dossiers(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.draft(BIRTH_AGAIN)
        Version.objects.filter(procedure_id=BIRTH_AGAIN).update(effective_to=day("2026-11-17T00:00").date())
        with refused("repealed"):
            file(actor=cast.citizen, dossier_id=dossier.pk)


def test_what_is_owed_is_fixed_on_filing(cast: Cast) -> None:
    dossier = cast.filed(PAID_FIRST, channel=Channel.COUNTER)
    assert dossier.obligation is not None
    lines = dossier.obligation.lines.all()
    assert dossier.obligation.amount == sum(line.amount for line in lines)
    assert all(line.explanation for line in lines)


def test_the_counter_accepts_at_once(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    assert dossier.state == Status.ACCEPTED
    assert dossier.accepted_at == dossier.filed_at == dossier.clock_from
    assert dossier.due_at == day("2026-11-26T17:00")
    assert [paper.verdict for paper in dossier.live_papers()] == ["fine"] * dossier.papers.count()
    assert dossier.printed_forms.get().number == dossier.code
    assert Movement.objects.get(dossier=dossier).channel == "counter"


def test_the_counter_takes_nothing_in_that_is_incomplete(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN, channel=Channel.COUNTER, with_papers=False)
    desk = cast.officer(dossier.receiving_unit or "", DESK_OFFICER)
    with refused("incomplete"):
        take_in(actor=desk, dossier_id=dossier.pk)
    assert cast.fresh(dossier).code is None
    assert not Counter.objects.filter(series="dossier").exists()


def test_an_online_draft_is_not_taken_in_at_a_counter(cast: Cast) -> None:
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    online = cast.draft(BIRTH_AGAIN)
    dossier = draft.start(
        actor=desk,
        version=online.version,
        submitter=cast.lan,
        receiving_unit=Unit.objects.get(pk=desk.unit_id),
        answers=online.answers,
        raw=online.raw,
    )
    with refused("channel"):
        take_in(actor=desk, dossier_id=dossier.pk)


def test_outside_its_commune_only_boundary_free_procedures_are_taken_in(cast: Cast) -> None:
    code = "1.001699"  # not on the list of NĐ 309/2026 Đ7
    elsewhere = Unit.objects.of_kind("commune_centre").exclude(admin_code=cast.a_commune).order_by("pk")[0]
    dossier = cast.draft(code, channel=Channel.COUNTER)
    desk = cast.officer(elsewhere, DESK_OFFICER)
    Dossier.objects.filter(pk=dossier.pk).update(
        receiving_unit=elsewhere, return_unit=elsewhere, typist_id=desk.user_id
    )
    with refused("boundary"):
        take_in(actor=desk, dossier_id=dossier.pk)


def test_the_same_file_is_handed_in_once(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN)
    paper = dossier.live_papers()[0]
    assert paper.file is not None
    with refused("same-file"):
        papers.attach(
            actor=cast.citizen, dossier_id=dossier.pk, component_key=paper.component_key, file=paper.file
        )


def test_a_colleague_at_the_same_desk_does_not_write_in_anothers_draft(cast: Cast) -> None:
    dossier = cast.draft(BIRTH_AGAIN, channel=Channel.COUNTER)
    colleague = cast.officers(dossier.receiving_unit or "", DESK_OFFICER)[1]
    with pytest.raises(Forbidden):
        papers.attach(actor=colleague, dossier_id=dossier.pk, component_key=dossier.spec.components[0].key)
