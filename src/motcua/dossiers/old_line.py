"""One dossier as an earlier system tells of it, read strictly: what is missing, unknown or contradicts itself
is Refused with a sentence, nothing is guessed. The columns: docs/reference/carry-over.md.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from motcua.dossiers import codes
from motcua.dossiers.lifecycle import WORDS, Status
from motcua.dossiers.models import Channel
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.text import fold, neat

COLUMNS = frozenset(
    {"system", "code", "procedure", "case", "answers", "unit", "desk", "channel", "status", "step"}
    | {"owner_id", "owner_name", "owner_birth_date", "owner_phone", "organisation_number"}
    | {"organisation_name", "received_at", "accepted_at", "due_at", "finished_at", "returned_at"}
    | {"receiver", "waiting_since", "waiting_for", "supplement_until", "fee", "charge", "paid", "papers"}
)
NO_TERM = "không"
_OF_JSON = frozenset({"answers", "papers"})
_OF_PAPER = frozenset({"name", "component", "file", "sha256", "originals", "copies"})
_BASE = ("system", "code", "procedure", "unit", "channel", "status", "owner_name", "received_at")
_OPEN = ("accepted_at", "due_at")
# What a status cannot be without, and what it contradicts.
_NEEDS = {
    "carry_filed": (),
    "carry_accepted": _OPEN,
    "carry_refused": ("finished_at",),
    "carry_in_progress": _OPEN,
    "carry_asked_before": ("waiting_since", "waiting_for", "supplement_until"),
    "carry_asked": (*_OPEN, "waiting_since", "waiting_for", "supplement_until"),
    "carry_financial": (*_OPEN, "waiting_since", "waiting_for"),
    "carry_withdrawn": ("finished_at",),
    "carry_stopped": ("accepted_at", "finished_at"),
    "carry_done": ("accepted_at", "finished_at"),
    "carry_returned": ("accepted_at", "finished_at", "returned_at"),
}
_ENDS = ("finished_at", "returned_at")
_CONTRADICTS = {
    "carry_filed": ("accepted_at", "due_at", *_ENDS),
    "carry_accepted": _ENDS,
    "carry_refused": ("accepted_at", "returned_at"),
    "carry_in_progress": _ENDS,
    "carry_asked_before": ("accepted_at", "due_at", *_ENDS),
    "carry_asked": _ENDS,
    "carry_financial": _ENDS,
    "carry_withdrawn": ("returned_at",),
    "carry_stopped": ("returned_at",),
    "carry_done": ("returned_at",),
    "carry_returned": (),
}
_VERBS = {
    Status.FILED: "carry_filed",
    Status.ACCEPTED: "carry_accepted",
    Status.REFUSED: "carry_refused",
    Status.IN_PROGRESS: "carry_in_progress",
    Status.FINANCIAL: "carry_financial",
    Status.WITHDRAWN: "carry_withdrawn",
    Status.STOPPED: "carry_stopped",
    Status.DONE: "carry_done",
    Status.RETURNED: "carry_returned",
}
_STATUSES = {str(int(status)): status for status in Status if status} | {
    fold(WORDS[status][0]): status for status in Status if status
}
_IN_ORDER = ("received_at", "accepted_at", "finished_at", "returned_at")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?", re.ASCII)
_DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Python reads more ways of ISO 8601 than people mean: 20261231 would be midnight, W40 a week.
_WITH_HOUR = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
# PostgreSQL keeps neither in a text nor in JSON.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_LONGEST = {"owner_name": 120, "owner_phone": 20, "organisation_number": 20, "organisation_name": 250}
_CLOSING = time(17, 0)


@dataclass(frozen=True, slots=True)
class OldPaper:
    """A paper of the old dossier; `file` lies beside the file of lines and has this SHA-256."""

    name: str
    component: str = ""
    file: str = ""
    sha256: str = ""
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class OldDossier:
    """What a line says, checked for itself; amounts in whole đồng, None where nothing is said of money."""

    facts: dict[str, Any]
    digest: str
    system: str
    code: str
    verb: str
    status: Status
    channel: str
    moments: dict[str, datetime]
    supplement_until: date | None
    fee: int | None
    charge: int | None
    paid: int
    papers: tuple[OldPaper, ...]

    def text(self, column: str) -> str:
        return str(self.facts.get(column, ""))

    def at(self, column: str) -> datetime | None:
        return self.moments.get(column)

    @property
    def key(self) -> str:
        return codes.key(self.code)

    @property
    def owed(self) -> int:
        """What was determined there, in whole đồng."""
        return (self.fee or 0) + (self.charge or 0)

    @property
    def tells_of_money(self) -> bool:
        return self.fee is not None or self.charge is not None


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that say something, each written one way, so that JSON and CSV give the same.

    Names that begin with «_» are notes of whoever mends a file. Raises Refused for an unknown column.
    """
    _check_storable(row)
    facts: dict[str, Any] = {}
    for name, value in row.items():
        if str(name).startswith("_") or value is None or value == "":
            continue
        if name not in COLUMNS:
            raise Refused(f"Cột lạ «{str(name)[:40]}».", code="column")
        said = _json(name, value) if name in _OF_JSON else _scalar(name, value)
        if said not in ("", [], {}):
            facts[name] = said
    return facts


