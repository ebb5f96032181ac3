"""Word and Excel files: a ZIP with a promise inside. No more than a bounded amount is ever unpacked."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final, Literal

from motcua.lib.errors import Refused

Kind = Literal["docx", "xlsx"]

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_ENTRIES: Final = 5000
MAX_UNPACKED: Final = 200 * 1024 * 1024
# Text packs well, but never as well as a trap.
MAX_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 10 * 1024 * 1024
_PIECE: Final = 1024 * 1024
_MAIN_PARTS: Final[Mapping[str, Kind]] = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_LOCKED: Final = (
    "Tệp có mật khẩu nên cán bộ không mở được. Hãy bỏ mật khẩu (trong Word, Excel: Tệp, Thông tin, Bảo vệ)"
    " rồi tải lại."
)
_OLD_KIND: Final = (
    "Tệp này là Word hoặc Excel kiểu cũ (.doc, .xls). Hãy lưu lại thành .docx, .xlsx hoặc PDF rồi chọn lại."
)
_BROKEN: Final = "Tệp bị hỏng hoặc chưa chép hết. Hãy mở thử trên máy, lưu lại rồi tải lên bản mới."
_TOO_MUCH: Final = (
    "Tệp này bung ra lớn bất thường nên hệ thống không mở. Hãy mở trên máy, lưu lại thành PDF"
    " rồi tải lên bản PDF."
)
_MACRO: Final = (
    "Tệp có macro (mã tự chạy). Hãy lưu lại thành .docx, .xlsx không có macro, hoặc PDF, rồi tải lên."
)


def kind_of(content: bytes) -> Kind | None:
    """Which of the two a ZIP is; None for any other ZIP. Broken ones are told by `check`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # A copy that was cut short has lost its list; what it was still stands in the first names.
        return next((kind for part, kind in _MAIN_PARTS.items() if part.encode() in content), None)
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)


def refusal_of_ole(content: bytes) -> str:
    """Word and Excel of old, or a new one locked with a password, which is put into the old wrapping."""
    locked = "EncryptedPackage".encode("utf-16-le")
    return _LOCKED if locked in content else _OLD_KIND


def check(content: bytes) -> None:
    """Raises Refused for macros, passwords, broken files and what unpacks to absurd sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_list(packed, len(content))
            for entry in packed.infolist():
                _read_through(packed, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise Refused(_BROKEN, code="broken") from problem


def _check_list(packed: zipfile.ZipFile, size: int) -> None:
    entries = packed.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    dense = unpacked > RATIO_COUNTS_FROM and unpacked > size * MAX_RATIO
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or dense:
        raise Refused(_TOO_MUCH, code="bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(_LOCKED, code="password")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Refused(_MACRO, code="macro")


def _read_through(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Proves the checksum. No more is unpacked than the list promises, and the list has been bounded."""
    with packed.open(entry) as part:
        while part.read(_PIECE):
            pass
