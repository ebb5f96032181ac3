"""The scripts in a real browser: nothing typed is lost, nothing is sent twice, a cut upload goes on."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from motcua.web import ui

sync_api = pytest.importorskip("playwright.sync_api")
# Milliseconds; a busy machine is waited for.
PATIENCE = 60_000
sync_api.expect.set_options(timeout=PATIENCE)

CHROMIUM = Path("/usr/bin/chromium")
STATIC = Path(str(ui.__file__)).parent / "static"
PLACE = "http://ui.test"
POLICY = "default-src 'self'; img-src 'self' data:"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser installed here"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    made = context.new_page()
    made.route(f"{PLACE}/static/**", _static)
    made.problems = []
    made.on("pageerror", lambda problem: made.problems.append(str(problem)))
    yield made
    assert made.problems == []
    context.close()


def _static(route: Any) -> None:
    route.fulfill(path=STATIC / route.request.url.removeprefix(f"{PLACE}/static/"))


def _open(page: Any, body: str, *scripts: str, path: str = "/trang") -> None:
    """A page made of `body` and these scripts, served under the strict policy."""
    tags = "".join(f'<script src="/static/{script}" defer></script>' for script in scripts)
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>t</title>'
    html = f"{head}<body>{body}{tags}</body></html>"
    page.route(
        f"{PLACE}{path}",
        lambda route: route.fulfill(
            body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY}
        ),
    )
    page.goto(f"{PLACE}{path}")


DRAFT = """<form method="post" action="/gui" data-autosave="/luu" data-draft="d1" data-login="/dang-nhap/">
<input type="hidden" name="csrfmiddlewaretoken" value="token">
<input type="hidden" name="version" value="{version}">
<label for="n">Tên</label><input id="n" name="name" value="{name}">
<label><input type="radio" name="sex" value="male">Nam</label>
<label><input type="radio" name="sex" value="female">Nữ</label>
<p data-save-note role="status"></p></form>"""


def _saving(page: Any, answer: Callable[[Any], None]) -> list[str]:
    """Answers saves with `answer`; returns the bodies that came in."""
    bodies: list[str] = []

    def take(route: Any) -> None:
        bodies.append(route.request.post_data or "")
        answer(route)

    page.route(f"{PLACE}/luu", take)
    return bodies


def _json(status: int, **words: object) -> Callable[[Any], None]:
    return lambda route: route.fulfill(status=status, body=json.dumps(words), content_type="application/json")


def _until(page: Any, there: Callable[[], object]) -> None:
    """Wait for what arrives here, on the side of the server."""
    for _ in range(PATIENCE // 50):
        if there():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It never came.")


def _note(page: Any, text: str) -> None:
    sync_api.expect(page.locator("[data-save-note]")).to_contain_text(text)


def test_typing_is_saved_and_the_hour_is_told(page: Any) -> None:
    bodies = _saving(page, _json(200, saved_at="15:04", version=7))
    _open(page, DRAFT.format(version=6, name=""), "ui/save.js")
    page.fill("#n", "Nguyễn Minh An")
    _note(page, "Đã lưu lúc 15:04")
    assert "csrfmiddlewaretoken=token" in bodies[0]
    assert "version=6" in bodies[0]
    assert page.input_value("[name=version]") == "7"
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_form_sent_while_it_is_being_saved_waits_for_the_new_version(page: Any) -> None:
    """Otherwise the server takes it for an older page of another machine."""
    held: list[Any] = []
    sent: list[str] = []
    _saving(page, held.append)
    page.route(
        f"{PLACE}/gui", lambda route: (sent.append(route.request.post_data), route.fulfill(status=204))
    )
    form = DRAFT.replace("</form>", '<button name="go" value="1">Lưu và tiếp tục</button></form>')
    _open(
        page,
        form.replace("<form", "<form data-once", 1).format(version=6, name=""),
        "ui/once.js",
        "ui/save.js",
    )
    page.fill("#n", "Lành")
    _until(page, lambda: held)
    page.evaluate("const b = document.querySelector('button'); b.click(); b.click();")
    assert page.locator("button").inner_text() == "Lưu và tiếp tục"
    assert sent == []
    _json(200, saved_at="15:04", version=7)(held[0])
    sync_api.expect(page.locator("button")).to_have_text("Đang gửi…")
    _until(page, lambda: sent)
    assert len(sent) == 1
    assert "version=7" in sent[0]
    assert "go=1" in sent[0]


def test_what_could_not_be_saved_is_filled_in_again_and_saved_later(page: Any) -> None:
    _saving(page, lambda route: route.abort())
    _open(page, DRAFT.format(version=6, name=""), "ui/save.js")
    page.fill("#n", "Lò Thị Ủn")
    page.check("[value=female]")
    _note(page, "Mất mạng")
    assert "token" not in page.evaluate("JSON.stringify(localStorage)").replace("csrfmiddleware", "")
    page.unroute(f"{PLACE}/luu")
    bodies = _saving(page, _json(200, saved_at="16:00", version=7))
    page.reload()
    _note(page, "Đã lưu lúc 16:00")
    assert page.input_value("#n") == "Lò Thị Ủn"
    assert page.is_checked("[value=female]")
    assert "sex=female" in bodies[-1]


def test_a_session_that_is_gone_keeps_the_words_and_offers_to_log_in(page: Any) -> None:
    _saving(page, _json(401, error="hết phiên"))
    _open(page, DRAFT.format(version=6, name=""), "ui/save.js")
    page.fill("#n", "Vi Văn Đỗ")
    _note(page, "Phiên làm việc đã hết")
    assert page.get_attribute("[data-save-note] a", "href") == "/dang-nhap/"
    assert "Vi Văn Đỗ" in page.evaluate("Object.values(localStorage).join()")


def test_a_newer_version_from_another_machine_is_not_overwritten_and_the_words_are_offered(page: Any) -> None:
    bodies = _saving(page, _json(409, error="Hồ sơ vừa được sửa ở máy khác."))
    _open(page, DRAFT.format(version=6, name=""), "ui/save.js")
    page.fill("#n", "Từ máy này")
    _note(page, "Hồ sơ vừa được sửa ở máy khác.")
    _open(page, DRAFT.format(version=9, name="Từ máy khác"), "ui/save.js")
    _note(page, "Máy này còn giữ phần bạn nhập")
    assert page.input_value("#n") == "Từ máy khác"
    page.get_by_role("button", name="Điền lại phần đó").click()
    sync_api.expect(page.locator("#n")).to_have_value("Từ máy này")
    assert len(bodies) == 1


def test_what_was_sent_while_the_page_went_away_is_not_offered_again(page: Any) -> None:
    bodies = _saving(page, lambda route: None)  # the answer comes too late for this page
    _open(page, DRAFT.format(version=6, name=""), "ui/save.js")
    page.fill("#n", "Vội")
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    _until(page, lambda: bodies)
    assert "name=V%E1%BB%99i" in bodies[0]
    _open(page, DRAFT.format(version=7, name="Vội"), "ui/save.js")
    assert page.inner_text("[data-save-note]") == ""
    assert page.evaluate("localStorage.length") == 0


def test_an_impatient_hand_sends_a_form_once(page: Any) -> None:
    sent: list[str] = []

    def take(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fulfill(status=204)

    page.route(f"{PLACE}/gui", take)
    _open(
        page,
        '<form method="post" action="/gui" data-once><button name="go" value="1">Nộp hồ sơ</button></form>',
        "ui/once.js",
    )
    page.evaluate("const b = document.querySelector('button'); b.click(); b.click(); b.click();")
    sync_api.expect(page.locator("button")).to_have_text("Đang gửi…")
    sync_api.expect(page.locator("button")).to_be_disabled()
    _until(page, lambda: sent)
    assert sent == ["go=1"]


def test_logging_out_leaves_no_words_behind_on_the_machine(page: Any) -> None:
    page.route(f"{PLACE}/thoat", lambda route: route.fulfill(status=204))
    _open(page, '<form method="post" action="/thoat" data-logout><button>Thoát</button></form>', "ui/once.js")
    page.evaluate("localStorage['motcua.draft.d1/trang'] = '{}'; localStorage['motcua.theme'] = 'dark'")
    page.click("text=Thoát")
    page.wait_for_function("Object.keys(localStorage).join() === 'motcua.theme'")


def test_the_choice_of_theme_and_size_is_kept_on_the_device(page: Any) -> None:
    body = """<section data-settings hidden><button data-setting="theme" value="dark">Tối</button>
    <button data-setting="text" value="large" data-toggle>A+</button></section>"""
    _open(page, body, "ui/settings.js")
    page.click("text=Tối")
    page.click("text=A+")
    page.reload()
    assert page.evaluate("({...document.documentElement.dataset})") == {"theme": "dark", "text": "large"}
    page.click("text=A+")
    assert page.evaluate("document.documentElement.dataset.text") is None


def test_the_end_of_the_session_is_announced_with_a_way_to_stay(page: Any) -> None:
    body = """<section data-session data-seconds="600" data-stay="/con-do/" data-login="/dang-nhap/" hidden>
    <p role="alert" data-session-text></p><button type="button">Tôi làm tiếp</button></section>"""
    page.route(f"{PLACE}/con-do/", lambda route: route.fulfill(status=204))
    page.clock.install()
    _open(page, body, "ui/session.js")
    assert page.locator("[data-session]").is_hidden()
    page.clock.run_for(400_000)
    sync_api.expect(page.locator("[data-session-text]")).to_contain_text("Còn khoảng 4 phút")
    page.click("button")
    page.clock.run_for(20_000)
    sync_api.expect(page.locator("[data-session]")).to_be_hidden()
    page.clock.run_for(700_000)
    sync_api.expect(page.locator("[data-session-text]")).to_contain_text("đã hết")


UPLOAD = """<form><input type="hidden" name="csrfmiddlewaretoken" value="token">
<div class="upload" data-upload data-endpoint="/files/" data-accept=".pdf,.jpg"
data-accept-words="PDF hoặc ảnh" data-max-mb="2" data-max-files="2"
data-chunk="65536" data-metadata='{"component":"birth_proof"}'><label for="f">Tệp</label>
<input type="file" id="f" name="file" multiple><ul data-upload-list></ul>
<p role="status" data-upload-live></p></div></form>"""
TUS, UPLOADER = "vendor/tus-js-client-4.3.1/tus.min.js", "ui/upload.js"


class FakeTus:
    """A tus server of a few lines; drops the connection once when told to."""

    def __init__(self, *, cut_at: int = -1) -> None:
        self.received, self.size, self.cut_at = b"", 0, cut_at
        self.headers: dict[str, str] = {}

    def __call__(self, route: Any) -> None:
        request = route.request
        tus = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
        if request.method == "POST":
            self.headers = request.headers
            self.size = int(request.headers["upload-length"])
            route.fulfill(status=201, headers={**tus, "Location": f"{PLACE}/files/u42"})
        elif request.method == "HEAD":
            route.fulfill(
                status=200,
                headers={**tus, "Upload-Offset": str(len(self.received)), "Upload-Length": str(self.size)},
            )
        elif 0 <= self.cut_at <= len(self.received):
            self.cut_at = -1
            route.abort()
        else:
            self.received += request.post_data_buffer or b""
            route.fulfill(status=204, headers={**tus, "Upload-Offset": str(len(self.received))})


def _upload(page: Any, server: FakeTus, *files: tuple[str, bytes]) -> None:
    page.route(f"{PLACE}/files/**", server)
    _open(page, UPLOAD, TUS, UPLOADER)
    page.set_input_files("#f", [{"name": name, "mimeType": "", "buffer": content} for name, content in files])


def test_a_cut_connection_goes_on_where_it_stopped(page: Any) -> None:
    content, server = bytes(range(256)) * 1000, FakeTus(cut_at=131072)
    _upload(page, server, ("giấy chứng sinh.pdf", content))
    sync_api.expect(page.locator("[data-state=done]")).to_contain_text("Đã nhận đủ")
    assert server.received == content
    assert page.input_value("input[name=upload]") == "u42"
    assert server.headers["x-csrftoken"] == "token"
    assert "component" in server.headers["upload-metadata"]


def test_limits_are_told_before_anything_is_sent(page: Any) -> None:
    server = FakeTus()
    _upload(page, server, ("bài hát.mp3", b"x"), ("to.pdf", bytes(3 * 1024 * 1024)), ("trống.pdf", b""))
    sync_api.expect(page.locator("[data-state=refused]")).to_have_count(3)
    words = page.locator("[data-upload-list]").inner_text()
    told = ("cần tệp PDF hoặc ảnh", "tối đa là 2 MB", "Tệp này trống")
    assert [each for each in told if each not in words] == []
    assert server.size == 0
