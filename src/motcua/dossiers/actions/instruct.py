"""A leader's instruction (ý kiến chỉ đạo): given with an owner and a day, answered, found sufficient."""

from datetime import date

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers.models import Dossier, Instruction
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.actions import tell
from motcua.organisation.models import Unit
from motcua.organisation.queries import works_in

INSTRUCT, INSTRUCTED, CLOSED = "instruct", "instruct-answer", "instruct-close"
LONGEST = 2000
_LINK = "/can-bo/chi-dao/"


@transaction.atomic
def instruct(
    *,
    actor: Actor,
    owner: User,
    words: str,
    due_on: date | None,
    dossier_id: Id | None = None,
    unit: Unit | None = None,
) -> Instruction:
    """Tell an officer of the own units what to do by when: about a dossier, or in general for a unit.

    Raises Forbidden for who does not lead or may not see the dossier, Refused with the field that is wrong.
    """
    if not actor.has(HEAD, SIGNER) or actor.user_id is None:
        raise Forbidden("Chỉ lãnh đạo đơn vị mới cho ý kiến chỉ đạo.", code="not-yours")
    dossier = _seen(actor, dossier_id) if dossier_id is not None else None
    place = unit.pk if unit is not None else actor.unit_id
    if place not in actor.units:
        raise Forbidden("Đơn vị này không do bạn phụ trách.", code="not-yours")
    text = _words(words, "words", "Hãy ghi rõ cần làm gì.")
    if due_on is None or due_on < moment.today():
        raise Refused("Hạn trả lời phải từ hôm nay trở đi, ví dụ 27/11/2026.", field="due_on", code="due")
    if not owner.is_active or not works_in(owner, actor.units, moment.today()):
        raise Refused("Hãy chọn một cán bộ của đơn vị bạn phụ trách.", field="owner", code="owner")
    made = Instruction.objects.create(
        dossier=dossier,
        unit_id=place,
        words=text,
        given_by_id=actor.user_id,
        given_label=actor.label[:200],
        given_at=moment.now(),
        owner=owner,
        due_on=due_on,
    )
    about = f" về hồ sơ {dossier.number}" if dossier is not None else ""
    title = f"Ý kiến chỉ đạo{about}, hạn {short_date(due_on)}"
    tell(kind=INSTRUCT, title=title[:200], body=f"{actor.label}: {text}", link=_LINK, user=owner)
    _record(actor, INSTRUCT, made)
    return made


def _seen(actor: Actor, dossier_id: Id) -> Dossier:
    found = Dossier.objects.visible_to(actor).filed().filter(pk=dossier_id).first()
    if found is None:
        raise Forbidden("Hồ sơ này không thuộc phạm vi của bạn.", code="not-yours")
    return found


def _words(text: str, field: str, sentence: str) -> str:
    if not text.strip():
        raise Refused(sentence, field=field, code="words")
    if len(text) > LONGEST:
        raise Refused(f"Hãy viết ngắn hơn {LONGEST} ký tự.", field=field, code="long")
    return text.strip()


def _locked(instruction_id: Id) -> Instruction:
    row = (
        Instruction.objects.select_for_update(of=("self",))
        .select_related("owner", "given_by", "dossier")
        .filter(pk=instruction_id)
        .first()
    )
    if row is None:
        raise Refused("Không tìm thấy ý kiến chỉ đạo này.", code="unknown")
    if row.closed_at is not None:
        raise Refused("Ý kiến chỉ đạo này đã kết thúc.", code="closed")
    return row


@transaction.atomic
def answer_instruction(*, actor: Actor, instruction_id: Id, words: str) -> Instruction:
    """The owner says what was done; a later answer takes the place of the former one."""
    row = _locked(instruction_id)
    if actor.user_id is None or row.owner_id != actor.user_id:
        raise Forbidden("Ý kiến chỉ đạo này không giao cho bạn.", code="not-yours")
    row.answer = _words(words, "answer", "Hãy ghi kết quả thực hiện.")
    row.answered_at, row.answered_label = moment.now(), actor.label[:200]
    row.save(update_fields=["answer", "answered_at", "answered_label"])
    tell(
        kind=INSTRUCTED,
        title="Đã trả lời ý kiến chỉ đạo",
        body=f"{actor.label}: {row.answer}",
        link=_LINK,
        user=row.given_by,
    )
    _record(actor, INSTRUCTED, row)
    return row


@transaction.atomic
def close_instruction(*, actor: Actor, instruction_id: Id) -> Instruction:
    """Who gave it, or who leads the unit now, is content with the answer or takes it back."""
    row = _locked(instruction_id)
    leads = actor.has(HEAD, SIGNER) and row.unit_id in actor.units
    if actor.user_id is None or (row.given_by_id != actor.user_id and not leads):
        raise Forbidden("Chỉ người chỉ đạo mới kết thúc được.", code="not-yours")
    row.closed_at = moment.now()
    row.save(update_fields=["closed_at"])
    _record(actor, CLOSED, row)
    return row


def _record(actor: Actor, verb: str, row: Instruction) -> None:
    about = {"subject_type": "unit", "subject_id": row.unit_id}
    if row.dossier is not None:
        about = {"subject_type": "dossier", "subject_id": str(row.dossier_id)}
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        content={
            "instruction": str(row.pk),
            "words": row.words,
            "owner": row.owner_id,
            "due": row.due_on.isoformat(),
            "answer": row.answer,
        },
        chain=(row.dossier.receiving_unit_id if row.dossier is not None else "") or "system",
        **about,
    )
