"""The sandbox's pages in a real browser: a small telephone, no script, the keyboard, and axe."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from tests.eidentity.server import LAN, Sandbox, running
from tests.eidentity.test_sandbox import asked

sync_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser installed here"),
]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def _portal(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return ["<title>Cổng</title>".encode()]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox whose client really listens: browsers do not let tests answer for a redirect."""
    with make_server("127.0.0.1", 0, _portal, handler_class=_Quiet) as portal:
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        with running(f"http://127.0.0.1:{portal.server_port}") as found:
            yield found
        portal.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    made = context.new_page()
    made.problems = []
    made.on("console", lambda told: made.problems.append(told.text) if told.type == "error" else None)
    yield made
    context.close()


def in_order(page: Any) -> None:
    """Nothing wider than the telephone, and nothing that axe finds."""
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = axe_api.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_somebody_logs_in_and_agrees_with_the_keyboard_alone(page: Any, sandbox: Sandbox) -> None:
    page.goto(asked(sandbox, scope="openid profile phone email address identity"))
    in_order(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == LAN
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Chia sẻ thông tin với Cổng dịch vụ công')")
    in_order(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # The redirect that follows the form must pass the page's own policy.
    page.wait_for_url("**/dinh-danh/ve/?code=*")
    assert page.problems == []


def test_a_wrong_password_is_said_at_the_field(page: Any, sandbox: Sandbox) -> None:
    page.goto(asked(sandbox))
    page.fill("#personal_id", LAN)
    page.fill("#password", "no")
    page.click("text=Đăng nhập thử >> nth=-1")
    page.wait_for_selector("[role=alert]")
    page.wait_for_function("document.activeElement.id === 'personal_id'")
    assert page.input_value("#personal_id") == LAN
    in_order(page)


def test_the_dark_page_can_be_read_too(page: Any, sandbox: Sandbox) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(asked(sandbox))
    page.click("summary")
    in_order(page)
