"""One paper of each kind with ordinary Vietnamese content."""

from dataclasses import replace
from datetime import date, datetime

from motcua.documents.paper.data import (
    Apology,
    BatchLine,
    BatchSlip,
    ControlSheet,
    FileReceived,
    HandedIn,
    HandOver,
    Letterhead,
    Missing,
    Party,
    ReceiptSlip,
    Refusal,
    ResultPaper,
    Signer,
    StopNotice,
    SupplementRequest,
    TransferredLine,
    TransferSlip,
)
from motcua.documents.paper.inspection import FoundLine, InspectionMinutes
from motcua.documents.paper.kinds import FormKind, Paper
from motcua.documents.paper.money import Collector, FeeReceipt, PaidLine, PaySlip
from motcua.lib.moment import TZ

CODE = "H44.12-261120-0007"
VERIFY_URL = "https://motcua.example.vn/kiem-tra/H44.12-261120-0007/7Q4M"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TZ)


HEAD = Letterhead(
    parent_agency="Ủy ban nhân dân phường Việt Trì",
    agency="Trung tâm Phục vụ hành chính công",
    number=CODE,
    place="Việt Trì",
    day=date(2026, 11, 6),
)
CITIZEN = Party(
    name="Nguyễn Thị Thuỷ Ngữ",
    address="Số 12, ngõ 45 đường Hùng Vương, khu 7, phường Việt Trì, tỉnh Phú Thọ",
    phone="0912 345 678",
    email="thuyngu@example.vn",
    personal_id="025186001234",
)
OFFICER = Signer(title="Người tiếp nhận hồ sơ", name="Trần Đức Hiếu")
HEAD_OF_DESK = Signer(title="Giám đốc", name="Lê Thị Hồng Phượng")
CHAIR = Signer(title="TM. Ủy ban nhân dân\nChủ tịch", name="Phạm Quốc Việt")
PROCEDURE = "Đăng ký khai sinh (1.001193)"
CONTACT = "bà Đỗ Thị Ước, điện thoại 0210 3 846 111"
LOOKUP = "https://motcua.example.vn/tra-cuu"

