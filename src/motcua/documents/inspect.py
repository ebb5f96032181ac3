"""What a file really is, and whether it may stay. Asked of every file that people hand in.

The kind is told by the content and proved by reading it; the name is only believed about what to call the
file. What may stay comes back fit to be kept: photos turned the right way up and without the place where they
were taken, PDFs without anything that runs. Everything else is Refused with a sentence that says what to do.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import puremagic

from motcua.documents import images, office, pdf
from motcua.documents.scanning import remarks
from motcua.lib.errors import Refused

FileKind = Literal["pdf", "image", "docx", "xlsx", "dwg"]

MEGA: Final = 1024 * 1024
MAX_PAGES: Final = 200
EMPTY: Final = "Tệp này trống (0 KB). Hãy mở thử tệp trên máy xem có nội dung không rồi chọn lại."
UNKNOWN: Final = "tệp loại khác"
FINGERPRINT: Final = "Dấu vân tay (SHA-256) của tệp gốc:"

_ACCEPT_WORDS: Final[dict[FileKind, str]] = {
    "pdf": "PDF",
    "image": "ảnh chụp",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "dwg": "bản vẽ AutoCAD (.dwg)",
}
_ENDINGS: Final[dict[FileKind, tuple[str, ...]]] = {
    "pdf": (".pdf",),
    "image": ("image/*", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "dwg": (".dwg",),
}
# What else people pick by mistake, in words. Only for telling them; nothing of this is ever taken in.
_OTHER_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("image/", "ảnh kiểu khác"),
    ("video/", "video"),
    ("audio/", "tệp âm thanh"),
    ("text/html", "trang web (HTML)"),
    ("text/", "tệp chữ thường"),
    ("application/x-rar", "tệp nén (RAR)"),
    ("application/vnd.rar", "tệp nén (RAR)"),
    ("application/x-7z", "tệp nén (7z)"),
    ("application/x-msdownload", "chương trình máy tính"),
    ("application/x-dosexec", "chương trình máy tính"),
    ("application/rtf", "tệp chữ kiểu RTF"),
)
_PROGRAMS: Final = (b"MZ", b"\x7fELF")
_PAGE_OF_THE_WEB: Final = re.compile(rb"\s*(?:<!doctype html|<html|<script|<svg|<\?xml)", re.IGNORECASE)
# ISO base media brands: the same box opens photographs of telephones and films.
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})


@dataclass(frozen=True, slots=True)
class Sort:
    """What the first look says. `kind` is None for what is never taken in; `words` names it to people."""

    kind: FileKind | None
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may stay, as it is to be kept. `notes` tell people what was done to it, if anything."""

    kind: FileKind
    media_type: str
    name: str
    content: bytes
    pages: int = 1
    notes: tuple[str, ...] = ()


def accept_words(accept: Sequence[FileKind]) -> str:
    """«PDF, ảnh chụp hoặc Word (.docx)»."""
    words = [_ACCEPT_WORDS[kind] for kind in accept]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} hoặc {words[-1]}"


def accept_endings(accept: Sequence[FileKind]) -> str:
    """For the `accept` of a file input."""
    return ",".join(ending for kind in accept for ending in _ENDINGS[kind])


def too_big(size: int, max_mb: int) -> Refused:
    """The sentence for a file above its limit; `size` in bytes."""
    return Refused(
        f"Tệp nặng {_megabytes(size)}, nhiều nhất {max_mb} MB. Hãy chụp hoặc quét lại với độ phân giải"
        " thấp hơn, hoặc chia thành nhiều tệp.",
        code="too-big",
    )


def inspect(
    source: Path | bytes,
    *,
    name: str,
    accept: Sequence[FileKind],
    max_mb: int,
    max_pages: int = MAX_PAGES,
) -> Inspected:
    """Look into a file. Raises Refused with a sentence for the person who sent it.

    `max_mb` (MB of 1024 × 1024 bytes) counts for the file as it was sent.
    """
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size == 0:
        raise Refused(EMPTY, code="empty")
    if size > max_mb * MEGA:
        raise too_big(size, max_mb)
    content = source.read_bytes() if isinstance(source, Path) else source
    sort = sort_of(content)
    if sort.kind is None or sort.kind not in accept:
        raise _not_wanted(sort, accept)
    found = _look(sort, sort.kind, content, max_pages)
    notes = found.notes
    if found.content != content:
        notes = (*notes, f"{FINGERPRINT} {hashlib.sha256(content).hexdigest()}.")
    return replace(found, name=_named(name, found.name), notes=notes)


