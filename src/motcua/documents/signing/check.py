"""What the signatures on a PDF say, in sentences for people. Works without any network.

Chains are judged at the moment of signing that the signature itself states. Whether a certificate was revoked
before that moment cannot be known here: no list of revocations is fetched, and each favourable sentence says
so.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from motcua.documents.paper.places import AGENCY_FIELD, PERSON_FIELD
from motcua.documents.signing import ahead
from motcua.documents.signing.gateway import KeyStore, Kind, keystore
from motcua.documents.signing.names import read_part
from motcua.lib import moment
from motcua.lib.dates import short_date, vn_moment
from motcua.lib.errors import Refused

logger = logging.getLogger(__name__)

NOT_PDF = "Tệp không phải là PDF nên không có chữ ký số để kiểm tra."
UNREADABLE = "Không đọc được tệp PDF: tệp bị hỏng hoặc có mật khẩu. Hãy dùng tệp gốc do cơ quan gửi."
NO_SIGNATURE = "Tệp không có chữ ký số nào."
UNREADABLE_SIGNATURE = (
    "Tệp có một chữ ký số không đọc được. Không nên dùng tệp này; hãy dùng tệp gốc do cơ quan gửi."
)
REVOCATION = "Việc thu hồi chứng thư số chưa được kiểm tra, vì hệ thống không tra cứu nơi cấp."

# Between the act and the officer in whose place it was done, in the reason of a signature.
ON_BEHALF = ", thay mặt "

_KIND_OF: dict[str, Kind] = {PERSON_FIELD: "person", AGENCY_FIELD: "agency"}

# Any certificate meant for signing will do: not every authority sets both.
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


class Finding(StrEnum):
    """What was found in the file as a whole."""

    NOT_PDF = "not_pdf"
    UNREADABLE = "unreadable"
    NO_SIGNATURE = "no_signature"
    DOUBTFUL = "doubtful"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """One signature. `sentences` say all of it in Vietnamese; `good` is the judgement.

    `on_behalf`: in whose place it was made, as the signature itself says.
    `kind` is known when the signature stands in one of our own fields. `signed_at` is what the signing
    machine stated. `intact`: the signed bytes are as they were. `changed_after`: something other than a
    further signature was added later. `covers_whole_document`: nothing comes after it but what helps to keep
    signatures. `certificate` is DER.
    """

    signer: str
    organisation: str
    issuer: str
    kind: Kind | None
    signed_at: datetime | None
    valid_from: datetime
    valid_until: datetime
    intact: bool
    changed_after: bool
    covers_whole_document: bool
    trusted: bool
    valid_then: bool
    certificate: bytes
    on_behalf: str = ""

    @property
    def good(self) -> bool:
        return self.intact and not self.changed_after and self.trusted and self.valid_then

    @property
    def sentences(self) -> tuple[str, ...]:
        return (self._who(), self._content(), *self._certificate())

    def _who(self) -> str:
        behalf = f", {self.organisation}" if self.organisation and self.organisation != self.signer else ""
        when = f" lúc {vn_moment(self.signed_at)}" if self.signed_at else "; không ghi thời gian ký"
        verb = "đóng dấu" if self.kind == "agency" else "ký"
        stands_for = f" thay mặt {self.on_behalf}" if self.on_behalf else ""
        return f"{self.signer}{behalf} {verb}{stands_for}{when}."

    def _content(self) -> str:
        if not self.intact:
            return "Nội dung đã bị thay đổi sau khi ký. Không dùng tệp này; hãy dùng tệp gốc do cơ quan gửi."
        if self.changed_after:
            return "Sau lần ký này, tệp đã bị thêm hoặc sửa nội dung. Không dùng tệp này; hãy dùng tệp gốc."
        if self.covers_whole_document:
            return "Toàn bộ nội dung còn nguyên vẹn từ khi ký."
        return "Nội dung đã ký còn nguyên vẹn; sau đó chỉ có thêm chữ ký khác."

    def _certificate(self) -> tuple[str, ...]:
        span = f"từ {short_date(self.valid_from)} đến {short_date(self.valid_until)}"
        if not self.valid_then:
            return (f"Vào lúc ký, chứng thư số không có hiệu lực (chỉ có hiệu lực {span}).",)
        if not self.trusted:
            return (
                f"Chưa xác nhận được nơi cấp chứng thư số ({self.issuer}), nên chưa biết chắc ai đã ký.",
                "Hãy hỏi cơ quan ký trước khi dùng.",
            )
        return (f"Chứng thư số do {self.issuer} cấp, có hiệu lực vào lúc ký ({span}).", REVOCATION)


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome for a whole file: one finding, the signatures in the order they were made, sentences."""

    finding: Finding
    signatures: tuple[SignatureFact, ...] = ()
    problem: str = ""

    @property
    def good(self) -> bool:
        return self.finding is Finding.GOOD

    @property
    def sentences(self) -> tuple[str, ...]:
        each = tuple(sentence for fact in self.signatures for sentence in fact.sentences)
        return (*each, self.problem) if self.problem else each


