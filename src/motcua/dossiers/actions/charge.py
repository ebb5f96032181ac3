"""What a dossier costs: determined when it is sent, anew when its case changes,
dropped when it ends unpaid.
"""

from collections.abc import Iterable

from motcua.catalogue.tariff import FeeLine, fees
from motcua.dossiers import content
from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.payments.actions import LineToPay, cancel, determine, request
from motcua.payments.actions.redetermine import redetermine
from motcua.payments.models import Obligation

_OPEN = frozenset({Obligation.State.NONE.value, Obligation.State.DUE.value})


def price(actor: Actor, dossier: Dossier) -> Obligation:
    """The fees as the tariff stands today, or stood on the day a dossier typed later was really received;
    kept on the dossier whatever becomes of the tariff.
    """
    dossier.obligation = determine(
        actor=actor, payer=_payer(dossier), lines=_lines(dossier), unit=dossier.competent_unit
    )
    return dossier.obligation


def _payer(dossier: Dossier) -> str:
    return dossier.owner_organisation.name if dossier.owner_organisation else dossier.submitter.full_name


def _lines(dossier: Dossier) -> list[LineToPay]:
    received = dossier.paper_received_at
    on = received.astimezone(moment.TZ).date() if received is not None else moment.today()
    rows = fees(dossier.spec, content.facts(dossier), dossier.channel, on, content.fee_groups(dossier))
    return lines_to_pay(rows)


def lines_to_pay(rows: Iterable[FeeLine]) -> list[LineToPay]:
    """Rows of the tariff as the ledger takes them."""
    return [
        LineToPay(
            kind=row.kind,
            key=row.key,
            name=row.name,
            amount=row.amount,
            timing=row.timing,
            basis=row.basis,
            explanation=tuple(row.explanation),
            refundable=row.refundable,
        )
        for row in rows
    ]


def charge_anew(actor: Actor, dossier: Dossier, rows: Iterable[FeeLine], reason: str) -> None:
    """The dossier goes by another tariff from now on: what nobody has paid for yet is dropped and determined
    anew; where money has come, more is owed or what was too much waits to be given back.
    """
    old, lines = dossier.obligation, lines_to_pay(rows)
    if old is not None and old.state not in _OPEN:
        chain = dossier.receiving_unit_id or "system"
        dossier.obligation = redetermine(
            actor=actor, obligation_id=old.pk, lines=lines, reason=reason, chain=chain
        )
    else:
        drop_unpaid(actor, dossier)
        payer = _payer(dossier)
        dossier.obligation = determine(actor=actor, payer=payer, lines=lines, unit=dossier.competent_unit)
    dossier.save(update_fields=["obligation"])
    ask_by_qr(actor, dossier)


def reprice(actor: Actor, dossier: Dossier) -> None:
    """The case has changed: what is not paid yet is determined anew. Money that was taken is left alone, and
    what an earlier system determined stands.
    """
    old = dossier.obligation
    if dossier.is_carried_over or old is None or old.state not in _OPEN:
        return
    if [(line.key, line.amount) for line in old.lines.order_by("pk")] == [
        (line.key, line.amount) for line in _lines(dossier)
    ]:
        return
    drop_unpaid(actor, dossier)
    price(actor, dossier)
    dossier.save(update_fields=["obligation"])
    ask_by_qr(actor, dossier)


def ask_by_qr(actor: Actor, dossier: Dossier) -> None:
    """Have the QR code ready, under the number the dossier bears now, where an account collects.

    Made with the acts that write, so that pages and papers only have to show it.
    """
    owed = dossier.obligation
    if owed is not None and owed.is_open and request.account_for(owed.unit) is not None:
        request.by_qr(actor=actor, obligation_id=owed.pk, code=dossier.number)


def drop_unpaid(actor: Actor, dossier: Dossier) -> None:
    """Nobody pays for a dossier that ended without a result, or for a case that it turned out not to be."""
    if dossier.obligation_id is not None:
        cancel(actor=actor, obligation_id=dossier.obligation_id, chain=dossier.receiving_unit_id or "system")
