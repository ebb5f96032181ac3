"""C-16, the officer's part: fifty pages in eight pieces ordered and filed by keyboard, presses counted."""

from tests.browser.conftest import Visit
from tests.browser.visit import Keys

MOST_PRESSES = 12


def test_fifty_pages_go_to_eight_papers_with_a_dozen_presses(visit: Visit) -> None:
    desk = visit(1280)
    scan = desk.system.scenes["examples"]["scan-keys"]
    desk.log_in_officer("desk", to=f"/can-bo/so-hoa/{scan}/")
    assert desk.page.locator("[data-sheet]").count() == 57
    keys = Keys(desk)
    desk.focus_is_on("[data-look]")
    before = keys.strokes
    # The first page that waits has the focus; after each digit the first page of the next piece,
    # after the last one the button that files.
    for digit in range(1, 9):
        keys.press(str(digit))
    keys.press("Enter")
    desk.see("Đã lưu vào hồ sơ")
    pressed = keys.strokes - before
    print(f"50 trang vào 8 giấy tờ: {pressed} lần bấm phím")
    assert pressed <= MOST_PRESSES


def test_a_page_is_turned_moved_and_left_out_by_keyboard(visit: Visit) -> None:
    desk = visit(1280)
    scan = desk.system.scenes["examples"]["scan"]
    desk.log_in_officer("desk", to=f"/can-bo/so-hoa/{scan}/")
    keys = Keys(desk)
    desk.focus_is_on("[data-look]")
    chosen = desk.page.locator("[data-look]:focus")
    first = chosen.get_attribute("href")
    keys.press("r")
    assert desk.page.locator("li:has([data-look]:focus) [data-turned]").input_value() == "90"
    keys.press("Shift+ArrowRight")
    assert chosen.get_attribute("href") == first, "the focus goes along with the page"
    assert desk.page.locator("li:has([data-look]:focus) [data-position]").input_value() == "3"
    keys.press("0")
    assert desk.page.locator(".sheet.is-dropped").count() == 2
