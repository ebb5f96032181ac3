"""A person or a letter comes to the desk: found or registered, the sheet filled in, taken in."""

from collections.abc import Mapping, Sequence

from motcua.rehearsal.browser import Browser, Failed
from motcua.rehearsal.filing import Typed, missing_entry, typed_into
from motcua.rehearsal.html import Form
from motcua.rehearsal.people import Citizen

_ROUNDS = 12


class Counter:
    """One intake by one desk officer."""

    def __init__(
        self,
        browser: Browser,
        code: str,
        who: Citizen,
        *,
        answers: Mapping[str, str],
        raw: Typed,
        method: str,
        channel: str = "counter",
    ) -> None:
        self.browser = browser
        self.code = code
        self.who = who
        self.answers = answers
        self.raw = raw
        self.method = method
        self.channel = channel

    def take_in(self) -> str:
        """All the way to the receipt; the id of the dossier."""
        self._find()
        self.browser.open(f"{self.browser.path}?q={self.code}")
        form = self._form_with("procedure", self.code)
        button = form.button(name="procedure", value=self.code)
        self.browser.submit(form, {"seen": ["yes"], "channel": [self.channel]}, button=button)
        dossier_id = self.browser.path.rstrip("/").split("/")[-1]
        self._fill_in()
        return dossier_id

    def _form_with(self, name: str, value: str) -> Form:
        for form in self.browser.page.forms:
            if form.button(name=name, value=value):
                return form
        raise Failed(f"{self.browser.path}: không có nút chọn «{value}».")

    def _find(self) -> None:
        self.browser.open(f"/can-bo/quay/?q={self.who.personal_id}")
        found = self.browser.page.link(self.who.personal_id)
        if found:
            self.browser.open(found)
            return
        form = self.browser.need("/quay/nguoi-moi/")
        typed = {
            "full_name": [self.who.name],
            "personal_id": [self.who.personal_id],
            "birth_date": [self.who.born],
            "sex": [self.who.sex],
            "residence": [self.who.address],
            "residence_unit": [self.who.commune],
            "seen": ["yes"],
        }
        self.browser.submit(form, typed)

    def _fill_in(self) -> None:
        """Type, keep, see what the answers brought up, type again; then take it in."""
        known: set[str] = set()
        for _ in range(_ROUNDS):
            form = self.browser.need("/tiep-nhan/")
            typed, files = typed_into(form, self.raw)
            typed |= self._of_the_desk(form)
            more = missing_entry(form, self.raw)
            keep = form.button(text="Lưu, tính lại")
            unchanged = form.names() == known
            known = form.names()
            button = more or (form.button(text="Tiếp nhận và in") if unchanged else keep)
            self.browser.submit(form, typed, button=button, files=files, may_fail=True)
            if self.browser.path.endswith("/xong/"):
                return
        raise Failed(f"{self.browser.path}: {self.browser.page.complaint}")

    def _of_the_desk(self, form: Form) -> dict[str, Sequence[str]]:
        """The answers that pick the case, the papers on the desk, and how the result is to come back."""
        typed: dict[str, Sequence[str]] = {key: [value] for key, value in self.answers.items()}
        for name in form.names():
            if name.startswith("part-"):
                control = form.control(name)
                held = control.value if control is not None else ""
                ticked = control is not None and control.kind == "checkbox"
                typed[name] = (
                    ["yes"] if ticked else [max(held, "1")] if name.endswith("-originals") else [held]
                )
        return typed | {
            "desk-place": [self.who.commune],
            "desk-return": [self.method],
            "desk-address": [self.who.address],
            "desk-compared": ["yes"],
        }
