"""What leaders asked and urged about dossiers, and what was answered: reads of the notices and the record."""

from datetime import datetime
from typing import NamedTuple

from motcua.audit.models import Entry
from motcua.audit.queries import entries
from motcua.dossiers.notices import ALARM
from motcua.dossiers.transition_notices import STAYS
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.ids import Id
from motcua.notifications.models import Notice, NoticeQuerySet

ASK, URGE, ANSWER = "ask", "urge", "answer"
WORDS = {ASK: "Hỏi", URGE: "Đôn đốc", ANSWER: "Trả lời"}
# What else officers are told: about their work and what their leaders want done.
TOLD = {
    "given": "Được giao việc",
    "taken-away": "Việc chuyển đi",
    "lent": "Làm thay",
    "back": "Việc trở về",
    "returned": "Trả lại bước",
    "opinions": "Đủ ý kiến",
    "child": "Cơ quan phối hợp",
    "resumed": "Chạy tiếp",
    "instruct": "Chỉ đạo",
    "instruct-answer": "Trả lời chỉ đạo",
    "explain": "Giải trình",
    "finding": "Phát hiện kiểm tra",
    "finding-answer": "Trả lời kiểm tra",
    "weekly": "Chỉ tiêu tuần",
    "export": "Tệp báo cáo",
    STAYS: "Ở lại quy định cũ",
    ALARM: "Báo động",
}


class Said(NamedTuple):
    """One thing said about a dossier: what it was, by whom, to whom, when."""

    kind: str
    words: str
    who: str
    to: str
    at: datetime


def _about(dossier_id: Id) -> list[Entry]:
    """The last things said about a dossier, newest first."""
    found = entries(subject_type="dossier", subject_id=str(dossier_id)).filter(verb__in=WORDS)
    return list(found[:50])


def said_about(dossier_id: Id) -> list[Said]:
    """What was asked, urged and answered about a dossier, newest first."""
    return [
        Said(each.verb, each.content["words"], each.actor, ", ".join(each.content["names"]), each.at)
        for each in _about(dossier_id)
    ]


def asked_by(*, actor: Actor, dossier_id: Id) -> User | None:
    """Who last asked or urged this officer about the dossier."""
    for each in _about(dossier_id):
        if each.verb in (ASK, URGE) and actor.user_id in each.content["to"]:
            return User.objects.filter(pk=each.user_id or 0).first()
    return None


def reminders_of(actor: Actor) -> NoticeQuerySet:
    """What an officer was asked, urged, answered or told about the own work, newest first."""
    return Notice.objects.filter(user_id=actor.user_id or 0, kind__in=WORDS | TOLD).order_by(
        "-created_at", "-pk"
    )


def read(*, actor: Actor, notice_id: Id) -> None:
    """The officer has seen this reminder."""
    reminders_of(actor).unread().filter(pk=notice_id).update(read_at=moment.now())