RECEIPT = ReceiptSlip(
    head=HEAD,
    code=CODE,
    desk="Trung tâm Phục vụ hành chính công phường Việt Trì",
    submitter=CITIZEN,
    owner=Party(name="Hoàng Nguyễn Minh An", address="Khu 7, phường Việt Trì, tỉnh Phú Thọ"),
    channel="Trực tiếp tại quầy",
    procedure=PROCEDURE,
    case="Đăng ký đúng hạn",
    components=(
        HandedIn(name="Tờ khai đăng ký khai sinh", originals=1),
        HandedIn(name="Giấy chứng sinh do cơ sở khám bệnh, chữa bệnh cấp", originals=1, electronic=1),
        HandedIn(name="Giấy chứng nhận kết hôn của cha, mẹ trẻ", copies=1, electronic=1),
        HandedIn(name="Văn bản ủy quyền có chứng thực (nếu người nộp không phải cha, mẹ)", copies=1),
    ),
    term="1 ngày làm việc kể từ khi nhận đủ hồ sơ hợp lệ",
    received_at=at(20, 8, 5),
    due_at=at(23, 17),
    return_by="Trực tiếp tại Trung tâm Phục vụ hành chính công phường Việt Trì",
    fees="Miễn lệ phí",
    lookup=LOOKUP,
    notes=("Khi nhận kết quả, mời ông/bà mang theo giấy này và giấy tờ tùy thân.",),
    receiver=OFFICER,
)
BATCH_RECEIPT = BatchSlip(
    head=HEAD,
    code=CODE,
    desk=RECEIPT.desk,
    submitter=CITIZEN,
    lines=tuple(
        BatchLine(
            code=f"H44.12-261120-000{number}",
            procedure=PROCEDURE,
            components=RECEIPT.components[:1],
            term=RECEIPT.term,
            received_at=RECEIPT.received_at,
            due_at=RECEIPT.due_at,
            return_by=RECEIPT.return_by,
            case=RECEIPT.case,
            owner=CITIZEN.name,
            fees="5.000 đồng",
        )
        for number in (7, 8)
    ),
    receiver=OFFICER,
    lookup=LOOKUP,
    total="10.000 đồng",
    secret="7KQM-2XPA-9HRT",
)
SUPPLEMENT_REQUEST = SupplementRequest(
    head=HEAD,
    code=CODE,
    addressee=CITIZEN,
    procedure=PROCEDURE,
    items=(
        Missing(
            name="Giấy chứng sinh",
            reason="Ảnh chụp bị mờ, không đọc được số giấy và ngày sinh của trẻ.",
            ground="Điều 16 Luật Hộ tịch 2014",
            how="chụp lại dưới ánh sáng tốt, đủ bốn góc giấy.",
        ),
        Missing(
            name="Giấy tờ chứng minh nơi cư trú",
            reason="Không tra cứu được nơi thường trú trong Cơ sở dữ liệu quốc gia về dân cư.",
            ground="Điều 9 Nghị định 123/2015/NĐ-CP",
        ),
    ),
    contact=CONTACT,
    signer=HEAD_OF_DESK,
    answer_by=at(30, 17),
    effect="Thời gian ông/bà hoàn thiện hồ sơ không tính vào thời gian giải quyết.",
    lookup=LOOKUP,
)
REFUSAL = Refusal(
    head=HEAD,
    code=CODE,
    addressee=CITIZEN,
    procedure=PROCEDURE,
    submitted_at=at(20, 8, 5),
    reasons=("Trẻ đã được đăng ký khai sinh tại Ủy ban nhân dân xã Hy Cương ngày 02/11/2026.",),
    grounds=("Khoản 1 Điều 13 Luật Hộ tịch số 60/2014/QH13",),
    now="Ông/bà có thể yêu cầu cấp bản sao trích lục khai sinh tại bất kỳ Ủy ban nhân dân cấp xã nào.",
    contact=CONTACT,
    signer=HEAD_OF_DESK,
)
APOLOGY = Apology(
    head=HEAD,
    code=CODE,
    addressee=CITIZEN,
    procedure="Cấp giấy phép xây dựng nhà ở riêng lẻ (1.009994)",
    received_at=at(3, 9, 30),
    old_due=at(26, 17),
    new_due=at(30, 17),
    reason="Phòng Kinh tế chưa có ý kiến về lộ giới đường Hùng Vương sau khi điều chỉnh quy hoạch.",
    signer=CHAIR,
    contact=CONTACT,
    recipients=("Như trên", "Trung tâm Phục vụ hành chính công", "Lưu: VT"),
)
STOP_NOTICE = StopNotice(
    head=HEAD,
    code=CODE,
    addressee=CITIZEN,
    procedure=PROCEDURE,
    received_at=at(3, 9, 30),
    stopped_at=at(20, 10),
    reason="Ông/bà có đơn đề nghị dừng giải quyết hồ sơ ngày 19/11/2026.",
    grounds=("Nghị định 118/2025/NĐ-CP được sửa đổi bởi Nghị định 309/2026/NĐ-CP",),
    fees="không hoàn lại lệ phí đã nộp, trừ trường hợp pháp luật có quy định khác.",
    papers="trả lại bản chính tại nơi tiếp nhận trong giờ làm việc.",
    signer=CHAIR,
    contact=CONTACT,
    recipients=("Như trên", "Lưu: VT"),
)
CONTROL_SHEET = ControlSheet(
    head=HEAD,
    code=CODE,
    procedure=PROCEDURE,
    case="Đăng ký đúng hạn",
    owner=CITIZEN,
    received_at=at(20, 8, 5),
    due_at=at(23, 17),
    rows=(
        HandOver(
            step="Tiếp nhận hồ sơ",
            giver_agency="Trung tâm Phục vụ hành chính công",
            receiver_agency="Phòng Văn hóa - Xã hội",
            giver="Trần Đức Hiếu",
            receiver="Bùi Thị Ngọc Huyền",
            at=at(20, 8, 30),
            due_at=at(20, 9),
            outcome="early",
        ),
        HandOver(
            step="Thẩm định hồ sơ",
            giver_agency="Phòng Văn hóa - Xã hội",
            receiver_agency="Lãnh đạo Ủy ban nhân dân phường",
            giver="Bùi Thị Ngọc Huyền",
            receiver="Phạm Quốc Việt",
            at=at(20, 15, 45),
            due_at=at(20, 15),
            outcome="late",
            note="Chờ tra cứu dữ liệu dân cư",
        ),
        HandOver(
            step="Trả kết quả",
            giver_agency="Văn phòng",
            receiver_agency="Trung tâm Phục vụ hành chính công",
        ),
    ),
)
TRANSFER = TransferSlip(
    head=replace(HEAD, number="BG-H44.12-2026-0007"),
    code="BG-H44.12-2026-0007",
    what="Hồ sơ giấy",
    giver_agency="Trung tâm Phục vụ hành chính công phường Nông Trang",
    receiver_agency="Ủy ban nhân dân phường Việt Trì",
    giver="Trần Đức Hiếu",
    given_at=at(20, 15, 30),
    lines=(
        TransferredLine(CODE, CITIZEN.name, PROCEDURE, ("Giấy chứng sinh",), originals=1, copies=2),
        TransferredLine(
            "H44.12-261120-0002",
            "Lê Văn Tám",
            PROCEDURE,
            answer="Đã nhận, thiếu giấy tờ",
            remark="Thiếu bản sao.",
        ),
    ),
)
ISSUED = replace(HEAD, agency="Ủy ban nhân dân phường Việt Trì", parent_agency="", number="128", symbol="GKS")
CERTIFICATE = ResultPaper(
    kind="certificate",
    head=ISSUED,
    code=CODE,
    title="Giấy khai sinh",
    signer=CHAIR,
    fields=(
        ("Họ, chữ đệm, tên", "HOÀNG NGUYỄN MINH AN"),
        (
            "Ngày, tháng, năm sinh",
            "02/11/2026 (ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu)",
        ),
        ("Giới tính", "Nữ"),
        ("Nơi sinh", "Bệnh viện Đa khoa tỉnh Phú Thọ"),
        ("Họ, chữ đệm, tên người mẹ", "Nguyễn Thị Thuỷ Ngữ"),
        ("Họ, chữ đệm, tên người cha", "Hoàng Văn Đẩu"),
    ),
    closing=("Giấy này được cấp theo yêu cầu của người đi đăng ký khai sinh.",),
    recipients=("Người yêu cầu", "Lưu: VT, hồ sơ hộ tịch"),
    verify_url=VERIFY_URL,
)
DECISION = ResultPaper(
    kind="decision",
    head=replace(ISSUED, number="45", symbol="QĐ-UBND", parent_agency="Tỉnh Phú Thọ"),
    code=CODE,
    title="Quyết định",
    about="Về việc trợ cấp xã hội hằng tháng đối với bà Nguyễn Thị Thuỷ Ngữ",
    authority="Chủ tịch Ủy ban nhân dân phường Việt Trì",
    grounds=(
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
        "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ;",
        "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.",
    ),
    paragraphs=(
        "Điều 1. Trợ cấp xã hội cho bà Nguyễn Thị Thuỷ Ngữ, hằng tháng 750.000 đồng, kể từ ngày 01/12/2026.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 3. Trưởng phòng Văn hóa - Xã hội và bà Nguyễn Thị Thuỷ Ngữ thi hành Quyết định này./.",
    ),
    signer=CHAIR,
    recipients=("Như Điều 3", "Phòng Tài chính - Kế hoạch", "Lưu: VT, VHXH"),
    verify_url=VERIFY_URL,
)
NOTICE = replace(
    DECISION,
    kind="notice",
    title="Thông báo",
    about="Về việc không đủ điều kiện giải quyết hồ sơ",
    authority="",
    addressee="bà Nguyễn Thị Thuỷ Ngữ",
    grounds=(),
    paragraphs=("Ủy ban nhân dân phường đã xem xét hồ sơ của bà và thấy rằng thửa đất chưa có đường vào.",),
)
EXTRACT = replace(CERTIFICATE, kind="extract", title="Trích lục khai sinh", about="(Bản sao)")
UPDATE = replace(
    CERTIFICATE,
    kind="update",
    title="Xác nhận thay đổi thông tin",
    about="Về nơi thường trú",
    closing=("Các thông tin trên đã được cập nhật.",),
)

