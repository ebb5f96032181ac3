"""Every share of the league is as large as the list behind it says, whatever lies with the dossiers."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.identity.models import Organisation
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.reporting.cockpit import Month
from motcua.reporting.figures import Whose
from motcua.reporting.league import MEASURES, Measure, Standing, communes
from motcua.reporting.lists import FIGURES, Days
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting.made import Past, make, on
from tests.reporting.test_facts import CODES, MONTHS, Life, lives, past, put

pytestmark = pytest.mark.django_db

# Of these the list holds the dossiers that make the share, of the others those that cost it.
MAKES = {"truoc-han", "qua-han", "ngoai-dia-gioi", "dung-lan-dau", "tu-choi"}
# Requests are counted, their dossiers listed: one may have been asked twice.
COUNTS_ACTS = {"bo-sung", "bo-sung-tiep-nhan"}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(lives, min_size=1, max_size=8))
def test_every_share_is_as_large_as_the_list_behind_it_says(cast: Cast, story: list[Life]) -> None:
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])
    file = cast.stored(b"mot tep")
    with moment.at(on(90)), transaction.atomic():
        firm = Organisation.objects.create(number="0100109106", name="Công ty thử")
        for dossier, life in zip(make(cast, [past(units, each) for each in story]), story, strict=True):
            put(dossier, life, file, firm)
        bring_up_to_date()
        for first, last in MONTHS:
            for measure in MEASURES.values():
                found = {each.unit_id: each for each in communes(Month(first, last), measure)}
                for unit in units:
                    compare(measure, found[unit.pk], Days(first, last))
        transaction.set_rollback(True)


def compare(measure: Measure, stands: Standing, days: Days) -> None:
    if measure.key in COUNTS_ACTS:
        return
    share = stands.share
    listed = FIGURES[measure.behind](Whose(frozenset({stands.unit_id})), days).count()
    expected = share.numerator if measure.key in MAKES else share.denominator - share.numerator
    assert listed == expected, measure.key


def test_requests_are_held_against_what_was_filed_and_what_was_accepted(cast: Cast) -> None:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    taken_in = [("file", on(0), None), ("ask_before", on(1), None), ("accept", on(2), on(9))]
    only_filed = [("file", on(0), None)]
    with moment.at(on(20)):
        make(cast, [Past(unit.pk, CODES[0], "online", acts) for acts in (taken_in, only_filed)])
        bring_up_to_date()
        month = Month.of(on(0).date(), on(20).date())
        found = {key: communes(month, MEASURES[key])[0].share for key in COUNTS_ACTS}
    assert {key: (each.numerator, each.denominator) for key, each in found.items()} == {
        "bo-sung": (1, 2),
        "bo-sung-tiep-nhan": (1, 1),
    }
