"""Five hundred running dossiers: thirty lives told by the real acts, each row of them put down many times."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any
from uuid import UUID

from motcua.dossiers.actions import amend, supplement
from motcua.dossiers.models import (
    Channel,
    Custody,
    Dossier,
    Movement,
    Paper,
    Result,
    Supplement,
    SupplementItem,
    WorkItem,
)
from motcua.lib.ids import uuid7
from motcua.payments import actions as payments
from motcua.payments.models import JournalEntry, Line, Obligation, Payment, Posting
from tests.cast import Cast
from tests.dossiers import hand
from tests.dossiers.hand import BIRTH_AGAIN, handler_of, on, signer_of

CASES = ("copy", "other")
STAYS = "signed"
"""The lives that no clause can move."""


def tell_all(cast: Cast) -> dict[tuple[str, str], Dossier]:
    """Every life in every case, under the version in force on 2 November, as it stands on the 4th."""
    return {(life, case): tell(cast, case) for life, tell in LIVES.items() for case in CASES}


# Lives


def _begun(cast: Cast, case: str, how: Callable[..., Dossier], channel: str = Channel.ONLINE) -> Dossier:
    with on("2026-11-02T09:00"):
        return how(BIRTH_AGAIN, case=cast.version(BIRTH_AGAIN).spec.case(case), channel=channel)


def filed(cast: Cast, case: str) -> Dossier:
    return _begun(cast, case, cast.filed)


def asked_before(cast: Cast, case: str) -> Dossier:
    dossier = filed(cast, case)
    with on("2026-11-02T14:00"):
        hand.all_fine(cast, dossier)
        supplement.ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=hand.wanted(dossier))
    return cast.fresh(dossier)


def supplied_before(cast: Cast, case: str) -> Dossier:
    dossier = asked_before(cast, case)
    with on("2026-11-03T09:00"):
        hand.answer(cast, dossier)
        supplement.supply(actor=cast.citizen, dossier_id=dossier.pk)
    return cast.fresh(dossier)


def at_the_counter(cast: Cast, case: str) -> Dossier:
    return _begun(cast, case, cast.filed, Channel.COUNTER)


def sent_on(cast: Cast, case: str) -> Dossier:
    dossier = at_the_counter(cast, case)
    with on("2026-11-02T15:30"):
        return cast.accept(dossier)


def drafting(cast: Cast, case: str) -> Dossier:
    return _begun(cast, case, cast.accepted)


def at_the_head(cast: Cast, case: str) -> Dossier:
    dossier = drafting(cast, case)
    with on("2026-11-02T11:00"):
        return cast.step(dossier, "ok")


def before_the_signer(cast: Cast, case: str) -> Dossier:
    dossier = at_the_head(cast, case)
    with on("2026-11-03T09:00"):
        return cast.step(dossier, "ok")


def sent_back(cast: Cast, case: str) -> Dossier:
    dossier = before_the_signer(cast, case)
    with on("2026-11-03T10:00"):
        return cast.step(dossier, "back", note="Sửa lại họ tên")


def signed(cast: Cast, case: str) -> Dossier:
    dossier = before_the_signer(cast, case)
    with on("2026-11-03T10:00"):
        return cast.step(dossier, "signed")


def waiting(cast: Cast, case: str) -> Dossier:
    dossier = drafting(cast, case)
    with on("2026-11-03T09:00"):
        supplement.ask(actor=handler_of(cast, dossier), dossier_id=dossier.pk, items=hand.wanted(dossier))
    return cast.fresh(dossier)


def waited(cast: Cast, case: str) -> Dossier:
    dossier = waiting(cast, case)
    with on("2026-11-04T10:30"):
        hand.answer(cast, dossier)
        supplement.supply(actor=cast.citizen, dossier_id=dossier.pk)
    return cast.fresh(dossier)


def owing_tax(cast: Cast, case: str) -> Dossier:
    dossier = drafting(cast, case)
    with on("2026-11-03T09:00"):
        amend.demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Nộp thuế")
    return cast.fresh(dossier)


def promised_anew(cast: Cast, case: str) -> Dossier:
    dossier = drafting(cast, case)
    with on("2026-11-04T09:00"):
        new_date = hand.day("2026-11-20T00:00").date()
        amend.apologise(
            actor=signer_of(cast, dossier), dossier_id=dossier.pk, reason="Quá tải", new_date=new_date
        )
    return cast.fresh(dossier)


def paid(cast: Cast, case: str) -> Dossier:
    dossier = drafting(cast, case)
    with on("2026-11-02T10:00"):
        payments.take(actor=cast.desk_of(dossier), obligation_id=dossier.obligation_id, method="cash")  # type: ignore[arg-type]
    return cast.fresh(dossier)


LIVES: Mapping[str, Callable[[Cast, str], Dossier]] = {
    life.__name__: life
    for life in (
        filed,
        asked_before,
        supplied_before,
        at_the_counter,
        sent_on,
        drafting,
        at_the_head,
        before_the_signer,
        sent_back,
        signed,
        waiting,
        waited,
        owing_tax,
        promised_anew,
        paid,
    )
}


# Copies

_OF_DOSSIER = (Movement, Paper, Custody, Result)


def many(told: Mapping[tuple[str, str], Dossier], count: int) -> dict[UUID, tuple[str, str]]:
    """So many dossiers in all, each the copy of a life; which life each one is."""
    found = {dossier.pk: life for life, dossier in told.items()}
    lives = list(told.items())
    for number in range(count - len(found)):
        life, dossier = lives[number % len(lives)]
        found[_copy(dossier, number)] = life
    return found


def _copy(dossier: Dossier, number: int) -> UUID:
    obligation = _money(dossier.obligation, number)
    code = f"{dossier.code}-{number}" if dossier.code else None
    made = _again(dossier, temporary_number=f"T{number}", code=code, obligation=obligation)
    for model in _OF_DOSSIER:
        for row in model._base_manager.filter(dossier=dossier).order_by("pk"):
            _again(row, dossier=made)
    items: dict[object, WorkItem | None] = {None: None}
    for item in WorkItem.objects.filter(dossier=dossier).order_by("opened_at", "pk"):
        items[item.pk] = _again(item, dossier=made, asked_by=items[item.asked_by_id])
    for each in Supplement.objects.filter(dossier=dossier):
        again = _again(each, dossier=made)
        for wanted in SupplementItem.objects.filter(supplement=each):
            _again(wanted, supplement=again)
    return made.pk


def _money(obligation: Obligation | None, number: int) -> Obligation | None:
    if obligation is None:
        return None
    made = _again(obligation)
    for line in Line.objects.filter(obligation=obligation).order_by("pk"):
        _again(line, obligation=made)
    for entry in JournalEntry.objects.filter(obligation=obligation):
        again = _again(entry, key=f"{entry.key}-{number}", obligation=made)
        for posting in Posting.objects.filter(entry=entry).order_by("pk"):
            _again(posting, entry=again, obligation=made)
        for payment in Payment.objects.filter(entry=entry):
            _again(payment, entry=again, obligation=made)
    return made


def _again(row: Any, **changes: Any) -> Any:
    made = copy(row)
    made.pk = uuid7() if isinstance(row.pk, UUID) else None
    for name, value in changes.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
