"""The dossiers of the demo province: every planned state, in the order of time, by real acts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sandboxes.eidentity.citizens import SHIPPED

from motcua.audit.actions import breaks
from motcua.audit.models import Entry
from motcua.demo.fates import STATUS_OF, Fate
from motcua.demo.load import Loaded, load, stories
from motcua.demo.people import create_citizens, invented_citizens, read_known
from motcua.demo.plan import Story
from motcua.dossiers import codes, deadlines
from motcua.dossiers.models import Channel, Dossier, WorkItem
from motcua.feedback.models import Rating
from motcua.lib import moment
from motcua.lib.moment import TZ
from motcua.organisation.queries import calendar_for

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 11, 25, 15, 20, tzinfo=TZ)
COUNT = 30


class Province:
    """A small demo province, loaded once."""

    def __init__(self) -> None:
        citizens = invented_citizens(read_known(SHIPPED), count=60)
        create_citizens(citizens)
        self.numbers = [citizen.personal_id for citizen in citizens]
        self.loaded = self.load()
        self.stories = stories(until=UNTIL, count=COUNT, citizens=self.numbers)
        self.dossiers = {each.created_at: each for each in Dossier.objects.with_screen()}

    def load(self) -> Loaded:
        return load(until=UNTIL, count=COUNT, citizens=self.numbers)

    def of(self, story: Story) -> Dossier:
        return self.dossiers[story.starts]

    def with_fate(self, fate: Fate) -> list[Dossier]:
        return [self.of(story) for story in self.stories if story.fate == fate]


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    """Kept for the tests of this file; gone afterwards with the transaction it was made in."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield Province()
        transaction.set_rollback(True)


def test_every_dossier_stands_where_the_plan_wants_it(province: Province) -> None:
    assert province.loaded.refused == ()
    assert len(province.dossiers) == COUNT
    for story in province.stories:
        assert province.of(story).state == STATUS_OF[story.fate], f"{story.fate} {story.spec.code}"


def test_codes_follow_time(province: Province) -> None:
    by_series = defaultdict(list)
    for dossier in province.dossiers.values():
        if dossier.code:
            code = codes.parse(dossier.code)
            assert code is not None
            assert dossier.accepted_at is not None
            assert code.day == dossier.accepted_at.astimezone(TZ).date()
            by_series[code.unit, code.day].append((code.number, dossier.accepted_at))
    for series in by_series.values():
        assert [number for number, _ in sorted(series, key=lambda pair: pair[1])] == list(
            range(1, len(series) + 1)
        )


def test_the_history_of_a_dossier_goes_forward(province: Province) -> None:
    for dossier in province.dossiers.values():
        movements = list(dossier.movements.order_by("id"))
        times = [dossier.created_at, *(each.at for each in movements)]
        assert times == sorted(times)
        # Only what the system does by itself happens at the same moment as what it follows from.
        own = [each.at for each in movements if each.actor != "Hệ thống"]
        assert len(set(own)) == len(own)


def test_the_record_is_unbroken_and_in_the_order_of_time(province: Province) -> None:
    assert not list(breaks())
    for chain in set(Entry.objects.filter(subject_type="dossier").values_list("chain", flat=True)):
        times = list(
            Entry.objects.filter(chain=chain, subject_type="dossier")
            .order_by("number")
            .values_list("at", flat=True)
        )
        assert times == sorted(times)


def test_due_dates_can_be_worked_out_anew(province: Province) -> None:
    for dossier in province.dossiers.values():
        deadline = deadlines.deadline_of(dossier)
        if deadline is not None and not dossier.has_ended:
            assert dossier.due_at == deadline.due


def test_officers_work_in_working_hours(province: Province) -> None:
    for item in WorkItem.objects.filter(kind="step", done_at__isnull=False).select_related("unit"):
        assert item.done_at is not None
        at = item.done_at.astimezone(TZ)
        spans = calendar_for(item.unit).spans(at.date())
        assert any(opens <= at <= closes for opens, closes in spans), f"{item.name} {at}"


def test_the_counter_receives_in_working_hours(province: Province) -> None:
    for dossier in province.dossiers.values():
        if dossier.channel == Channel.COUNTER and dossier.accepted_at is not None:
            at = dossier.accepted_at.astimezone(TZ)
            assert any(opens <= at <= closes for opens, closes in calendar_for(None).spans(at.date()))


def test_late_ones_are_late_and_the_others_are_not(province: Province) -> None:
    late = set(Dossier.objects.late(UNTIL).values_list("pk", flat=True))
    for fate in (Fate.RETURNED_LATE, Fate.LATE, Fate.LATE_AFTER_PROMISE):
        assert {each.pk for each in province.with_fate(fate)} <= late
    for fate in (Fate.RETURNED, Fate.RUNNING, Fate.RETURNED_AS_PROMISED, Fate.DONE):
        assert not {each.pk for each in province.with_fate(fate)} & late
    assert all(each.extended_to for each in province.with_fate(Fate.LATE_AFTER_PROMISE))
    assert not any(each.extended_to for each in province.with_fate(Fate.LATE))


def test_what_has_waited_too_long_is_before_the_desk(province: Province) -> None:
    for dossier in province.with_fate(Fate.FILED_LONG_AGO):
        assert dossier.acceptance_due_at is not None
        assert dossier.acceptance_due_at < UNTIL
    for dossier in province.with_fate(Fate.FILED):
        assert dossier.acceptance_due_at is not None
        assert dossier.acceptance_due_at >= UNTIL
    for dossier in province.with_fate(Fate.ASKED_LONG_AGO):
        assert any(item.kind == WorkItem.Kind.LAPSE for item in dossier.open_items())


def test_results_are_signed_sealed_and_of_their_day(province: Province) -> None:
    dossier = province.with_fate(Fate.RETURNED)[0]
    result = dossier.results.first()
    assert result is not None
    assert result.issued_at is not None
    assert result.issued_at < UNTIL
    assert result.file is not None


def test_loading_again_does_nothing(province: Province) -> None:
    before = Entry.objects.count()
    again = province.load()
    assert again.acts == 0
    assert Entry.objects.count() == before


def test_people_rate_some_of_what_they_got(province: Province) -> None:
    with moment.at(UNTIL):
        assert 0 < Rating.objects.count() <= COUNT
