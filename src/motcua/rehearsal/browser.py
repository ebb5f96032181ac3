"""Somebody at a browser: keeps cookies, opens pages, fills in the forms that stand on them, sends files."""

import base64
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from motcua.rehearsal.html import Button, Form, Page

TIMEOUT = 60
# A row waits for the next round of the background work, news for the next call of who is outside.
_PATIENCE = 90.0
_TUS = {"Tus-Resumable": "1.0.0"}


class Failed(Exception):
    """The walk cannot go on; the sentence says where and what stood on the page."""


@dataclass(frozen=True)
class File:
    """A file to send."""

    name: str
    content: bytes
    media_type: str


class _From(HTTPAdapter):
    """Connects from a certain address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        super().init_poolmanager(*sizes, source_address=(self.address, 0), **more)


class Browser:
    """One person's browser, with the page that is open in it."""

    def __init__(self, base: str, address: str) -> None:
        """`address`: the address of this machine (127.…) that the requests come from."""
        self.base = base
        self.session = requests.Session()
        if sys.platform == "linux":
            # Elsewhere only 127.0.0.1 belongs to the machine, and pages that count questions may say no.
            self.session.mount("http://", _From(address))
        self.url = base
        self.page = Page("")
        self.status = 0
        self.content = b""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def open(self, address: str) -> Page:
        """Open an address. Raises Failed when the answer is no page."""
        return self._took(self.session.get(urljoin(self.url, address), timeout=TIMEOUT), f"GET {address}")

    def fetch(self, address: str) -> bytes:
        """The content of a file; the open page stays."""
        answer = self.session.get(urljoin(self.url, address), timeout=TIMEOUT)
        if answer.status_code != 200:
            raise Failed(f"GET {address}: {answer.status_code}")
        return answer.content

    def submit(
        self,
        form: Form,
        typed: Mapping[str, Sequence[str]] | None = None,
        *,
        button: Button | None = None,
        files: Mapping[str, File] | None = None,
        may_fail: bool = False,
    ) -> Page:
        """Send a form with what is typed into it, by this button or the first one.

        `may_fail`: the same page coming back with what is wrong (4xx) is an answer too.
        """
        button = button or (form.buttons[0] if form.buttons else None)
        data = filled(form, typed or {})
        if button is not None and button.name:
            data.append((button.name, button.value))
        address = urljoin(self.url, (button.action if button else "") or form.action or self.url)
        if form.method != "post":
            return self._took(self.session.get(address, params=data, timeout=TIMEOUT), f"GET {address}")
        sent = [
            (name, (file.name, file.content, file.media_type)) for name, file in (files or {}).items()
        ] or None
        answer = self.session.post(
            address, data=data, files=sent, timeout=TIMEOUT, headers={"Referer": self.url}
        )
        return self._took(answer, f"POST {urlsplit(address).path}", may_fail=may_fail)

    def send_in_pieces(self, endpoint: str, metadata: Mapping[str, str], file: File) -> None:
        """Send a file the way upload.js does, by tus 1.0 in two pieces."""
        told = {**metadata, "filename": file.name, "filetype": file.media_type}
        words = ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in told.items())
        token = {"X-CSRFToken": self.session.cookies.get("csrftoken") or "", "Referer": self.url}
        begun = self.session.post(
            urljoin(self.url, endpoint),
            headers={**_TUS, **token, "Upload-Length": str(len(file.content)), "Upload-Metadata": words},
            timeout=TIMEOUT,
        )
        if begun.status_code != 201:
            raise Failed(f"tus: {begun.status_code} {begun.text[:200]}")
        half = len(file.content) // 2
        for offset, piece in ((0, file.content[:half]), (half, file.content[half:])):
            answer = self.session.patch(
                urljoin(self.url, begun.headers["Location"]),
                data=piece,
                headers={
                    **_TUS,
                    **token,
                    "Upload-Offset": str(offset),
                    "Content-Type": "application/offset+octet-stream",
                },
                timeout=TIMEOUT,
            )
            if answer.status_code != 204:
                raise Failed(f"tus: {answer.status_code} {answer.text[:200]}")

    def _took(self, answer: requests.Response, what: str, *, may_fail: bool = False) -> Page:
        self.url, self.status = answer.url, answer.status_code
        answer.encoding = "utf-8"
        self.page = Page(answer.text)
        if self.status >= 500 or (self.status >= 400 and not may_fail):
            raise Failed(f"{what}: {self.status} {self.page.title}: {self.page.complaint}".strip(": "))
        return self.page

    def need(self, ending: str = "", *, text: str = "") -> Form:
        """The form that must stand on the open page. Raises Failed when it does not."""
        found = self.page.form(ending, text=text)
        if found is None:
            raise Failed(f"{self.path}: không có biểu mẫu «{ending or text}». {self.page.complaint}".strip())
        return found


def filled(form: Form, typed: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What is sent when these texts are typed, chosen or ticked; other controls stay as they stand."""
    data: list[tuple[str, str]] = []
    for control in form.controls:
        texts = typed.get(control.name)
        if texts is None:
            if control.kind != "file" and (control.kind not in {"radio", "checkbox"} or control.checked):
                data.append((control.name, control.value))
        elif control.kind in {"radio", "checkbox"}:
            if control.value in texts:
                data.append((control.name, control.value))
        elif control.kind == "select":
            chosen = texts[0] if texts else ""
            if chosen not in control.options:
                raise Failed(f"{form.action}: mục «{control.name}» không có lựa chọn «{chosen}».")
            data.append((control.name, chosen))
        elif control.kind != "file":
            data.append((control.name, texts[0] if texts else ""))
    return data


def until(found: Callable[[], str], complaint: str) -> str:
    """Look again and again until there is something. Raises Failed after a while."""
    end = time.monotonic() + _PATIENCE
    while not (text := found()):
        if time.monotonic() > end:
            raise Failed(complaint)
        time.sleep(0.5)
    return text
