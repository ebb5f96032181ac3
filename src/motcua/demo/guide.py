"""What the demo prints: where to click and who can log in."""

from motcua.demo.people import Citizen
from motcua.identity.models import User
from motcua.organisation.actions import DEMO_PASSWORD

_SHOWN_CITIZENS = 3
# Login tails of one commune and of the province, with what can be seen as that person.
_OF_COMMUNE = (
    ("ttpvhcc-{code}.desk1", "tiếp nhận, thu tiền, trả kết quả"),
    ("phong-vhxh-{code}.handler", "thẩm định, soạn dự thảo"),
    ("ubnd-{code}.signer", "ký số"),
    ("vp-{code}.clerk", "vào sổ, đóng dấu số"),
    ("ubnd-{code}.accountant", "sổ tiền, đối chiếu, khóa sổ"),
)
# Where one pretends to pay: how far from the port of the system, and what is there.
_MONEY = (
    (3, "nền tảng thanh toán quốc gia (thử)"),
    (4, "cổng thanh toán thẻ, ví điện tử (thử)"),
    (5, "ngân hàng (thử): dán nội dung mã VietQR rồi bấm «Chuyển tiền»"),
    (6, "cơ quan thuế (thử): ra thông báo, nộp tiền vào kho bạc"),
    (7, "nhà cung cấp biên lai (thử): biên lai đã cấp số"),
)
_OF_PROVINCE = (
    ("ttpvhcc-tinh.desk1", "tiếp nhận tại Trung tâm của tỉnh"),
    ("vpdkdd-tinh.handler1", "thẩm định hồ sơ đất đai"),
    ("vpdkdd-tinh.signer", "ký số"),
    ("vp-ubnd-tinh.inspector", "giám sát toàn tỉnh"),
    ("vp-ubnd-tinh.admin", "quản trị"),
    ("vp-ubnd-tinh.admin2", "quản trị thứ hai: duyệt thủ tục người khác soạn"),
)


def guide(url: str, citizens: list[Citizen], *, port: int) -> list[str]:
    """The lines, for people who see the system for the first time. `port`: the sandboxes follow it."""
    able = [citizen for citizen in citizens if citizen.level == "2"]
    code = able[0].residence_code if able else ""
    logins = [(pattern.format(code=code), can) for pattern, can in _OF_COMMUNE] + list(_OF_PROVINCE)
    names = dict(User.objects.filter(login__in=[login for login, _ in logins]).values_list("login", "name"))
    return [
        "",
        f"  MỘT CỬA, tỉnh mẫu: {url}",
        "",
        f"  Người dân: mở {url}/dang-nhap/, đăng nhập bằng VNeID (máy chủ thử), chọn một người:",
        *(f"    {citizen.name}, {citizen.personal_id}" for citizen in able[:_SHOWN_CITIZENS]),
        "",
        f"  Cán bộ: mở {url}/can-bo/, mật khẩu chung «{DEMO_PASSWORD}»:",
        *(f"    {login:<28} {names[login]}: {can}" for login, can in logins if login in names),
        "",
        "  Giả trả tiền, không có đồng nào được chuyển:",
        *(f"    http://127.0.0.1:{port + offset}/  {what}" for offset, what in _MONEY),
        "",
        f"  Phòng chờ của Trung tâm tỉnh: {url}/man-hinh/ttpvhcc-tinh/",
        f"  Tra cứu hồ sơ: {url}/tra-cuu/    Kiểm tra chữ ký: {url}/xac-minh/",
        "  Mọi người và hồ sơ ở đây đều là giả định. Dừng: Ctrl+C",
        "",
    ]
