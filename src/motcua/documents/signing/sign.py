"""Put signatures on a PDF: first the person, then the agency (NĐ 30/2020/NĐ-CP Điều 32 khoản 2 điểm d).

PAdES baseline B: the certificate is bound into the signature. There is no time stamp by a third party and no
proof of non-revocation; docs/explanation/signing.md says what follows from that.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.documents.paper.places import AGENCY_FIELD, PERSON_FIELD
from motcua.documents.paper.render import render_stamp
from motcua.documents.signing import ahead
from motcua.documents.signing.gateway import Certificate, KeyStore, KeyStoreError, Kind, keystore
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.lib.moment import TZ

CANNOT_SIGN = "Tệp PDF này bị hỏng hoặc được khóa nên không ký được."

_FIELD_OF: dict[Kind, str] = {"person": PERSON_FIELD, "agency": AGENCY_FIELD}
# Blue for the signature, red for the seal (NĐ 30/2020 Phụ lục I, phần I, mục II.7 and II.8).
_COLOUR_OF: dict[Kind, str] = {"person": "#12349c", "agency": "#b3121d"}

# The longest raw signature we leave room for: RSA with 4096 bits.
_LONGEST_SIGNATURE = 512
# The rest of the container: what is signed along (digest, time, the certificate's digest), names, numbers.
_ATTRIBUTES = 2048

# Where a mark goes on a PDF that is not ours and leaves no room: the upper right corner of the first page,
# the second one below the first. Points.
_CORNER = (150, 34, 14)


def sign_result(
    pdf: bytes,
    *,
    person: str,
    agency: str,
    now: datetime,
    reason: str,
    location: str,
    store: KeyStore | None = None,
) -> bytes:
    """The PDF signed by `person` and sealed by `agency` (owner ids), both at `now`.

    Raises KeyStoreError when a key cannot be used, Refused when the file cannot be signed.
    """
    signed = sign_as_person(pdf, owner=person, now=now, reason=reason, location=location, store=store)
    return seal_as_agency(signed, owner=agency, now=now, reason=reason, location=location, store=store)


def sign_as_person(
    pdf: bytes, *, owner: str, now: datetime, reason: str, location: str, store: KeyStore | None = None
) -> bytes:
    """The PDF with the signature of a person; from then on only further signatures may be added."""
    return _sign(pdf, "person", owner, now, reason, location, store or keystore())


def seal_as_agency(
    pdf: bytes, *, owner: str, now: datetime, reason: str, location: str, store: KeyStore | None = None
) -> bytes:
    """The PDF with the seal of an agency. Comes after the person's signature."""
    return _sign(pdf, "agency", owner, now, reason, location, store or keystore())


def seal_alone(
    pdf: bytes, *, owner: str, now: datetime, reason: str, location: str, store: KeyStore | None = None
) -> bytes:
    """The PDF with the seal of an agency on what no person signs (receipts, NĐ 254/2026 Điều 22)."""
    return _sign(pdf, "agency", owner, now, reason, location, store or keystore(), alone=True)


def _sign(
    pdf: bytes,
    kind: Kind,
    owner: str,
    now: datetime,
    reason: str,
    location: str,
    store: KeyStore,
    *,
    alone: bool = False,
) -> bytes:
    ready = ahead.signed(pdf, kind, owner, now, reason, location)
    if ready is not None:
        return ready
    certificate = store.certificate_for(owner)
    if not certificate.holds_at(now):
        raise KeyStoreError(
            f"Chứng thư số của {certificate.common_name} chỉ có hiệu lực "
            f"từ {short_date(certificate.valid_from)} đến {short_date(certificate.valid_until)}.",
            retry=False,
        )
    if certificate.kind != kind:
        raise KeyStoreError(
            f"Chứng thư số của {certificate.common_name} không dùng cho việc ký này.", retry=False
        )
    writer, room = _opened(pdf, _FIELD_OF[kind])
    if kind == "agency" and not (room.signed_before or alone):
        raise Refused(
            "Văn bản chưa có chữ ký của người có thẩm quyền nên chưa đóng dấu được.", code="not_signed"
        )
    target = io.BytesIO()
    try:
        _SignerAt(
            PdfSignatureMetadata(
                field_name=_FIELD_OF[kind],
                md_algorithm="sha256",
                name=certificate.common_name,
                reason=reason,
                location=location,
                subfilter=SigSeedSubFilter.PADES,
                # The first signature rules what may still come: filling in the waiting fields, nothing else.
                # A PDF from elsewhere has no field waiting for the second one, so it cannot be ruled so.
                certify=not room.signed_before and room.new_field is None,
                docmdp_permissions=MDPPerm.FILL_FORMS,
            ),
            signer=_PortSigner(store, certificate),
            stamp_style=_mark(certificate, now, room),
            new_field_spec=room.new_field,
            now=now,
        ).sign_pdf(writer, output=target, bytes_reserved=_room_for(certificate))
    except (PdfError, SigningError) as error:
        raise Refused(CANNOT_SIGN, code="cannot_sign") from error
    return target.getvalue()


