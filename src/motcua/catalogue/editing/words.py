"""What keys, choices and parts of a procedure are called on the pages where it is written."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel

from motcua.catalogue.labels import AUDIENCES, CHANNELS, EVENTS, LEVELS, REACHES
from motcua.catalogue.tariff import GROUP_NAMES, KIND_NAMES
from motcua.lib.text import capital


class Words(NamedTuple):
    """A label and, where the label does not say enough, one sentence of help."""

    label: str
    help: str = ""


# Keys whose text is often longer than a line.
LONG = frozenset({"summary", "why", "help", "unverified", "service_level_reason", "basis", "message", "ask"})

_UNVERIFIED = Words("Điều chưa chắc chắn", "Ghi vì sao số liệu này cần đối chiếu. Đã chắc chắn thì để trống.")
_WHEN = Words("Khi nào áp dụng")
_KEY = Words("Mã trong quy trình", "Để trống, hệ thống tự đặt theo tên. Đã công bố thì không nên đổi.")
_BASIS = Words("Căn cứ", "Số văn bản và điều, khoản.")

LABELS: Mapping[str, Words] = {
    "code": Words("Mã thủ tục", "Như 1.001193, đúng mã trong quyết định công bố."),
    "name": Words("Tên"),
    "also_known_as": Words("Tên gọi thường ngày", "Mỗi dòng một cách người dân hay gọi."),
    "life_events": Words("Việc trong đời"),
    "decision": Words("Quyết định công bố", "Số, ngày, cơ quan."),
    "effective_from": Words("Áp dụng từ ngày", "Đến ngày này bản mới tự có hiệu lực."),
    "effective_to": Words("Áp dụng đến hết ngày", "Không có ngày kết thúc thì để trống."),
    "levels": Words("Cấp giải quyết"),
    "audience": Words("Ai làm thủ tục này"),
    "service_level": Words("Mức độ dịch vụ"),
    "service_level_reason": Words("Vì sao chưa toàn trình", "Cần khi dịch vụ chưa toàn trình."),
    "channels": Words("Cách nộp"),
    "boundary_free": Words("Tiếp nhận phi địa giới (mọi bộ phận một cửa trong tỉnh đều nhận)"),
    "summary": Words("Tóm tắt", "Một, hai câu: làm xong thì được gì."),
    "guide": Words("Hướng dẫn tự làm", "Mỗi dòng một bước, ít nhất ba bước."),
    "conditions": Words("Yêu cầu, điều kiện", "Mỗi dòng một điều kiện."),
    "unverified": _UNVERIFIED,
    "when": _WHEN,
    "key": _KEY,
    "basis": _BASIS,
    "channel": Words("Cách nộp", "Để trống là mọi cách nộp."),
    "reach": Words("Phạm vi tiếp nhận"),
    "agency": Words("Cơ quan có thẩm quyền"),
    "at": Words("Ở đâu"),
    "ask": Words("Câu hỏi"),
    "why": Words("Vì sao hỏi", "Người dân đọc câu này dưới câu hỏi."),
    "value": Words("Mã"),
    "label": Words("Chữ hiện ra"),
    "help": Words("Hướng dẫn"),
    "amount": Words("Số lượng"),
    "unit": Words("Đơn vị"),
    "supplement_mode": Words("Khi chờ bổ sung"),
    "supplement_window": Words(
        "Người dân có bao nhiêu ngày để bổ sung", "Ngày thường, không phải ngày làm việc."
    ),
    "results": Words("Kết quả của trường hợp này"),
    "answers": Words("Trả lời các câu hỏi"),
    "values": Words("Điền vào tờ khai", "Mỗi dòng «mã mục: nội dung»; để trống thì hệ thống tự lấy ví dụ."),
    "kind": Words("Loại"),
    "required": Words("Bắt buộc"),
    "originals": Words("Số bản chính"),
    "copies": Words("Số bản sao"),
    "alternatives": Words("Nhóm thay thế nhau", "Các giấy tờ cùng nhóm: có một là đủ."),
    "from_form": Words("Chính là tờ khai điện tử"),
    "original_at_return": Words("Nộp ảnh chụp, mang bản chính khi nhận kết quả"),
    "accept": Words("Nhận loại tệp"),
    "max_mb": Words("Mỗi tệp nhiều nhất (MB)"),
    "source": Words("Cơ sở dữ liệu"),
    "first": Words("Số trang đầu"),
    "price": Words("Mỗi trang đầu (đồng)"),
    "then": Words("Mỗi trang sau (đồng)"),
    "cap": Words("Nhiều nhất một bản (đồng)"),
    "pages": Words("Lấy số trang ở mục"),
    "quantity": Words("Nhân với mục", "Một mục là số trong tờ khai, như số bản."),
    "from": Words("Từ ngày"),
    "to": Words("Đến hết ngày"),
    "timing": Words("Thu lúc nào"),
    "refundable": Words("Trả lại tiền khi hồ sơ không có kết quả"),
    "group": Words("Nhóm người"),
    "most": Words("Nhiều nhất giảm (đồng)"),
    "province": Words("Mã tỉnh", "Hai chữ số, như 25."),
    "council": Words("Hội đồng nhân dân"),
    "resolution": Words("Nghị quyết", "Số, ngày."),
    "percent": Words("Giảm bao nhiêu phần trăm", "100 là miễn."),
    "template": Words("Mẫu kết quả"),
    "validity_months": Words("Có giá trị bao nhiêu tháng", "Không ghi thời hạn thì để trống."),
    "body": Words("Nội dung in", "Mỗi dòng một đoạn; {mã_mục} được thay bằng điều đã khai."),
    "procedure": Words("Mã thủ tục liên thông"),
    "begins": Words("Bắt đầu khi"),
    "by": Words("Ai gửi"),
    "waits": Words("Bước ấy chờ kết quả của việc liên thông"),
    "carry": Words("Lấy thông tin từ đây", "Mỗi dòng «mục bên kia: mục ở đây»."),
    "write": Words("Viết sẵn", "Mỗi dòng «mục bên kia: câu có {mục ở đây}»."),
    "papers": Words("Chuyển giấy tờ", "Mỗi dòng «giấy tờ bên kia: giấy tờ ở đây»."),
    "if_parent_ends": Words("Hồ sơ này kết thúc sớm thì"),
    "who": Words("Ai phải đến"),
    "bring": Words("Mang theo gì"),
    "step": Words("Ở bước nào", "Để trống là khi nhận kết quả."),
    "number": Words("Số văn bản"),
    "title": Words("Tên văn bản"),
    "article": Words("Điều, khoản"),
    "type": Words("Kiểu mục"),
    "prefill": Words("Điền sẵn từ", "Điều nhà nước đã biết thì không hỏi lại."),
    "example": Words("Ví dụ"),
    "min_length": Words("Ít nhất bao nhiêu ký tự"),
    "max_length": Words("Nhiều nhất bao nhiêu ký tự"),
    "min": Words("Nhỏ nhất"),
    "max": Words("Lớn nhất"),
    "decimals": Words("Số chữ số sau dấu phẩy"),
    "partial": Words("Cho ghi chỉ năm hoặc tháng, năm"),
    "not_future": Words("Không được sau hôm nay"),
    "not_past": Words("Không được trước hôm nay"),
    "max_files": Words("Nhiều nhất bao nhiêu tệp"),
    "parts": Words("Hỏi những gì về người này"),
    "required_parts": Words("Phần bắt buộc", "Không chọn thì theo mặc định của hệ thống."),
    "min_items": Words("Ít nhất bao nhiêu"),
    "max_items": Words("Nhiều nhất bao nhiêu"),
    "item": Words("Gọi một phần tử là gì", "Như «thành viên»: nút bấm ghi «Thêm thành viên»."),
    "rule": Words("Quy tắc"),
    "message": Words("Câu báo khi sai"),
    "field": Words("Mục"),
    "fields": Words("Các mục"),
    "years": Words("Số tuổi"),
    "days": Words("Số ngày"),
    "act": Words("Việc của bước"),
    "role": Words("Người thực hiện"),
    "hours": Words("Thời gian (giờ làm việc)"),
    "back": Words("Là trả về bước trước"),
}
# Where one word of the file means another thing in one kind of part.
_SPECIAL: Mapping[tuple[str, str], Words] = {
    ("Option", "value"): Words("Mã", "Để trống, hệ thống tự đặt theo chữ hiện ra."),
    ("Outcome", "to"): Words("Đi tiếp đến"),
    ("Outcome", "label"): Words("Kết quả của bước"),
    ("Sector", "code"): Words("Mã lĩnh vực"),
    ("Sector", "name"): Words("Tên lĩnh vực", "Lĩnh vực đã có thì giữ tên cũ, không cần ghi."),
    ("Term", "amount"): Words("Bao lâu"),
    ("Term", "unit"): Words("Tính bằng"),
    ("Fee", "amount"): Words("Mức thu (đồng)", "Để trống nếu tính theo trang."),
    ("Expect", "channel"): Words("Nộp bằng cách nào"),
    ("Expect", "filed"): Words("Nộp lúc", "Như 2026-11-20 10:00; để trống là sáng ngày bản này có hiệu lực."),
    ("Expect", "groups"): Words("Người nộp thuộc nhóm"),
    ("Expect", "papers"): Words("Giấy tờ phải đưa"),
    ("Expect", "fees"): Words("Tiền phải nộp", "Mỗi dòng «mã khoản: số tiền», như phi_bien_so: 45000."),
    ("Expect", "due"): Words("Hẹn trả lúc", "Như 2026-11-24 17:00."),
    ("Expect", "route"): Words("Các bước phải đi qua"),
    ("Expect", "result"): Words("Kết quả"),
    ("LegalMaximum", "amount"): Words("Luật cho nhiều nhất"),
    ("LegalMaximum", "unit"): Words("Tính bằng"),
    ("CouncilRow", "amount"): Words("Mức thu (đồng)", "Để trống nếu tính theo trang."),
    ("Fee", "basis"): Words("Căn cứ", "Văn bản quy định mức thu."),
    ("Ask", "unit"): Words("Hỏi đơn vị nào"),
    ("Step", "name"): Words("Nội dung công việc"),
    ("Step", "unit"): Words("Bộ phận thực hiện"),
    ("NumberField", "unit"): Words("Đơn vị tính", "Như m², bản, người."),
    ("Child", "at"): Words("Ở bước (hoặc sau việc)"),
    ("Page", "why"): Words("Vì sao hỏi trang này"),
    ("Component", "why"): Words("Vì sao cần giấy tờ này"),
    ("DateOrder", "first"): Words("Ngày đứng trước"),
    ("DateOrder", "then"): Words("Ngày đứng sau"),
    ("Result", "code"): Words("Mã kết quả", "Như KQ.G15.000031; chưa có mã thì ghi vì sao ở dưới."),
    ("HeldByState", "label"): Words("Gọi là gì"),
    ("PersonField", "label"): Words("Gọi người này là gì"),
    ("Page", "title"): Words("Tên trang"),
}
# A part shown within the form of the part around it.
INSIDE: Mapping[str, str] = {
    "field": "Lĩnh vực",
    "boundary": "Phạm vi phi địa giới",
    "legal_maximum": "Thời hạn dài nhất luật cho phép",
    "expect": "Điều phải đúng khi chạy ví dụ này (để trống thì không so)",
    "held_by_state": "Nhà nước đã có (không đòi người dân)",
    "tiers": "Tính theo trang",
    "form": "Tờ khai điện tử",
    "route": "Quy trình",
}
# Lists: their name, and what one of them is called.
LISTS: Mapping[str, Words] = {
    "competence": Words("Thẩm quyền", "dòng thẩm quyền"),
    "questions": Words("Câu hỏi chọn trường hợp", "câu hỏi"),
    "cases": Words("Trường hợp", "trường hợp"),
    "terms": Words("Thời hạn", "thời hạn"),
    "examples": Words("Ví dụ để chạy thử", "ví dụ"),
    "components": Words("Thành phần hồ sơ", "giấy tờ"),
    "fees": Words("Phí, lệ phí", "dòng thu"),
    "exemptions": Words("Miễn, giảm", "dòng miễn, giảm"),
    "discounts": Words("Giảm theo cách nộp", "dòng giảm"),
    "council": Words("Mức của hội đồng nhân dân tỉnh", "dòng nghị quyết"),
    "results": Words("Kết quả", "kết quả"),
    "children": Words("Thủ tục liên thông", "thủ tục liên thông"),
    "presences": Words("Khi nào phải đến trực tiếp", "lần phải đến"),
    "legal_basis": Words("Căn cứ pháp lý", "văn bản"),
    "pages": Words("Trang của tờ khai", "trang"),
    "fields": Words("Mục của trang", "mục"),
    "rules": Words("Quy tắc giữa các mục", "quy tắc"),
    "options": Words("Phương án trả lời", "phương án"),
    "steps": Words("Các bước", "bước"),
    "outcomes": Words("Kết quả của bước", "kết quả"),
    "ask": Words("Lấy ý kiến của", "ý kiến"),
}
_GROUPS = {key: capital(name) for key, name in GROUP_NAMES.items()}
_SERVICE = {"full": "Toàn trình", "partial": "Một phần", "information": "Chỉ cung cấp thông tin"}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "levels": LEVELS,
    "audience": AUDIENCES,
    "life_events": EVENTS,
    "channels": CHANNELS,
    "channel": CHANNELS,
    "service_level": _SERVICE,
    "reach": REACHES,
    "unit": {
        "working-days": "ngày làm việc",
        "calendar-days": "ngày (kể cả ngày nghỉ)",
        "months": "tháng",
        "hours": "giờ làm việc",
        "same-day": "trong ngày",
    },
    "supplement_mode": {"pause": "Tạm dừng thời hạn", "restart": "Tính lại thời hạn từ đầu"},
    "accept": {"pdf": "PDF", "image": "Ảnh chụp", "docx": "Word", "xlsx": "Excel", "dwg": "Bản vẽ DWG"},
    "timing": {"on_filing": "Khi nộp", "on_acceptance": "Khi tiếp nhận", "on_return": "Khi trả kết quả"},
    "group": _GROUPS,
    "groups": _GROUPS,
    "template": {
        "certificate": "Giấy chứng nhận",
        "decision": "Quyết định",
        "notice": "Thông báo, văn bản",
        "extract": "Trích lục, bản sao",
        "update": "Cập nhật vào sổ, cơ sở dữ liệu",
    },
    "begins": {
        "step": "Quy trình đến một bước",
        "result": "Hồ sơ này có kết quả",
        "child": "Một việc liên thông khác có kết quả",
    },
    "by": {"system": "Hệ thống tự gửi", "applicant": "Người dân, hệ thống điền sẵn"},
    "if_parent_ends": {"end": "Kết thúc theo", "continue": "Vẫn tiếp tục"},
    "act": {
        "check": "Kiểm tra hồ sơ",
        "draft": "Thẩm định, soạn kết quả",
        "opinions": "Lấy ý kiến",
        "field_visit": "Kiểm tra thực địa",
        "sign": "Ký kết quả",
        "sign_refusal": "Ký văn bản từ chối",
        "number": "Vào sổ, cấp số, đóng dấu",
    },
    "type": {
        "text": "Một dòng chữ",
        "longtext": "Đoạn chữ",
        "number": "Số",
        "money": "Số tiền",
        "date": "Ngày",
        "personal_id": "Số định danh cá nhân",
        "phone": "Số điện thoại",
        "email": "Thư điện tử",
        "admin_unit": "Xã, phường",
        "choice": "Chọn một trong vài phương án",
        "yes_no": "Có hoặc không",
        "file": "Tệp đính kèm",
        "person": "Thông tin một người",
        "group": "Nhóm lặp lại (thành viên, thửa đất…)",
    },
    "rule": {
        "date_order": "Ngày này không sau ngày kia",
        "one_filled": "Phải điền ít nhất một mục",
        "different": "Các mục phải khác nhau",
        "equal": "Các mục phải giống nhau",
        "age_at_least": "Đủ tuổi",
        "within_days": "Trong vòng một số ngày trước khi nộp",
    },
}
_KINDS: Mapping[str, Mapping[str, str]] = {
    "Component": {"submit": "Phải nộp", "show": "Chỉ xuất trình"},
    "Fee": KIND_NAMES,
}


def of_key(model: type[BaseModel], key: str) -> Words:
    """The label and help of a key in a kind of part."""
    return _SPECIAL.get((model.__name__, key)) or LABELS.get(key) or Words(key)


def of_choice(model: type[BaseModel], key: str, value: str) -> str:
    """The words of one choice; the code itself when it has none."""
    if key == "kind":
        return _KINDS.get(model.__name__, {}).get(value, value)
    return _CHOICES.get(key, {}).get(value, value)