def identity_of(facts: Mapping[str, Any]) -> tuple[str, str]:
    """(system, key of the code): what a line is known by. Raises Refused when either is missing."""
    _need(facts, ("system", "code"))
    code = codes.tidy(facts["code"])
    # Capitals may be longer than the small letters they come from.
    if len(str(facts["code"])) > 60 or not 3 <= len(code) <= 60:
        raise Refused("Mã hồ sơ cũ phải có từ 3 đến 60 ký tự.", code="code")
    if len(facts["system"]) > 100:
        raise Refused("Tên hệ thống dài quá 100 ký tự.", code="system")
    return facts["system"], codes.key(code)


def digest_of(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the facts as canonical JSON."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read(facts: dict[str, Any]) -> OldDossier:
    """The line as a dossier. Raises Refused with what is wrong first."""
    _need(facts, _BASE)
    status = _STATUSES.get(fold(facts["status"]))
    if status is None:
        raise Refused(f"Trạng thái «{facts['status']}» không thuộc mười trạng thái quốc gia.", code="status")
    verb = _verb(status, facts)
    _need(facts, _NEEDS[verb])
    for column in _CONTRADICTS[verb]:
        if column in facts:
            raise Refused(f"Trạng thái «{status.word}» không thể có «{column}».", code="contradiction")
    if facts["channel"] not in Channel.values:
        raise Refused(f"Kênh nộp «{facts['channel']}» phải là counter, online hoặc post.", code="channel")
    _check_said(facts)
    moments = _moments(facts)
    until = _until(facts)
    if until is not None and "waiting_since" in moments and until < moments["waiting_since"].date():
        raise Refused("«supplement_until» sớm hơn «waiting_since».", code="date")
    return OldDossier(
        facts=facts,
        digest=digest_of(facts),
        system=facts["system"],
        code=codes.tidy(facts["code"]),
        verb=verb,
        status=status,
        channel=facts["channel"],
        moments=moments,
        supplement_until=until,
        fee=_amount(facts, "fee"),
        charge=_amount(facts, "charge"),
        paid=_amount(facts, "paid") or 0,
        papers=_papers(facts),
    )


def _scalar(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused(f"Cột «{name}» phải là chữ hoặc số nguyên.", code="column")
    return neat(str(value))


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        said = json.loads(value) if value.strip() else ""
    except (ValueError, RecursionError) as problem:
        raise Refused(f"Cột «{name}» không phải JSON đúng dạng.", code="column") from problem
    _check_storable(said)
    return said


def _check_storable(said: Any) -> None:
    """No engine keeps NUL, half a pair of UTF-16, or a number that is none; what one keeps the other must."""
    waiting = [said]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif (isinstance(value, str) and _UNFIT.search(value)) or (
            isinstance(value, float) and not math.isfinite(value)
        ):
            raise Refused("Dòng có ký tự hoặc số không lưu được.", code="unfit")


def _check_said(facts: Mapping[str, Any]) -> None:
    """Nothing is cut off in silence; answers are what the pages of a dossier read: one value a question."""
    for column, longest in _LONGEST.items():
        if len(str(facts.get(column, ""))) > longest:
            raise Refused(f"«{column}» dài quá {longest} ký tự.", code="too-long")
    answers = facts.get("answers", {})
    if not isinstance(answers, dict) or any(
        not isinstance(value, str | bool | int) for value in answers.values()
    ):
        raise Refused("«answers» phải là một đối tượng JSON, mỗi câu hỏi một giá trị.", code="case")


def _need(facts: Mapping[str, Any], columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if not facts.get(column)]
    if missing:
        raise Refused(f"Thiếu {', '.join(f'«{column}»' for column in missing)}.", code="missing")


def _verb(status: Status, facts: Mapping[str, Any]) -> str:
    if status == Status.SUPPLEMENT:
        return "carry_asked" if "accepted_at" in facts else "carry_asked_before"
    return _VERBS[status]


def _moments(facts: Mapping[str, Any]) -> dict[str, datetime]:
    found = {
        column: _moment(column, facts[column])
        for column in (*_IN_ORDER, "due_at", "waiting_since")
        if column in facts and not (column == "due_at" and fold(facts[column]) == fold(NO_TERM))
    }
    now = moment.now()
    for column, at in found.items():
        if column != "due_at" and at > now:
            raise Refused(f"«{column}» ở tương lai.", code="date")
    passed = [(column, found[column]) for column in _IN_ORDER if column in found]
    for (earlier, before), (later, after) in pairwise(passed):
        if after < before:
            raise Refused(f"«{later}» sớm hơn «{earlier}».", code="date")
    if "due_at" in found and found["due_at"] < found.get("accepted_at", found["due_at"]):
        raise Refused("«due_at» sớm hơn «accepted_at».", code="date")
    if "waiting_since" in found and found["waiting_since"] < found["received_at"]:
        raise Refused("«waiting_since» sớm hơn «received_at».", code="date")
    return found


def _moment(column: str, text: str) -> datetime:
    """With its hour; of a due moment the day may stand alone and means 17:00 of it."""
    try:
        day_first = _DAY_FIRST.fullmatch(text)
        if day_first:
            day, month, year, clock = day_first.groups()
            text = f"{year}-{int(month):02}-{int(day):02}" + (f"T{clock:0>5}" if clock else "")
        if _WITH_HOUR.fullmatch(text):
            at = datetime.fromisoformat(text)
        elif not _DAY_ALONE.fullmatch(text):
            raise ValueError(text)
        elif column == "due_at":
            at = datetime.combine(date.fromisoformat(text), _CLOSING)
        else:
            raise Refused(f"«{column}» thiếu giờ: hãy ghi như 2025-11-03T09:15.", code="date")
    except ValueError as problem:
        said = f"Không đọc được «{column}» = «{text[:40]}»: hãy ghi như 2025-11-03T09:15."
        raise Refused(said, code="date") from problem
    if at.year < 1990 or at.year > 2100:
        raise Refused(f"«{column}» có năm {at.year}.", code="date")
    return at.replace(tzinfo=moment.TZ) if at.tzinfo is None else at.astimezone(moment.TZ)


def _until(facts: Mapping[str, Any]) -> date | None:
    text = facts.get("supplement_until", "")
    if not text:
        return None
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        if _WITH_HOUR.fullmatch(text):
            return datetime.fromisoformat(text).date()
        if not _DAY_ALONE.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Refused(f"Không đọc được «supplement_until» = «{text[:40]}».", code="date") from problem


def _amount(facts: Mapping[str, Any], column: str) -> int | None:
    text = facts.get(column)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 13):
        raise Refused(f"«{column}» = «{text[:20]}» phải là số đồng nguyên, không dấu chấm.", code="money")
    return int(text)


def _papers(facts: Mapping[str, Any]) -> tuple[OldPaper, ...]:
    rows = facts.get("papers", [])
    if not isinstance(rows, list):
        raise Refused("«papers» phải là một danh sách.", code="papers")
    return tuple(_paper(row) for row in rows)


def _paper(row: Any) -> OldPaper:
    if not isinstance(row, dict) or set(row) - _OF_PAPER or not str(row.get("name", "")).strip():
        raise Refused(
            "Mỗi giấy tờ có «name», có thể thêm component, file, sha256, originals, copies.", code="papers"
        )
    name = neat(str(row["name"]))
    texts = {key: str(row.get(key) or "") for key in ("component", "file", "sha256")}
    counts = {key: row.get(key, 0) for key in ("originals", "copies")}
    if any(type(count) is not int or not 0 <= count < 1000 for count in counts.values()):
        raise Refused(f"Số bản của giấy tờ «{name}» phải là số nguyên.", code="papers")
    if texts["file"] and not re.fullmatch(r"[0-9a-fA-F]{64}", texts["sha256"]):
        raise Refused(f"Giấy tờ «{name}» có tệp thì phải có sha256 của tệp.", code="papers")
    return OldPaper(
        name=name[:300],
        component=texts["component"],
        file=texts["file"],
        sha256=texts["sha256"],
        originals=counts["originals"],
        copies=counts["copies"],
    )