def _room_for(certificate: Certificate) -> int:
    """Hexadecimal digits that the signature may take; pyHanko alone would make a first one to measure it."""
    certificates = sum(len(der) for der in (certificate.der, *certificate.chain))
    return 2 * (certificates + _LONGEST_SIGNATURE + _ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the mark goes, in points; `new_field` is None when the PDF has an empty field waiting."""

    width: float
    height: float
    new_field: SigFieldSpec | None
    signed_before: bool


def _opened(pdf: bytes, name: str) -> tuple[IncrementalPdfFileWriter, _Room]:
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return writer, _room(writer, name)
    except Refused:
        raise
    except Exception as error:
        # Files from elsewhere: pyHanko has no common error for what may be wrong with them.
        raise Refused(CANNOT_SIGN, code="cannot_sign") from error


def _room(writer: IncrementalPdfFileWriter, name: str) -> _Room:
    taken = 0
    waiting = None
    for field_name, value, reference in enumerate_sig_fields(writer.prev):
        if value is not None:
            taken += 1
        if field_name == name:
            if value is not None:
                raise Refused("Văn bản này đã được ký ở vị trí đó.", code="already_signed")
            waiting = reference.get_object()["/Rect"]
    if waiting is not None:
        left, bottom, right, top = (float(edge) for edge in waiting)
        return _Room(right - left, top - bottom, None, taken > 0)
    width, height, margin = _CORNER
    right, top = _upper_right(writer)
    upper = top - margin - taken * (height + 2)
    box = (right - margin - width, upper - height, right - margin, upper)
    return _Room(width, height, SigFieldSpec(name, on_page=0, box=box), taken > 0)


def _upper_right(writer: IncrementalPdfFileWriter) -> tuple[int, int]:
    """The upper right corner of the first page."""
    node = writer.find_page_for_modification(0)[0].get_object()  # type: ignore[no-untyped-call]
    while "/MediaBox" not in node:
        node = node["/Parent"]
    return int(node["/MediaBox"][2]), int(node["/MediaBox"][3])


def _mark(certificate: Certificate, now: datetime, room: _Room) -> StaticStampStyle:
    """Name, agency and time in words; a picture of a hand-written signature or a seal is not shown."""
    local = now.astimezone(TZ)
    when = f"Thời gian ký: {short_date(local)} {local:%H:%M:%S}\u00a0+07:00"
    if certificate.kind == "person":
        lines = [f"Ký bởi: {certificate.common_name}", f"Cơ quan: {certificate.organisation}", when]
    else:
        lines = [certificate.common_name, when]
    stamp = render_stamp(lines, width=room.width, height=room.height, colour=_COLOUR_OF[certificate.kind])
    return StaticStampStyle(
        border_width=0,
        background=_Page(stamp),
        background_opacity=1,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins()
        ),
    )


class _Page(PdfContent):
    """The only page of a PDF in memory, as an appearance; pyHanko's own class reads from a file name."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        left, bottom, right, top = (float(edge) for edge in page.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        self.resources.xobject["/Mark"] = page
        return b"/Mark Do"


class _PortSigner(Signer):
    """Lets the key store sign: the private key never comes here."""

    def __init__(self, store: KeyStore, certificate: Certificate) -> None:
        self.store = store
        self.owner_id = certificate.owner_id
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(x509.Certificate.load(der) for der in certificate.chain)
        super().__init__(signing_cert=x509.Certificate.load(certificate.der), cert_registry=registry)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(_LONGEST_SIGNATURE)
        return self.store.sign_digest(
            self.owner_id, hashlib.new(digest_algorithm, data).digest(), digest_algorithm
        )


class _SignerAt(PdfSigner):
    """Signs at the moment it is told, so that the demo province can sign on its own days."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        *,
        signer: Signer,
        stamp_style: StaticStampStyle,
        new_field_spec: SigFieldSpec | None,
        now: datetime,
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=stamp_style, new_field_spec=new_field_spec)
        self.now = now

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.now
        return session
