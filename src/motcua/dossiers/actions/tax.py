"""What is owed to the State for land: asked of the tax office, told to the payer, closed by its voucher.

The dossier stands at status 6 meanwhile and its clock stands still: the wait does not count (NĐ 101/2024).
The money goes to the treasury, never through an account of ours; the ledger keeps what was demanded and paid.
"""

from datetime import timedelta

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import content, notices
from motcua.dossiers.actions.amend import demand_payment, settle_payment
from motcua.dossiers.actions.move import lock
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, TaxSlip
from motcua.dossiers.tax_office import Notice, Slip, TaxOfficeError, Voucher, tax_office
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.payments.actions import LineToPay, cancel, determine, let_off
from motcua.payments.actions.take import Incoming, receive
from motcua.payments.books import held
from motcua.payments.models import Book, Payment

CLAIM, ASK_EVERY = timedelta(minutes=5), timedelta(hours=6)
MOST_ATTEMPTS = 12
_STATE = TaxSlip.State
_BASIS = "NĐ 101/2024/NĐ-CP"


@transaction.atomic
def ask_tax_office(*, actor: Actor, dossier_id: Id, reason: str) -> TaxSlip:
    """Move the dossier to status 6 and put a slip in the queue for the tax office.

    Raises Refused when no tax office is connected, or a slip of the dossier is still open.
    """
    if tax_office() is None:
        raise Refused("Hệ thống chưa nối với cơ quan thuế: hãy chuyển phiếu giấy.", code="no-tax-office")
    dossier = demand_payment(actor=actor, dossier_id=dossier_id, reason=reason)
    if dossier.tax_slips.open().exists():
        raise Refused("Hồ sơ này đang có một phiếu chuyển thông tin chưa xong.", code="slip-twice")
    at = moment.now()
    slip = TaxSlip.objects.create(dossier=dossier, made_at=at, next_try_at=at)
    _record(actor, slip, "ask_tax_office", {})
    return slip


def serve_tax_office(*, most: int = 50) -> int:
    """Send what waits and ask about what was sent long ago; how many. Run by the worker."""
    office = tax_office()
    served = 0
    while office is not None and served < most and (slip := _claim()) is not None:
        served += 1
        try:
            if slip.state == _STATE.WAITING:
                _sent(slip, office.send(_slip(slip)))
            else:
                for news in office.news(str(slip.pk)):
                    tax_told(slip_id=slip.pk, news=news)
        except TaxOfficeError as problem:
            _put_off(slip, problem)
    return served


def _claim() -> TaxSlip | None:
    """The claim itself is the lease: nothing is lost when the worker dies."""
    with transaction.atomic():
        slip = TaxSlip.objects.due(moment.now()).select_for_update(skip_locked=True, of=("self",)).first()
        if slip is None:
            return None
        waiting = slip.state == _STATE.WAITING
        slip.attempts += waiting
        slip.next_try_at = moment.now() + (CLAIM if waiting else ASK_EVERY)
        slip.save(update_fields=["attempts", "next_try_at"])
    return slip


def _slip(slip: TaxSlip) -> Slip:
    dossier = Dossier.objects.with_screen().get(pk=slip.dossier_id)
    unit = dossier.competent_unit
    return Slip(
        key=str(slip.pk),
        dossier=dossier.number,
        procedure=dossier.version.procedure_id,
        sender=unit.name if unit is not None else "",
        payer=_payer(dossier),
        payer_id=_payer_id(dossier),
        facts={line.label: line.text for section in content.read_back(dossier) for line in section.lines},
    )


def _payer(dossier: Dossier) -> str:
    return dossier.owner_organisation.name if dossier.owner_organisation else dossier.owner.full_name


def _payer_id(dossier: Dossier) -> str:
    """The tax code of a business, the personal id number of everybody else; it is their tax code as well."""
    owner = dossier.owner_organisation
    return owner.number if owner is not None else dossier.owner.personal_id or ""


def _sent(slip: TaxSlip, reference: str) -> None:
    with transaction.atomic():
        fresh = TaxSlip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
        # The answer may be here before we know that the question has arrived.
        if fresh.state == _STATE.WAITING:
            fresh.state, fresh.next_try_at = _STATE.SENT, moment.now() + ASK_EVERY
        fresh.reference, fresh.sent_at, fresh.problem = reference[:60], moment.now(), ""
        fresh.save(update_fields=["state", "next_try_at", "reference", "sent_at", "problem"])


def _put_off(slip: TaxSlip, problem: TaxOfficeError) -> None:
    refused = slip.state == _STATE.WAITING and (not problem.retry or slip.attempts >= MOST_ATTEMPTS)
    wait = timedelta(minutes=min(2**slip.attempts, 360))
    TaxSlip.objects.filter(pk=slip.pk, state=slip.state).update(
        problem=problem.message[:300],
        state=_STATE.REFUSED if refused else slip.state,
        next_try_at=None if refused else moment.now() + wait,
    )


