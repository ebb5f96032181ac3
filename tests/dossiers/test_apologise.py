"""The apology with its one new date."""

from datetime import date

import pytest

from motcua.dossiers.actions.amend import apologise
from motcua.dossiers.models import Dossier
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, handler_of, on, refused, signer_of


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    with on("2026-11-02T09:00"):
        return cast.accepted(BIRTH_AGAIN)  # due on 9 November


def test_a_new_date_moves_the_due_moment_and_is_told(cast: Cast, dossier: Dossier) -> None:
    with on("2026-11-06T09:00"):
        found = apologise(
            actor=signer_of(cast, dossier),
            dossier_id=dossier.pk,
            reason="Phải xác minh thêm",
            new_date=date(2026, 11, 12),
        )
    assert found.due_at == day("2026-11-12T17:00")
    assert found.extended_to == date(2026, 11, 12)
    movement = found.movements.last()
    assert movement is not None
    assert (movement.before, movement.after) == (4, 4)
    assert movement.details["late"] is False
    form = found.printed_forms.last()
    assert form is not None
    assert form.kind == "04"
    assert form.facts["old_due"].startswith("2026-11-09")
    assert form.facts["new_due"].startswith("2026-11-12")
    assert "12/11/2026" in Notice.objects.get(kind="apologise").body


def test_rule_22_a_second_new_date_is_refused(cast: Cast, dossier: Dossier) -> None:
    signer = signer_of(cast, dossier)
    with on("2026-11-06T09:00"):
        apologise(actor=signer, dossier_id=dossier.pk, reason="Lần một", new_date=date(2026, 11, 12))
        with refused("second-apology"):
            apologise(actor=signer, dossier_id=dossier.pk, reason="Lần hai", new_date=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("moment", "late"), [("2026-11-06T16:59", False), ("2026-11-08T09:00", False), ("2026-11-09T07:00", True)]
)
def test_rule_23_an_apology_on_the_last_day_is_marked_late_itself(
    cast: Cast, dossier: Dossier, moment: str, late: bool
) -> None:
    with on(moment):
        found = apologise(
            actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Chậm", new_date=date(2026, 11, 20)
        )
    movement = found.movements.last()
    assert movement is not None
    assert movement.details["late"] is late


@pytest.mark.parametrize(
    ("new_date", "code"),
    [(None, "no-date"), (date(2026, 11, 9), "date-early"), (date(2026, 11, 3), "date-early")],
)
def test_the_new_date_lies_after_the_old_one(
    cast: Cast, dossier: Dossier, new_date: date | None, code: str
) -> None:
    with on("2026-11-06T09:00"), refused(code):
        apologise(actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Chậm", new_date=new_date)
    assert cast.fresh(dossier).extended_to is None


def test_a_day_off_rolls_forward(cast: Cast, dossier: Dossier) -> None:
    with on("2026-11-06T09:00"):
        found = apologise(
            actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Chậm", new_date=date(2026, 11, 24)
        )
    assert found.due_at == day("2026-11-25T17:00")


def test_only_the_signer_apologises(cast: Cast, dossier: Dossier) -> None:
    for actor in (handler_of(cast, dossier), cast.desk_of(dossier), cast.citizen):
        with on("2026-11-06T09:00"), pytest.raises(Forbidden):
            apologise(actor=actor, dossier_id=dossier.pk, reason="Chậm", new_date=date(2026, 11, 12))


def test_without_a_due_date_there_is_nothing_to_put_off(cast: Cast, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(term={}, due_at=None)
    with on("2026-11-06T09:00"), refused("no-due"):
        apologise(
            actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Chậm", new_date=date(2026, 11, 12)
        )
