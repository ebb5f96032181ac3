"""Paper on its way: received anywhere in the province, decided where the law says."""

import pytest

from motcua.dossiers import content
from motcua.dossiers.actions.accept import forward
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, on, refused, verbs
from tests.dossiers.papers_away import elsewhere, taken_in_at


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-18T14:59", "2026-11-18T17:00"),
        ("2026-11-18T15:00", "2026-11-18T17:00"),
        ("2026-11-18T15:01", "2026-11-19T08:00"),
        ("2026-11-20T16:00", "2026-11-23T08:00"),
        ("2026-11-23T16:00", "2026-11-25T08:00"),
    ],
)
def test_rule_17_paper_goes_to_the_agency_the_same_day_or_after_three_in_the_next_first_hour(
    cast: Cast, received: str, due: str
) -> None:
    with on(received):
        dossier = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    item = dossier.work_items.get()
    assert (item.kind, item.role, item.unit_id) == ("transfer", DESK_OFFICER, dossier.receiving_unit_id)
    assert item.due_at == day(due)


def test_forwarding_opens_the_route_and_closes_the_task(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    dossier = forward(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    assert dossier.state == Status.IN_PROGRESS
    assert verbs(dossier) == ["take_in", "forward"]
    assert [item.kind for item in dossier.open_items()] == ["step"]
    assert [form.kind for form in dossier.printed_forms.all()] == ["01", "06"]


def test_within_the_boundary_the_clock_starts_with_acceptance(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    with on("2026-11-19T07:30"):
        dossier = forward(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    assert dossier.clock_from == day("2026-11-18T09:00")
    assert dossier.due_at == day("2026-11-26T17:00")


def test_outside_the_boundary_the_desk_cannot_say_that_it_arrived(cast: Cast) -> None:
    with on("2026-11-18T16:00"):
        dossier = taken_in_at(cast, elsewhere(cast))
    assert content.is_outside_boundary(dossier)
    assert dossier.outside_boundary
    assert dossier.competent_unit_id == f"ubnd-{cast.a_commune}"
    with on("2026-11-19T10:00"), refused("by-list"):
        forward(actor=cast.desk_of(dossier), dossier_id=dossier.pk)


def test_until_it_arrives_the_promise_counts_on_the_hour_by_which_it_must(cast: Cast) -> None:
    with on("2026-11-18T16:00"):
        dossier = taken_in_at(cast, elsewhere(cast))
    assert dossier.accepted_at == day("2026-11-18T16:00")
    assert dossier.clock_from == day("2026-11-19T08:00"), "after 15:00: the first hour of the next day"
    assert dossier.due_at == day("2026-11-27T17:00"), "five working days, the 24th being a holiday"


def test_the_code_is_of_the_desk_that_received_it(cast: Cast) -> None:
    unit = elsewhere(cast)
    dossier = taken_in_at(cast, unit)
    assert str(dossier.code).startswith(f"{unit.agency_identifier}-")


def test_an_agency_that_receives_itself_is_not_outside(cast: Cast) -> None:
    police = Unit.objects.get(pk=f"cax-{cast.a_commune}")
    dossier = Dossier(competent_unit=police, receiving_unit=police)
    assert not content.is_outside_boundary(dossier)


def test_only_the_desk_that_has_the_paper_forwards_it(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
    for actor in (cast.citizen, cast.officer(elsewhere(cast), DESK_OFFICER)):
        with pytest.raises(Forbidden):
            forward(actor=actor, dossier_id=dossier.pk)
    assert dossier.work_items.get().done_at is None
