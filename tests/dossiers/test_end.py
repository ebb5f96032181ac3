"""Lapse, withdraw, stop: the ways a dossier ends without a result."""

import pytest

from motcua.dossiers.actions.refuse import lapse, stop, withdraw
from motcua.dossiers.actions.supplement import ask
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier
from motcua.lib.errors import Forbidden
from motcua.payments import actions as payments
from motcua.payments.models import Obligation
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, handler_of, on, recorded, refused, signer_of, wanted


def test_a_lapse_before_acceptance_is_a_refusal(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.filed(BIRTH_AGAIN)
        ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=wanted(dossier))
    with on("2026-12-03T09:00"):
        dossier = lapse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Quá hạn bổ sung")
    assert dossier.state == Status.REFUSED
    assert [form.kind for form in dossier.printed_forms.all()] == ["02", "03"]


def test_a_lapse_after_acceptance_stops_the_dossier(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
    with on("2026-12-03T09:00"):
        with refused("reason"):
            lapse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="")
        dossier = lapse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Quá hạn bổ sung")
    assert dossier.state == Status.STOPPED
    assert dossier.finished_at == day("2026-12-03T09:00")
    assert [form.kind for form in dossier.printed_forms.all()] == ["01", "06", "02", "05"]
    assert not dossier.open_items()


@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.COUNTER])
def test_the_applicant_takes_the_dossier_back_until_the_result_is_signed(cast: Cast, channel: str) -> None:
    dossier = cast.accepted(BIRTH_AGAIN, channel=channel)
    with refused("reason"):
        withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="")
    dossier = withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Tôi tìm thấy giấy cũ")
    assert dossier.state == Status.WITHDRAWN
    assert dossier.finished_at is not None
    assert not dossier.open_items()
    assert recorded(dossier)[-1] == "withdraw"
    with refused("not-now"):
        withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Lần nữa")


def test_withdrawn_before_acceptance_it_was_never_decided(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    dossier = withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Nộp nhầm")
    assert dossier.finished_at is None
    assert dossier.code is None


def test_a_stranger_takes_nothing_back(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with pytest.raises(Forbidden):
        withdraw(actor=cast.stranger, dossier_id=dossier.pk, reason="Phá")


def test_once_signed_it_is_neither_withdrawn_nor_stopped(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    for outcome in ("ok", "ok", "signed"):
        dossier = cast.step(dossier, outcome)
    with refused("signed"):
        withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Đổi ý")
    with refused("signed"):
        stop(actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Đổi ý")


def test_the_signer_stops_with_form_five(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    with pytest.raises(Forbidden):
        stop(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Có tranh chấp")
    dossier = stop(
        actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Có tranh chấp", legal_ground="Điều 5"
    )
    assert dossier.state == Status.STOPPED
    assert dossier.finished_at is not None
    form = dossier.printed_forms.last()
    assert form is not None
    assert (form.kind, form.facts["reason"], form.facts["grounds"]) == ("05", "Có tranh chấp", ["Điều 5"])


def test_what_is_unpaid_is_dropped_what_was_paid_is_kept(cast: Cast) -> None:
    unpaid, paid = cast.accepted(BIRTH_AGAIN), cast.accepted(BIRTH_AGAIN)
    assert paid.obligation is not None
    payments.take(actor=cast.desk_of(paid), obligation_id=paid.obligation.pk, method="cash")
    for dossier in (unpaid, paid):
        withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Nộp nhầm")
    states = [cast.fresh(dossier).obligation.state for dossier in (unpaid, paid)]  # type: ignore[union-attr]
    assert states == [Obligation.State.CANCELLED, Obligation.State.PAID]


def test_an_end_while_waiting_is_not_late(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
    with on("2026-11-30T09:00"):
        withdraw(actor=cast.citizen, dossier_id=dossier.pk, reason="Thôi")
    assert not Dossier.objects.late(day("2027-01-01T09:00")).exists()
