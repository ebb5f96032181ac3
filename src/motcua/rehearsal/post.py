"""The public post in a walk: ordered at the desk, moved along on the page of the carrier, who calls back."""

import re

from motcua.delivery.models import Parcel
from motcua.rehearsal.browser import Browser, Failed, until
from motcua.rehearsal.life import Life

_NUMBER = re.compile(r"EA\d{9}VN")


class Consignment:
    """The result of one dossier with the post."""

    def __init__(self, life: Life) -> None:
        """Ordered by the desk; the carrier has given it a number."""
        self.life = life
        life.handling.send_home(life.who.name, life.who.address)
        self.number = until(self._number, "Bưu chính chưa cho số hiệu.")
        self.carrier = Browser(life.people.outside["post"], "127.0.0.1")

    def _number(self) -> str:
        page = self.life.handling.desk_officer.open(self.life.handling.address)
        return next((text for text in page.said("code") if _NUMBER.fullmatch(text)), "")

    def goes(self, *states: str) -> None:
        """The carrier's people press these buttons of their page, one after the other."""
        for state in states:
            page = self.carrier.open(self.life.people.outside["post"])
            form = next((each for each in page.forms if self._is_ours(each.data())), None)
            button = form.button(name="state", value=state) if form is not None else None
            if form is None or button is None:
                raise Failed(f"Trang bưu chính không có nút «{state}» cho {self.number}.")
            self.carrier.submit(form, button=button)

    def _is_ours(self, data: list[tuple[str, str]]) -> bool:
        return ("number", self.number) in data

    def is_read_as(self, state: Parcel.State) -> None:
        """The citizen reads where it is, with its number."""

        def read() -> str:
            words = self.life.look().facts.get("Bưu gửi", "")
            return words if str(state.label) in words and self.number in words else ""

        until(read, f"Người dân phải đọc thấy bưu gửi «{state.label}».")
