"""Paper on its way: received anywhere in the province, decided where the law says."""

from datetime import timedelta

import pytest

from motcua.dossiers import content
from motcua.dossiers.actions import draft
from motcua.dossiers.actions.accept import forward
from motcua.dossiers.actions.file import take_in
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, on, refused, verbs

RESIDENCE = "1.001731"
"""Decided by the commune of residence; taken in at any desk."""


def elsewhere(cast: Cast) -> Unit:
    return Unit.objects.of_kind("commune_centre").exclude(admin_code=cast.a_commune).order_by("pk")[0]


def taken_in_at(cast: Cast, unit: Unit) -> Dossier:
    sample = cast.draft(RESIDENCE, channel=Channel.COUNTER)
    desk = cast.officer(unit, DESK_OFFICER)
    dossier = draft.start(
        actor=desk,
        version=sample.version,
        submitter=cast.lan,
        channel=Channel.COUNTER,
        receiving_unit=unit,
        answers=sample.answers,
        raw=sample.raw,
    )
    cast.hand_in(desk, dossier)
    return take_in(actor=desk, dossier_id=dossier.pk)


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


def test_outside_the_boundary_the_clock_starts_when_the_agency_has_it(cast: Cast) -> None:
    with on("2026-11-18T16:00"):
        dossier = taken_in_at(cast, elsewhere(cast))
    assert content.is_outside_boundary(dossier)
    assert dossier.competent_unit_id == f"ubnd-{cast.a_commune}"
    desk = cast.desk_of(dossier)
    with on("2026-11-20T10:00"):
        with refused("future"):
            forward(actor=desk, dossier_id=dossier.pk, arrived_at=moment.now() + timedelta(hours=1))
        dossier = forward(actor=desk, dossier_id=dossier.pk, arrived_at=day("2026-11-20T09:00"))
    assert dossier.accepted_at == day("2026-11-18T16:00")
    assert dossier.clock_from == day("2026-11-20T09:00")
    assert dossier.due_at == day("2026-11-30T17:00"), (
        "five working days from Friday, the 24th being a holiday"
    )


def test_it_cannot_have_arrived_before_it_was_accepted(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = taken_in_at(cast, elsewhere(cast))
    with on("2026-11-19T09:00"):
        dossier = forward(
            actor=cast.desk_of(dossier), dossier_id=dossier.pk, arrived_at=day("2026-11-17T09:00")
        )
    assert dossier.clock_from == day("2026-11-18T09:00")


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