def verify(pdf: bytes, trust: Sequence[bytes] | None = None) -> Verification:
    """What the signatures on `pdf` are worth. `trust`: roots (DER), by default those of the key store."""
    if b"%PDF-" not in pdf[:1024]:
        return Verification(Finding.NOT_PDF, problem=NOT_PDF)
    roots = [x509.Certificate.load(der) for der in (keystore().trusted() if trust is None else trust)]
    # Strangers' files reach these lines and pyHanko has no common error for what may be wrong with them:
    # whatever it raises, the file cannot be relied on.
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signed = any(value is not None for _, value, _ in enumerate_sig_fields(reader))
    except Exception:
        logger.info("unreadable PDF", exc_info=True)
        return Verification(Finding.UNREADABLE, problem=UNREADABLE)
    if not signed:
        return Verification(Finding.NO_SIGNATURE, problem=NO_SIGNATURE)
    try:
        facts = tuple(_fact(signature, roots) for signature in reader.embedded_regular_signatures)
    except Exception:
        logger.info("unreadable signature", exc_info=True)
        return Verification(Finding.DOUBTFUL, problem=UNREADABLE_SIGNATURE)
    if not facts:
        # Only a time stamp on the document: nobody has signed.
        return Verification(Finding.NO_SIGNATURE, problem=NO_SIGNATURE)
    if not facts[-1].covers_whole_document and facts[-1].intact and not facts[-1].changed_after:
        problem = "Sau chữ ký cuối cùng, tệp còn được ghi thêm. Hãy dùng tệp gốc do cơ quan gửi."
        return Verification(Finding.DOUBTFUL, facts, problem)
    good = all(fact.good for fact in facts)
    return Verification(Finding.GOOD if good else Finding.DOUBTFUL, facts)


def check_before_issue(pdf: bytes, *, person: str, agency: str, store: KeyStore | None = None) -> None:
    """Refuse to issue what is not well signed by `person` and then sealed by `agency` (owner ids).

    NĐ 30/2020/NĐ-CP Điều 32 khoản 2 điểm d. Raises Refused; KeyStoreError when an owner has no certificate.
    """
    if ahead.was_checked(pdf, person, agency):
        return
    store = store or keystore()
    found = verify(pdf, store.trusted())
    if not found.good:
        raise Refused(f"Chưa phát hành được. {_first_problem(found)}", code="signature_not_good")
    if [fact.kind for fact in found.signatures] != ["person", "agency"]:
        raise Refused(
            "Chưa phát hành được: văn bản cần chữ ký của người có thẩm quyền, rồi đến chữ ký số của cơ quan.",
            code="signatures_missing",
        )
    for fact, owner in zip(found.signatures, (person, agency), strict=True):
        if fact.certificate != store.certificate_for(owner).der:
            raise Refused(
                f"Chưa phát hành được: {fact.signer} không phải là bên phải ký.", code="wrong_signer"
            )


def _first_problem(found: Verification) -> str:
    for fact in found.signatures:
        if not fact.good:
            return " ".join(fact.sentences)
    return found.problem


def _fact(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> SignatureFact:
    certificate = signature.signer_cert
    signed_at = _aware(signature.self_reported_timestamp)
    validity = certificate["tbs_certificate"]["validity"]
    valid_from, valid_until = (
        validity[end].native.astimezone(moment.TZ) for end in ("not_before", "not_after")
    )
    judged_at = signed_at or moment.now()
    status = _status(signature, roots, judged_at)
    subject = certificate.subject
    changed_after = _changed_after(status)
    return SignatureFact(
        signer=read_part(subject, "common_name") or "Người ký không ghi tên",
        organisation=read_part(subject, "organization_name"),
        issuer=read_part(certificate.issuer, "common_name") or "nơi cấp không ghi tên",
        kind=_KIND_OF.get(signature.field_name),
        signed_at=signed_at,
        valid_from=valid_from,
        valid_until=valid_until,
        intact=status.intact and status.valid,
        changed_after=changed_after,
        covers_whole_document=not changed_after
        and status.modification_level <= ModificationLevel.LTA_UPDATES,
        trusted=status.trusted,
        valid_then=valid_from <= judged_at <= valid_until,
        certificate=certificate.dump(),
        on_behalf=str(signature.sig_object.get("/Reason", "")).partition(ON_BEHALF)[2],
    )


def _aware(stated: datetime | None) -> datetime | None:
    """The stated time in Vietnamese time; one without a zone is taken to be in it already."""
    if stated is None:
        return None
    return stated.replace(tzinfo=moment.TZ) if stated.tzinfo is None else stated.astimezone(moment.TZ)


def _status(
    signature: EmbeddedPdfSignature, roots: list[x509.Certificate], judged_at: datetime
) -> PdfSignatureStatus:
    def judge(*, skip_diff: bool) -> PdfSignatureStatus:
        context = ValidationContext(
            trust_roots=roots, moment=judged_at, allow_fetching=False, revocation_mode="soft-fail"
        )
        return validate_pdf_signature(
            signature, signer_validation_context=context, key_usage_settings=_USAGE, skip_diff=skip_diff
        )

    try:
        return judge(skip_diff=False)
    except Exception:
        # What was added later, or what a changed byte made of the file, cannot be followed; the signed bytes
        # can still be compared. `_changed_after` is true then.
        logger.info("later changes cannot be read", exc_info=True)
        return judge(skip_diff=True)


def _changed_after(status: PdfSignatureStatus) -> bool:
    """Whether anything but further signatures (and what belongs to them) was added after this one."""
    level = status.modification_level
    return not status.docmdp_ok or level is None or level > ModificationLevel.FORM_FILLING
