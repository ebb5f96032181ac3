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
_OF_PROVINCE = (
    ("ttpvhcc-tinh.desk1", "tiếp nhận tại Trung tâm của tỉnh"),
    ("vpdkdd-tinh.handler1", "thẩm định hồ sơ đất đai"),
    ("vpdkdd-tinh.signer", "ký số"),
    ("vp-ubnd-tinh.inspector", "giám sát toàn tỉnh"),
    ("vp-ubnd-tinh.admin", "quản trị"),
)


def guide(url: str, citizens: list[Citizen]) -> list[str]:
    """The lines, for people who see the system for the first time."""
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
        f"  Phòng chờ của Trung tâm tỉnh: {url}/man-hinh/ttpvhcc-tinh/",
        f"  Tra cứu hồ sơ: {url}/tra-cuu/    Kiểm tra chữ ký: {url}/xac-minh/",
        "  Mọi người và hồ sơ ở đây đều là giả định. Dừng: Ctrl+C",
        "",
    ]
