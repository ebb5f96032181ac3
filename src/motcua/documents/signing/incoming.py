"""A signed file that people hand in: one whose signature is broken is refused at once, with the reason.

A dossier must not wait for weeks over a signature that nothing but a machine could see. Only what the signer
can mend is refused: an unreadable signature, or content changed after it. Whether the issuer is known is for
the officer to judge; a file without any signature is fine.
"""

from motcua.documents.signing.check import Finding, SignatureFact, verify
from motcua.lib.errors import Refused

_ADVICE = "Hãy tải lên đúng tệp gốc ngay sau khi ký, không mở ra lưu lại hay in thành tệp khác; hoặc ký lại."


def check_incoming(pdf: bytes) -> None:
    """Raises Refused when `pdf` bears a signature that does not hold (Luật Giao dịch điện tử 2023)."""
    # A signature names the bytes it covers in the open, never inside a compressed part.
    if b"/ByteRange" not in pdf:
        return
    found = verify(pdf, trust=())
    if found.finding in (Finding.UNREADABLE, Finding.DOUBTFUL) and not found.signatures:
        raise Refused(
            "Chữ ký số trong tệp sai định dạng hoặc bị hỏng nên không đọc được. " + _ADVICE, code="signature"
        )
    broken = next((fact for fact in found.signatures if _is_broken(fact)), None)
    if broken is not None:
        raise Refused(
            f"Chữ ký số của {broken.signer} không còn đúng: nội dung tệp đã bị thay đổi sau khi ký."
            f" {_ADVICE}",
            code="signature",
        )
    if found.problem:
        raise Refused(
            f"Chữ ký số không bao trùm hết tệp: sau khi ký, tệp còn bị ghi thêm. {_ADVICE}", code="signature"
        )


def _is_broken(fact: SignatureFact) -> bool:
    return not fact.intact or fact.changed_after
