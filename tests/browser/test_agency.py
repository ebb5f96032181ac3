"""Behind the desk: the handler drafts, the signer signs, the clerk numbers; the leader looks at the unit."""

from tests.browser.conftest import Visit
from tests.browser.test_officers_desk import press
from tests.browser.visit import Visitor


def at_work(visit: Visit, part: str, scene: str) -> Visitor:
    """This officer before the case, from the list of work."""
    officer = visit(1280)
    officer.log_in_officer(part)
    with officer.page.expect_navigation():
        officer.page.locator(f"main a[href='/can-bo/ho-so/{officer.system.dossier(scene)}/']").first.click()
    officer.page.locator("#viec").wait_for()
    return officer


def test_a_dossier_goes_from_draft_to_number(visit: Visit) -> None:
    handler = at_work(visit, "handler", "route")
    press(handler, "Nhận việc này")
    handler.page.locator("textarea.draft").first.fill(
        "Họ, chữ đệm, tên: Nguyễn Thị Bảo Châu.\n\nGiới tính: Nữ."
    )
    press(handler, "Lưu dự thảo")
    handler.see("Đã lưu dự thảo")
    assert "Bảo Châu" in handler.page.locator("textarea.draft").first.input_value()
    handler.is_sound()
    press(handler, "Đủ điều kiện")
    handler.see("Đã xong bước")

    signer = at_work(visit, "signer", "route")
    press(signer, "Ký")
    assert "đã đọc văn bản" in signer.page.inner_text("#error-summary")
    signer.page.check("input[name=read]")
    signer.is_sound()
    press(signer, "Ký")
    signer.see("Đã xong bước")

    clerk = at_work(visit, "clerk", "route")
    press(clerk, "Phát hành")
    clerk.see("Đã xử lý xong")
    clerk.is_sound()


def test_the_leader_sees_what_is_late_and_who_has_too_much(visit: Visit) -> None:
    leader = visit(360)
    leader.log_in_officer("signer", to="/can-bo/don-vi/")
    leader.see("Khối lượng việc theo cán bộ")
    leader.is_sound()
    with leader.page.expect_navigation():
        leader.page.get_by_role("link", name="Xem danh sách").first.click()
    leader.is_sound()


def test_a_procedure_says_what_in_it_is_not_verified(visit: Visit) -> None:
    admin = visit(1280)
    admin.log_in_officer("admin", to="/quan-tri/thu-tuc/")
    marked = admin.page.locator("tr.is-marked").filter(has_text="1.001193")
    admin.page.fill("#q", "1.001193")
    admin.press_enter()
    marked.get_by_text("số liệu").wait_for()
    with admin.page.expect_navigation():
        marked.get_by_role("link").click()
    admin.see("Mức do HĐND tỉnh quyết định")
    admin.is_sound()
