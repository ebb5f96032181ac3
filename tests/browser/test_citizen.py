"""A citizen with a telephone, later with a computer: from the first question to «sent», and after."""

import re
from pathlib import Path

from tests.browser.conftest import Visit
from tests.browser.pictures import photo, scan
from tests.browser.stage import BIRTH, COMMUNE
from tests.browser.visit import LAN, LAN_NAME, Visitor

ANSWERS = {
    "channel": "online",
    "child_kind": "usual",
    "late": "yes",
    "birth_evidence": "paper",
    "filed_by": "parent",
}
CHILD = {"child_name": "Nguyễn Thị Bảo Châu", "birth": "02/01/2026"}
ORIGIN = {
    "birth_place": "Trạm y tế phường Nông Trang",
    "child_ethnicity": "Kinh",
    "child_nationality": "Việt Nam",
    "hometown": "Phường Nông Trang, tỉnh Phú Thọ",
}


def choose(who: Visitor, **answers: str) -> None:
    """Touch the row of each answer."""
    for name, value in answers.items():
        who.page.locator(f"label:has(input[name='{name}'][value='{value}'])").click()


def write(who: Visitor, **texts: str) -> None:
    for name, text in texts.items():
        who.page.fill(f"[name='{name}']", text)


def go_on(who: Visitor) -> None:
    """The one primary button of the page."""
    with who.page.expect_navigation():
        who.page.locator("main .btn-primary").last.click()


def found_and_begun(who: Visitor) -> str:
    """From the search, through questions and log-in, to the first page of the form. The draft's path."""
    who.go("/")
    who.is_sound()
    who.page.fill("#search", "lam khai sinh cho con")
    who.press_enter()
    who.page.locator(f"main a[href*='/thu-tuc/{BIRTH}/']").first.click()
    choose(who, **ANSWERS)
    with who.page.expect_navigation():
        who.page.get_by_role("button", name="Xem giấy tờ, số tiền của tôi").click()
    who.see("Giấy chứng sinh")
    who.is_sound()
    who.page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    who.agree(LAN)
    who.see("Bạn nộp hồ sơ cho ai?")
    choose(who, for_whom="self")
    go_on(who)
    found = re.match(r"/nhap/[0-9a-f-]+/", who.path)
    assert found is not None, who.path
    return found[0]


def test_a_birth_is_registered_from_the_first_question_to_the_page_sent(visit: Visit, tmp_path: Path) -> None:
    phone = visit(360, has_touch=True, is_mobile=True)
    draft = found_and_begun(phone)

    # What is known stands there already; a wrong number is said at the field, and what was typed stays.
    assert phone.page.input_value("[name=requester_name]") == LAN_NAME
    write(phone, requester_id="02519000123")
    choose(phone, requester_relation="mother")
    phone.kept()
    assert "Đã lưu lúc" in phone.page.inner_text("[data-save-note]")
    go_on(phone)
    assert phone.page.locator(".error-summary").is_visible()
    assert "12 chữ số" in phone.page.locator(".field-invalid .field-error").inner_text()
    assert phone.page.input_value("[name=requester_id]") == "02519000123"
    phone.focus_is_on("#error-summary")
    phone.is_sound()
    write(phone, requester_id=LAN)
    go_on(phone)
    write(phone, **CHILD)
    choose(phone, sex="female")
    phone.kept()
    # The telephone is put away without «Lưu và tiếp tục».
    phone.page.close()
    phone.context.clear_cookies()

    computer = visit(1280)
    computer.log_in(to=draft)
    computer.page.locator(f"main a[href='{draft}khai/child/']").first.click()
    assert computer.page.input_value("[name=child_name]") == CHILD["child_name"]
    assert computer.page.is_checked("input[name=sex][value=female]")
    go_on(computer)
    write(computer, **ORIGIN)
    go_on(computer)
    for _ in range(4):
        go_on(computer)
    assert computer.path == f"{draft}giay-to/"
    computer.is_sound()

    papers_are_sent(computer, tmp_path)
    computer.page.get_by_role("link", name="Tiếp tục").click()
    computer.page.select_option("#chosen_place", COMMUNE)
    choose(computer, return_method="electronic")
    go_on(computer)

    assert computer.path == f"{draft}kiem-tra/"
    computer.see(CHILD["child_name"])
    computer.is_sound()
    computer.page.check("input[name=promise]")
    computer.page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    computer.page.wait_for_url("**/da-nop/")
    number = computer.page.inner_text(".dossier-code")
    computer.is_sound()
    computer.go("/ho-so/")
    assert computer.page.locator("main .code", has_text=number).count() == 1
    computer.page.locator("li.box", has_text=number).get_by_role("link").first.click()
    computer.see("Hồ sơ đang ở đâu")


