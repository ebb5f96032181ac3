"""A page is read aloud by the browser itself and sent on; where that cannot work, it says so or is a link."""

from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.stage import BIRTH

PAGE = f"/thu-tuc/{BIRTH}/doc-to/"
# A voice that speaks at once and remembers what it was given to say.
VOICE = """
window.heard = [];
const speech = {
  getVoices: () => window.voices, addEventListener() {}, cancel() {},
  speak(part) { window.heard.push([part.text, part.rate, part.lang]); setTimeout(() => part.onend?.(), 1); },
};
Object.defineProperty(window, "speechSynthesis", { value: speech, configurable: true });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def phone(visit: Visit, script: str) -> Any:
    device = visit(360)
    device.page.add_init_script(script)
    device.go(PAGE)
    return device.page


def test_the_whole_page_is_read_in_order_at_the_speed_chosen(visit: Visit) -> None:
    page = phone(visit, VOICE + "window.voices = [{ lang: 'en-US' }, { lang: 'vi_VN' }];")
    page.select_option("[data-speed]", "0.6")
    page.get_by_role("button", name="Nghe đọc trang này").click()
    page.get_by_text("Đã đọc xong.").wait_for()
    heard = page.evaluate("window.heard")
    wanted = page.eval_on_selector_all("[data-say]", "all => all.map(each => each.dataset.say)")
    assert [text for text, _, _ in heard] == wanted
    assert {(rate, lang) for _, rate, lang in heard} == {(0.6, "vi-VN")}
    assert len(wanted) > 15
    page.reload()
    assert page.input_value("[data-speed]") == "0.6"


def test_a_machine_without_a_vietnamese_voice_says_so_and_pretends_nothing(visit: Visit) -> None:
    page = phone(visit, VOICE + "window.voices = [{ lang: 'en-US' }];")
    page.get_by_text("chưa có giọng đọc tiếng Việt").wait_for()
    assert page.get_by_role("button", name="Nghe đọc trang này").is_disabled()


def test_a_telephone_that_names_no_voices_is_tried(visit: Visit) -> None:
    page = phone(visit, VOICE + "window.voices = [];")
    page.get_by_role("button", name="Nghe đọc trang này").click()
    page.get_by_text("Đã đọc xong.").wait_for()


@pytest.mark.parametrize("more", [{}, {"java_script_enabled": False}], ids=["no-speech", "no-script"])
def test_what_cannot_work_is_not_offered(visit: Visit, more: dict[str, Any]) -> None:
    device = visit(360, **more)
    device.page.add_init_script("delete window.speechSynthesis; window.speechSynthesis = undefined;")
    device.go(PAGE)
    assert not device.page.locator("[data-listen]").is_visible()
    device.see("Bạn nhận được")


def test_the_address_is_copied_or_is_a_link(visit: Visit) -> None:
    device = visit(360)
    device.page.add_init_script(
        "Object.defineProperty(navigator, 'share', { value: undefined });"
        "Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async (text) => { window.copied = text; } } });"
    )
    device.go(f"/thu-tuc/{BIRTH}/?channel=counter")
    link = device.page.get_by_role("link", name="Gửi cho người khác")
    link.click()
    device.page.get_by_text("Đã chép địa chỉ").wait_for()
    copied = device.page.evaluate("window.copied")
    assert copied == link.get_attribute("href")
    assert copied.endswith(f"/thu-tuc/{BIRTH}/")
