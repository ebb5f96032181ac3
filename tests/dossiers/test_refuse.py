"""The desk does not take a dossier in."""

import pytest

from motcua.dossiers.actions.refuse import refuse
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.dossiers.printing import form_pdf
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from motcua.payments.models import Obligation
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on, recorded, refused


def test_a_refusal_ends_the_dossier_with_form_three_and_no_code(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    dossier = refuse(
        actor=cast.desk_of(dossier),
        dossier_id=dossier.pk,
        reason="Không thuộc thẩm quyền",
        legal_ground="Điều 7",
    )
    assert dossier.state == Status.REFUSED
    assert dossier.code is None
    assert not dossier.open_items()
    form = dossier.printed_forms.get()
    assert (form.kind, form.number[:3]) == ("03", "01/")
    assert form.facts["reasons"] == ["Không thuộc thẩm quyền"]
    assert form.facts["grounds"] == ["Điều 7"]
    assert form_pdf(form).startswith(b"%PDF")
    assert "Không thuộc thẩm quyền" in Notice.objects.get(kind="refuse").body
    assert recorded(dossier)[-1] == "refuse"


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_refusal_without_a_reason_is_none(cast: Cast, reason: str) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with refused("reason"):
        refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason=reason)
    assert cast.fresh(dossier).state == Status.FILED
    assert not dossier.printed_forms.exists()


def test_whether_it_may_be_done_is_asked_before_the_reason(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    with refused("not-now"):
        refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="")
    with pytest.raises(Forbidden):
        refuse(actor=cast.stranger, dossier_id=cast.filed(BIRTH_AGAIN).pk, reason="")


def test_nobody_owes_anything_for_a_refused_dossier(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    assert dossier.obligation is not None
    assert dossier.obligation.state == Obligation.State.DUE
    dossier = refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Trùng hồ sơ")
    assert cast.fresh(dossier).obligation.state == Obligation.State.CANCELLED  # type: ignore[union-attr]


def test_a_refused_dossier_counts_neither_as_late_nor_as_finished(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.filed(BIRTH_AGAIN)
        dossier = refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Trùng hồ sơ")
    assert dossier.finished_at is None
    assert not Dossier.objects.late(dossier.touched_at).exists()


def test_the_numbers_of_a_form_run_on_without_gap_even_after_a_failure(cast: Cast) -> None:
    numbers = []
    for _ in range(3):
        dossier = cast.filed(BIRTH_AGAIN)
        with refused("reason"):
            refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="")
        refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Trùng hồ sơ")
        numbers.append(dossier.printed_forms.get().number.split("/")[0])
    assert numbers == ["01", "02", "03"]
