# ruff: noqa: E501 - the table is read by rows
"""The life of a dossier: the ten national statuses and every move between them, in one table.

Status is law and the same for every procedure; the steps of a route (`motcua.workflow`) are practice and run only
while the status is «đang xử lý». Only `actions.move` assigns a status, and only along a row of `MOVES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

from motcua.dossiers import rules
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib.errors import Forbidden, Refused

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


class Status(IntEnum):
    """The national codes; DRAFT is ours and is never told to anybody."""

    DRAFT = 0
    FILED = 1
    ACCEPTED = 2
    REFUSED = 3
    IN_PROGRESS = 4
    SUPPLEMENT = 5
    FINANCIAL = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10

    @property
    def word(self) -> str:
        return WORDS[self][0]

    @property
    def tone(self) -> str:
        """The colour it is shown with, never alone: grey new or over, blue running, amber needs you, green done."""
        return WORDS[self][1]

    @property
    def icon(self) -> str:
        return WORDS[self][2]


WORDS = {
    Status.DRAFT: ("Bản nháp", "grey", "edit"),
    Status.FILED: ("Mới đăng ký", "grey", "paper"),
    Status.ACCEPTED: ("Được tiếp nhận", "blue", "check"),
    Status.REFUSED: ("Không được tiếp nhận", "grey", "warning"),
    Status.IN_PROGRESS: ("Đang xử lý", "blue", "clock"),
    Status.SUPPLEMENT: ("Yêu cầu bổ sung giấy tờ", "amber", "warning"),
    Status.FINANCIAL: ("Yêu cầu thực hiện nghĩa vụ tài chính", "amber", "warning"),
    Status.WITHDRAWN: ("Công dân yêu cầu rút hồ sơ", "grey", "back"),
    Status.STOPPED: ("Dừng xử lý", "grey", "warning"),
    Status.DONE: ("Đã xử lý xong", "green", "check"),
    Status.RETURNED: ("Đã trả kết quả", "green", "check"),
}

UNDECIDED = frozenset(
    {Status.FILED, Status.ACCEPTED, Status.IN_PROGRESS, Status.SUPPLEMENT, Status.FINANCIAL}
)
RUNNING = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
WAITING = frozenset({Status.SUPPLEMENT, Status.FINANCIAL})
FINISHED = frozenset({Status.DONE, Status.RETURNED})
ENDED = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED})


class Clock(Enum):
    """What a move does to the legal clock."""

    LEAVE = "leave"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    ANEW = "anew"
    STOP = "stop"


APPLICANT = "applicant"
SYSTEM = who.SYSTEM
Guard = Callable[["Dossier", Actor, dict[str, Any]], None]


@dataclass(frozen=True)
class Move:
    """One row of the table: who may take a dossier from where to where, and what it entails."""

    verb: str
    label: str
    before: Status
    after: Status
    by: frozenset[str]
    clock: Clock
    form: str = ""
    reason: bool = False
    guards: tuple[Guard, ...] = ()


S = Status
_DESK = frozenset({who.DESK_OFFICER})
_WINDOW = frozenset(who.AT_WINDOW)
_OWNER = frozenset({APPLICANT, who.DESK_OFFICER})
_SIGNER = frozenset({who.SIGNER})
_WORKER = frozenset({who.HANDLER, who.HEAD})


def _rows(
    verb: str, label: str, befores: tuple[Status, ...], after: Status | None, *rest: Any, **more: Any
) -> tuple[Move, ...]:
    """The same move from several statuses; without `after` the status stays as it is."""
    return tuple(
        Move(verb, label, before, before if after is None else after, *rest, **more) for before in befores
    )


# How a dossier of an earlier system enters the status it had there: a verb for each, so that what came of it
# is stored and never guessed back. Nobody but the import takes these rows (docs/reference/carry-over.md).
_ENTRIES: tuple[tuple[str, Status, Clock], ...] = (
    ("carry_filed", S.FILED, Clock.LEAVE),
    ("carry_accepted", S.ACCEPTED, Clock.START),
    ("carry_refused", S.REFUSED, Clock.LEAVE),
    ("carry_in_progress", S.IN_PROGRESS, Clock.START),
    ("carry_asked_before", S.SUPPLEMENT, Clock.LEAVE),
    ("carry_asked", S.SUPPLEMENT, Clock.PAUSE),
    ("carry_financial", S.FINANCIAL, Clock.PAUSE),
    ("carry_withdrawn", S.WITHDRAWN, Clock.STOP),
    ("carry_stopped", S.STOPPED, Clock.STOP),
    ("carry_done", S.DONE, Clock.STOP),
    ("carry_returned", S.RETURNED, Clock.STOP),
)
CARRYING = frozenset(verb for verb, _, _ in _ENTRIES)
"""The verbs of carrying over: no page leads along their rows."""


# fmt: off
MOVES: tuple[Move, ...] = (
    # NĐ 61/2018 Đ15–20, NĐ 309/2026 Đ7–9; the forms are those of TT 03/2025.
    #    verb              label                        from           to             by        clock
    Move("file",           "Nộp hồ sơ",                 S.DRAFT,       S.FILED,       _OWNER | {SYSTEM}, Clock.LEAVE,  guards=(rules.complete,)),
    Move("take_in",        "Tiếp nhận tại quầy",        S.DRAFT,       S.ACCEPTED,    _WINDOW,  Clock.START,  form="01", guards=(rules.in_person, rules.complete, rules.offered_here)),
    Move("accept",         "Tiếp nhận hồ sơ",           S.FILED,       S.ACCEPTED,    _DESK | {SYSTEM}, Clock.START,  form="01", guards=(rules.not_taken, rules.papers_checked, rules.paid_if_first)),
    Move("take_back",      "Lấy về để sửa",             S.FILED,       S.DRAFT,       frozenset({APPLICANT}), Clock.LEAVE, guards=(rules.untouched, rules.unpaid)),
    Move("ask_before",     "Yêu cầu bổ sung",           S.FILED,       S.SUPPLEMENT,  _DESK,    Clock.LEAVE,  form="02", reason=True, guards=(rules.not_taken, rules.one_complete_request)),
    Move("refuse",         "Từ chối tiếp nhận",         S.FILED,       S.REFUSED,     _DESK,    Clock.LEAVE,  form="03", reason=True, guards=(rules.not_taken,)),
    Move("forward",        "Chuyển xử lý",              S.ACCEPTED,    S.IN_PROGRESS, _DESK | {SYSTEM}, Clock.LEAVE, form="06", guards=(rules.confirmed_there,)),
    Move("ask_supplement", "Yêu cầu bổ sung",           S.IN_PROGRESS, S.SUPPLEMENT,  _WORKER | _SIGNER, Clock.PAUSE, form="02", reason=True, guards=(rules.one_complete_request, rules.nothing_signed)),
    Move("supply_before",  "Nộp bổ sung",               S.SUPPLEMENT,  S.FILED,       _OWNER,   Clock.LEAVE,  guards=(rules.not_yet_accepted, rules.supplied)),
    Move("supply",         "Nộp bổ sung",               S.SUPPLEMENT,  S.IN_PROGRESS, _OWNER,   Clock.RESUME, guards=(rules.accepted, rules.supplied)),
    Move("lapse_before",   "Kết thúc vì quá hạn bổ sung", S.SUPPLEMENT, S.REFUSED,     _DESK,    Clock.LEAVE,  form="03", reason=True, guards=(rules.not_yet_accepted, rules.window_over)),
    Move("lapse",          "Dừng vì quá hạn bổ sung",   S.SUPPLEMENT,  S.STOPPED,     _DESK | _SIGNER, Clock.STOP, form="05", reason=True, guards=(rules.accepted, rules.window_over)),
    Move("demand_payment", "Yêu cầu nghĩa vụ tài chính", S.IN_PROGRESS, S.FINANCIAL,  _WORKER,  Clock.PAUSE,  reason=True, guards=(rules.nothing_signed,)),
    Move("settle_payment", "Đã thực hiện nghĩa vụ",     S.FINANCIAL,   S.IN_PROGRESS, _WORKER | _DESK | {who.ACCOUNTANT, SYSTEM}, Clock.RESUME, reason=True),
    *_rows("withdraw",     "Rút hồ sơ",                 (S.FILED, S.ACCEPTED, S.IN_PROGRESS, S.SUPPLEMENT, S.FINANCIAL), S.WITHDRAWN, _OWNER, Clock.STOP, reason=True, guards=(rules.nothing_signed,)),
    *_rows("stop",         "Dừng giải quyết",           (S.ACCEPTED, S.IN_PROGRESS, S.SUPPLEMENT, S.FINANCIAL), S.STOPPED, _SIGNER | {SYSTEM}, Clock.STOP, form="05", reason=True, guards=(rules.accepted, rules.nothing_signed)),
    *_rows("apologise",    "Xin lỗi và hẹn lại",        (S.ACCEPTED, S.IN_PROGRESS), None, _SIGNER, Clock.EXTEND, form="04", reason=True, guards=(rules.one_apology, rules.new_date_later)),
    *_rows("change_case",  "Đổi trường hợp",            (S.ACCEPTED, S.IN_PROGRESS), None, _DESK | _WORKER, Clock.ANEW, reason=True, guards=(rules.nothing_signed,)),
    *_rows("change_version", "Chuyển sang bản mới",     (S.FILED, S.ACCEPTED, S.IN_PROGRESS, S.SUPPLEMENT, S.FINANCIAL), None, frozenset({SYSTEM}), Clock.ANEW, reason=True, guards=(rules.nothing_signed,)),
    Move("conclude",       "Hoàn thành",                S.IN_PROGRESS, S.DONE,        frozenset({SYSTEM}), Clock.STOP, guards=(rules.result_issued,)),
    Move("decline",        "Không đủ điều kiện giải quyết", S.IN_PROGRESS, S.DONE,    frozenset({SYSTEM}), Clock.STOP, reason=True, guards=(rules.result_issued,)),
    Move("hand_over",      "Trả kết quả",               S.DONE,        S.RETURNED,    _WINDOW | {APPLICANT, SYSTEM}, Clock.LEAVE, guards=(rules.fetched_electronically, rules.receiver_known, rules.identity_shown)),
    *(Move(verb, "Chuyển từ hệ thống trước", S.DRAFT, after, frozenset({SYSTEM}), clock, reason=True, guards=(rules.came_from_elsewhere,)) for verb, after, clock in _ENTRIES),
)
# fmt: on

# What the system does by itself to child dossiers (liên thông) alone.
_OF_CHILDREN = frozenset({"file", "accept", "stop"})
VERBS = frozenset(move.verb for move in MOVES)


def may(dossier: "Dossier", actor: Actor, move: Move) -> bool:
    """Whether this actor is one of those the row names, for this very dossier."""
    if actor.kind == who.SYSTEM:
        return SYSTEM in move.by and (move.verb not in _OF_CHILDREN or dossier.parent_id is not None)
    if APPLICANT in move.by and dossier.belongs_to(actor):
        return True
    if move.before == Status.DRAFT:
        # What is not sent yet lies at no desk: only who types it may send it, or take it in at the own desk.
        typing = not move.by.isdisjoint(actor.roles) and dossier.typist_id == actor.user_id
        return typing and (move.after == Status.FILED or dossier.receiving_unit_id in actor.units)
    return any(role in actor.roles and rules.competent(dossier, actor, role) for role in move.by)


def find(dossier: "Dossier", verb: str, actor: Actor, given: dict[str, Any]) -> Move:
    """The row for this verb; raises Refused (a sentence for people) when it is not open now or not to this actor."""
    rows = [move for move in MOVES if move.verb == verb and move.before == dossier.status]
    if not rows:
        raise Refused(
            f"Hồ sơ đang ở trạng thái «{Status(dossier.status).word}» nên không làm được việc này."
            " Hãy tải lại trang để xem tình trạng mới nhất.",
            code="not-now",
        )
    row = rows[0]
    if not may(dossier, actor, row):
        raise Forbidden("Việc này không thuộc quyền của bạn với hồ sơ này.", code="not-yours")
    if row.reason and not str(given.get("reason", "")).strip():
        raise Refused("Hãy ghi rõ lý do: người dân sẽ đọc lý do này.", field="reason", code="reason")
    for guard in row.guards:
        guard(dossier, actor, given)
    return row


def open_verbs(dossier: "Dossier", actor: Actor) -> list[Move]:
    """The rows open to this actor now: the buttons of a page. Other guards speak only when the verb is tried."""
    accepted = dossier.accepted_at is not None
    wrong_half = rules.not_yet_accepted if accepted else rules.accepted
    rows = (move for move in MOVES if move.before == dossier.status and wrong_half not in move.guards)
    return [move for move in rows if may(dossier, actor, move)]


def mermaid() -> str:
    """The table as a state diagram; docs/explanation/lifecycle.md is made from it. How dossiers of an earlier
    system come in is left out: it leads everywhere.
    """
    lines = ["stateDiagram-v2", "    [*] --> DRAFT"]
    for move in MOVES:
        if move.before != move.after and move.verb not in CARRYING:
            lines.append(f"    {move.before.name} --> {move.after.name}: {move.verb}")
    lines += [f"    {status.name} --> [*]" for status in sorted(ENDED - {Status.DONE})]
    return "\n".join(lines)


def table() -> str:
    """Every row of the table as Markdown, for docs/explanation/lifecycle.md."""
    lines = [
        "| verb | from | to | who | clock | form | guards |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for move in MOVES:
        guards = [*(["reason"] if move.reason else []), *(guard.__name__ for guard in move.guards)]
        cells = [
            f"`{move.verb}`",
            f"{int(move.before)} {move.before.word}",
            f"{int(move.after)} {move.after.word}",
            ", ".join(sorted(move.by)),
            move.clock.value,
            move.form,
            ", ".join(guards),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
