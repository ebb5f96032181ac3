"""An official builds a route from nothing and sees its picture change while typing."""

from tests.browser.conftest import Visit, sync_api
from tests.browser.visit import Visitor

expect = sync_api.expect
CODE = "9.900413"


def write_step(who: Visitor, at: int, name: str, act: str, role: str, unit: str, hours: str) -> None:
    """Fill in one row of the table."""
    who.page.fill(f"[name='s.{at}.name']", name)
    who.page.fill(f"[name='s.{at}.hours']", hours)
    for key, label in (("act", act), ("role", role), ("unit", unit)):
        who.page.select_option(f"[name='s.{at}.{key}']", label=label)


def add_step(who: Visitor, after: int) -> None:
    """One more row below this one."""
    with who.page.expect_navigation():
        who.page.locator(f"button[name=lam][value='them.{after + 1}']").click()
    who.page.locator(f"[name='s.{after + 1}.name']").wait_for()


def lead_on(who: Visitor, at: int, number: int, label: str, to: str, *, back: bool = False) -> None:
    """One outcome of a step."""
    who.page.fill(f"[name='s.{at}.o.{number}.label']", label)
    who.page.select_option(f"[name='s.{at}.o.{number}.to']", label=to)
    if back:
        who.page.check(f"[name='s.{at}.o.{number}.back']")


def test_a_route_of_three_steps_is_built_and_its_picture_follows(visit: Visit) -> None:
    admin = visit(1280)
    admin.log_in_officer("admin", to="/quan-tri/soan/")
    admin.page.fill("#code", CODE)
    admin.page.fill("#name", "Thủ tục thử sơ đồ")
    with admin.page.expect_navigation():
        admin.page.get_by_role("button", name="Bắt đầu soạn").click()
    admin.go(f"{admin.path}muc/route/")
    drawn = admin.page.locator(".route-picture")
    assert drawn.count() == 0
    write_step(
        admin, 0, "Thẩm tra hồ sơ", "Thẩm định, soạn kết quả", "Chuyên viên thụ lý", "Bộ phận một cửa", "4"
    )
    drawn.get_by_text("1. Thẩm tra hồ sơ").wait_for()
    add_step(admin, 0)
    write_step(admin, 1, "Ký kết quả", "Ký kết quả", "Lãnh đạo ký", "Lãnh đạo cơ quan giải quyết", "2")
    add_step(admin, 1)
    write_step(admin, 2, "Vào sổ, đóng dấu", "Vào sổ, cấp số, đóng dấu", "Văn thư", "Bộ phận một cửa", "1,5")
    drawn.get_by_text("3. Vào sổ, đóng dấu").wait_for()
    # Nothing leads to the new steps yet.
    expect(admin.page.locator(".route-apart")).to_have_count(1)
    wrong = admin.page.locator("[data-row-faults='1']")
    wrong.get_by_text("Không có cách nào đi từ bước đầu tới bước «Ký kết quả»").wait_for()
    # What was typed into the rows counts once it is saved: the steps to lead to bear their names then.
    with admin.page.expect_navigation():
        admin.page.get_by_role("button", name="Lưu", exact=True).click()
    lead_on(admin, 0, 0, "Đủ điều kiện", "2. Ký kết quả")
    lead_on(admin, 1, 0, "Đã ký", "3. Vào sổ, đóng dấu")
    lead_on(admin, 2, 0, "Phát hành", "Phát hành kết quả")
    admin.page.get_by_text("Đường dài nhất 7,5 giờ").wait_for()
    admin.page.get_by_text("Quy trình không có lỗi").wait_for()
    expect(wrong).to_have_text("")
    with admin.page.expect_navigation():
        admin.page.get_by_role("button", name="Lưu", exact=True).click()
    lead_on(admin, 1, 1, "Trả lại", "1. Thẩm tra hồ sơ", back=True)
    admin.page.locator(".route-arrow.is-back").wait_for()
    admin.kept()
    admin.is_sound()
    assert drawn.evaluate("each => each.parentElement.scrollWidth <= each.parentElement.clientWidth")
    assert drawn.evaluate("each => each.getBoundingClientRect().width / each.viewBox.baseVal.width") > 0.85
    admin.page.reload()
    assert admin.page.locator(".route-node.is-step").count() == 3
    assert admin.page.locator(".route-arrow.is-back").count() == 1


def test_without_a_script_a_button_redraws(visit: Visit) -> None:
    admin = visit(360, java_script_enabled=False)
    admin.log_in_officer("admin", to="/quan-tri/soan/")
    admin.go(f"/quan-tri/soan/{admin.system.scenes['examples']['draft']}/muc/route/")
    before = admin.page.locator(".route-node.is-step").count()
    admin.page.fill("[name='s.0.name']", "Xem bản chính thật kỹ")
    with admin.page.expect_navigation():
        admin.page.get_by_role("button", name="Vẽ lại").click()
    assert "Xem bản chính" in admin.page.locator(".route-picture").text_content()
    assert admin.page.locator(".route-node.is-step").count() == before
    assert admin.page.input_value("[name='s.0.name']") == "Xem bản chính thật kỹ"
