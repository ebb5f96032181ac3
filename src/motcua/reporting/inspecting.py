"""Inspection by software: a sample is drawn, looked through, found about, answered, followed and closed.

An inspector reads and writes findings; no dossier is moved by it. Every act goes into the record. The duty of
those who cause lateness to explain it: NĐ 61/2018 Điều 19.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import HEAD, INSPECTOR, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.actions import tell
from motcua.organisation.queries import leaders_of, subtree, unit_called
from motcua.reporting.models import Finding, Inspected, Inspection
from motcua.reporting.rights import home_of
from motcua.reporting.sampling import SIGNS, all_of, drawn, numbers_of, with_signs
from motcua.reporting.scope import Asked

FOUND, ANSWERED = "finding", "finding-answer"
LONGEST, MOST = 3000, 200
_PAGE = "/dieu-hanh/kiem-tra/phat-hien/{pk}/"


@dataclass(frozen=True)
class Wanted:
    """What to draw: from which unit (empty: the province) and days, how many, by which signs or by chance."""

    title: str
    first: date
    last: date
    size: int
    unit: str = ""
    signs: Sequence[str] = ()
    seed: str = ""


@transaction.atomic
def draw(*, actor: Actor, wanted: Wanted) -> Inspection:
    """Draw a sample; without signs by chance. Raises Refused when nothing comes into question."""
    _check_inspects(actor)
    _check_wanted(wanted)
    asked = Asked(wanted.first, wanted.last, unit=wanted.unit)
    found = with_signs(asked, wanted.signs, actor) if wanted.signs else all_of(asked, actor)
    if not found:
        raise Refused("Không có hồ sơ nào như vậy trong kỳ; hãy đổi kỳ, đơn vị hoặc dấu hiệu.", code="empty")
    seed = wanted.seed.strip()[:40] or secrets.token_hex(4)
    made = Inspection.objects.create(
        title=wanted.title.strip()[:200],
        unit=unit_called(wanted.unit) if wanted.unit else None,
        first=wanted.first,
        last=wanted.last,
        way=Inspection.Way.SIGNS if wanted.signs else Inspection.Way.CHANCE,
        signs=[key for key in SIGNS if key in wanted.signs],
        seed=seed,
        wanted=wanted.size,
        population=len(found),
        drawn_by_id=actor.user_id or 0,
        drawn_label=actor.label[:200],
        drawn_at=moment.now(),
    )
    keys = drawn(numbers_of(found), seed, wanted.size)
    rows = [
        Inspected(inspection=made, dossier_id=pk, position=place, signs=found[pk])
        for place, pk in enumerate(keys, 1)
    ]
    Inspected.objects.bulk_create(rows)
    _record(actor, "draw_sample", made, seed=seed, population=made.population, drawn=len(rows))
    return made


def _check_wanted(wanted: Wanted) -> None:
    if not wanted.title.strip():
        raise Refused("Hãy đặt tên cuộc kiểm tra.", field="title")
    if wanted.last > moment.today():
        raise Refused("Ngày cuối kỳ không được sau hôm nay.", field="last")
    if not 1 <= wanted.size <= MOST:
        raise Refused(f"Số hồ sơ lấy ra từ 1 đến {MOST}.", field="size")
    if unknown := [key for key in wanted.signs if key not in SIGNS]:
        raise Refused(f"Không có dấu hiệu «{unknown[0]}».", field="signs")


def _check_inspects(actor: Actor) -> None:
    if not actor.has(INSPECTOR) or actor.user_id is None:
        raise Forbidden("Chỉ người giám sát mới kiểm tra hồ sơ.", code="not-yours")


@transaction.atomic
def look(*, actor: Actor, inspected_id: int) -> Inspected:
    """The inspector has looked through a dossier of the sample and found nothing (more)."""
    row = _running(actor, inspected_id)
    if row.looked_at is None:
        row.looked_at = moment.now()
        row.save(update_fields=["looked_at"])
        _record(actor, "look_through", row.inspection, dossier=str(row.dossier_id))
    return row


@transaction.atomic
def find(
    *, actor: Actor, inspected_id: int, level: str, text: str, article: str, due_on: date | None
) -> Finding:
    """Write a finding about a dossier of the sample; the agency that decides answers for it."""
    row = _running(actor, inspected_id)
    if level not in Finding.Level.values:
        raise Refused("Hãy chọn mức độ.", field="level")
    words = _words(text, "text", "Hãy ghi rõ đã thấy gì.")
    ground = _words(article, "article", "Hãy ghi điều, khoản của văn bản làm căn cứ.")[:300]
    if due_on is None or due_on < moment.today():
        raise Refused("Hạn trả lời phải từ hôm nay trở đi.", field="due_on")
    unit = row.dossier.competent_unit or row.dossier.receiving_unit
    if unit is None:
        raise Refused("Hồ sơ này chưa thuộc cơ quan nào để trả lời.", code="nobody")
    made = Finding.objects.create(
        inspected=row,
        unit=unit,
        level=level,
        text=words,
        article=ground,
        made_at=moment.now(),
        made_label=actor.label[:200],
        due_on=due_on,
    )
    row.looked_at = row.looked_at or made.made_at
    row.save(update_fields=["looked_at"])
    _tell_unit(made, f"{made.get_level_display()}: {words}")
    _record(actor, "find", row.inspection, **_facts(made))
    return made


def answers_for(actor: Actor, unit_id: str) -> bool:
    """Whether the actor leads this unit or the agency it belongs to, and so answers its findings."""
    if not actor.has(HEAD, SIGNER):
        return False
    home = home_of(actor)
    return unit_id in actor.units or bool(home and unit_id in subtree(home))


@transaction.atomic
def answer(*, actor: Actor, finding_id: Id, words: str) -> Finding:
    """The unit says what it did; whoever drew the sample is told. A later answer takes the former's place."""
    row = _open(finding_id)
    if not answers_for(actor, row.unit_id):
        raise Forbidden("Chỉ lãnh đạo đơn vị được nêu mới trả lời.", code="not-yours")
    row.answer = _words(words, "answer", "Hãy ghi đơn vị giải thích và đã khắc phục thế nào.")
    row.answered_at, row.answered_label = moment.now(), actor.label[:200]
    row.save(update_fields=["answer", "answered_at", "answered_label"])
    tell(
        kind=ANSWERED,
        title=f"{row.unit.short_name} đã trả lời phát hiện kiểm tra",
        body=f"{actor.label}: {row.answer}",
        link=_PAGE.format(pk=row.pk),
        user=row.inspected.inspection.drawn_by,
    )
    _record(actor, "answer_finding", row.inspected.inspection, **_facts(row))
    return row


