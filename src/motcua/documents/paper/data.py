"""What each paper says. Plain values only: strings as they are to be read, days and moments raw.

Nothing here knows where the values come from. Forms and their fields: TT 01/2018/TT-VPCP Điều 9, names of
TT 03/2025/TT-VPCP (annex not seen; layout is ours). Issued documents: NĐ 30/2020/NĐ-CP Điều 8 and Phụ lục I.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from motcua.documents.paper.money import PaySlip


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The top of every paper (NĐ 30/2020 Phụ lục I, phần I, mục II.1–II.4).

    `parent_agency` is the line above the agency's own name and may be empty. `number` is the dossier code on
    the forms of the desk and the number in the register on an issued document; `symbol` (e.g. «QĐ-UBND»)
    follows it there. A document without a number yet leaves a blank to be read as such.
    """

    agency: str
    place: str
    day: date
    parent_agency: str = ""
    number: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation as named on a paper; what is empty is not printed."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    personal_id: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `title` may hold several lines («TM. ỦY BAN NHÂN DÂN», «CHỦ TỊCH»)."""

    title: str
    name: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One component of a dossier as it was received; counts are pieces."""

    name: str
    originals: int = 0
    copies: int = 0
    electronic: int = 0


@dataclass(frozen=True, slots=True)
class FileReceived:
    """One electronic file; `size` is ready to be read («1,2 MB»), `sha256` is its digest in hexadecimal."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """Form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả.

    `due_at` is None when the law sets no term; `term` says the term in words. `files` fills the page that
    lists what was received electronically. `lookup` tells where the dossier can be followed, `secret` what
    opens the fuller look-up there, `pay` how to pay what is owed on the day of printing; these two are of one
    printing and never kept with the facts.
    """

    head: Letterhead
    code: str
    desk: str
    submitter: Party
    channel: str
    procedure: str
    components: tuple[HandedIn, ...]
    term: str
    received_at: datetime
    due_at: datetime | None
    return_by: str
    receiver: Signer
    case: str = ""
    owner: Party | None = None
    sets: int = 1
    fees: str = ""
    lookup: str = ""
    notes: tuple[str, ...] = ()
    files: tuple[FileReceived, ...] = ()
    secret: str = ""
    pay: PaySlip | None = None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One dossier on a receipt for several."""

    code: str
    procedure: str
    components: tuple[HandedIn, ...]
    term: str
    received_at: datetime
    due_at: datetime | None
    return_by: str
    case: str = ""
    owner: str = ""
    fees: str = ""


@dataclass(frozen=True, slots=True)
class BatchSlip:
    """Form 01 for several dossiers that one person hands in together; `code` is its own number.

    `pays`: how to pay what is owed on the day of printing, each dossier by a code of its own.
    """

    head: Letterhead
    code: str
    desk: str
    submitter: Party
    lines: tuple[BatchLine, ...]
    receiver: Signer
    lookup: str
    total: str = ""
    secret: str = ""
    pays: tuple[PaySlip, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to add or correct: what, why, on which ground of law, and how."""

    name: str
    reason: str
    ground: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class SupplementRequest:
    """Form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: one complete list (NĐ 61/2018 Điều 11(2c)).

    `effect` says in a sentence what the request does to the term: it pauses, or begins anew.
    """

    head: Letterhead
    code: str
    addressee: Party
    procedure: str
    items: tuple[Missing, ...]
    contact: str
    signer: Signer
    answer_by: datetime | None = None
    effect: str = ""
    lookup: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Form 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ. `now` says what the person can still do."""

    head: Letterhead
    code: str
    addressee: Party
    procedure: str
    submitted_at: datetime
    reasons: tuple[str, ...]
    grounds: tuple[str, ...]
    signer: Signer
    now: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Apology:
    """Form 04, Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết; once only (NĐ 61/2018 Điều 19(9))."""

    head: Letterhead
    code: str
    addressee: Party
    procedure: str
    received_at: datetime
    old_due: datetime
    new_due: datetime
    reason: str
    signer: Signer
    contact: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopNotice:
    """Form 05, Thông báo dừng giải quyết hồ sơ. `fees` and `papers` say what becomes of them."""

    head: Letterhead
    code: str
    addressee: Party
    procedure: str
    received_at: datetime
    reason: str
    grounds: tuple[str, ...]
    signer: Signer
    stopped_at: datetime
    fees: str = ""
    papers: str = ""
    contact: str = ""
    recipients: tuple[str, ...] = ()


Outcome = Literal["early", "on_time", "late", ""]


@dataclass(frozen=True, slots=True)
class HandOver:
    """One row of the control sheet: from whom to whom, when. Empty names leave room to sign by hand."""

    step: str
    giver_agency: str
    receiver_agency: str
    giver: str = ""
    receiver: str = ""
    at: datetime | None = None
    due_at: datetime | None = None
    outcome: Outcome = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """Form 06, Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    head: Letterhead
    code: str
    procedure: str
    owner: Party
    received_at: datetime
    due_at: datetime | None
    rows: tuple[HandOver, ...]
    case: str = ""
    due_note: str = ""


@dataclass(frozen=True, slots=True)
class TransferredLine:
    """One dossier handed over: its pieces of paper, and what the receiver said of it."""

    code: str
    owner: str
    procedure: str
    papers: tuple[str, ...] = ()
    originals: int = 0
    copies: int = 0
    answer: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TransferSlip:
    """Giấy bàn giao of one unit to another. `code` is its number; what is empty is signed by hand."""

    head: Letterhead
    code: str
    what: str
    giver_agency: str
    receiver_agency: str
    giver: str
    given_at: datetime
    lines: tuple[TransferredLine, ...]
    receiver: str = ""
    received_at: datetime | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the register, in words."""

    number: int
    code: str
    procedure: str
    sets: int
    owner: str
    contact: str
    agency: str
    received: str
    due: str
    returned: str
    method: str
    receiver: str
    note: str


@dataclass(frozen=True, slots=True)
class Register:
    """Register 07, Sổ theo dõi hồ sơ: the lines of a period. `closing` says whether the year is locked."""

    head: Letterhead
    code: str
    year: str
    period: str
    rows: tuple[RegisterLine, ...]
    closing: str = ""


@dataclass(frozen=True, slots=True)
class RatingSlip:
    """Phiếu đánh giá, with forms 01, 02 and 03 (TT 01/2018 Điều 12). `rate_url`: what its QR opens."""

    head: Letterhead
    code: str
    procedure: str
    desk: str
    rate_url: str
    contact: str = ""


ResultKind = Literal["certificate", "decision", "notice", "extract", "update"]


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """A result of a procedure, laid out after NĐ 30/2020.

    `title` names the document («GIẤY KHAI SINH», «QUYẾT ĐỊNH»), `about` is its trích yếu. `authority`,
    `grounds` and the numbered `paragraphs` make a decision; `fields` carry what is certified. `verify_url` is
    what the QR code opens, else the code of the dossier. `mark` («DỰ THẢO», «MẪU») is on every page.
    """

    kind: ResultKind
    head: Letterhead
    code: str
    title: str
    signer: Signer
    about: str = ""
    authority: str = ""
    addressee: str = ""
    grounds: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    verify_url: str = ""
    mark: str = ""
