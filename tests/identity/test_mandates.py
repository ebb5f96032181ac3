"""Acting for somebody else: by an explicit choice, under a mandate that holds today."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.audit.models import Entry
from motcua.dossiers.actions.refuse import withdraw
from motcua.dossiers.models import Dossier
from motcua.identity import mandates
from motcua.identity.actor import DESK_OFFICER, OFFICER, VISITOR_ACTOR, Actor
from motcua.identity.models import Mandate
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast

CODE = "1.004884"


def given(cast: Cast, **more: object) -> Mandate:
    return mandates.give(actor=cast.citizen, delegate=cast.stranger_person, ground="written", **more)  # type: ignore[arg-type]


def claimed(cast: Cast, **more: object) -> Mandate:
    fields = {
        "principal": cast.lan,
        "delegate": cast.stranger_person,
        "ground": "kinship",
        "starts": moment.today(),
    }
    return Mandate.objects.create(**{**fields, **more})


def standing(cast: Cast, on: date | None = None) -> Actor:
    return mandates.acting_for(cast.stranger, cast.lan.pk, on or moment.today())


def test_without_a_mandate_nobody_stands_for_anybody(cast: Cast) -> None:
    cast.lan  # noqa: B018
    with pytest.raises(Forbidden):
        standing(cast)
    for actor in (VISITOR_ACTOR, Actor(kind=OFFICER, name="Cán bộ")):
        with pytest.raises(Forbidden):
            mandates.acting_for(actor, cast.lan.pk, moment.today())


def test_a_delegate_sees_and_does_what_the_principal_may(cast: Cast) -> None:
    dossier = cast.filed(CODE)
    given(cast)
    assert not Dossier.objects.visible_to(cast.stranger).exists(), "not before the choice is made"
    actor = standing(cast)
    assert list(Dossier.objects.visible_to(actor)) == [dossier]
    withdrawn = withdraw(actor=actor, dossier_id=dossier.pk, reason="Theo ủy quyền")
    movement = withdrawn.movements.last()
    assert movement is not None
    assert movement.actor == "Trần Văn Bình (thay Nguyễn Thị Lan)"


def test_a_mandate_for_one_procedure_opens_that_one_alone(cast: Cast) -> None:
    mine, other = cast.filed(CODE), cast.filed("1.001193")
    given(cast, procedure_code=CODE)
    actor = standing(cast)
    assert list(Dossier.objects.visible_to(actor)) == [mine]
    assert mine.belongs_to(actor)
    assert not other.belongs_to(actor)
    with pytest.raises(Forbidden):
        withdraw(actor=actor, dossier_id=other.pk, reason="Vượt quyền")
    given(cast)
    assert Dossier.objects.visible_to(standing(cast)).count() == 2


def test_what_only_the_delegate_claims_opens_nothing_until_the_desk_confirms_it(cast: Cast) -> None:
    cast.filed(CODE)
    mandate = claimed(cast)
    with pytest.raises(Forbidden):
        standing(cast)
    with pytest.raises(Forbidden):
        mandates.confirm(actor=cast.stranger, mandate_id=mandate.pk)
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    mandates.confirm(actor=desk, mandate_id=mandate.pk)
    mandates.confirm(actor=desk, mandate_id=mandate.pk)
    assert Dossier.objects.visible_to(standing(cast)).count() == 1
    assert Entry.objects.filter(verb="confirm_mandate").count() == 1


def test_a_mandate_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    today = moment.today()
    claimed(cast, starts=today, ends=today + timedelta(days=2), confirmed_at=moment.now())
    for days, holds in ((-1, False), (0, True), (2, True), (3, False)):
        day = today + timedelta(days=days)
        if holds:
            assert standing(cast, day).for_person_id == cast.lan.pk
        else:
            with pytest.raises(Forbidden):
                standing(cast, day)


@pytest.mark.parametrize("who", ["principal", "delegate"])
def test_either_side_ends_it_at_once(cast: Cast, who: str) -> None:
    mandate = given(cast)
    assert standing(cast).for_person_id
    mandates.end(actor=cast.citizen if who == "principal" else cast.stranger, mandate_id=mandate.pk)
    with pytest.raises(Forbidden):
        standing(cast)
    assert Entry.objects.filter(verb="end_mandate").count() == 1


def test_others_end_nothing(cast: Cast) -> None:
    mandate = given(cast)
    third = replace(cast.stranger, person_id=cast.person("Lê Văn Ba", "025088009999").pk)
    with pytest.raises(Forbidden):
        mandates.end(actor=third, mandate_id=mandate.pk)


def test_choosing_oneself_stands_for_nobody(cast: Cast) -> None:
    given(cast)
    actor = standing(cast)
    alone = mandates.acting_for(actor, cast.stranger_person.pk, moment.today())
    assert alone == cast.stranger


def test_a_delegate_hands_nothing_on(cast: Cast) -> None:
    given(cast)
    with pytest.raises(Forbidden):
        mandates.give(actor=standing(cast), delegate=cast.lan, ground="written")


def test_a_mandate_is_given_to_another_for_a_known_reason_into_the_future(cast: Cast) -> None:
    yesterday = moment.today() - timedelta(days=1)
    for wrong in ({"delegate": cast.lan}, {"ground": "friendship"}, {"ends": yesterday}):
        with pytest.raises(Refused):
            mandates.give(
                **{"actor": cast.citizen, "delegate": cast.stranger_person, "ground": "written", **wrong}
            )