PAY = PaySlip(
    payload="00020101021238540010A00000072701240006970415011010203040500208QRIBFTTA530370454052400058"
    "02VN62500110490123456708324901234567 H44.12-261120-00076304ABCD",
    bank="VietinBank",
    account="1020304050",
    holder="Ủy ban nhân dân phường Việt Trì",
    amount="24.000 đồng",
    content="4901234567 H44.12-261120-0007",
)
FEE_RECEIPT = FeeReceipt(
    head=Collector(
        agency="Ủy ban nhân dân phường Việt Trì",
        parent_agency="Ủy ban nhân dân tỉnh Phú Thọ",
        address="Số 1 đường Trần Phú, phường Việt Trì, tỉnh Phú Thọ",
    ),
    code=CODE,
    title="Biên lai thu phí",
    template="01BLP",
    symbol="P26E",
    number="00000007",
    year=2026,
    payer=CITIZEN.name,
    lines=(
        PaidLine("Phí chứng thực bản sao từ bản chính", "8.000 đồng"),
        PaidLine("Phí xác nhận thông tin hộ tịch", "16.000 đồng"),
    ),
    amount="24.000 đồng",
    words="Hai mươi tư nghìn đồng",
    method="Chuyển khoản",
    day=date(2026, 11, 20),
    collector="Trần Đức Hiếu (Người tiếp nhận hồ sơ)",
    lookup_url="https://motcua.example.vn/bien-lai/0123456789abcdef/",
    delegate="Bưu điện tỉnh Phú Thọ",
    delegate_address="Số 2 đường Hùng Vương, phường Việt Trì",
)