@transaction.atomic
def send_back(*, actor: Actor, finding_id: Id, words: str, due_on: date | None) -> Finding:
    """The answer is not enough: the unit answers again until another day."""
    _check_inspects(actor)
    row = _open(finding_id)
    if row.answered_at is None:
        raise Refused("Đơn vị chưa trả lời phát hiện này.", code="unanswered")
    if due_on is None or due_on < moment.today():
        raise Refused("Hạn trả lời phải từ hôm nay trở đi.", field="due_on")
    row.sent_back = _words(words, "words", "Hãy ghi câu trả lời còn thiếu gì.")
    row.answered_at, row.due_on = None, due_on
    row.save(update_fields=["sent_back", "answered_at", "due_on"])
    _tell_unit(row, f"Trả lời chưa đạt: {row.sent_back}")
    _record(actor, "send_back_finding", row.inspected.inspection, **_facts(row))
    return row


@transaction.atomic
def close_finding(*, actor: Actor, finding_id: Id) -> Finding:
    """The answer is enough; nothing more is asked. A mere note may be closed without an answer."""
    _check_inspects(actor)
    row = _open(finding_id)
    if row.answered_at is None and row.level != Finding.Level.NOTE:
        raise Refused(
            "Đơn vị chưa trả lời; chỉ mức «Lưu ý» mới khép được khi chưa trả lời.", code="unanswered"
        )
    row.closed_at = moment.now()
    row.save(update_fields=["closed_at"])
    _record(actor, "close_finding", row.inspected.inspection, **_facts(row))
    return row


