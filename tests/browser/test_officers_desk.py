"""The one-stop desk: accepting, asking for more, refusing, two officers on one dossier, the counter."""

from tests.browser.conftest import Visit
from tests.browser.stage import BIRTH, COMMUNE
from tests.browser.visit import LAN, Keys, Visitor


def opened(desk: Visitor, scene: str) -> str:
    """The case page of a scene, from the inbox. Its path."""
    path = f"/can-bo/ho-so/{desk.system.dossier(scene)}/"
    with desk.page.expect_navigation():
        desk.page.locator(f"main a[href='{path}']").first.click()
    desk.page.locator("#viec").wait_for()
    return path


def act(desk: Visitor, label: str) -> None:
    """Open the fold of a verb that asks for something."""
    desk.page.locator("details.act > summary", has_text=label).click()


def press(desk: Visitor, label: str) -> None:
    with desk.page.expect_navigation():
        desk.page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def test_the_desk_officer_reads_the_papers_beside_the_form_and_accepts(visit: Visit) -> None:
    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    desk.is_sound()
    opened(desk, "accept")
    papers = desk.page.locator("section[aria-labelledby=giay-to]").bounding_box()
    words = desk.page.locator("section[aria-labelledby=noi-dung]").bounding_box()
    assert papers is not None
    assert words is not None
    assert papers["x"] + papers["width"] <= words["x"] + 1, "Papers and words do not stand side by side."
    assert papers["y"] == words["y"]
    press(desk, "Tất cả đạt")
    press(desk, "Tiếp nhận hồ sơ")
    # What came online goes on to the agency in the same moment.
    desk.see("Đang xử lý")
    desk.is_sound()


def test_what_is_wrong_is_asked_for_once_and_completely(visit: Visit) -> None:
    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    path = opened(desk, "ask")
    desk.page.get_by_role("link", name="Yêu cầu bổ sung").click()
    desk.page.check("input[name='component-birth_proof']")
    press(desk, "Gửi yêu cầu bổ sung")
    assert desk.page.locator(".field-invalid .field-error").first.is_visible(), "A reason is asked for each."
    assert desk.page.is_checked("input[name='component-birth_proof']")
    desk.is_sound()
    desk.page.fill("[name='component-birth_proof-reason']", "Ảnh mờ, không đọc được chữ")
    press(desk, "Gửi yêu cầu bổ sung")
    desk.go(path)
    desk.see("Yêu cầu bổ sung giấy tờ")


def test_a_refusal_wants_its_reason_and_keeps_what_was_typed(visit: Visit) -> None:
    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    opened(desk, "refuse")
    act(desk, "Từ chối tiếp nhận")
    desk.page.fill("#refuse-legal_ground", "Luật Hộ tịch 2014 Điều 16")
    press(desk, "Từ chối tiếp nhận")
    assert desk.page.locator("#error-summary").is_visible()
    assert desk.page.input_value("#refuse-legal_ground") == "Luật Hộ tịch 2014 Điều 16"
    desk.page.fill("#refuse-reason", "Trẻ đã được đăng ký khai sinh ở nơi khác.")
    press(desk, "Từ chối tiếp nhận")
    desk.see("Không được tiếp nhận")


def test_of_two_officers_the_second_is_told_what_happened(visit: Visit) -> None:
    first, second = visit(1280), visit(1280)
    for officer, part in ((first, "desk"), (second, "desk2")):
        officer.log_in_officer(part, to="/can-bo/tiep-nhan/")
        opened(officer, "contested")
    press(first, "Tất cả đạt")
    press(first, "Tiếp nhận hồ sơ")
    act(second, "Từ chối tiếp nhận")
    second.page.fill("#refuse-reason", "Thiếu giấy tờ.")
    press(second, "Từ chối tiếp nhận")
    said = second.page.inner_text("#error-summary")
    assert "Đang xử lý" in said, said
    assert "Thiếu giấy tờ." in said, "What the second officer had typed is gone."
    second.is_sound()


def test_somebody_at_the_counter_is_served_by_keyboard_alone(visit: Visit) -> None:
    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/quay/")
    keys = Keys(desk)
    # The field to begin with has the focus when the page opens.
    keys.tab_to("#q")
    keys.write(LAN)
    with desk.page.expect_navigation():
        keys.press("Enter")
    keys.enter("main .link-list a")
    keys.tab_to("#q")
    keys.write("khai sinh")
    with desk.page.expect_navigation():
        keys.press("Enter")
    keys.tab_to("#seen")
    keys.press("Space")
    keys.enter(f"button[name=procedure][value='{BIRTH}']")
    for name, value in (("child_kind", 0), ("late", 1), ("birth_evidence", 1), ("filed_by", 0)):
        keys.tab_to(f"input[name={name}]")
        keys.press("Space")
        keys.press("ArrowDown", value)
    keys.tab_to("input[name=requester_relation]")
    keys.press("Space")
    for name, text in (
        ("child_name", "Lê Minh Thư"),
        ("birth", "2/1/2026"),
        ("birth_place", "Trạm y tế phường Nông Trang"),
        ("child_ethnicity", "Kinh"),
        ("child_nationality", "Việt Nam"),
        ("hometown", "Phường Nông Trang"),
    ):
        keys.tab_to(f"[name={name}]")
        keys.write(text)
        if name == "child_name":
            keys.tab_to("input[name=sex]")
            keys.press("Space")
    for paper in ("declaration", "birth_proof"):
        keys.tab_to(f"#part-{paper}")
        keys.press("Space")
    if desk.page.locator("#chosen_place").input_value() != COMMUNE:
        keys.tab_to("#chosen_place")
        keys.write("Phường Nông Trang")
    keys.tab_to("#desk-compared")
    keys.press("Space")
    keys.enter("button[accesskey=s]")
    assert desk.path.endswith("/xong/"), desk.page.inner_text("main")[:600]
    # What is owed has the focus; the receipt to print is right before it.
    keys.tab_to("button[accesskey=p]", back=True)
    print(keys.told("Tiếp nhận tại quầy"))
    desk.is_sound()
