"""What to tell somebody about the pages just handed in, when they can still be taken again."""

import io
from typing import Final

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from motcua.documents.scanning.drawing import PDF, BrokenPage, pages
from motcua.documents.scanning.quality import measured

_MOST: Final = 10
"""Pages looked at: about a second. Whoever photographs ten pages well photographs the others well too."""
_DPI: Final = 150
_RETAKE: Final = (
    "Hãy chụp lại cho rõ: đủ sáng, giữ chắc tay, chạm vào giấy trên màn hình để lấy nét; ảnh mờ là lý do"
    " hay gặp khiến hồ sơ phải bổ sung."
)


def of_photo(picture: Image.Image) -> tuple[str, ...]:
    """A sentence when a photograph of a paper is blurred or dark; nothing when it is fine."""
    quality = measured(picture)
    words = "mờ" if quality.is_blurred else "quá tối" if quality.is_dark else ""
    return (f"Ảnh bị {words}, cán bộ có thể không đọc được. {_RETAKE}",) if words else ()


def of_pdf(content: bytes, count: int) -> tuple[str, ...]:
    """How many pages arrived, and which of them are blurred or dark. Looks at scanned pages only."""
    told = (f"Tệp có {count} trang; hãy xem đã đủ trang chưa.",) if count > 1 else ()
    poor = _poor_pages(content)
    if not poor:
        return told
    named = ", ".join(str(number) for number in poor)
    return (*told, f"Trang {named} bị mờ hoặc quá tối, cán bộ có thể không đọc được. {_RETAKE}")


def _poor_pages(content: bytes) -> list[int]:
    try:
        scanned = _scanned_pages(content)
        if not scanned:
            return []
        poor = []
        for number, picture in enumerate(pages(content, PDF, dpi=_DPI), start=1):
            if number > _MOST:
                break
            if number in scanned and not isinstance(picture, BrokenPage):
                quality = measured(picture)
                poor += [number] if quality.is_blurred or quality.is_dark else []
    except (pikepdf.PdfError, pdfium.PdfiumError, ValueError):
        # Whether a file may stay is decided elsewhere; here is only advice.
        return []
    return poor


def _scanned_pages(content: bytes) -> set[int]:
    """The pages with a picture on them; what a computer wrote is never blurred."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return {number for number, page in enumerate(document.pages[:_MOST], start=1) if page.get_images()}
