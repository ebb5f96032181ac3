"""Everything a citizen does works with scripts switched off: the same dossier, the same sentences."""

from pathlib import Path

from tests.browser.conftest import Visit
from tests.browser.pictures import photo
from tests.browser.stage import BIRTH, COMMUNE
from tests.browser.test_citizen import ANSWERS, CHILD, ORIGIN, choose, go_on, write
from tests.browser.visit import LAN, LAN_NAME, Visitor


def test_a_dossier_is_filed_without_scripts(visit: Visit, tmp_path: Path) -> None:
    phone = visit(360, java_script_enabled=False)
    phone.go("/")
    phone.page.fill("#search", "dang ky khai sinh")
    phone.press_enter()
    phone.page.locator(f"main a[href*='/thu-tuc/{BIRTH}/']").first.click()
    # Without scripts a question that follows from another one is asked on the page that comes next.
    while phone.page.get_by_role("button", name="Xem giấy tờ, số tiền của tôi").is_visible():
        for name, value in ANSWERS.items():
            if phone.page.locator(f"label:has(input[name='{name}'])").first.is_visible():
                choose(phone, **{name: value})
        go_on_asking(phone)
    phone.page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    phone.agree(LAN)
    choose(phone, for_whom="self")
    go_on(phone)
    draft = phone.path.partition("khai/")[0]

    write(phone, requester_id="123")
    choose(phone, requester_relation="mother")
    go_on(phone)
    assert "12 chữ số" in phone.page.locator(".field-invalid .field-error").inner_text()
    assert phone.page.input_value("[name=requester_id]") == "123"
    write(phone, requester_id=LAN)
    go_on(phone)
    write(phone, **CHILD)
    choose(phone, sex="female")
    go_on(phone)
    write(phone, **ORIGIN)
    go_on(phone)
    for _ in range(4):
        go_on(phone)
    assert phone.path == f"{draft}giay-to/"

    text, picture = tmp_path / "khong-phai.pdf", tmp_path / "giay-chung-sinh.jpg"
    text.write_bytes("Đây chỉ là chữ.".encode())
    picture.write_bytes(photo("Giấy chứng sinh", LAN_NAME))
    for file in (text, picture):
        phone.page.set_input_files("main input[type=file]", file)
        with phone.page.expect_navigation():
            phone.page.get_by_role("button", name="Gửi tệp đã chọn").click()
        if file == text:
            assert phone.page.locator(
                "main .notice.tone-red, .messages .tone-red, .error-summary"
            ).first.is_visible()
    assert phone.page.locator(".file-list", has_text="giay-chung-sinh.jpg").is_visible()
    phone.page.get_by_role("link", name="Tiếp tục").click()
    phone.page.select_option("#chosen_place", COMMUNE)
    choose(phone, return_method="electronic")
    go_on(phone)
    phone.page.locator("label", has=phone.page.locator("input[name=promise]")).click()
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Nộp hồ sơ").click()
    assert phone.path.endswith("/da-nop/")
    assert phone.page.locator(".dossier-code").is_visible()


def go_on_asking(phone: Visitor) -> None:
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Xem giấy tờ, số tiền của tôi").click()


def test_an_officer_accepts_without_scripts(visit: Visit) -> None:
    desk = visit(1280, java_script_enabled=False)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    desk.go(f"/can-bo/ho-so/{desk.system.dossier('plain-accept')}/")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Tất cả đạt").click()
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    desk.see("Đang xử lý")
