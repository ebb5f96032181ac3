"""Asking for money: a QR code of a unit's account, or the way to a gateway."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.lib.text import ascii_letters
from motcua.organisation.models import Unit
from motcua.payments import gateway, numbers
from motcua.payments.books import held, standing
from motcua.payments.models import CollectingAccount, Obligation, PaymentRequest
from motcua.payments.vietqr import VietQR

ASK_AFTER = timedelta(minutes=5)
_WAITING = PaymentRequest.State.WAITING


def account_for(unit: Unit | None) -> CollectingAccount | None:
    """The account that collects for a unit today: its own, else that of the unit above it."""
    on = moment.today()
    while unit is not None:
        found = unit.collecting_accounts.in_force(on).order_by("valid_from").last()
        if found is not None:
            return found
        unit = unit.parent
    return None


@transaction.atomic
def by_qr(*, actor: Actor, obligation_id: Id, code: str) -> PaymentRequest:
    """The request behind the QR code for what is still owed; the same one as long as nothing has changed.

    `code` is the dossier's. Raises Refused when nothing is owed or no account collects for the unit.
    """
    obligation = _owing(obligation_id)
    account = account_for(obligation.unit)
    if account is None:
        raise Refused("Đơn vị này chưa có tài khoản thu; hãy nộp tại quầy.", code="no-account")
    amount = standing(obligation).owed
    old = _waiting_qr(obligation, amount, account).filter(reference=numbers.bare(code)[:60])
    return old.first() or _make(obligation, PaymentRequest.Way.QR, code, amount, account=account)


def open_qr(obligation: Obligation) -> PaymentRequest | None:
    """The request whose QR code asks for exactly what is owed now, the latest; None when there is none.

    Nothing is written: a page shows it, a POST makes it (`by_qr`).
    """
    owed = obligation.remaining()
    account = account_for(obligation.unit) if owed else None
    if account is None:
        return None
    return _waiting_qr(obligation, owed, account).select_related("account").last()


def _waiting_qr(obligation: Obligation, amount: int, account: CollectingAccount) -> QuerySet[PaymentRequest]:
    return obligation.requests.filter(
        way=PaymentRequest.Way.QR, state=_WAITING, amount=amount, account=account
    ).order_by("made_at")


@transaction.atomic
def by_gateway(*, actor: Actor, obligation_id: Id, code: str, name: str) -> PaymentRequest:
    """The request a gateway is asked to collect anew each time: a number used before is refused there."""
    obligation = _owing(obligation_id)
    if name not in gateway.names():
        raise Refused("Hãy chọn một cách thanh toán trong danh sách.", field="gateway")
    request = _make(obligation, PaymentRequest.Way.GATEWAY, code, standing(obligation).owed, name=name)
    request.next_ask_at = moment.now() + ASK_AFTER
    request.save(update_fields=["next_ask_at"])
    return request


def _owing(obligation_id: Id) -> Obligation:
    obligation = held(obligation_id)
    if not obligation.is_open:
        raise Refused("Không còn khoản nào phải nộp.", code="nothing-owed")
    return obligation


def _make(
    obligation: Obligation,
    way: PaymentRequest.Way,
    code: str,
    amount: int,
    *,
    account: CollectingAccount | None = None,
    name: str = "",
) -> PaymentRequest:
    while True:
        try:
            with transaction.atomic():
                return PaymentRequest.objects.create(
                    number=numbers.draw(),
                    obligation=obligation,
                    way=way,
                    gateway=name,
                    account=account,
                    amount=amount,
                    reference=numbers.bare(code)[:60],
                    purpose=ascii_letters(code)[:25],
                    made_at=moment.now(),
                )
        except IntegrityError:  # one chance in a thousand million: the number is taken
            continue


def qr_of(request: PaymentRequest) -> VietQR:
    """What the picture says: account, amount, the number as bill number and in the purpose."""
    if request.account is None:
        raise ValueError("not asked for by QR")
    return VietQR(
        bin=request.account.bank_bin,
        account=request.account.number,
        amount=request.amount,
        bill=request.number,
        purpose=f"{request.number} {request.purpose}"[:36].strip(),
    )
