"""Helped, received, decided, returned: four places, chosen and kept apart (NĐ 309/2026 Đ7)."""

import pytest

from motcua.catalogue.models import Version
from motcua.dossiers import places
from motcua.dossiers.actions import draft
from motcua.dossiers.actions.file import file, take_in
from motcua.dossiers.models import Channel, Dossier, ReturnMethod
from motcua.lib import moment
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, refused
from tests.dossiers.papers_away import elsewhere, taken_in_at


@pytest.fixture
def begun(cast: Cast) -> Dossier:
    return cast.draft(BIRTH_AGAIN)


def test_an_online_applicant_fetches_the_result_at_any_centre_of_the_province(
    cast: Cast, begun: Dossier
) -> None:
    far = elsewhere(cast)
    draft.choose_return(actor=cast.citizen, dossier_id=begun.pk, method=ReturnMethod.DESK, unit=far.pk)
    sent = file(actor=cast.citizen, dossier_id=begun.pk)
    assert sent.return_unit_id == far.pk
    assert sent.receiving_unit_id == f"ttpvhcc-{cast.a_commune}"
    assert sent.competent_unit_id == f"ubnd-{cast.a_commune}"


def test_without_a_choice_it_is_returned_where_it_was_received(cast: Cast, begun: Dossier) -> None:
    sent = file(actor=cast.citizen, dossier_id=begun.pk)
    assert sent.return_unit_id == sent.receiving_unit_id


@pytest.mark.parametrize("nowhere", ["phong-vhxh-04792", "khong-co"])
def test_only_centres_return_results(cast: Cast, begun: Dossier, nowhere: str) -> None:
    with refused("no-desk"):
        draft.choose_return(actor=cast.citizen, dossier_id=begun.pk, method=ReturnMethod.DESK, unit=nowhere)


def test_bound_to_its_place_a_procedure_returns_where_it_receives(cast: Cast, begun: Dossier) -> None:
    bound = begun.spec.model_copy(update={"boundary_free": False})
    far, own = elsewhere(cast), Unit.objects.get(pk=f"ttpvhcc-{cast.a_commune}")
    assert places.return_desk(bound, own.pk, own=own) == own
    with refused("no-desk"):
        places.return_desk(bound, far.pk, own=own)


def test_a_desk_of_one_commune_takes_in_for_another_and_the_result_comes_back_to_it(cast: Cast) -> None:
    far = elsewhere(cast)
    dossier = taken_in_at(cast, far)
    assert dossier.support_unit_id == dossier.receiving_unit_id == dossier.return_unit_id == far.pk
    assert dossier.competent_unit_id == f"ubnd-{cast.a_commune}"
    assert dossier.outside_boundary


def test_a_commune_desk_takes_in_for_a_department_of_the_province(cast: Cast) -> None:
    provincial = next(
        version
        for version in Version.objects.all_for(moment.today())
        if version.spec.boundary_free
        and version.spec.levels == ("province",)
        and "counter" in version.spec.channels
    )
    begun = cast.draft(provincial.procedure_id, channel=Channel.COUNTER)
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", "desk_officer")
    taken = take_in(actor=desk, dossier_id=begun.pk)
    assert taken.outside_boundary
    assert taken.competent_unit is not None
    assert taken.competent_unit.level == "province"
    assert places.desk_of(taken.competent_unit).kind == Unit.Kind.PROVINCE_CENTRE
