"""Which papers there are, and what each is made of."""

from enum import StrEnum

from motcua.documents.paper.data import (
    Apology,
    BatchSlip,
    ControlSheet,
    RatingSlip,
    ReceiptSlip,
    Refusal,
    Register,
    ResultPaper,
    StopNotice,
    SupplementRequest,
    TransferSlip,
)
from motcua.documents.paper.inspection import InspectionMinutes
from motcua.documents.paper.money import FeeReceipt


class FormKind(StrEnum):
    """Which paper. The value is the name of its template."""

    RECEIPT = "receipt"
    SUPPLEMENT_REQUEST = "supplement_request"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP_NOTICE = "stop_notice"
    CONTROL_SHEET = "control_sheet"
    TRANSFER = "transfer"
    REGISTER = "register"
    RATING_SLIP = "rating_slip"
    RESULT = "result"
    BATCH_RECEIPT = "batch_receipt"
    FEE_RECEIPT = "fee_receipt"
    INSPECTION = "inspection"


Paper = (
    ReceiptSlip
    | BatchSlip
    | SupplementRequest
    | Refusal
    | Apology
    | StopNotice
    | ControlSheet
    | TransferSlip
    | Register
    | RatingSlip
    | ResultPaper
    | FeeReceipt
    | InspectionMinutes
)

DATA_OF: dict[FormKind, type[Paper]] = {
    FormKind.RECEIPT: ReceiptSlip,
    FormKind.SUPPLEMENT_REQUEST: SupplementRequest,
    FormKind.REFUSAL: Refusal,
    FormKind.APOLOGY: Apology,
    FormKind.STOP_NOTICE: StopNotice,
    FormKind.CONTROL_SHEET: ControlSheet,
    FormKind.TRANSFER: TransferSlip,
    FormKind.REGISTER: Register,
    FormKind.RATING_SLIP: RatingSlip,
    FormKind.RESULT: ResultPaper,
    FormKind.BATCH_RECEIPT: BatchSlip,
    FormKind.FEE_RECEIPT: FeeReceipt,
    FormKind.INSPECTION: InspectionMinutes,
}
