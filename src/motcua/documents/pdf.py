"""PDFs that people hand in: readable, of a bounded length, and with nothing in them that runs by itself.

A PDF with a digital signature is never rewritten: one changed byte and the signature is worth nothing.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
from pikepdf import settings as qpdf

from motcua.lib.errors import Refused

MEGA: Final = 1024 * 1024
# A stream that inflates to more is a trap; with more warnings than this nothing is right in the file.
qpdf.set_qpdf_limits(flate_max_memory=256 * MEGA, run_length_max_memory=256 * MEGA, doc_max_warnings=500)

_LOCKED: Final = (
    "Tệp PDF có mật khẩu nên cán bộ không mở được. Hãy bỏ mật khẩu rồi tải lại: mở tệp bằng mật khẩu,"
    " chọn In, lưu thành PDF mới."
)
_BROKEN: Final = (
    "Tệp PDF bị hỏng hoặc tải về chưa hết. Hãy mở thử trên máy; nếu không xem được,"
    " hãy quét hoặc lưu lại thành tệp mới."
)

REPAIRED: Final = "Tệp PDF có lỗi nhỏ về cấu trúc, đã được sửa; nội dung các trang giữ nguyên."
SIGNED: Final = "Tệp có chữ ký số nên được giữ nguyên từng byte."
SIGNED_ACTIVE: Final = (
    "Tệp có chữ ký số nên được giữ nguyên từng byte, kể cả phần tự chạy hoặc tệp đính kèm bên trong:"
    " mở cẩn thận."
)
SIGNED_DAMAGED: Final = "Tệp có chữ ký số nhưng cấu trúc có lỗi; được giữ nguyên, cần kiểm tra chữ ký."

# Actions that do something besides showing a place of the same file or a web page (ISO 32000-1, 12.6.4).
_ACTIVE_ACTIONS: Final = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    }
)
# Where an action can stand. A destination may stand there as well and stays.
_ACTION_KEYS: Final = ("/A", "/OpenAction", "/Next", "/PA")
# What runs or carries along wherever it stands; the words are for people.
_ALWAYS_OUT: Final = {
    "/AA": "lệnh tự chạy",
    "/JavaScript": "mã JavaScript",
    "/JS": "mã JavaScript",
    "/XFA": "biểu mẫu động (XFA)",
    "/EmbeddedFiles": "tệp đính kèm bên trong",
    "/AF": "tệp đính kèm bên trong",
    "/RichMediaContent": "nội dung đa phương tiện",
}
_ACTIVE_ANNOTATIONS: Final = frozenset(
    {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
)
_MAX_DEPTH: Final = 60


@dataclass(frozen=True, slots=True)
class Clean:
    """A PDF fit to be kept."""

    content: bytes
    pages: int
    notes: tuple[str, ...] = ()


@dataclass
class _Look:
    signed: bool = False
    removed: list[str] = field(default_factory=list)

    def out(self, words: str) -> None:
        if words not in self.removed:
            self.removed.append(words)


def clean(content: bytes, *, max_pages: int) -> Clean:
    """Read a PDF; take out what runs, if nobody has signed it. Without need nothing is rewritten.

    Raises Refused for a password, a broken file, no pages, or more than `max_pages`.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return _cleaned(document, content, max_pages)
    except pikepdf.PasswordError as problem:
        raise Refused(_LOCKED, code="password") from problem
    except (
        pikepdf.PdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RuntimeError,
        RecursionError,
    ) as problem:
        # A mangled file shows itself at the first object that is not what its place demands.
        raise Refused(_BROKEN, code="broken") from problem


def _cleaned(document: pikepdf.Pdf, content: bytes, max_pages: int) -> Clean:
    pages = len(document.pages)
    if pages == 0:
        raise Refused(_BROKEN, code="broken")
    if pages > max_pages:
        raise Refused(
            f"Tệp có {pages} trang, nhiều nhất {max_pages} trang. Hãy tách thành nhiều tệp rồi tải từng tệp.",
            code="pages",
        )
    look = _Look()
    for each in _containers(document):
        _strip(each, look)
    damaged = bool(document.get_warnings())
    if look.signed:
        note = SIGNED_DAMAGED if damaged else SIGNED_ACTIVE if look.removed else SIGNED
        return Clean(content, pages, (note,))
    if damaged and not all("/Contents" in page for page in document.pages):
        # Pages that lost what stood on them: the copy was cut short, and looking whole would be a lie.
        raise Refused(_BROKEN, code="broken")
    if not damaged and not look.removed:
        return Clean(content, pages)
    notes = [f"Đã bỏ khỏi tệp PDF: {', '.join(look.removed)}."] if look.removed else []
    if damaged:
        notes.append(REPAIRED)
    document.remove_unreferenced_resources()
    target = io.BytesIO()
    # The same input gives the same bytes, so that a file sent twice is known for what it is.
    document.save(target, deterministic_id=True, fix_metadata_version=False)
    return Clean(target.getvalue(), pages, tuple(notes))


def _containers(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file once, whether it stands alone or inside another object."""
    yield from _inside(document.trailer, 0)
    for each in document.objects:
        yield from _inside(each, 0)


def _inside(thing: Any, depth: int) -> Iterator[Any]:
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        children = [thing.get(key) for key in list(thing.keys())]
    elif isinstance(thing, pikepdf.Array):
        children = list(thing)
    else:
        return
    for child in children:
        # What has a number of its own comes by itself.
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _inside(child, depth + 1)


def _strip(thing: Any, look: _Look) -> None:
    if "/ByteRange" in thing and "/Contents" in thing:
        look.signed = True
    for key, words in _ALWAYS_OUT.items():
        if key in thing:
            del thing[key]
            look.out(words)
    for key in _ACTION_KEYS:
        if key in thing and _is_active(thing.get(key)):
            del thing[key]
            look.out("lệnh tự chạy")
    annotations = thing.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        _strip_annotations(annotations, look)


def _is_active(action: Any) -> bool:
    if isinstance(action, pikepdf.Array):
        return any(_is_active(each) for each in action)
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in _ACTIVE_ACTIONS


def _strip_annotations(annotations: pikepdf.Array, look: _Look) -> None:
    for place in reversed(range(len(annotations))):
        each = annotations[place]
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/Subtype", "")) in _ACTIVE_ANNOTATIONS:
            del annotations[place]
            look.out("tệp hoặc phim đính vào trang")
