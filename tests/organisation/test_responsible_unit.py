from datetime import date

import pytest

from motcua.identity.actor import ADMIN, HANDLER, OFFICER, Actor
from motcua.identity.models import User
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions import Heir, assign, reorganise
from motcua.organisation.models import Post, Succession, Unit
from motcua.organisation.queries import (
    commune_units,
    competent_commune_unit,
    divisions,
    responsible_unit,
    unit_by_identifier,
)
from tests.organisation.conftest import TODAY

ADMINISTRATOR = Actor(kind=OFFICER, name="Quản trị", roles=frozenset({ADMIN}))
SECOND = date(2028, 1, 1)
GROUND = "Nghị quyết giả định về sắp xếp lần hai"


def unit(slug: str) -> Unit:
    return Unit.objects.get(pk=slug)


def merge(old: str, *heirs: Heir, on: date = SECOND) -> None:
    reorganise(actor=ADMINISTRATOR, unit=unit(old), heirs=heirs, on=on, ground=GROUND)


def test_before_its_end_a_unit_answers_for_itself(province: Unit) -> None:
    assert responsible_unit(unit("cu-04957"), on=date(2025, 6, 30)).pk == "cu-04957"
    assert responsible_unit(unit("ubnd-08515"), on=TODAY).pk == "ubnd-08515"


def test_after_it_the_main_successor_answers(province: Unit) -> None:
    assert responsible_unit(unit("cu-04957"), on=date(2025, 7, 1)).pk == "ubnd-04960"
    assert responsible_unit(unit("cu-26"), on=TODAY).pk == "ubnd-tinh"
    assert responsible_unit(unit("cu-227"), on=TODAY).pk == "ubnd-07900"


def test_two_reorganisations_are_followed_one_after_the_other(province: Unit) -> None:
    merge("ubnd-04960", Heir(unit("ubnd-04924")))
    old = unit("cu-04957")
    assert responsible_unit(old, on=date(2025, 6, 30)) == old
    assert responsible_unit(old, on=date(2027, 12, 31)).pk == "ubnd-04960"
    assert responsible_unit(old, on=SECOND).pk == "ubnd-04924"


def test_every_ended_unit_has_somebody_who_answers_today(province: Unit) -> None:
    for ended in Unit.objects.filter(valid_to__lt=TODAY):
        assert responsible_unit(ended, on=TODAY).is_valid(TODAY)


def test_a_ring_of_successors_ends_where_it_began(province: Unit) -> None:
    merge("ubnd-04960", Heir(unit("ubnd-04924")))
    merge("ubnd-04924", Heir(unit("ubnd-04978")), on=date(2029, 1, 1))
    Succession.objects.filter(old="ubnd-04924").update(new="ubnd-04960")
    assert responsible_unit(unit("ubnd-04960"), on=date(2030, 1, 1)).pk == "ubnd-04924"


def test_a_unit_that_ended_without_successor_stays_the_answer(province: Unit) -> None:
    Unit.objects.filter(pk="ttdvvl").update(valid_to=date(2026, 1, 1))
    assert responsible_unit(unit("ttdvvl"), on=TODAY).pk == "ttdvvl"


def test_people_leave_their_posts_with_the_last_day_of_the_unit(province: Unit, officer: User) -> None:
    post = Post.objects.create(unit=unit("ubnd-04960"), title="Chuyên viên", roles=[HANDLER])
    held = assign(actor=ADMINISTRATOR, post=post, user=officer, starts=TODAY)
    merge("ubnd-04960", Heir(unit("ubnd-04924")))
    held.refresh_from_db()
    assert held.ends == date(2027, 12, 31)


def test_a_part_may_go_to_another_unit(province: Unit) -> None:
    merge(
        "ubnd-04960",
        Heir(unit("ubnd-04924"), partial=True),
        Heir(unit("ubnd-04978"), main=False, partial=True),
    )
    assert responsible_unit(unit("ubnd-04960"), on=SECOND).pk == "ubnd-04924"


def test_a_reorganisation_needs_one_main_heir_that_exists_and_a_ground(province: Unit) -> None:
    with pytest.raises(Refused):
        merge("ubnd-04960")
    with pytest.raises(Refused):
        merge("ubnd-04960", Heir(unit("ubnd-04924")), Heir(unit("ubnd-04978")))
    with pytest.raises(Refused):
        merge("ubnd-04960", Heir(unit("cu-04957")))
    with pytest.raises(Refused):
        merge("ubnd-04960", Heir(unit("ubnd-04960")))
    with pytest.raises(Refused):
        merge("cu-04957", Heir(unit("ubnd-04924")))
    with pytest.raises(Refused):
        reorganise(
            actor=ADMINISTRATOR,
            unit=unit("ubnd-04960"),
            heirs=[Heir(unit("ubnd-04924"))],
            on=SECOND,
            ground=" ",
        )
    assert unit("ubnd-04960").valid_to is None


def test_only_an_administrator_reorganises(province: Unit) -> None:
    handler = Actor(kind=OFFICER, name="Chuyên viên", roles=frozenset({HANDLER}))
    with pytest.raises(Forbidden):
        reorganise(actor=handler, unit=unit("ubnd-04960"), heirs=[], on=SECOND, ground=GROUND)


def test_the_competent_unit_of_a_commune_is_found_by_kind_and_code(province: Unit) -> None:
    assert competent_commune_unit("commune_police", "08515", TODAY).pk == "cax-08515"
    assert competent_commune_unit("division:economy", "08515", TODAY).pk == "phong-kt-08515"


def test_an_address_of_before_the_merger_leads_to_the_present_commune(province: Unit) -> None:
    assert not commune_units("04957", on=TODAY).exists()
    assert competent_commune_unit("commune_committee", "04957", TODAY).pk == "ubnd-04960"
    assert competent_commune_unit("commune_police", "04957", TODAY).pk == "cax-04960"


@pytest.mark.parametrize("code", ["00004", "99999"])
def test_a_commune_of_another_province_is_refused(province: Unit, code: str) -> None:
    with pytest.raises(Refused):
        competent_commune_unit("commune_committee", code, TODAY)


def test_a_kind_that_communes_do_not_have_is_refused(province: Unit) -> None:
    with pytest.raises(Refused):
        competent_commune_unit("tax", "04957", TODAY)


def test_a_commune_has_six_units_three_of_them_divisions(commune: Unit) -> None:
    assert commune_units("08515", on=TODAY).count() == 6
    assert {division.kind for division in divisions(commune, on=TODAY)} == {
        "division:social",
        "division:economy",
        "division:office",
    }


def test_an_identifier_names_its_unit_in_both_forms(province: Unit) -> None:
    """Rule 25: H44.12 and 000.00.12.H44 are the same unit."""
    today, legacy = unit_by_identifier("H44.12"), unit_by_identifier("000.00.12.H44")
    assert today is not None
    assert today == legacy
    assert today.aliases.get().identifier == "000.00.12.H44"


def test_the_identifiers_of_the_merged_provinces_lead_to_the_new_one(province: Unit) -> None:
    assert unit_by_identifier("H28") == unit_by_identifier("H62") == unit_by_identifier("H44") == province


def test_an_unknown_identifier_is_nobodys_and_a_malformed_one_is_refused(province: Unit) -> None:
    assert unit_by_identifier("H01.77") is None
    with pytest.raises(Refused):
        unit_by_identifier("h44.12")
