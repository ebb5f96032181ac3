"""Money in a walk: the page of the payer, the pages of the bank and of the gateways, what comes back."""

import io
import itertools
import threading

import zxingcpp
from PIL import Image

from motcua.lib.dates import short_date
from motcua.lib.moment import today
from motcua.rehearsal.browser import Browser, Failed, until
from motcua.rehearsal.life import Life

_ACCOUNTS = itertools.count(112_000_000_001)
_lock = threading.Lock()


class Paying:
    """What one dossier costs, paid by its applicant."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.page = f"{life.address}nop-tien/"

    def by_transfer(self) -> None:
        """The code is scanned off the page, the bank tells of the money, the page says that it is here."""
        self.open_an_account()
        payer = self.life.citizen
        form = payer.open(self.page).form("/lap-ma/")
        if form is not None:
            payer.submit(form)
        bank = Browser(self.life.people.outside["bank"], "127.0.0.1")
        bank.open(bank.base)
        bank.submit(bank.need("/transfer"), {"qr": [self._scanned(payer)]})
        self.has_come()

    def _scanned(self, payer: Browser) -> str:
        address = payer.open(self.page).link("Lưu ảnh QR")
        if not address:
            raise Failed("Trang nộp tiền không có mã QR.")
        codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(payer.fetch(address))))
        if len(codes) != 1:
            raise Failed("Không đọc được mã QR trên trang nộp tiền.")
        return codes[0].text

    def open_an_account(self) -> None:
        """An administrator names the account on which the agency collects, where it has none yet."""
        admin = self.life.people.officer("vp-ubnd-tinh", "admin")
        unit = self.life.handling.competent
        with _lock:
            form = admin.open(f"/quan-tri/tai-khoan-thu/?don-vi={unit}").form("/them/")
            if form is None:
                raise Failed("Trang tài khoản thu không có ô thêm tài khoản.")
            typed = {
                "unit": [unit],
                "bank_bin": ["970415"],
                "bank_name": ["VietinBank"],
                "number": [str(next(_ACCOUNTS))],
                "holder": ["TAI KHOAN THU DIEN TAP"],
                "valid_from": [short_date(today())],
                "valid_to": [""],
            }
            admin.submit(form, typed)

    def by_gateway(self, name: str) -> None:
        """Over to the gateway, «Trả tiền» there, and back to a page that says that it is paid."""
        payer = self.life.citizen
        payer.open(self.page)
        form = payer.need("/nop-tien/cong/")
        button = form.button(name="cong", value=name)
        if button is None:
            raise Failed(f"Trang nộp tiền không có cổng «{name}».")
        payer.submit(form, button=button)
        payer.open(payer.page.link("Sang "))
        there = next((each for each in payer.page.forms if each.button(name="act", value="pay")), None)
        if there is None:
            raise Failed(f"Trang của cổng «{name}» không có nút trả tiền.")
        payer.submit(there, button=there.button(name="act", value="pay"))
        self.has_come()

    def at_the_desk(self, method: str, reference: str = "") -> None:
        """The desk takes it, in cash or as a transfer the payer shows."""
        officer = self.life.handling.desk_officer
        form = officer.open(self.life.handling.address).form("/thu-tien/")
        if form is None:
            raise Failed("Quầy không có nút thu tiền.")
        officer.submit(form, {"method": [method], "reference": [reference]})
        self.has_come()

    def has_come(self) -> None:
        """The payer reads that the money is here, and has a receipt."""

        def words() -> str:
            page = self.life.citizen.open(self.page)
            return next((text for text in page.said("notice") if "Không phải nộp thêm" in text), "")

        until(words, "Người dân phải đọc thấy «Đã nhận tiền» trên trang nộp tiền.")
        self.has_receipt()

    def has_receipt(self) -> None:
        """The payer can load down a signed receipt, the same each time."""
        payer = self.life.citizen

        def address() -> str:
            return payer.open(self.page).link("iên lai")

        there = until(address, "Đã nộp tiền mà không có biên lai để tải.")
        paper = payer.fetch(there)
        if not paper.startswith(b"%PDF") or payer.fetch(there) != paper:
            raise Failed("Biên lai tải hai lần phải là một tệp PDF giống nhau.")
