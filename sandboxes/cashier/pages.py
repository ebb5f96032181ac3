"""The pages of a sandbox gateway, in Vietnamese, plain, usable without style or script."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from sandboxes.cashier.orders import Order

_ACTS = {"pay": "Trả tiền", "cancel": "Hủy"}
_AIDS = {
    "twice": ("Trả hai lần", "hai giao dịch thành công cho cùng một khoản"),
    "late": ("Báo chậm", "đã trả, trình duyệt về trước, tin báo đến sau"),
    "silent": ("Không báo", "đã trả nhưng không có tin báo nào; hệ thống phải tự hỏi lại"),
}
_STATES = {"waiting": "chờ trả", "paid": "đã trả", "cancelled": "đã hủy"}


def dong(amount: int) -> str:
    """8000 becomes «8.000 đồng»."""
    return f"{amount:,} đồng".replace(",", ".")


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def problem(sentence: str) -> str:
    """A page that says what is wrong."""
    return page("Không làm được", f"<p>{escape(sentence)}</p>")


def every(name: str, orders: Sequence[Order]) -> str:
    """All orders, the latest first."""
    rows = "".join(
        f'<li><a href="/pay/{escape(quote(order.number, safe=""))}">{escape(order.number)}</a>'
        f" · {escape(order.title)} · {dong(order.amount)} · {_STATES[order.state]}</li>"
        for order in reversed(orders)
    )
    note = "<p>Không có đồng tiền nào được chuyển. Hãy bắt đầu thanh toán từ trang hồ sơ.</p>"
    return page(name, f"{note}<ul>{rows or '<li>Chưa có khoản nào.</li>'}</ul>")


def one(name: str, order: Order) -> str:
    """One bill with what can be done."""
    lines = "".join(f"<li>{escape(text)}: {dong(amount)}</li>" for text, amount in order.lines)
    facts = "".join(
        f"<dt>{label}</dt><dd>{escape(text)}</dd>"
        for label, text in (
            ("Nội dung", order.title),
            ("Số tham chiếu", order.number),
            ("Người nộp", order.payer),
            ("Nộp vào", order.to),
            ("Trạng thái", _STATES[order.state]),
        )
        if text
    )
    done = "".join(
        f"<li>{_STATES[event.state]} · giao dịch {escape(event.transaction)} · {dong(event.amount)}</li>"
        for event in order.events
    )
    return page(
        name,
        "<p>Trang thử: không có đồng tiền nào được chuyển.</p>"
        f"<dl>{facts}</dl><ul>{lines}</ul><p><strong>Tổng cộng: {dong(order.amount)}</strong></p>"
        f"<ul>{done}</ul>{_form(order)}",
    )


def _form(order: Order) -> str:
    if order.state == "paid":
        return ""
    main = "".join(f'<button name="act" value="{act}">{words}</button> ' for act, words in _ACTS.items())
    aids = "".join(
        f'<li><button name="act" value="{act}">{words}</button> {what}</li>'
        for act, (words, what) in _AIDS.items()
    )
    return f'<form method="post"><p>{main}</p><h2>Để thử hệ thống</h2><ul>{aids}</ul></form>'