@transaction.atomic
def send_again(*, actor: Actor, slip_id: Id) -> TaxSlip:
    """Once more to the tax office, after what it did not take has been put right."""
    slip = _held(slip_id)
    if slip.state != _STATE.REFUSED:
        raise Refused("Phiếu này không cần gửi lại.", code="not-refused")
    slip.state, slip.attempts, slip.next_try_at = _STATE.WAITING, 0, moment.now()
    slip.save(update_fields=["state", "attempts", "next_try_at"])
    _record(actor, slip, "send_slip_again", {})
    return slip


@transaction.atomic
def tax_told(*, slip_id: Id, news: Notice | Voucher) -> TaxSlip:
    """Keep what the tax office says. Told again, or too late to matter, it changes nothing.

    Raises TaxSlip.DoesNotExist, and Refused when a voucher speaks of another notice.
    """
    slip = _held(slip_id)
    if slip.state in (_STATE.CLOSED, _STATE.CANCELLED):
        return slip
    return _noticed(slip, news) if isinstance(news, Notice) else _paid(slip, news)


def _noticed(slip: TaxSlip, notice: Notice) -> TaxSlip:
    if slip.obligation is not None:
        return slip
    dossier = slip.dossier
    slip.notice, slip.decision, slip.due_on = notice.number[:60], notice.decision[:60], notice.due_on
    slip.state, slip.noticed_at, slip.next_try_at = _STATE.NOTICED, moment.now(), moment.now() + ASK_EVERY
    slip.obligation = determine(
        actor=SYSTEM_ACTOR,
        payer=_payer(dossier),
        unit=dossier.competent_unit,
        lines=[
            LineToPay(
                kind="tax",
                key=f"tax-{item.code}"[:60],
                name=f"{item.name} (tiểu mục {item.code})"[:250],
                amount=item.amount,
                timing="by_notice",
                basis=_BASIS,
                explanation=(f"Thông báo số {notice.number}",),
                refundable=False,
            )
            for item in notice.items
        ],
    )
    slip.save()
    _record(SYSTEM_ACTOR, slip, "tax_notice", {"notice": slip.notice, "amount": slip.obligation.amount})
    notices.of_tax(dossier=dossier, slip=slip)
    if not slip.obligation.amount:
        _closed(slip, f"Thông báo số {slip.notice}: không phải nộp.")
    return slip


def _paid(slip: TaxSlip, voucher: Voucher) -> TaxSlip:
    if slip.obligation is None or voucher.notice != slip.notice:
        raise Refused(f"Chứng từ {voucher.number} nói về thông báo khác.", code="other-notice")
    if any(each["number"] == voucher.number for each in slip.vouchers):
        return slip
    obligation = held(slip.obligation.pk)
    slip.vouchers = [
        *slip.vouchers,
        {"number": voucher.number, "reduced": voucher.reduced, "paid": voucher.paid, "left": voucher.left},
    ]
    slip.save(update_fields=["vouchers"])
    if voucher.paid:
        receive(
            actor=SYSTEM_ACTOR,
            obligation=obligation,
            incoming=Incoming(
                key=f"tax:{slip.pk}:{voucher.number}",
                amount=voucher.paid,
                book=Book.TREASURY,
                place="tax",
                method=Payment.Method.TRANSFER,
                reference=voucher.number,
            ),
        )
    if voucher.left == 0:
        let_off(actor=SYSTEM_ACTOR, obligation=obligation, reason=f"Miễn giảm, chứng từ {voucher.number}")
        _closed(slip, f"Chứng từ nộp tiền số {voucher.number} của thông báo {slip.notice}.")
    return slip


def _closed(slip: TaxSlip, reason: str) -> None:
    slip.state, slip.closed_at, slip.next_try_at = _STATE.CLOSED, moment.now(), None
    slip.save(update_fields=["state", "closed_at", "next_try_at"])
    _record(SYSTEM_ACTOR, slip, "tax_paid", {"reason": reason})
    if slip.dossier.status == Status.FINANCIAL:
        settle_payment(actor=SYSTEM_ACTOR, dossier_id=slip.dossier_id, reason=reason)


def drop_slips(actor: Actor, dossier: Dossier) -> None:
    """The dossier has ended: nobody waits for the tax office, and what is unpaid is not owed here."""
    for slip in TaxSlip.objects.open().select_for_update(of=("self",)).filter(dossier=dossier):
        slip.state, slip.next_try_at = _STATE.CANCELLED, None
        slip.save(update_fields=["state", "next_try_at"])
        if slip.obligation_id is not None:
            cancel(actor=actor, obligation_id=slip.obligation_id, chain=_chain(slip))
        _record(actor, slip, "drop_slip", {})


def _held(slip_id: Id) -> TaxSlip:
    """The dossier first, then the slip: everybody locks in this order."""
    dossier = lock(TaxSlip.objects.values_list("dossier_id", flat=True).get(pk=slip_id))
    slip = TaxSlip.objects.select_for_update(of=("self",)).select_related("obligation").get(pk=slip_id)
    slip.dossier = dossier
    return slip


def _chain(slip: TaxSlip) -> str:
    return slip.dossier.receiving_unit_id or "system"


def _record(actor: Actor, slip: TaxSlip, verb: str, content: dict[str, object]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(slip.dossier_id),
        content={"slip": str(slip.pk), **content},
        chain=_chain(slip),
    )
