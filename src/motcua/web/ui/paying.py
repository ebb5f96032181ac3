"""What every audience's pages say about money on its way: the code to scan, and what has come so far."""

from collections.abc import Callable

from motcua.lib.money import dong
from motcua.payments import qr_image
from motcua.payments.actions.request import qr_of
from motcua.payments.books import Standing, standing
from motcua.payments.models import Obligation, PaymentRequest, Receipt
from motcua.payments.queries import receipts_of
from motcua.web.ui.parts import Link, PayCode, PayLive

_STATE = Obligation.State


def pay_code(asked: PaymentRequest, *, image: str = "", save_url: str = "") -> PayCode:
    """The code of a request; without a door for the picture it stands in the page itself."""
    code = qr_of(asked)
    if asked.account is None:
        raise ValueError("not asked for by QR")
    return PayCode(
        image=image or qr_image.data_uri(code),
        bank=asked.account.bank_name,
        account=asked.account.number,
        holder=asked.account.holder,
        amount=asked.amount,
        content=code.purpose,
        save_url=save_url,
    )


def live(obligation: Obligation, *, url: str, receipt_url: Callable[[Receipt], str]) -> PayLive:
    """What is known of the money now. `url` is asked again; `receipt_url` is where a receipt opens."""
    now, receipts = standing(obligation), list(receipts_of(obligation.pk))
    sealed = sum(each.is_sealed for each in receipts)
    return PayLive(
        url=url,
        mark=f"{obligation.state}.{now.owed}.{now.surplus}.{now.granted}.{len(receipts)}.{sealed}",
        words=_words(obligation, now),
        done=not obligation.is_open,
        waits=obligation.is_open or sealed < len(receipts),
        receipts=tuple(receipt_link(each, receipt_url(each)) for each in receipts),
    )


def told(found: PayLive) -> dict[str, object]:
    """The same for the script that asks."""
    receipts = [{"name": each.name, "url": each.url, "note": each.note} for each in found.receipts]
    said = {"mark": found.mark, "words": found.words, "done": found.done, "waits": found.waits}
    return {**said, "receipts": receipts}


def receipt_link(receipt: Receipt, url: str) -> Link:
    """«Biên lai phí 01BLP P26E số 00000007», with its sum and, when it does not hold, why.

    Without its address while the paper is being made.
    """
    word = "" if receipt.state == Receipt.State.VALID else f" · {receipt.get_state_display()}"
    name = f"Biên lai {receipt.series.get_kind_display().lower()} {receipt}"
    if not receipt.is_sealed:
        word += " · Đang ký số, có sau ít giây" if receipt.number is not None else ""
        return Link(name, "", f"{dong(receipt.amount)}{word}")
    return Link(name, url, f"{dong(receipt.amount)}{word}")


def _words(obligation: Obligation, now: Standing) -> str:
    paid = dong(now.kept)
    match obligation.state:
        case _STATE.DUE:
            return f"Chưa nhận được tiền. Còn phải nộp {dong(now.owed)}."
        case _STATE.PART:
            return f"Đã nhận tiền: {paid}. Còn phải nộp {dong(now.owed)}."
        case _STATE.PAID:
            return f"Đã nhận tiền: {paid}. Không phải nộp thêm."
        case _STATE.OVER:
            return _too_much(now)
        case _STATE.REFUNDED:
            return _given_back(now)
        case _STATE.CANCELLED:
            return "Khoản này đã hủy, không phải nộp."
    return "Không phải nộp."


def _too_much(now: Standing) -> str:
    first = f"Đã nhận tiền: {dong(now.kept)}. " if now.kept else ""
    return f"{first}Nộp thừa {dong(now.surplus)}, số này sẽ được hoàn lại."


def _given_back(now: Standing) -> str:
    if now.to_pay_out:
        return f"Đã duyệt hoàn {dong(now.granted)}, đang chờ chuyển về tài khoản."
    return f"Đã hoàn {dong(now.granted)}."
