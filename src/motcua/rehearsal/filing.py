"""A citizen files online: from the first question to the page «sent», through the pages as they stand."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from motcua.rehearsal.browser import Browser, Failed, File
from motcua.rehearsal.html import Button, Form, Page
from motcua.rehearsal.papers import sample_for

_MOST_PAGES = 60
_UPLOAD = ".upload"
Typed = Mapping[str, Sequence[str]]


class Filing:
    """One dossier being filed. `raw` are the answers of the form by input name."""

    def __init__(
        self,
        browser: Browser,
        code: str,
        *,
        answers: Mapping[str, str],
        raw: Typed,
        commune: str,
        method: str,
    ) -> None:
        self.browser = browser
        self.code = code
        self.answers = answers
        self.raw = raw
        self.commune = commune
        self.method = method
        self.in_pieces = False

    def file(self) -> str:
        """All the way; the id of the dossier."""
        self._start()
        for _ in range(_MOST_PAGES):
            where = self.browser.path
            if where.endswith("/da-nop/"):
                return where.split("/")[2]
            self._one_page(where)
        raise Failed(f"Sau {_MOST_PAGES} trang vẫn chưa nộp xong, đang ở {self.browser.path}.")

    def _start(self) -> None:
        start = f"/nop/{self.code}/"
        self.browser.open(start)
        typed = {"for_whom": ["self"], **{key: [value] for key, value in self.answers.items()}}
        for _ in range(len(typed) + 2):
            form = self.browser.need(start)
            self.browser.submit(form, typed)
            if self.browser.path != start:
                return
        raise Failed(f"{start}: {self.browser.page.complaint or 'không qua được phần câu hỏi'}")

    def _one_page(self, where: str) -> None:
        if "/khai/" in where:
            self._page_of_form(where)
        elif where.endswith("/cau-hoi/"):
            typed = {key: [value] for key, value in self.answers.items()}
            self.browser.submit(self.browser.need(text="Lưu và tiếp tục"), typed)
        elif where.endswith("/giay-to/"):
            self._papers()
        elif where.endswith("/noi-nhan/"):
            self._place()
        elif where.endswith("/kiem-tra/"):
            self._send()
        else:
            raise Failed(f"Đang nộp thì lạc sang {where}: {self.browser.page.complaint}")

    def _page_of_form(self, where: str) -> None:
        """Fill it in; fields and entries that the answers bring up are filled in the next time round."""
        for _ in range(len(self.raw) + 4):
            form = self.browser.need(text="Lưu và tiếp tục")
            typed, files = typed_into(form, self.raw)
            button = missing_entry(form, self.raw) or form.button(text="Lưu và tiếp tục")
            self.browser.submit(form, typed, button=button, files=files, may_fail=True)
            if self.browser.path != where:
                return
        raise Failed(f"{where}: {self.browser.page.complaint}")

    def _papers(self) -> None:
        for address, accept in needed_papers(self.browser.page):
            file = sample_for(accept)
            if self.in_pieces:
                parts = address.strip("/").split("/")
                self.browser.send_in_pieces(
                    "/tep/tai-len/", {"dossier": parts[-2], "component": parts[-1]}, file
                )
            else:
                form = self.browser.need(address)
                self.browser.submit(form, files={form_input(form): file})
            self.in_pieces = not self.in_pieces
            self.browser.open(f"/nhap/{address.strip('/').split('/')[-2]}/giay-to/")
        onwards = self.browser.page.link("Tiếp tục")
        if not onwards:
            raise Failed(f"{self.browser.path}: không có nút «Tiếp tục».")
        self.browser.open(onwards)

    def _place(self) -> None:
        form = self.browser.need(text="Lưu và tiếp tục")
        typed = {"chosen_place": [self.commune], "return_method": [self.method]}
        typed["return_address"] = ["Khu 3, phường Nông Trang, tỉnh Phú Thọ"]
        self.browser.submit(form, typed, may_fail=True)
        if self.browser.path.endswith("/noi-nhan/"):
            raise Failed(f"{self.browser.path}: {self.browser.page.complaint}")

    def _send(self) -> None:
        form = self.browser.page.form("/nop/", text="Nộp hồ sơ")
        if form is None:
            raise Failed(f"{self.browser.path}: {self.browser.page.complaint}")
        self.browser.submit(form, {"promise": ["yes"]})
        if not self.browser.path.endswith("/da-nop/"):
            raise Failed(f"Chưa nộp được: {self.browser.page.complaint}")


def typed_into(form: Form, raw: Typed) -> tuple[dict[str, Sequence[str]], dict[str, File]]:
    """What to type into a page of the form, and the files its own file fields get.

    A box that the answers know nothing of is emptied: what was filled in beforehand might not go with them.
    """
    typed: dict[str, Sequence[str]] = {}
    files: dict[str, File] = {}
    for control in form.controls:
        if control.kind == "file" and control.name.endswith(_UPLOAD):
            name = control.name.removesuffix(_UPLOAD)
            if name in raw and form.control(name) is None:
                files[control.name] = sample_for(control.accept)
        elif control.name in raw and control.kind != "hidden":
            typed[control.name] = raw[control.name]
        elif control.kind in {"text", "textarea"} or (control.kind == "select" and "" in control.options):
            typed[control.name] = [""]
    return typed, files


def missing_entry(form: Form, raw: Typed) -> Button | None:
    """The «Thêm» button of a repeating part for which the answers have more entries than the page."""
    for button in form.buttons:
        if button.name == "add":
            group = button.value.partition(":")[0]
            wanted = {name.split(".")[1] for name in raw if name.startswith(f"{group}.")}
            there = {name.split(".")[1] for name in form.names() if name.startswith(f"{group}.")}
            if len(there) < len(wanted):
                return button
    return None


def needed_papers(page: Page) -> list[tuple[str, str]]:
    """Where to send the papers that are still needed, with what each place accepts."""
    return [
        (urlsplit(form.action).path, form.controls[-1].accept)
        for form in page.forms
        if form.action.startswith("/tep/ho-so/") and "is-needed" in form.within
    ]


def form_input(form: Form) -> str:
    return next(control.name for control in form.controls if control.kind == "file")
