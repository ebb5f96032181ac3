"""Several processes on one database, and processes that are killed at any instant.

Each test has a database of its own, copied from the loaded one: what other processes do must be committed.
"""

import random
import signal
import time

import pytest
from django.db import connections, transaction

from motcua.audit.actions import breaks
from motcua.audit.models import Entry
from motcua.documents.files import read
from motcua.dossiers import counters, soundness
from motcua.dossiers.actions import tasks, transfer
from motcua.dossiers.actions.file import file
from motcua.dossiers.models import (
    Channel,
    Counter,
    Custody,
    Dossier,
    Paper,
    TransferLine,
    TransferList,
    WorkItem,
)
from motcua.identity.actor import DESK_OFFICER, HANDLER, SIGNER
from motcua.lib.errors import Refused
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, fork, step_of, verbs
from tests.elsewhere import Elsewhere

PROCESSES = 2
ACCEPTANCES = 100
KILLS = 2


def is_sound() -> None:
    for check in (soundness.queued, soundness.moved, soundness.timed, soundness.numbered, breaks):
        assert list(check()) == []


def test_a_hundred_acceptances_at_once_leave_no_gap_and_no_double(elsewhere: Elsewhere) -> None:
    """Two processes of five threads each, all of them after the same hundred dossiers."""
    cast = Cast()
    ids = [str(cast.filed(BIRTH_AGAIN).pk) for _ in range(ACCEPTANCES)]
    Paper.objects.update(verdict=Paper.Verdict.FINE)
    connections["default"].close()
    said = elsewhere.run("accept", [ids] * PROCESSES)
    given = [line for line in said if not line.startswith("refused")]
    assert sorted(int(code.rpartition("-")[2]) for code in given) == list(range(1, ACCEPTANCES + 1))
    assert said.count("refused not-now") == ACCEPTANCES * (PROCESSES - 1), "each was accepted once"
    assert Counter.objects.get(series="dossier").last == ACCEPTANCES
    assert set(Dossier.objects.values_list("code", flat=True)) == set(given)
    is_sound()


def test_of_two_officers_one_takes_each_piece_of_work(elsewhere: Elsewhere) -> None:
    cast = Cast()
    dossiers = [cast.accepted(BIRTH_AGAIN) for _ in range(5)]
    ids = [str(pk) for pk in WorkItem.objects.open().values_list("pk", flat=True)]
    officers = cast.officers(step_of(dossiers[0]).unit, HANDLER)[:2]
    said: list[str] = []

    def one(work: str) -> None:
        number, item_id = work.split()
        try:
            tasks.take(actor=officers[int(number)], item_id=item_id)
            said.append(work)
        except Refused as refusal:
            said.append(refusal.code)

    fork(one, [[f"{number} {item_id}" for item_id in ids] for number in range(2)])
    assert said.count("taken") == len(ids)
    for item in WorkItem.objects.open():
        holder = next(number for number in range(2) if officers[number].user_id == item.assignee_id)
        assert f"{holder} {item.pk}" in said
        assert f"{1 - holder} {item.pk}" not in said
    assert Entry.objects.filter(verb="take").count() == len(ids)
    is_sound()


def test_papers_stand_on_one_list_and_are_confirmed_once_whoever_comes_at_the_same_moment(
    elsewhere: Elsewhere,
) -> None:
    cast = Cast()
    dossiers = [cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER) for _ in range(4)]
    held = list(Custody.objects.values_list("pk", flat=True))
    desks = cast.officers(dossiers[0].receiving_unit or "", DESK_OFFICER)[:2]
    takers = [cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER)]
    takers.append(cast.officer(f"ubnd-{cast.a_commune}", SIGNER))
    said: list[str] = []

    def give(number: str) -> None:
        try:
            transfer.make(actor=desks[int(number) % len(desks)], custody_ids=held)
            said.append("made")
        except Refused as refusal:
            said.append(refusal.code)

    def confirm(number: str) -> None:
        made = TransferList.objects.get()
        answers = {pk: transfer.Answer("received") for pk in made.lines.values_list("pk", flat=True)}
        try:
            transfer.answer(actor=takers[int(number)], list_id=made.pk, answers=answers)
            said.append("confirmed")
        except Refused as refusal:
            said.append(refusal.code)

    fork(give, [["0"], ["1"]])
    assert sorted(said) == ["made", "under-way"]
    said.clear()
    fork(confirm, [["0"], ["1"]])
    assert sorted(said) == ["answered", "confirmed"]
    assert Entry.objects.filter(verb="confirm_transfer").count() == len(dossiers)
    for dossier in dossiers:
        assert verbs(dossier) == ["take_in", "forward"]
        line = TransferLine.objects.get(dossier=dossier)
        assert Custody.objects.get(dossier=dossier).person == line.answered_by
    is_sound()


def test_two_devices_that_send_one_draft_send_one_dossier(elsewhere: Elsewhere) -> None:
    cast = Cast()
    citizen = cast.citizen
    ids = [str(cast.draft(BIRTH_AGAIN).pk) for _ in range(5)]
    said: list[str] = []

    def one(dossier_id: str) -> None:
        try:
            said.append(file(actor=citizen, dossier_id=dossier_id).temporary_number)
        except Refused as refusal:
            said.append(refusal.code)

    fork(one, [ids, ids])
    assert said.count("filed") == len(ids)
    sent = Dossier.objects.filed()
    assert {line for line in said if line != "filed"} == {dossier.temporary_number for dossier in sent}
    for dossier in sent:
        assert verbs(dossier) == ["file"]
        assert dossier.work_items.count() == 1
    is_sound()


def test_two_officers_who_reach_a_new_series_at_once_both_get_a_number(elsewhere: Elsewhere) -> None:
    """The row of the counter is not there yet: whoever comes second waits for it."""
    given: list[int] = []

    def one(series: str) -> None:
        with transaction.atomic():
            given.append(counters.next_number(unit="H44", series=series, period="2026"))

    for number in range(5):
        given.clear()
        fork(one, [[f"form-{number}"]] * 4)
        assert sorted(given) == [1, 2, 3, 4]


def test_a_number_is_taken_only_inside_a_transaction(elsewhere: Elsewhere) -> None:
    with pytest.raises(RuntimeError):
        counters.next_number(unit="H44", series="dossier", period="2026-11-19")


def test_what_was_told_before_the_process_was_killed_is_there(elsewhere: Elsewhere) -> None:
    """SIGKILL at random instants: nothing can be tidied up, nothing may be half done."""
    Cast().lan  # noqa: B018 - the person the other process files for
    connections["default"].close()
    told: list[str] = []
    for _ in range(KILLS):
        process = elsewhere.start("file")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        # One is told for certain, however slow the machine is; the next ones are cut short anywhere.
        told.append(process.stdout.readline().strip())
        time.sleep(random.uniform(0.15, 0.9))
        process.send_signal(signal.SIGKILL)
        told += [line for line in process.stdout.read().split("\n") if line]
        process.communicate()
    for dossier in Dossier.objects.filter(temporary_number__in=told).prefetch_related("papers__file"):
        told.remove(dossier.temporary_number)
        assert verbs(dossier) == ["file"]
        assert dossier.work_items.get().kind == "check"
        assert Entry.objects.about("dossier", str(dossier.pk)).count() == 1
        papers = dossier.live_papers()
        assert papers
        for paper in papers:
            assert paper.file is not None
            assert read(paper.file).startswith(b"%PDF")
    assert told == [], "told, but not there"
    is_sound()
