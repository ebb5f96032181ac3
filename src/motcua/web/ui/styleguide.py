"""The style guide: every piece of `ui/` on one page, with made-up words. Wired only in demo and debug."""

import re
from datetime import datetime, timedelta

from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.lib.moment import TZ
from motcua.web.ui import parts
from motcua.web.ui.doors import for_all

_DAY = datetime(2026, 11, 23, 9, 12, tzinfo=TZ)
_DIGEST = "9f2c4be07a51d38e66c0f4f3b1d2a7e85c9b0d4417aa23f6e8d05b91c7e4a260"

STATUSES = (
    parts.Status("Mới nộp", "new", "grey"),
    parts.Status("Đang giải quyết", "running", "blue"),
    parts.Status("Cần bạn bổ sung", "needs-you", "amber"),
    parts.Status("Quá hạn 1 ngày", "late", "red"),
    parts.Status("Đã có kết quả", "done", "green"),
)
FILES = (
    parts.FileLine("giay-chung-sinh.pdf", 842_113, "#", _DIGEST, "paper", _DAY),
    parts.FileLine("Ảnh sổ hộ khẩu cũ trang 1.jpg", 2_541_008, "#", _DIGEST[::-1], "image", _DAY),
)
UPLOAD = parts.Upload(
    id="upload-birth",
    name="file",
    label="Chọn tệp hoặc chụp ảnh giấy chứng sinh",
    accept=".pdf,.jpg,.jpeg,.png,.heic",
    accept_words="PDF hoặc ảnh",
    max_mb=20,
    max_files=5,
    help="Bạn đặt giấy trên mặt bàn sáng, chụp đủ bốn góc, chữ đọc được.",
)


