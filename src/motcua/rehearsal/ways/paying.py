"""What costs something, paid by each method: QR code, both gateways, cash, a transfer shown at the desk."""

from collections.abc import Callable
from functools import partial

from motcua.catalogue.advice import fees
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.lib.moment import today
from motcua.rehearsal.life import ONLINE, Life
from motcua.rehearsal.paying import Paying
from motcua.rehearsal.ways import Way, plain


def go(life: Life, *, pay: Callable[[Paying], None]) -> None:
    """Filed, paid, accepted, worked off, received."""
    life.file()
    pay(Paying(life))
    life.handling.accept()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


def costs(spec: ProcedureSpec, case: Case) -> bool:
    """Something is to be paid for the example of this case, filed online."""
    if not plain(spec, case) or not case.examples:
        return False
    known = {**case.examples[0].answers, "channel": ONLINE}
    return all(fee.quantity is None and fee.tiers is None for fee in spec.fees) and any(
        line.amount for line in fees(spec, known, ONLINE, today())
    )


_METHODS: dict[str, tuple[str, Callable[[Paying], None]]] = {
    "pay-qr": ("Nộp tiền bằng mã QR, ngân hàng báo", Paying.by_transfer),
    "pay-platform": (
        "Nộp tiền qua nền tảng thanh toán quốc gia",
        lambda paying: paying.by_gateway("payplat"),
    ),
    "pay-redirect": ("Nộp tiền qua cổng thanh toán", lambda paying: paying.by_gateway("redirectpay")),
    "pay-cash": ("Nộp tiền mặt tại quầy", lambda paying: paying.at_the_desk("cash")),
    "pay-shown": (
        "Chuyển khoản, đưa chứng từ tại quầy",
        lambda paying: paying.at_the_desk("transfer", "FT26332000001"),
    ),
}

WAYS = tuple(Way(key, title, partial(go, pay=pay), fits=costs) for key, (title, pay) in _METHODS.items())
