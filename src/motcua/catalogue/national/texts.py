"""Results, legal bases, steps, levels and target groups of a national record. Pure."""

import re

from motcua.catalogue.national.sheet import Basis, Level, Notes, Outcome
from motcua.catalogue.national.ways import NOTHING

BASIS_HEAD = "Tên văn bản pháp lýMã văn bản"
FURNITURE = "Từ khóa"
LEVELS: dict[str, Level] = {
    "Cấp bộ": "ministry",
    "Cấp tỉnh": "province",
    "Cấp xã": "commune",
    "Cơ quan khác": "other",
}
# The names of the national catalogue; the first seven have a word of ours (`motcua.catalogue.spec.Audience`).
AUDIENCES = {
    "Công dân Việt Nam": "citizen",
    "Người Việt Nam định cư ở nước ngoài": "overseas_vietnamese",
    "Người nước ngoài": "foreigner",
    "Người nước ngoài cư trú tại Việt Nam": "foreigner",
    "Doanh nghiệp": "enterprise",
    "Doanh nghiệp Việt Nam": "enterprise",
    "Doanh nghiệp có vốn đầu tư nước ngoài": "enterprise",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": "organisation",
    "Tổ chức nước ngoài": "organisation",
    "Hợp tác xã": "cooperative",
    "Hộ kinh doanh": "household_business",
    "Cán bộ, công chức, viên chức": "official",
    "Đảng viên": "party_member",
    "Tổ chức Đảng": "party_body",
}
_CODED = re.compile(r"Mã:\s*(?P<code>KQ\.[A-Z]\d{2}\.\d{6}(?!\d)|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-KQ\d{3,6})")
_ANY_CODE = re.compile(r"Mã:\s*(?P<code>[A-Z0-9.\-]{3,24})")
_SYMBOL = r"(?:QH\d{1,2}|(?:PL-)?UBTVQH\d{1,2}|[A-ZĐ]{1,6}(?:-[A-ZĐ]{1,12}){0,4})"
_NUMBER = re.compile(
    r"(?P<lead>(?:Luật|Thông tư|Nghị định|Quyết định|Nghị quyết|Pháp lệnh)(?: liên tịch)?(?: số)? )?"
    rf"(?P<number>\d{{1,5}}/(?:\d{{4}}/)?{_SYMBOL}(?:-[A-ZĐ]\d{{1,2}})?)"
)
# Who issues: with these a title that begins with a small letter cannot take the last letter of the number.
_ISSUERS = (
    "CP",
    "TTg",
    "BTC",
    "BCA",
    "BTP",
    "BXD",
    "BNNMT",
    "BTNMT",
    "BNNPTNT",
    "BGTVT",
    "NHNN",
    "BCT",
    "BYT",
)
_STEP = re.compile(r"(?m)^\s*(?:[-+*•]|[a-zđ]\)|\d+[.)])?\s*(?=Bước\s+\d)|\n+")


def results(text: str, notes: Notes) -> tuple[Outcome, ...]:
    """Names with their codes; what follows «Từ khóa» is furniture of the page."""
    body = text.split(FURNITURE)[0].strip()
    if body in {"", NOTHING}:
        notes.absent("results")
        return ()
    found: list[Outcome] = []
    at = 0
    for match in _ANY_CODE.finditer(body):
        if match.start() < at:
            continue
        coded = _CODED.match(body, match.start())
        name = body[at : match.start()].strip()
        found.append(_outcome(name, coded["code"] if coded else "", match["code"], notes))
        at = coded.end() if coded else match.end()
    left = body[at:].strip()
    if left:
        notes.flag("results", "Kết quả không có mã.", left)
        found.append(Outcome(name=left))
    return tuple(found)


def _outcome(name: str, code: str, written: str, notes: Notes) -> Outcome:
    if not name:
        notes.flag("results", "Mã kết quả không có tên.", written)
    elif not code:
        notes.flag("results", "Mã kết quả không đúng mẫu.", written)
    else:
        notes.good("results")
    return Outcome(name=name or written, code=code)


def bases(text: str, notes: Notes) -> tuple[Basis, ...]:
    """Titles with their numbers: the number is what follows its title without a space."""
    body = text.strip().removeprefix(BASIS_HEAD).strip()
    if body in {"", NOTHING}:
        notes.absent("basis")
        return ()
    found: list[Basis] = []
    at = 0
    for match in _NUMBER.finditer(body):
        end = _end_of_number(body, match)
        seam = match.start() == at or not body[match.start() - 1].isspace()
        titled = match.start() == at and match["lead"]
        if match.start() < at or not seam or end is None or titled:
            continue
        title = body[at : match.start()].strip(" \t:;.,")
        number = match["number"][: end - match.start("number")]
        found.append(Basis(title=title or number, number=number))
        notes.good("basis")
        at = end
    left = body[at:].strip()
    if left:
        notes.flag("basis", "Văn bản không tách được số hiệu.", left)
        found.append(Basis(title=left[:500]))
    return tuple(found)


def _end_of_number(body: str, match: "re.Match[str]") -> int | None:
    """Where the number ends: a capital followed by a small letter already belongs to the next title."""
    end = match.end()
    if body[match.start() : end].endswith(tuple("0123456789")):
        return end
    following = body[end : end + 1]
    if following and following.isalpha() and following.islower():
        whole = re.search(r"[A-ZĐ]+$", body[match.start() : end])
        if whole is None or whole.group() not in _ISSUERS or body[end - 1 : end + 2] in {"Thô", "Luậ"}:
            end -= 1
    elif following and following.isalpha():
        return None
    return end


def steps(text: str, notes: Notes) -> tuple[str, ...]:
    """Trình tự thực hiện, paragraph by paragraph."""
    body = text.strip()
    if body in {"", NOTHING}:
        notes.absent("steps")
        return ()
    notes.good("steps")
    return tuple(part.strip() for part in _STEP.split(body) if part and part.strip())


def levels(text: str, notes: Notes) -> tuple[Level, ...]:
    found = []
    for word in (part.strip() for part in text.split(",") if part.strip()):
        if word in LEVELS:
            notes.good("levels")
            found.append(LEVELS[word])
        else:
            notes.flag("levels", "Cấp thực hiện lạ.", word)
    if not text.strip():
        notes.flag("levels", "Không ghi cấp thực hiện.")
    return tuple(dict.fromkeys(found))


def audience(text: str, notes: Notes) -> tuple[str, ...]:
    """Target groups, longest names first: one of them has a comma in it."""
    left, found = text.strip(), []
    for words in sorted(AUDIENCES, key=len, reverse=True):
        if re.search(rf"(?:^|, ){re.escape(words)}(?=$|, )", left):
            left = re.sub(rf"(?:^|(?<=, )){re.escape(words)}(?=$|, )", "", left)
            found.append(AUDIENCES[words])
            notes.good("audience")
    left = left.strip(" ,")
    if left and left != NOTHING:
        notes.flag("audience", "Đối tượng thực hiện lạ.", left)
    elif not found:
        notes.absent("audience")
    return tuple(name for name in dict.fromkeys(AUDIENCES.values()) if name in found)


def conditions(text: str, notes: Notes) -> tuple[str, ...]:
    body = text.strip()
    if body.rstrip(".") in {"", NOTHING, "Không", "Không có", "Không quy định"}:
        notes.absent("conditions")
        return ()
    notes.good("conditions")
    return tuple(part.strip() for part in body.split("\n") if part.strip())