def papers_are_sent(who: Visitor, folder: Path) -> None:
    """A picture, a text that only says it is a PDF, and a heavy picture with the network cut midway."""
    page = who.page
    (folder / "giay-chung-sinh.jpg").write_bytes(photo("Giấy chứng sinh", LAN_NAME))
    (folder / "khong-phai.pdf").write_bytes("Đây chỉ là chữ.".encode())
    (folder / "ban-chup-lon.jpg").write_bytes(photo("Giấy chứng sinh", LAN_NAME, heavy=True))
    (folder / "giay-chung-sinh.pdf").write_bytes(scan("Giấy chứng sinh", LAN_NAME))

    page.set_input_files("[data-upload] input[type=file]", folder / "khong-phai.pdf")
    refused = page.locator(".upload-item[data-state=failed] .upload-state")
    refused.wait_for()
    assert "không phải" in refused.inner_text().lower() or "PDF" in refused.inner_text(), refused.inner_text()
    who.is_sound()

    for name in ("giay-chung-sinh.jpg", "giay-chung-sinh.pdf"):
        page.set_input_files("[data-upload] input[type=file]", folder / name)
        page.locator(".file-list", has_text=name).wait_for()

    # Slow pieces, so that the cut falls between two of them.
    page.route("**/tep/tai-len/**", lambda route: (page.wait_for_timeout(150), route.continue_()))
    page.set_input_files("[data-upload] input[type=file]", folder / "ban-chup-lon.jpg")
    page.wait_for_function(
        "() => { const bar = document.querySelector('.upload-item progress'); return bar && bar.value > 0; }"
    )
    who.context.set_offline(True)
    page.locator(".upload-item[data-state=waiting]").wait_for()
    reached = page.evaluate("document.querySelector('.upload-item progress').value")
    assert 0 < reached < 100
    assert "Phần đã gửi vẫn còn" in page.inner_text(".upload-item[data-state=waiting] .upload-state")
    who.context.set_offline(False)
    page.locator(".file-list", has_text="ban-chup-lon.jpg").wait_for()
    page.unroute("**/tep/tai-len/**")
    page.locator(".file-list > li").nth(2).wait_for()
    assert page.locator(".file-list > li").count() == 3


def test_a_session_that_ends_in_the_middle_of_a_page_loses_nothing(visit: Visit) -> None:
    phone = visit(360)
    page = f"/nhap/{phone.system.dossier('draft')}/khai/origin/"
    phone.log_in(to=page)
    write(phone, birth_place="Bệnh viện Sản Nhi, phường Nông Trang")
    phone.kept()
    phone.context.clear_cookies()
    write(phone, hometown="Xã Thổ Tang, tỉnh Phú Thọ")
    phone.page.locator("[data-save-note][data-state=session]").wait_for()
    phone.page.locator("[data-save-note]").get_by_role("link", name="Đăng nhập lại").click()
    phone.agree()
    assert phone.path == page
    assert phone.page.input_value("[name=birth_place]") == "Bệnh viện Sản Nhi, phường Nông Trang"
    assert phone.page.input_value("[name=hometown]") == "Xã Thổ Tang, tỉnh Phú Thọ"
    phone.kept()


def test_a_supplement_is_answered_beside_what_was_wrong(visit: Visit, tmp_path: Path) -> None:
    phone = visit(360)
    dossier = f"/ho-so/{phone.system.dossier('supplement')}/"
    phone.log_in(to=dossier)
    phone.page.locator(f"main a[href='{dossier}bo-sung/']").first.click()
    phone.see("Ảnh mờ, không đọc được chữ")
    phone.is_sound()
    (tmp_path / "chup-lai.jpg").write_bytes(photo("Giấy chứng sinh", LAN_NAME))
    phone.page.set_input_files("[data-upload] input[type=file]", tmp_path / "chup-lai.jpg")
    phone.page.locator(".file-list", has_text="chup-lai.jpg").wait_for()
    write(phone, child_name="Nguyễn Minh Khang")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Lưu phần sửa").click()
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Gửi bổ sung").click()
    phone.go(dossier)
    phone.see("Mới đăng ký")


def test_the_result_is_received_verified_and_the_work_rated(visit: Visit, tmp_path: Path) -> None:
    computer = visit(1280)
    dossier = f"/ho-so/{computer.system.dossier('done')}/"
    computer.log_in(to=dossier)
    with computer.page.expect_navigation():
        computer.page.get_by_role("button", name="Nhận kết quả").click()
    computer.see("Đã trả kết quả")
    result = computer.page.locator("#ket-qua a[href$='.pdf']").first.get_attribute("href")
    file = tmp_path / "ket-qua.pdf"
    file.write_bytes(computer.context.request.get(result).body())
    choose(computer, score="3")
    with computer.page.expect_navigation():
        computer.page.get_by_role("button", name="Gửi đánh giá").click()
    computer.see("Cảm ơn bạn")

    anybody = visit(360)
    anybody.go("/xac-minh/")
    anybody.page.set_input_files("#file", file)
    with anybody.page.expect_navigation():
        anybody.page.get_by_role("main").get_by_role("button", name="Kiểm tra").click()
    assert anybody.page.locator("main .notice.tone-green").is_visible()
    anybody.is_sound()
    file.write_bytes(file.read_bytes().replace(b"/Type", b"/Typo", 1))
    anybody.page.set_input_files("#file", file)
    with anybody.page.expect_navigation():
        anybody.page.get_by_role("main").get_by_role("button", name="Kiểm tra").click()
    assert not anybody.page.locator("main .notice.tone-green").is_visible()
