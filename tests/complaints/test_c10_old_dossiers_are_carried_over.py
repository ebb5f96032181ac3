"""Complaint C-10: old data was not moved; merged communes lost their cases, systems were upgraded in part.

Here a file of the earlier system comes over dossier by dossier, whoever answers today for a commune that was
merged away finds the work in the own queue, and file and database are counted against each other.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from bench.carry import OLD_UNITS
from django.test import Client

from motcua.audit.models import Entry
from motcua.dossiers import codes, deadlines, public
from motcua.dossiers.actions import accept as acceptance
from motcua.dossiers.actions import papers
from motcua.dossiers.actions.amend import settle_payment
from motcua.dossiers.actions.carry_over import ASKED
from motcua.dossiers.actions.hand_over import SELF, Shown, hand_over
from motcua.dossiers.actions.supplement import supply
from motcua.dossiers.lifecycle import CARRYING, Status
from motcua.dossiers.models import Carried, Dossier, Movement
from motcua.dossiers.old_line import facts_of, read
from motcua.dossiers.queries import searched
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.notifications.models import Notice
from motcua.organisation.actors import actor_of
from motcua.organisation.models import Succession, Unit
from motcua.reporting.reports.form_06a import report
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.complaints.old_dossiers import COUNT, Rows, carried, dossier_of, faults, of_status, written
from tests.web.test_files import logged_in

pytestmark = pytest.mark.django_db


def test_every_line_is_accounted_for_and_every_sum_is_the_same(
    cast: Cast, rows: Rows, tmp_path: Path
) -> None:
    found = carried(written(tmp_path, rows))
    assert (found["lines"], found["carried"], found["differences"]) == (COUNT, COUNT, [])
    assert found["file"] == found["database"]
    assert found["file"]["money"] == {
        "owed": sum(row["fee"] + row["charge"] for row in rows),
        "paid": sum(row["paid"] for row in rows),
    }
    assert found["file"]["status"].keys() == {str(status) for status in range(1, 11)}
    assert set(Movement.objects.values_list("verb", flat=True)) == CARRYING
    assert faults() == []
    assert not Notice.objects.exists(), "Nothing has happened to these dossiers."


def test_a_rehearsal_reports_the_same_and_writes_nothing(cast: Cast, rows: Rows, tmp_path: Path) -> None:
    file = written(tmp_path, rows)
    tried = carried(file, "--dry-run")
    assert not Dossier.objects.exists()
    assert not Carried.objects.exists()
    done = carried(file)
    assert {**tried, "dry_run": False} == done


def test_twice_is_once_and_a_changed_line_is_told_not_written(over: Rows, tmp_path: Path) -> None:
    before = list(Dossier.objects.order_by("pk").values())
    again = carried(written(tmp_path, over))
    assert (again["carried"], again["there"], again["ok"]) == (0, COUNT, True)
    changed = [{**over[0], "owner_phone": "0988000000"}, *over[1:]]
    told = carried(written(tmp_path, changed))
    assert told["differing_lines"] == [{"line": 1, "code": over[0]["code"], "columns": ["owner_phone"]}]
    assert not told["ok"]
    assert list(Dossier.objects.order_by("pk").values()) == before


def test_the_commune_that_took_over_has_the_work(over: Rows, cast: Cast) -> None:
    for code in OLD_UNITS:
        row = next(row for row in over if row["unit"] == code and row["status"] == Status.IN_PROGRESS)
        dossier = dossier_of(row)
        unit = dossier.competent_unit
        assert unit is not None
        assert unit.kind == Unit.Kind.COMMUNE_COMMITTEE
        assert unit.is_valid(moment.today())
        step = dossier.work_items.open().get()
        assert step.step_key == dossier.spec.route.steps[0].key
        assert cast.worker_of(step).user_id
    heirs = Succession.objects.filter(old__admin_code="04789", old__kind="old_commune", main=True)
    merged = next(row for row in over if row["unit"] == "04789")
    assert dossier_of(merged).competent_unit_id == heirs.get().new_id


def test_history_and_record_say_where_it_came_from(over: Rows) -> None:
    for number, row in enumerate(over[:5], start=1):
        dossier = dossier_of(row)
        movement = dossier.movements.get()
        origin = {"system": row["system"], "file": "cu.jsonl", "line": number}
        assert movement.details.items() >= origin.items()
        entry = Entry.objects.about("dossier", str(dossier.pk)).get(verb=movement.verb)
        assert all(str(word) in entry.content["reason"] for word in origin.values())


def test_an_old_code_is_found_by_everybody_however_it_is_written(
    over: Rows, cast: Cast, client: Client
) -> None:
    for row in over[:28]:
        dossier = dossier_of(row)
        page = client.get("/tra-cuu/", {"ma": row["code"].lower()}).content.decode()
        assert dossier.number in page, row["code"]
        desk = cast.desk_of(dossier)
        assert dossier in searched(desk, row["code"])
    long_form = next(row["code"] for row in over if codes.parse(row["code"]) and len(row["code"]) > 20)
    code = codes.parse(long_form)
    assert code is not None
    assert public.id_of(codes.write(code.unit, code.day, code.number)) == public.id_of(long_form)


def test_the_due_moment_of_the_old_system_is_kept_and_says_so(over: Rows) -> None:
    for row in (each for each in over if each["status"] == Status.IN_PROGRESS):
        dossier = dossier_of(row)
        deadline = deadlines.deadline_of(dossier)
        assert deadline is not None
        assert deadline.due == dossier.due_at == read(facts_of(row)).at("due_at")
        assert "Hạn do hệ thống cũ ấn định" in deadline.explanation[0].text


def test_the_new_holder_works_it_off_to_the_end(over: Rows, cast: Cast) -> None:
    dossier = dossier_of(of_status(over, Status.IN_PROGRESS, due_at=True))
    due = dossier.due_at
    done = cast.work_off(dossier)
    assert done.state == Status.DONE
    assert done.due_at == due
    sent_on = acceptance.forward(
        actor=cast.desk_of(dossier_of(of_status(over, Status.ACCEPTED))),
        dossier_id=dossier_of(of_status(over, Status.ACCEPTED)).pk,
    )
    assert cast.work_off(sent_on).state == Status.DONE
    ready = dossier_of(of_status(over, Status.DONE))
    given = hand_over(
        actor=cast.desk_of(ready),
        dossier_id=ready.pk,
        receiver=ready.owner.full_name,
        shown=Shown(SELF, "id-card"),
    )
    assert given.state == Status.RETURNED
    assert faults() == []


def test_who_was_waited_for_goes_on_and_the_wait_is_taken_off(over: Rows, cast: Cast) -> None:
    owing = dossier_of(of_status(over, Status.FINANCIAL))
    assert owing.due_at is None
    settled = settle_payment(actor=cast.desk_of(owing), dossier_id=owing.pk, reason="Biên lai 12")
    assert settled.due_at is not None
    assert settled.due_kept is not None
    assert settled.due_at > settled.due_kept
    assert settled.work_items.open().get().paused_at is None
    asked = dossier_of(of_status(over, Status.SUPPLEMENT, accepted_at=True))
    answer(cast, asked)
    assert cast.fresh(asked).state == Status.IN_PROGRESS
    assert faults() == []


def answer(cast: Cast, dossier: Dossier) -> None:
    """The desk takes in what the earlier system had asked for."""
    desk = cast.desk_of(dossier)
    papers.attach(actor=desk, dossier_id=dossier.pk, component_key=ASKED, copies=1)
    supply(actor=desk, dossier_id=dossier.pk)


def test_what_was_only_filed_there_is_accepted_here_with_a_code_of_ours(over: Rows, cast: Cast) -> None:
    row = of_status(over, Status.FILED)
    dossier = dossier_of(row)
    assert (dossier.code, dossier.number) == (None, codes.tidy(row["code"]))
    accepted = cast.accept(dossier)
    assert accepted.code not in (None, accepted.old_code)
    assert public.id_of(row["code"]) == accepted.pk
    assert accepted.register_row.number > 0
    asked = dossier_of(of_status(over, Status.SUPPLEMENT, accepted_at=False))
    answer(cast, asked)
    assert cast.fresh(asked).state == Status.FILED
    assert faults() == []


def test_finished_ones_are_kept_readable_without_work(over: Rows, cast: Cast) -> None:
    for status in (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED):
        assert not dossier_of(of_status(over, status)).open_items()


def test_pages_open_in_every_status(over: Rows, cast: Cast) -> None:
    for status in (status for status in Status if status):
        dossier = dossier_of(of_status(over, status))
        page = logged_in(cast.desk_of(dossier)).get(f"/can-bo/ho-so/{dossier.pk}/").content.decode()
        assert "Chuyển từ hệ thống trước" in page, status
        owner = owner_of(dossier)
        theirs = logged_in(actor_of(owner.user)).get(f"/ho-so/{dossier.pk}/").content.decode()
        assert "Hồ sơ được chuyển sang từ hệ thống trước" in theirs, status


def owner_of(dossier: Dossier) -> Person:
    """The owner logs in for the first time: known by the personal number alone."""
    from motcua.identity.models import User

    owner = dossier.owner
    owner.user = User.objects.create(
        login=f"vneid:{owner.personal_id}", kind=User.Kind.CITIZEN, name=owner.full_name
    )
    owner.save(update_fields=["user"])
    return owner


def test_report_06a_has_the_open_ones_as_brought_forward(over: Rows) -> None:
    bring_up_to_date()
    today = moment.today()
    first = today.replace(day=1)
    open_there = [row for row in over if row["status"] in (2, 4, 5, 6) and "accepted_at" in row]
    totals = report(first=first, last=today).totals
    assert totals.carried_over == totals.received_total == totals.pending_total == len(open_there)
    before = report(first=first - timedelta(days=90), last=first - timedelta(days=1)).totals
    assert before.received_total == 0, "What the old system reported is reported once."
