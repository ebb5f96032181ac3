"""Changing the case, and waiting for a financial obligation."""

import pytest

from motcua.dossiers.actions.amend import change_case, demand_payment, settle_payment
from motcua.dossiers.actions.supplement import ask, supply
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from motcua.payments import actions as payments
from motcua.payments.models import Obligation
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, answer, day, handler_of, on, refused, step_of, wanted

CASES = "1.001776"
"""Monthly support: ten working days to change it, twenty to begin it."""


def other_case(dossier: Dossier, key: str) -> dict[str, str]:
    case = dossier.spec.case(key)
    assert case is not None
    return case.examples[0].answers


def test_another_case_gives_another_due_date_from_the_original_start(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(CASES)
    assert (dossier.case_key, dossier.due_at) == ("change", day("2026-11-16T17:00"))
    with on("2026-11-05T09:00"):
        found = change_case(
            actor=handler_of(cast, dossier),
            dossier_id=dossier.pk,
            answers=other_case(dossier, "disabled"),
            reason="Hưởng lần đầu",
        )
    assert found.case_key == "disabled"
    assert found.due_at == day("2026-12-01T17:00")
    assert cast.fresh(dossier).term["amount"] == "20"
    movement = found.movements.last()
    assert movement is not None
    assert movement.due_at == found.due_at, "the history holds the new date"
    assert movement.details["before"] == "change"
    assert "01/12/2026" in Notice.objects.get(kind="change_case").body, "and so does the notice"


def test_waits_before_the_change_still_count(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(CASES, case=cast.version(CASES).spec.case("care"))
        ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=wanted(dossier))
    with on("2026-11-04T09:00"):
        answer(cast, dossier)
        supply(actor=cast.citizen, dossier_id=dossier.pk)
        found = change_case(
            actor=handler_of(cast, dossier),
            dossier_id=dossier.pk,
            answers=other_case(dossier, "change"),
            reason="Chỉ điều chỉnh",
        )
    assert found.due_at == day("2026-11-18T17:00")


def test_a_case_is_changed_with_a_reason_and_all_deciding_answers(cast: Cast) -> None:
    dossier = cast.accepted(CASES)
    handler = handler_of(cast, dossier)
    with refused("reason"):
        change_case(actor=handler, dossier_id=dossier.pk, answers=other_case(dossier, "care"), reason=" ")
    deciding = next(iter(other_case(dossier, "care")))
    with refused("no-case"):
        change_case(actor=handler, dossier_id=dossier.pk, answers={deciding: "?"}, reason="Sai")
    assert cast.fresh(dossier).case_key == dossier.case_key


def test_an_ended_dossier_says_so_before_it_asks_for_a_reason(cast: Cast) -> None:
    dossier = cast.draft(CASES)
    with refused("not-now"):
        change_case(actor=cast.citizen, dossier_id=dossier.pk, answers={}, reason="")


def test_what_is_not_paid_is_determined_anew_for_the_new_case(cast: Cast) -> None:
    code = "1.001193"
    spec = cast.version(code).spec
    dossier = cast.accepted(code, case=spec.case("late"))
    old = dossier.obligation
    assert old is not None
    assert old.state == Obligation.State.DUE
    found = change_case(
        actor=handler_of(cast, dossier),
        dossier_id=dossier.pk,
        answers=other_case(dossier, "on-time"),
        reason="Còn trong hạn",
    )
    old.refresh_from_db()
    assert old.state == Obligation.State.CANCELLED
    assert cast.fresh(found).obligation.state == Obligation.State.NONE  # type: ignore[union-attr]


def test_what_was_paid_stays_paid(cast: Cast) -> None:
    code = "1.001193"
    dossier = cast.accepted(code, case=cast.version(code).spec.case("late"))
    payments.take(actor=cast.desk_of(dossier), obligation_id=dossier.obligation_id, method="cash")  # type: ignore[arg-type]
    change_case(
        actor=handler_of(cast, dossier),
        dossier_id=dossier.pk,
        answers=other_case(dossier, "on-time"),
        reason="Còn trong hạn",
    )
    assert cast.fresh(dossier).obligation_id == dossier.obligation_id


def test_after_signing_the_case_stands(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    for outcome in ("ok", "ok", "signed"):
        dossier = cast.step(dossier, outcome)
    with refused("signed"):
        change_case(actor=cast.desk_of(dossier), dossier_id=dossier.pk, answers={}, reason="Muộn")


def test_waiting_for_tax_does_not_count(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
    with on("2026-11-04T09:00"):
        with refused("reason"):
            demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="")
        found = demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Nộp thuế đất")
    assert found.state == Status.FINANCIAL
    assert found.due_at is None
    assert step_of(found).paused_at is not None
    with on("2026-11-06T09:00"):
        found = settle_payment(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Biên lai 0001")
    assert found.state == Status.IN_PROGRESS
    assert found.due_at == day("2026-11-11T17:00")
    assert step_of(found).paused_at is None


def test_a_restarting_term_does_not_restart_for_tax(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
        Dossier.objects.filter(pk=dossier.pk).update(term={**dossier.term, "mode": "restart"})
    with on("2026-11-04T09:00"):
        demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Nộp thuế đất")
    with on("2026-11-06T09:00"):
        found = settle_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Biên lai 0001")
    assert found.due_at == day("2026-11-11T17:00")


def test_the_applicant_does_not_say_that_it_is_paid(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Nộp thuế đất")
    with pytest.raises(Forbidden):
        settle_payment(actor=cast.citizen, dossier_id=dossier.pk, reason="Đã nộp")