INSPECTION = InspectionMinutes(
    head=replace(HEAD, number=""),
    code=CODE,
    title="Hồ sơ quá hạn quý III năm 2026",
    place="Ủy ban nhân dân phường Việt Trì",
    period="Từ 01/07/2026 đến hết 30/09/2026",
    drawn="Lấy theo dấu hiệu: Quá hạn, từ 31 hồ sơ, muốn lấy 20, số gieo «5f1c09aa»",
    inspector="Trần Đức Hiếu (Phòng Kiểm soát thủ tục hành chính)",
    day=date(2026, 11, 20),
    sample=20,
    lines=(
        FoundLine(
            code=CODE,
            procedure=PROCEDURE,
            agency="Ủy ban nhân dân phường Việt Trì",
            level="Sai sót phải sửa",
            text="Hồ sơ quá hạn 4 ngày làm việc nhưng không có văn bản xin lỗi.",
            article="Nghị định 61/2018/NĐ-CP Điều 19 khoản 9",
            answer="Đã xin lỗi ông bà và rút kinh nghiệm.",
            state="Đã khép",
        ),
    ),
    clean=("H44.12-260702-0003", "H44.12-260709-0011"),
    conclusion="Một hồ sơ có sai sót, đơn vị đã khắc phục.",
)
RESULTS = (CERTIFICATE, DECISION, NOTICE, EXTRACT, UPDATE)
SAMPLES: tuple[tuple[FormKind, Paper], ...] = (
    (FormKind.RECEIPT, RECEIPT),
    (FormKind.BATCH_RECEIPT, BATCH_RECEIPT),
    (FormKind.SUPPLEMENT_REQUEST, SUPPLEMENT_REQUEST),
    (FormKind.REFUSAL, REFUSAL),
    (FormKind.APOLOGY, APOLOGY),
    (FormKind.STOP_NOTICE, STOP_NOTICE),
    (FormKind.CONTROL_SHEET, CONTROL_SHEET),
    (FormKind.TRANSFER, TRANSFER),
    (FormKind.INSPECTION, INSPECTION),
    *((FormKind.RESULT, result) for result in RESULTS),
)


def files(count: int) -> tuple[FileReceived, ...]:
    return tuple(
        FileReceived(name=f"Giấy chứng sinh trang {n}.pdf", size="1,2 MB", sha256=f"{n:064x}")
        for n in range(count)
    )
