"""A provincial procedure from nothing to its first accepted dossier, by people who write no program.

Its details are invented: no resolution of a real province stands behind them.
"""

from pathlib import Path
from typing import Any

from tests.browser.conftest import Visit
from tests.browser.pictures import photo
from tests.browser.stage import COMMUNE
from tests.browser.test_citizen import choose, go_on, write
from tests.browser.test_officers_desk import press
from tests.browser.test_route_editor import add_step, lead_on, write_step
from tests.browser.visit import LAN, Visitor

CODE = "9.900412"
NAME = "Đánh số và gắn biển số nhà"
INVENTED = "Thủ tục ví dụ: mức và căn cứ là giả định"
FIRST, AGAIN = "Nhà chưa có số", "Nhà đã có số, xin cấp lại biển"


class Writer:
    """An administrator before a draft."""

    def __init__(self, who: Visitor) -> None:
        self.who = who
        self.page = who.page
        self.base = ""

    def begin(self) -> None:
        self.who.go("/quan-tri/soan/")
        self.page.fill("#code", CODE)
        self.page.fill("#name", NAME)
        self.press("Bắt đầu soạn")
        self.base = self.who.path

    def press(self, label: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=label, exact=True).click()

    def at(self, place: str) -> None:
        self.who.go(f"{self.base}muc/{place}/")

    def save(self, place: str, values: dict[str, Any]) -> None:
        """Fill in the form of a part and save it."""
        self.at(place)
        self.fill(values)
        self.press("Lưu")

    def add(self, place: str, values: dict[str, Any], kind: str = "") -> None:
        """One more entry of the list at that place."""
        self.at(place if place.count(".") != 1 or place.startswith("cases") else place.partition(".")[0])
        row = self.page.locator(f"form[action$='/muc/{place}/moi/']")
        if kind:
            row.locator("select").select_option(label=kind)
        with self.page.expect_navigation():
            row.get_by_role("button").click()
        self.fill(values)
        self.press("Thêm")

    def fill(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            found = self.page.locator(f"[name='v.{name}']")
            if value is True or isinstance(value, list):
                for each in [value] if value is True else value:
                    box = found if each is True else self.page.locator(f"[name='v.{name}'][value='{each}']")
                    box.check()
            elif found.evaluate("each => each.tagName") == "SELECT":
                found.select_option(label=value)
            else:
                found.fill(value)


def general(writer: Writer) -> None:
    writer.save(
        "chung",
        {
            "also_known_as": "xin số nhà\nlàm biển số nhà",
            "field.code": "xaydung",
            "life_events": ["home"],
            "effective_from": "01/07/2025",
            "levels": ["commune"],
            "audience": ["citizen"],
            "service_level": "Toàn trình",
            "channels": ["online", "counter"],
            "summary": "Ngôi nhà của bạn được đánh số và gắn biển.",
            "guide": "Trả lời một câu hỏi.\nĐiền tờ khai.\nNhận giấy và biển số nhà.",
            "unverified": INVENTED,
        },
    )
    writer.save(
        "legal_basis",
        {"legal_basis.0.number": "05/2026/QĐ-UBND", "legal_basis.0.title": "Quyết định về số nhà (giả định)"},
    )
    writer.add("competence", {"agency": "Ủy ban nhân dân cấp xã", "at": "nơi người nộp chọn"})


def cases(writer: Writer) -> None:
    writer.add(
        "questions",
        {"ask": "Nhà của bạn đã có số chưa?", "options.0.label": FIRST, "options.1.label": AGAIN},
    )
    writer.add(
        "results",
        {
            "name": "Giấy chứng nhận số nhà",
            "template": "Giấy chứng nhận",
            "body": "Ngôi nhà tại {dia_chi} của {ho_ten} được đánh số.",
            "unverified": "Chưa có mã kết quả quốc gia",
        },
    )
    for at, (name, answer) in enumerate((("Đánh số lần đầu", FIRST), ("Cấp lại biển", AGAIN))):
        said = f"«Nhà của bạn đã có số chưa?» là «{answer}»"
        writer.add(
            "cases",
            {
                "name": name,
                "when.mode": "Khi đúng tất cả các dòng dưới đây",
                "when.leaf.0": said,
                "results": ["giay_chung_nhan_so_nha"],
            },
        )
        term = {"amount": "10", "unit": "ngày làm việc", "basis": "05/2026/QĐ-UBND", "unverified": INVENTED}
        writer.add(f"cases.{at}.terms", term)
        writer.add(f"cases.{at}.examples", {"answers.nha_cua_ban_da_co_so_chua": answer})


def form(writer: Writer) -> None:
    writer.add("form.pages", {"title": "Người đề nghị"})
    writer.add(
        "form.pages.0.fields",
        {"key": "ho_ten", "label": "Họ, chữ đệm, tên", "required": True, "prefill": "tài khoản: họ tên"},
        "Một dòng chữ",
    )
    writer.add(
        "form.pages.0.fields",
        {"label": "Số điện thoại", "required": True, "prefill": "tài khoản: số điện thoại"},
        "Số điện thoại",
    )
    writer.add("form.pages", {"title": "Ngôi nhà"})
    writer.add(
        "form.pages.1.fields",
        {
            "key": "dia_chi",
            "label": "Địa chỉ ngôi nhà",
            "required": True,
            "example": "Khu 3, phường Nông Trang",
        },
        "Một dòng chữ",
    )
    writer.add("components", {"name": "Đơn đề nghị cấp số nhà", "from_form": True, "originals": "1"})
    writer.add("components", {"name": "Ảnh mặt trước ngôi nhà", "copies": "1"})
    writer.add(
        "fees",
        {
            "name": "Phí biển số nhà",
            "kind": "Phí",
            "amount": "45.000",
            "timing": "Khi trả kết quả",
            "basis": "05/2026/QĐ-UBND",
            "unverified": INVENTED,
        },
    )


def route(writer: Writer) -> None:
    steps = (
        (
            "Kiểm tra thực địa, soạn kết quả",
            "Thẩm định, soạn kết quả",
            "Chuyên viên thụ lý",
            "Phòng Kinh tế của cơ quan giải quyết",
            "16",
        ),
        ("Ký giấy", "Ký kết quả", "Lãnh đạo ký", "Lãnh đạo cơ quan giải quyết", "4"),
        ("Vào sổ, đóng dấu", "Vào sổ, cấp số, đóng dấu", "Văn thư", "Văn phòng của cơ quan giải quyết", "2"),
        ("Ký văn bản từ chối", "Ký văn bản từ chối", "Lãnh đạo ký", "Lãnh đạo cơ quan giải quyết", "4"),
    )
    ways = (
        (("Đủ điều kiện", "2. Ký giấy"), ("Không đủ điều kiện", "4. Ký văn bản từ chối")),
        (("Đã ký", "3. Vào sổ, đóng dấu"),),
        (("Đã vào sổ", "Phát hành kết quả"),),
        (("Đã ký từ chối", "Trả kết quả không đủ điều kiện"),),
    )
    writer.at("route")
    for at, step in enumerate(steps):
        write_step(writer.who, at, *step)
        if at + 1 < len(steps):
            add_step(writer.who, at)
    for at, ends in enumerate(ways):
        for number, (label, to) in enumerate(ends):
            lead_on(writer.who, at, number, label, to)
            writer.press("Lưu")


def test_from_nothing_to_the_first_accepted_dossier(visit: Visit, tmp_path: Path) -> None:
    admin = visit(1280)
    admin.log_in_officer("admin", to="/quan-tri/soan/")
    writer = Writer(admin)
    writer.begin()
    admin.see("Còn")
    for chapter in (general, cases, form, route):
        chapter(writer)
    admin.go(writer.base)
    faults = admin.page.locator(".draft-found .tone-red").count()
    assert faults == 0, admin.page.inner_text(".draft-found")
    admin.is_sound()
    admin.page.fill("#ground-text", "Quyết định 05/2026/QĐ-UBND (giả định)")
    writer.press("Trình người thứ hai duyệt")
    admin.see("người soạn không tự duyệt")

    second = visit(1280)
    second.log_in_officer("admin2", to="/quan-tri/soan/")
    second.go(writer.base)
    second.page.check("#meant-approve")
    with second.page.expect_navigation():
        second.page.get_by_role("button", name="Duyệt, công bố").click()
    second.see("Đã công bố bản 1")

    phone = visit(360, has_touch=True, is_mobile=True)
    number = filed(phone, tmp_path)

    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    with desk.page.expect_navigation():
        desk.page.locator("main tr, main li", has_text=number).get_by_role("link").first.click()
    press(desk, "Tất cả đạt")
    press(desk, "Tiếp nhận hồ sơ")
    desk.see("Đang xử lý")


def filed(phone: Visitor, folder: Path) -> str:
    """A citizen files under the new procedure; the number of the dossier."""
    phone.go(f"/thu-tuc/{CODE}/")
    choose(phone, channel="online", nha_cua_ban_da_co_so_chua="nha_chua_co_so")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Xem giấy tờ, số tiền của tôi").click()
    phone.see("Ảnh mặt trước ngôi nhà")
    phone.is_sound()
    phone.page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    phone.agree(LAN)
    choose(phone, for_whom="self")
    go_on(phone)
    go_on(phone)
    write(phone, dia_chi="Khu 3, phường Nông Trang")
    go_on(phone)
    picture = folder / "nha.jpg"
    picture.write_bytes(photo("Mặt trước ngôi nhà", "Khu 3"))
    phone.page.locator("input[type=file]").first.set_input_files(str(picture))
    phone.page.locator(".file-list", has_text=picture.name).wait_for()
    phone.page.get_by_role("link", name="Tiếp tục").click()
    phone.page.select_option("#chosen_place", COMMUNE)
    choose(phone, return_method="electronic")
    go_on(phone)
    phone.page.check("input[name=promise]")
    phone.page.get_by_role("button", name="Nộp hồ sơ").click()
    phone.page.wait_for_url("**/da-nop/")
    return phone.page.inner_text(".dossier-code")
