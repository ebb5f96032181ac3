"""Somebody before the system: logs in, types, presses keys; and everything that goes wrong on the way."""

import time
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from motcua.organisation.actions import DEMO_PASSWORD
from tests.browser.system import System

HEIGHTS = {360: 740, 1280: 800}
# Milliseconds. A busy machine is waited for; only what never comes is given up.
PATIENCE = 60_000
LAN, LAN_NAME = "025190001234", "Nguyễn Thị Lan"
# Chromium says this of every answer of 4xx and every cut of the network; the answers are looked at instead.
_NETWORK = "Failed to load resource"
_AXE = Axe()


@dataclass
class Visitor:
    """A device with one page open. Widths are in CSS pixels."""

    context: Any
    system: System
    problems: list[str] = field(default_factory=list)
    page: Any = None

    def __post_init__(self) -> None:
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.problems.append(f"{error.page.url}: {error.error}"))
        self.context.on("response", self._answered)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()

    def _heard(self, told: Any) -> None:
        # Violations of the page's policy are told here as errors too.
        if told.type == "error" and not told.text.startswith(_NETWORK):
            self.problems.append(f"{told.page.url if told.page else ''}: {told.text}")

    def _answered(self, answer: Any) -> None:
        missing = answer.status == 404 and "/static/" in answer.url
        if answer.status >= 500 or missing:
            self.problems.append(f"{answer.status} {answer.request.method} {answer.url}")

    @property
    def width(self) -> int:
        size = self.page.viewport_size
        return int(size["width"])

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.system.url)

    def go(self, path: str) -> Any:
        """Open an address of the system; the answer."""
        return self.page.goto(path)

    def see(self, text: str) -> None:
        """Wait until the main part of the page says so."""
        self.page.locator("main").get_by_text(text).locator("visible=true").first.wait_for()

    def kept(self) -> None:
        """Wait until all that was typed is saved: the browser keeps nothing of this page for later."""
        self.page.wait_for_function(
            """() => document.querySelector("[data-save-note]").dataset.state === "saved"
                && !Object.keys(localStorage).some((key) => key.endsWith(location.pathname))"""
        )

    def focus_is_on(self, selector: str) -> None:
        """Wait until it has the focus: `autofocus` works when the page is drawn, be it loaded or not."""
        self.page.wait_for_function("s => document.activeElement?.matches(s)", arg=selector)

    def press_enter(self) -> None:
        """Enter, and the page it leads to: links with the same words may stand on the page before."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def log_in(self, number: str = LAN, *, to: str = "/ho-so/") -> None:
        """As a citizen through the e-identity server."""
        self.go(f"/dang-nhap/?next={to}")
        self.agree(number)
        assert self.path == to

    def agree(self, number: str = LAN) -> None:
        """From the page that explains the log-in, through the e-identity server and back."""
        self.page.get_by_role("main").get_by_role("link", name="VNeID").or_(
            self.page.get_by_role("main").get_by_role("button", name="VNeID")
        ).first.click()
        self.page.locator(f"button[value='{number}']").click()
        self.page.locator("button[value=allow]").click()
        self.page.wait_for_url(f"{self.system.url}/**")

    def log_in_officer(self, part: str, *, to: str = "/can-bo/") -> None:
        """As the officer who plays this part."""
        self.go(f"/can-bo/dang-nhap/?next={to}")
        self.page.fill("#login", self.system.login(part))
        self.page.fill("#password", DEMO_PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.system.url}{to}")

    def axe(self) -> list[str]:
        """What axe finds on the page as it stands."""
        found = _AXE.run(self.page, options={"resultTypes": ["violations"]})
        return [
            f"{self.path} ({self.width}): {each['id']}: {node['html'][:160]}"
            for each in found.response["violations"]
            for node in each["nodes"][:3]
        ]

    def too_wide(self) -> list[str]:
        """Whether the page must be moved sideways to be read; charts get a moment to be drawn anew."""
        width = "document.documentElement.scrollWidth"
        for _ in range(100):
            if self.page.evaluate(width) <= self.width:
                return []
            self.page.wait_for_timeout(100)
        wide = self.page.evaluate(width)
        return [f"{self.path}: {wide} pixels wide on {self.width}"] if wide > self.width else []

    def is_sound(self) -> None:
        # A word may be seen before the last style sheet is there.
        self.page.wait_for_load_state("load")
        wrong = self.axe() + self.too_wide()
        assert not wrong, "\n".join(wrong)


class Keys:
    """The keyboard alone, with every stroke counted. The mouse is never touched."""

    MOST = 400

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self.strokes = 0
        self.began = time.monotonic()

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.strokes += len(text)

    def tab_to(self, selector: str, *, back: bool = False) -> None:
        """Press Tab until the focus is there; it must be visible when it is."""
        for _ in range(self.MOST):
            if self.page.evaluate("s => document.activeElement?.matches(s) || false", selector):
                self._is_visible(selector)
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never comes to {selector} on {self.page.url}")

    def _is_visible(self, selector: str) -> None:
        """The focus can be seen: the control or the label around it has an outline or a shadow."""
        seen = self.page.evaluate(
            """() => { let e = document.activeElement;
                for (let i = 0; e && i < 3; i++, e = e.parentElement) {
                  const s = getComputedStyle(e), next = e.nextElementSibling;
                  const t = next && getComputedStyle(next);
                  if (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) return true;
                  if (s.boxShadow !== 'none') return true;
                  if (i === 0 && t && (t.boxShadow !== 'none' || t.outlineStyle !== 'none')) return true;
                } return false; }"""
        )
        assert seen, f"The focus on {selector} of {self.page.url} cannot be seen."

    def enter(self, selector: str) -> None:
        """Tab there and press Enter, which opens another page."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def told(self, task: str) -> str:
        return f"{task}: {self.strokes} keystrokes, {self.seconds:.1f} s by machine"