def examples() -> dict[str, object]:
    """The context of `ui/styleguide.html`; also what the tests of the pieces render."""
    return {
        "icons": icon_names(),
        "statuses": STATUSES,
        "files": FILES,
        "upload": UPLOAD,
        "tax": {
            "notice": "LTB0001-PC000001",
            "decision": "QD-PC000001",
            "due_on": _DAY.date() + timedelta(days=30),
            "lines": [{"name": "Lệ phí trước bạ nhà đất (tiểu mục 2801)", "amount": 6_000_000}],
            "vouchers": [{"number": "CT-1", "paid": 5_000_000, "reduced": 1_000_000, "left": 0}],
        },
        "crumbs": (
            parts.Crumb("Trang chủ", "/"),
            parts.Crumb("Hộ tịch", "#"),
            parts.Crumb("Các mẫu giao diện"),
        ),
        "nav_items": (
            parts.NavItem("Trang chủ", "/", "home"),
            parts.NavItem("Thủ tục", "#", "list", current=True),
            parts.NavItem("Tra cứu hồ sơ", "#", "search"),
            parts.NavItem("Hồ sơ của tôi", "#", "papers"),
        ),
        "dues": (
            parts.Due(_DAY + timedelta(days=3), "còn 2 ngày làm việc", "", "Hạn trả kết quả:"),
            parts.Due(_DAY + timedelta(days=1), "còn 5 giờ làm việc", "soon"),
            parts.Due(_DAY - timedelta(days=1), "quá hạn 1 ngày làm việc", "late"),
        ),
        "events": (
            parts.Event("Lãnh đạo ký kết quả", who="Ủy ban nhân dân xã Hy Cương", icon="sign", is_next=True),
            parts.Event(
                "Đang thẩm định hồ sơ",
                _DAY + timedelta(hours=2),
                "Trần Thị Hòa, chuyên viên",
                icon="running",
                tone="blue",
            ),
            parts.Event(
                "Đã tiếp nhận hồ sơ",
                _DAY,
                "Trung tâm phục vụ hành chính công xã Hy Cương",
                "Hồ sơ đủ giấy tờ. Giấy tiếp nhận và hẹn trả kết quả ở ngay dưới đây.",
                "check",
                "green",
                FILES[:1],
            ),
            parts.Event(
                "Bạn nộp hồ sơ trực tuyến", _DAY - timedelta(hours=1), "Nguyễn Thị Lan", icon="upload"
            ),
        ),
        "steps": parts.Steps(
            ("Trường hợp của bạn", "Thông tin của trẻ", "Cha, mẹ", "Giấy tờ", "Xem lại"), 2, "#"
        ),
        "papers": (
            parts.Paper("Giấy chứng sinh", "needed", "1 bản chính, phải nộp", upload=UPLOAD),
            parts.Paper(
                "Giấy chứng nhận kết hôn của cha mẹ",
                "held",
                "Cơ quan tra cứu trong cơ sở dữ liệu hộ tịch điện tử.",
            ),
            parts.Paper("Tờ khai đăng ký khai sinh", "done", "Lấy từ những gì bạn đã điền.", files=FILES[:1]),
            parts.Paper(
                "Văn bản ủy quyền", "wrong", wrong="Ảnh bị mờ, không đọc được chữ ký. Bạn chụp lại cả trang."
            ),
            parts.Paper("Giấy tờ khác", "optional"),
        ),
        "facts": (
            parts.Fact("Họ, chữ đệm, tên của trẻ", "Nguyễn Minh An", "#"),
            parts.Fact("Ngày sinh", "Thứ Bảy, 14/11/2026", "#"),
            parts.Fact("Nơi thường trú", "Thôn Đồng Tiến, xã Hy Cương, tỉnh Phú Thọ", "#"),
            parts.Fact("Ghi chú", ""),
        ),
        "groups": (
            parts.FactGroup("Thông tin của mẹ", (parts.Fact("Họ, chữ đệm, tên", "Nguyễn Thị Lan"),), "#"),
        ),
        "answers": (
            parts.Answer("paper", "Bạn nhận được", "Giấy khai sinh", "bản giấy và bản điện tử"),
            parts.Answer(
                "clock",
                "Mất bao lâu",
                "Trong ngày làm việc",
                "nộp sau 15:00 thì trả vào ngày làm việc kế tiếp",
            ),
            parts.Answer("money", "Hết bao nhiêu", "Miễn phí", "đăng ký trong 60 ngày từ ngày sinh"),
            parts.Answer("place", "Làm ở đâu", "Trên mạng hoặc ở bất kỳ xã, phường nào trong tỉnh"),
        ),
        "tiles": (
            parts.Tile("Sinh con", "#", "birth", "khai sinh, thẻ bảo hiểm"),
            parts.Tile("Kết hôn", "#", "marriage", "đăng ký, xác nhận độc thân"),
            parts.Tile("Nhà và đất", "#", "home", "sổ đỏ, tách thửa"),
            parts.Tile("Chuyển chỗ ở", "#", "residence", "thường trú, tạm trú"),
            parts.Tile("Mở cửa hàng", "#", "business", "hộ kinh doanh, giấy phép"),
            parts.Tile("Xe cộ", "#", "vehicle", "đăng ký, đổi bằng lái"),
            parts.Tile("Trợ cấp", "#", "support", "người già, người khuyết tật"),
            parts.Tile("Người thân mất", "#", "death", "khai tử, mai táng phí"),
        ),
        "errors": (
            parts.ErrorLine("Số định danh cần 12 chữ số. Bạn đã nhập 11.", "sample-id"),
            parts.ErrorLine("Bạn chọn giới tính của trẻ.", "sample-sex"),
        ),
        "do_now": parts.DoNow(
            "Bạn cần gửi lại một giấy tờ",
            "Ảnh văn bản ủy quyền bị mờ. Hạn gửi lại: Thứ Tư, 23/12/2026.",
            "#",
            "Bổ sung giấy tờ",
        ),
        "nothing_now": parts.DoNow(
            "Bạn chưa phải làm gì", "Khi có kết quả, chúng tôi nhắn vào số 0912 *** 678."
        ),
        "lines": (
            parts.MoneyLine(
                "Lệ phí đăng ký khai sinh quá hạn", 5000, "TT 281/2016/TT-BTC Điều 4", STATUSES[4]
            ),
            parts.MoneyLine("Bản sao trích lục (2 bản)", 16000, "", STATUSES[0]),
        ),
        "total": 21000,
        "code": parts.PayCode(
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
            "Ngân hàng ví dụ",
            "1020304050",
            "UBND phường Việt Trì",
            21000,
            "4901234567 H25.08.01-261120-0001",
            "#",
        ),
        "live": parts.PayLive(
            "#",
            "paid",
            "Đã nhận tiền: 21.000 đồng. Không phải nộp thêm.",
            done=True,
            receipts=(parts.Link("Biên lai lệ phí 01BLLP P26E số 00000007", "#", "21.000 đồng"),),
        ),
        "words": (
            parts.Word("Chị cho tôi hỏi ảnh chụp bằng điện thoại có được không?", "Bạn", _DAY, is_mine=True),
            parts.Word(
                "Được ạ. Bạn chụp đủ bốn góc và rõ chữ là được.", "Trần Thị Hòa", _DAY + timedelta(minutes=26)
            ),
        ),
        "filters": (
            parts.Filter("Tất cả", "#", 128, current=True),
            parts.Filter("Quá hạn", "#", 3, "red"),
            parts.Filter("Đến hạn hôm nay", "#", 11, "amber"),
            parts.Filter("Mới", "#", 24),
        ),
        "figures": (
            parts.Figure(
                "Giải quyết đúng hạn tháng này",
                "98,61%",
                "7.733/7.842 hồ sơ",
                "#",
                "Xem 109 hồ sơ trễ",
                STATUSES[4],
            ),
            parts.Figure("Nộp trực tuyến", "32,40%", "7.733/23.866 hồ sơ", "#", "Xem theo xã"),
            parts.Figure("Hài lòng", "4,62", "2.118 lượt đánh giá, thang 5 điểm", "#", "Đọc lời góp ý"),
        ),
        "page": Paginator(range(240), 20).page(2),
        "saved_at": "15:04",
        "density_switch": True,
    }


def icon_names() -> list[str]:
    """Every drawing in `ui/icons.svg`, in the order of the file."""
    path = finders.find("ui/icons.svg")
    if not isinstance(path, str):
        return []
    with open(path, encoding="utf-8") as file:
        return re.findall(r'<symbol id="([a-z-]+)"', file.read())


@for_all()
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself."""
    return render(request, "ui/styleguide.html", examples())