@transaction.atomic
def close(*, actor: Actor, inspection_id: Id, conclusion: str) -> Inspection:
    """End an inspection: all was looked through, every finding is closed, the conclusion is written."""
    _check_inspects(actor)
    made = Inspection.objects.select_for_update(of=("self",)).filter(pk=inspection_id).first()
    if made is None or made.closed_at is not None:
        raise Refused("Cuộc kiểm tra này đã kết thúc hoặc không có.", code="closed")
    unseen = made.sample.filter(looked_at__isnull=True).count()
    if unseen:
        raise Refused(f"Còn {unseen} hồ sơ trong mẫu chưa xem.", code="unseen")
    open_ones = Finding.objects.open().filter(inspected__inspection=made).count()
    if open_ones:
        raise Refused(f"Còn {open_ones} phát hiện chưa khép.", code="open")
    made.conclusion = _words(conclusion, "conclusion", "Hãy ghi kết luận.")
    made.closed_at = moment.now()
    made.save(update_fields=["conclusion", "closed_at"])
    _record(actor, "close_inspection", made, conclusion=made.conclusion)
    return made


def _running(actor: Actor, inspected_id: int) -> Inspected:
    _check_inspects(actor)
    found = Inspected.objects.select_for_update(of=("self",)).select_related(
        "inspection", "dossier__competent_unit", "dossier__receiving_unit"
    )
    row = found.filter(pk=inspected_id).first()
    if row is None:
        raise Refused("Hồ sơ này không có trong mẫu kiểm tra.", code="unknown")
    if row.inspection.closed_at is not None:
        raise Refused("Cuộc kiểm tra này đã kết thúc.", code="closed")
    return row


def _open(finding_id: Id) -> Finding:
    found = Finding.objects.select_for_update(of=("self",)).select_related(
        "unit", "inspected__inspection__drawn_by", "inspected__dossier"
    )
    row = found.filter(pk=finding_id).first()
    if row is None:
        raise Refused("Không tìm thấy phát hiện này.", code="unknown")
    if row.closed_at is not None:
        raise Refused("Phát hiện này đã khép.", code="closed")
    return row


def _words(text: str, field: str, sentence: str) -> str:
    if not text.strip():
        raise Refused(sentence, field=field, code="words")
    if len(text) > LONGEST:
        raise Refused(f"Hãy viết ngắn hơn {LONGEST} ký tự.", field=field, code="long")
    return text.strip()


def _tell_unit(row: Finding, words: str) -> None:
    leaders = {each.user_id: each.user for each in leaders_of(row.unit, moment.today())}
    for user in leaders.values():
        tell(
            kind=FOUND,
            title=f"Kiểm tra hồ sơ {row.inspected.dossier.number}, trả lời trước {short_date(row.due_on)}",
            body=f"{words}\nCăn cứ: {row.article}",
            link=_PAGE.format(pk=row.pk),
            user=user,
        )


def _facts(row: Finding) -> dict[str, Any]:
    return {
        "finding": str(row.pk),
        "dossier": str(row.inspected.dossier_id),
        "unit": row.unit_id,
        "level": row.level,
        "text": row.text,
        "article": row.article,
        "due": row.due_on.isoformat(),
        "answer": row.answer,
        "sent_back": row.sent_back,
    }


def _record(actor: Actor, verb: str, made: Inspection, **content: Any) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="inspection",
        subject_id=str(made.pk),
        content=content,
    )
