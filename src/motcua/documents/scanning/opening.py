"""Is this a scan, and of how many pages? Everything else is Refused with a sentence that says what to do."""

import io
from dataclasses import dataclass
from typing import Final

import pikepdf
from PIL import Image

from motcua.documents.images import JPEG
from motcua.documents.inspect import MEGA, sort_of
from motcua.documents.scanning.drawing import PDF, TIFF
from motcua.lib.errors import Refused

MAX_MB: Final = 60
MAX_PAGES: Final = 300
ENDINGS: Final = ".pdf,.tif,.tiff,.jpg,.jpeg"

_KINDS: Final = "Hãy quét thành PDF, TIFF hoặc JPG rồi chọn lại."
_LOCKED: Final = (
    "Tệp PDF có mật khẩu nên không tách trang được. Hãy tắt mật khẩu trong phần cài đặt của máy quét"
    " rồi quét lại."
)
_BROKEN: Final = "Tệp quét bị hỏng hoặc chép chưa hết. Hãy mở thử trên máy; nếu không xem được, hãy quét lại."


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan is: its kind and how many pages it has."""

    media_type: str
    pages: int


def look(content: bytes) -> Scanned:
    """What was scanned. Raises Refused for anything a scanner does not make, broken, locked or too large."""
    if not content:
        raise Refused("Tệp quét trống (0 KB). Hãy quét lại rồi chọn tệp mới.", code="empty")
    if len(content) > MAX_MB * MEGA:
        raise Refused(
            f"Tệp quét nặng {len(content) // MEGA} MB, nhiều nhất {MAX_MB} MB. Hãy quét ở"
            " 200–300 dpi (thang xám là đủ cho giấy tờ không màu) hoặc chia thành hai lần quét.",
            code="too-big",
        )
    found = Scanned(_kind(content), 0)
    pages = _counted(content, found.media_type)
    if not pages:
        raise Refused(_BROKEN, code="broken")
    if pages > MAX_PAGES:
        raise Refused(
            f"Tệp quét có {pages} trang, mỗi lần nhận nhiều nhất {MAX_PAGES} trang."
            " Hãy chia thành nhiều lần quét.",
            code="too-many",
        )
    return Scanned(found.media_type, pages)


def _kind(content: bytes) -> str:
    if content[:4] in (b"II*\0", b"MM\0*"):
        return TIFF
    sort = sort_of(content)
    if sort.kind == "pdf":
        return PDF
    if sort.detail == JPEG:
        return JPEG
    raise Refused(f"Tệp này là {sort.words}, máy không tách trang được. {_KINDS}", code="kind")


def _counted(content: bytes, media_type: str) -> int:
    try:
        if media_type == PDF:
            with pikepdf.open(io.BytesIO(content)) as document:
                return len(document.pages)
        with Image.open(io.BytesIO(content), formats=(_format(media_type),)) as picture:
            return int(getattr(picture, "n_frames", 1))
    except pikepdf.PasswordError as problem:
        raise Refused(_LOCKED, code="password") from problem
    except (
        pikepdf.PdfError,
        Warning,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
    ) as problem:
        raise Refused(_BROKEN, code="broken") from problem


def _format(media_type: str) -> str:
    return media_type.partition("/")[2].upper()
