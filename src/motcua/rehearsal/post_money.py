"""The post collects in a walk: its list and its money reach the accountant, who reconciles them."""

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta

from motcua.lib.dates import short_date
from motcua.lib.moment import today
from motcua.lib.text import fold
from motcua.rehearsal.browser import Browser, Failed, File
from motcua.rehearsal.html import Form
from motcua.rehearsal.life import Life
from motcua.rehearsal.paying import Paying

_PAGE, _STATEMENT = "/can-bo/so-tien/buu-chinh/", "/can-bo/so-tien/sao-ke/"
_LEFT = re.compile(r"Còn phải nộp ([0-9.]+) đồng")
_lock = threading.Lock()


class PostMoney:
    """What one dossier costs, collected by the post on the agency's behalf."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.paying = Paying(life)
        unit = life.handling.competent
        self.accountant: Browser = life.people.officer(unit, "accountant")
        life.look()
        self.code = life.walked.code
        self.number = f"BC{fold(self.code).replace('.', '')}"

    def collects(self) -> None:
        """Its list is read twice, and the payer has a receipt out of the post's own numbers."""
        self.paying.open_an_account()
        self._is_delegated()
        self.amount = self._owed()
        head = "Mã hồ sơ,Số tiền,Ngày thu,Số biên nhận\n"
        line = f"{self.code},{self.amount},{short_date(today())},{self.number}\n"
        for said in ("Ghi mới 1 khoản", "Đã biết từ trước 1 khoản"):
            self._sends(_PAGE, head + line, said, {})
        self.paying.has_come()
        if not self.life.citizen.open(self.paying.page).link("BD số"):
            raise Failed("Biên lai của tiền bưu chính thu phải lấy số của bưu chính.")

    def hands_in(self) -> None:
        """It pays in; the bank's statement has the same transfer, which is known already."""
        self.accountant.open(_PAGE)
        form = self.accountant.need("/da-nop/")
        account = self._account(form)
        voucher = f"FT{self.number}"
        typed = {"account": [account], "amount": [str(self.amount)], "voucher": [voucher]}
        self.accountant.submit(form, typed)
        head = "Ngày giao dịch,Số tham chiếu,Nội dung,Ghi nợ,Ghi có\n"
        line = f"{short_date(today())},{voucher},Buu chinh nop tien,,{self.amount}\n"
        self._sends(_STATEMENT, head + line, "Đã biết từ trước 1 khoản", {"account": [account]})

    def _is_delegated(self) -> None:
        """The accountant notes the contract under which the post writes receipts; a second one is refused."""
        with _lock:
            self.accountant.open(_PAGE)
            typed = {
                "unit": [self.life.handling.competent],
                "name": ["Bưu điện diễn tập"],
                "address": ["Số 1, đường Hùng Vương"],
                "mark": ["BD"],
                "contract": ["HD-DT-01"],
                "told_tax_on": [short_date(today() - timedelta(days=4))],
                "valid_from": [short_date(today() - timedelta(days=1))],
                "valid_to": [""],
            }
            self.accountant.submit(self.accountant.need("/uy-nhiem/"), typed, may_fail=True)

    def _owed(self) -> int:
        text = " ".join(self.life.citizen.open(self.paying.page).said("notice"))
        found = _LEFT.search(text)
        if found is None:
            raise Failed("Trang nộp tiền không nói còn phải nộp bao nhiêu.")
        return int(found[1].replace(".", ""))

    def _account(self, form: Form) -> str:
        select = next((each for each in form.controls if each.name == "account"), None)
        found = next((value for value in (select.options if select else ()) if value), "")
        if not found:
            raise Failed("Kế toán không có tài khoản thu nào để ghi bưu chính nộp tiền.")
        return found

    def _sends(self, address: str, text: str, said: str, typed: Mapping[str, Sequence[str]]) -> None:
        page = self.accountant.open(address)
        form = next((each for each in page.forms if any(part.kind == "file" for part in each.controls)), None)
        if form is None:
            raise Failed(f"{address}: không có chỗ gửi tệp.")
        sent = {"file": File("tep.csv", text.encode(), "text/csv")}
        words = " ".join(self.accountant.submit(form, typed, files=sent).said("outcome"))
        if said not in words:
            raise Failed(f"{address}: phải đọc thấy «{said}», trang nói «{words}».")
