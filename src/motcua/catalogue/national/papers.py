"""The tables «Thành phần hồ sơ»: papers by case with form files and counts, without separators. Pure."""

import re

from motcua.catalogue.national.sheet import CaseOfPapers, Notes, Paper
from motcua.catalogue.national.ways import NOTHING

HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
NO_NAME = "--"

# A count follows its text without a space; «nộp 01 bản chính hoặc» inside a sentence does not.
_COUNT = re.compile(
    r"(?<![\d(\[–-])(?P<digits>\d+) bản chính(?:,(?P<copies>\d{1,3}) bản sao)?"
    r"|(?<=[^\s\d(])(?P<only>\d{1,3}) bản sao(?=[A-ZĐ+(-]|$)"
)
_SENTENCE = re.compile(r"^\s*(?:,|;|hoặc|có |và |được|đã |của|kèm|để|trong|theo|do |/)")
# Nobody hands in a hundred originals: so many digits are a number of the words with the count run on.
_RUN_ON = 3
_YEAR_AND_COUNT = re.compile(r"^(?P<before>20\d{2}|19\d{2})(?P<count>\d)$")
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip|odt|rtf|jpe?g|png)$", re.IGNORECASE)
# Where a file name may begin: a letter or a mark followed by a capital or a digit without a space between.
_SEAM = re.compile(
    r"(?<=[a-zà-ỹđ;.:,)\]\d])(?=[A-ZĐÀ-Ỹ])|(?<=[A-ZĐ])(?=[A-ZĐ][a-zà-ỹ])"
    r"|(?<=[a-zà-ỹđ;:,)\]])(?=\d)|(?<=[)a-zà-ỹA-ZĐ]\.)(?=\d)"
)
_FILE_WORD = re.compile(
    r"(?:m[ẫa]u|ph[ụu] l[ụu]c|pl|[đd][ơo]n|t[ờo] khai|tk|bi[ểe]u|bm|gi[ấa]y|v[ăa]n b[ảa]n|b[ảa]n"
    r"|c[ôo]ng v[ăa]n|b[áa]o c[áa]o|h[ợo]p|danh s[áa]ch|annex|form|th[ôo]ng b[áa]o|[đd][ềe] ngh[ịi]"
    r"|k[ếe] ho[ạa]ch|ph[ươu]+ng|\d)",
    re.IGNORECASE,
)
_LONGEST_FILE_NAME = 160


def cases(text: str, notes: Notes) -> tuple[CaseOfPapers, ...]:
    """The papers, case by case; a text without any table is flagged and kept as one paper's words."""
    body = text.strip()
    if body in {"", NOTHING}:
        notes.absent("papers")
        return ()
    heading, *tables = body.split(HEAD)
    if not tables:
        notes.flag("papers", "Không có bảng thành phần hồ sơ.", body)
        return ()
    names = [_heading(heading)]
    found: list[tuple[Paper, ...]] = []
    for at, table in enumerate(tables):
        papers, left = _papers(table, notes)
        last = at == len(tables) - 1
        if left and last:
            notes.flag("papers", "Giấy tờ cuối bảng không có số lượng.", left)
            papers = (*papers, Paper(name=left))
        elif not last:
            names.append(_heading(left))
        found.append(papers)
    return tuple(CaseOfPapers(name=name, papers=papers) for name, papers in zip(names, found, strict=True))


def _heading(text: str) -> str:
    return "" if text.strip() == NO_NAME else text.strip().removesuffix(":").strip()


def _papers(table: str, notes: Notes) -> tuple[tuple[Paper, ...], str]:
    """The rows of one table, and what is left after its last count."""
    rows: list[Paper] = []
    at = 0
    for match in _COUNT.finditer(table):
        digits = match["digits"]
        if _SENTENCE.match(table[match.end() :]) or _spoken(table, match.start(), digits):
            continue
        text, count, certain = _counted(table[at : match.start()], digits or match["only"])
        originals = count if digits else 0
        copies = int(match["copies"] or 0) if digits else count
        rows.append(_paper(text, originals, copies, certain, notes))
        at = match.end()
    return tuple(rows), table[at:].strip()


def _spoken(table: str, start: int, digits: str | None) -> bool:
    """Whether a number is part of a sentence: it stands after a space and is short."""
    return bool(digits) and table[start - 1 : start].isspace() and len(digits or "") < _RUN_ON


def _counted(text: str, digits: str) -> tuple[str, int | None, bool]:
    """The words of a row and its count; of digits run on from the words only a year can be told apart."""
    if len(digits) == 1:
        return text, int(digits), True
    year = _YEAR_AND_COUNT.match(digits)
    if year is not None:
        return text + year["before"], int(year["count"]), True
    if digits.isdigit() and len(digits) == 2 and digits[0] != "0" and not text[-1:].isspace():
        # «10 bản chính» after a word is ten; after a number it could be anything.
        alone = not re.search(r"[\d/.]$|(?:số|Mẫu|Điều|khoản|Phụ lục)\s*$", text)
        return text, int(digits) if alone else None, alone
    return text + digits, None, False


def _paper(text: str, originals: int | None, copies: int | None, certain: bool, notes: Notes) -> Paper:
    name, form_file = _form_file(text.strip(), notes)
    notes.good("papers") if name else notes.refuse("papers", "Giấy tờ không có tên.", text)
    if certain:
        notes.good("counts")
    else:
        notes.flag("counts", "Số lượng dính với số đứng trước, không tách chắc chắn được.", text[-60:])
        originals = copies = None
    return Paper(name=name or form_file, form_file=form_file, originals=originals, copies=copies)


def _form_file(text: str, notes: Notes) -> tuple[str, str]:
    """The words of a paper and the file name run on to them, where the seam can be seen."""
    if not _FILE.search(text):
        return text, ""
    seams = [match.start() for match in _SEAM.finditer(text) if _may_begin_a_file(text[match.start() :])]
    if not seams:
        notes.flag("form_files", "Không rõ tên tệp mẫu đơn bắt đầu từ đâu.", text[-80:])
        return text, ""
    notes.good("form_files")
    return text[: seams[0]].strip(), text[seams[0] :].strip()


def _may_begin_a_file(tail: str) -> bool:
    return len(tail) <= _LONGEST_FILE_NAME and ";" not in tail and _FILE_WORD.match(tail) is not None