def sort_of(content: bytes) -> Sort:
    """What the content looks like. Nothing is proved yet."""
    head = content[:1024]
    if b"%PDF-" in head:
        return Sort("pdf", "tệp PDF")
    if head[:3] == b"\xff\xd8\xff":
        return Sort("image", "ảnh JPG", images.JPEG)
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return Sort("image", "ảnh PNG", images.PNG)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sort("image", "ảnh WebP", images.WEBP)
    if head[4:8] == b"ftyp" and (photo := _boxed_photo(head)):
        return photo
    if re.match(rb"AC10\d\d", head):
        return Sort("dwg", "bản vẽ AutoCAD (DWG)")
    if head[:4] == b"PK\x03\x04" and (inside := office.kind_of(content)):
        return Sort(inside, "tệp Word" if inside == "docx" else "bảng tính Excel")
    return _something_else(content)


def _boxed_photo(head: bytes) -> Sort | None:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    # An AVIF names mif1 too, so it is asked for first.
    if brands & _AVIF_BRANDS:
        return Sort("image", "ảnh AVIF", images.AVIF)
    if brands & _HEIF_BRANDS:
        return Sort("image", "ảnh HEIC", images.HEIC)
    return None


def _something_else(content: bytes) -> Sort:
    if content.startswith(office.OLE):
        return Sort(None, "tệp Word hoặc Excel kiểu cũ", office.refusal_of_ole(content))
    if content.startswith(b"PK"):
        return Sort(None, "tệp nén (ZIP)")
    if content.startswith(_PROGRAMS):
        return Sort(None, "chương trình máy tính")
    if _PAGE_OF_THE_WEB.match(content[:1024]):
        return Sort(None, "trang web (HTML)")
    try:
        media_type = str(puremagic.from_string(content[: 64 * 1024], mime=True))
    except (puremagic.PureError, ValueError):
        return Sort(None, UNKNOWN)
    words = next((words for start, words in _OTHER_WORDS if media_type.startswith(start)), UNKNOWN)
    return Sort(None, words)


def _not_wanted(sort: Sort, accept: Sequence[FileKind]) -> Refused:
    if sort.kind is None and sort.detail:
        return Refused(sort.detail, code="kind")
    if sort.kind == "image" and "pdf" in accept:
        # Most telephones can scan into a PDF by themselves.
        advice = "Hãy quét giấy tờ thành PDF (trong ứng dụng Ghi chú hoặc Drive của điện thoại)"
    elif "image" in accept:
        advice = "Hãy chụp ảnh giấy tờ" + (" hoặc lưu lại thành PDF" if "pdf" in accept else "")
    else:
        advice = f"Hãy lưu lại thành {accept_words(accept)}"
    told = f"Tệp này là {sort.words}, còn giấy tờ này cần {accept_words(accept)}."
    return Refused(f"{told} {advice} rồi chọn lại.", code="kind")


def _look(sort: Sort, kind: FileKind, content: bytes, max_pages: int) -> Inspected:
    """The proof: each kind is read by a program that knows it. `name` comes back as the right ending."""
    if kind == "pdf":
        document = pdf.clean(content, max_pages=max_pages)
        notes = (*document.notes, *remarks.of_pdf(content, document.pages))
        return Inspected(kind, "application/pdf", ".pdf", document.content, document.pages, notes)
    if kind == "image":
        photo = images.tidy(content, sort.detail)
        return Inspected(kind, photo.media_type, photo.ending, photo.content, 1, photo.notes)
    if kind == "dwg":
        return Inspected(kind, "image/vnd.dwg", ".dwg", content)
    office.check(content)
    return Inspected(kind, office.MEDIA_TYPES[kind], f".{kind}", content)


def _named(given: str, ending: str) -> str:
    """The name people gave, without folders and invisible signs, with the ending its content deserves.

    Signs that turn the writing direction can make a program's name look like a picture's.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip(" .")
    stem, dot, old = seen.rpartition(".")
    same = {".jpg": {"jpg", "jpeg"}}.get(ending, {ending[1:]})
    if dot and old.lower() in same:
        return f"{stem[:190]}.{old}" if stem else f"tep{ending}"
    known = {"pdf", "jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "docx", "xlsx", "dwg"}
    stem = stem if dot and old.lower() in known else seen
    return f"{stem[:190] or 'tep'}{ending}"


def _megabytes(size: int) -> str:
    whole = size / MEGA
    return f"{whole:.1f}".replace(".", ",").removesuffix(",0") + " MB"
