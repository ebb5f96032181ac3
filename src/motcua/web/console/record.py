"""The record of acts, newest first. Administrators see who did what and when, inspectors also the content."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.audit.models import Entry
from motcua.audit.queries import entries as found
from motcua.catalogue.simplification import ProposalState
from motcua.dossiers import public
from motcua.dossiers.lifecycle import MOVES, Status
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.web.console.frame import show
from motcua.web.console.proposal_words import ACTS
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

PER_PAGE = 50
_WORDS = {
    **{move.verb: move.label for move in MOVES},
    "order_post": "Lập đơn gửi bưu chính",
    "parcel_news": "Tin của bưu gửi",
    "change_return": "Đổi cách nhận kết quả",
    "remind_uncollected": "Nhắc đến nhận kết quả",
    "lock_register": "Khóa sổ theo dõi hồ sơ",
    "draft_apology": "Dự thảo xin lỗi",
    "demand_apology": "Yêu cầu xin lỗi vì quá hạn",
    "need_no_apology": "Không cần xin lỗi",
    "check_papers": "Kiểm tra giấy tờ",
    "attach_paper": "Thêm giấy tờ vào hồ sơ đã nộp",
    "remove_paper": "Bỏ giấy tờ khỏi hồ sơ đã nộp",
    "take": "Nhận việc",
    "finish": "Xong một bước",
    "give_back": "Trả lại việc",
    "alarm": "Báo động hồ sơ đứng yên",
    "assign": "Phân công",
    "relieve": "Thôi phân công",
    "log_in": "Đăng nhập",
    "act_for": "Nộp thay theo ủy quyền",
    "take_payment": "Thu tiền",
    "cancel_obligation": "Hủy khoản thu",
    "rate": "Đánh giá",
    "void_signature": "Bỏ chữ ký chưa phát hành",
    "stand_in": "Giao làm thay",
    "end_stand_in": "Kết thúc làm thay",
    "be_away": "Ghi vắng mặt",
    "be_back": "Trở lại làm việc",
    "settle": "Việc tự chuyển người giữ",
    "reassign": "Giao lại việc",
    "create_post": "Tạo vị trí",
    "change_post": "Sửa vị trí",
    "let_sign": "Giao quyền ký",
    "end_signing": "Thu hồi quyền ký",
    "list_on_board": "Sửa bảng cán bộ công khai",
    "create_account": "Tạo tài khoản",
    "reset_password": "Cấp lại mật khẩu",
    "set_email": "Đặt thư điện tử công vụ",
    "lock_account": "Khóa tài khoản",
    "unlock_account": "Mở khóa tài khoản",
    "export_report": "Tải báo cáo thành tệp",
    "ask_for_export": "Yêu cầu tệp báo cáo",
    "make_export": "Làm xong tệp báo cáo",
    "fail_export": "Không làm được tệp báo cáo",
    "take_export": "Tải tệp báo cáo đã yêu cầu",
    "drop_export": "Bỏ tệp báo cáo",
    "instruct": "Cho ý kiến chỉ đạo",
    "instruct-answer": "Trả lời ý kiến chỉ đạo",
    "instruct-close": "Kết thúc ý kiến chỉ đạo",
    "set_opening_hours": "Đổi giờ làm việc",
    "set_day": "Sửa lịch",
    "remove_day": "Xóa ngày trong lịch",
    "reorganise": "Sắp xếp lại đơn vị",
    "load_places": "Nạp địa giới",
    "load_units": "Nạp đơn vị",
    "create_officers": "Tạo tài khoản cán bộ",
    "create_citizens": "Tạo tài khoản công dân",
    "catalogue.publish": "Công bố thủ tục",
    "catalogue.repeal": "Bãi bỏ thủ tục",
    **{f"proposal.{verb}": f"Đơn giản hóa: {act.told.lower()}" for verb, act in ACTS.items()},
}
_SUBJECTS = {
    "dossier": "Hồ sơ",
    "procedure": "Thủ tục",
    "proposal": "Đề xuất",
    "person": "Người dân",
    "province": "Tỉnh",
    "unit": "Đơn vị",
    "post": "Vị trí",
    "user": "Tài khoản",
    "calendar": "Lịch",
    "report": "Báo cáo",
    "export": "Tệp báo cáo",
}

_KEYS = {
    "before": "Từ",
    "after": "Sang",
    "reason": "Lý do",
    "due": "Hạn trả",
    "name": "Bước",
    "outcome": "Chọn",
    "note": "Ghi chú",
    "amount": "Số tiền",
    "method": "Cách trả",
}


@dataclass(frozen=True)
class Line:
    """One act in words; `content` (label, words) is empty for those who may not read it."""

    at: datetime
    who: str
    verb: str
    subject: str
    content: tuple[tuple[str, str], ...]
    place: str


@for_officers(ADMIN, INSPECTOR)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """`?ho-so=` a code or number of a dossier, `?ai=` letters of a name."""
    number = request.GET.get("ho-so", "").replace("\x00", "")[:80].strip()
    name = request.GET.get("ai", "").replace("\x00", "")[:80].strip()
    dossier_id = public.id_of(number) if number else None
    missing = bool(number) and dossier_id is None
    rows = found(subject_type="dossier", subject_id=str(dossier_id or ""), actor=name)
    page = Paginator(rows.none() if missing else rows, PER_PAGE).get_page(request.GET.get("page"))
    may_read = actor(request).has(INSPECTOR)
    context = {
        "page": page,
        "lines": lines_of(page, may_read=may_read),
        "number": number,
        "name": name,
        "missing": missing,
        "may_read": may_read,
    }
    return show(request, "console/record.html", "console:record", context)


def lines_of(rows: Iterable[Entry], *, may_read: bool) -> list[Line]:
    """Entries as rows of the table; the numbers of their dossiers are fetched at once."""
    shown = list(rows)
    numbers = public.numbers_of(entry.subject_id for entry in shown if entry.subject_type == "dossier")
    return [
        Line(
            entry.at,
            entry.actor,
            _WORDS.get(entry.verb, entry.verb),
            _subject(entry, numbers),
            _content(entry) if may_read else (),
            f"{entry.chain}/{entry.number}",
        )
        for entry in shown
    ]


def _subject(entry: Entry, numbers: dict[str, str]) -> str:
    subject = _SUBJECTS.get(entry.subject_type, entry.subject_type)
    if entry.subject_type == "person":
        # An id that leads to a person belongs in no list.
        return subject
    return f"{subject} {numbers.get(entry.subject_id, entry.subject_id)}"


def _content(entry: Entry) -> tuple[tuple[str, str], ...]:
    """What was recorded, in words where there are words; what is empty or shown elsewhere is left out."""
    told = []
    for key, value in entry.content.items():
        if value in ("", None, [], {}) or key in {"number", "item"}:
            continue
        if key in {"before", "after"} and isinstance(value, int):
            value = Status(value).word
        if key in {"before", "after"} and value in ProposalState.values:
            value = ProposalState(value).label
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        told.append((_KEYS.get(key, key), said))
    return tuple(told)
