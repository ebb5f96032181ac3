"""A leader asks about a dossier or urges it on; who holds it answers. Nothing moves, all is recorded."""

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.oversight import OVERSEERS, overseen_by
from motcua.dossiers.reminders import ANSWER, ASK, URGE, asked_by
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.actions import tell
from motcua.organisation.queries import assignments_in

_TITLES = {ASK: "Lãnh đạo hỏi về hồ sơ {number}", URGE: "Đôn đốc hồ sơ {number}"}
LONGEST = 1000


def holders(dossier: Dossier) -> list[User]:
    """Who has the dossier now: those who took its open work, else everybody who could take it."""
    people: dict[int, User] = {}
    for item in WorkItem.objects.open().filter(dossier=dossier).select_related("assignee", "unit"):
        if item.assignee is not None:
            people[item.assignee.pk] = item.assignee
        else:
            held = assignments_in(item.unit, item.role, moment.today())
            people |= {each.user_id: each.user for each in held}
    return list(people.values())


@transaction.atomic
def urge(*, actor: Actor, dossier_id: Id, words: str, kind: str = URGE) -> list[User]:
    """Tell who holds a dossier to go on (`URGE`) or to answer a question (`ASK`); returns whom it reached.

    Raises Forbidden for who does not lead or does not oversee the dossier, Refused when nobody holds it.
    """
    if kind not in _TITLES:
        raise Refused("Không rõ là hỏi hay đôn đốc.", field="kind")
    dossier = _overseen(actor, dossier_id)
    if not actor.has(*OVERSEERS):
        raise Forbidden("Chỉ lãnh đạo và người giám sát mới hỏi, đôn đốc.", code="not-yours")
    words = _words(words)
    people = [each for each in holders(dossier) if each.pk != actor.user_id]
    if not people:
        raise Refused("Hồ sơ này không còn việc nào đang mở với người khác.", code="nobody")
    title = _TITLES[kind].format(number=dossier.number)
    for person in people:
        _tell(actor, dossier, kind, title, words, person)
    _record(actor, dossier, kind, words, people)
    return people


@transaction.atomic
def answer(*, actor: Actor, dossier_id: Id, words: str) -> User:
    """Answer whoever asked or urged this officer last about the dossier; returns that leader."""
    dossier = _seen(actor, dossier_id)
    words = _words(words)
    leader = asked_by(actor=actor, dossier_id=dossier.pk)
    if leader is None:
        raise Refused("Chưa có ai hỏi hoặc đôn đốc bạn về hồ sơ này.", code="nobody")
    _tell(actor, dossier, ANSWER, f"Trả lời về hồ sơ {dossier.number}", words, leader)
    _record(actor, dossier, ANSWER, words, [leader])
    return leader


def _overseen(actor: Actor, dossier_id: Id) -> Dossier:
    found = overseen_by(actor).filter(pk=dossier_id).first()
    if found is None:
        raise Forbidden("Hồ sơ này không thuộc phạm vi của bạn.", code="not-yours")
    return found


def _seen(actor: Actor, dossier_id: Id) -> Dossier:
    found = Dossier.objects.visible_to(actor).filed().filter(pk=dossier_id).first()
    if found is None:
        raise Forbidden("Hồ sơ này không thuộc phạm vi của bạn.", code="not-yours")
    return found


def _words(text: str) -> str:
    if not text.strip():
        raise Refused("Hãy viết một câu để người nhận biết cần làm gì.", field="words")
    if len(text) > LONGEST:
        raise Refused(f"Hãy viết ngắn hơn {LONGEST} ký tự.", field="words")
    return text.strip()


def _tell(actor: Actor, dossier: Dossier, kind: str, title: str, words: str, person: User) -> None:
    tell(
        kind=kind,
        title=title,
        body=f"{actor.label}: {words}",
        # Who asked may oversee it without opening it; who holds it works on it.
        link=f"/dieu-hanh/ho-so/{dossier.pk}/" if kind == ANSWER else f"/can-bo/ho-so/{dossier.pk}/",
        user=person,
    )


def _record(actor: Actor, dossier: Dossier, kind: str, words: str, people: list[User]) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=kind,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"words": words, "to": [each.pk for each in people], "names": [each.name for each in people]},
        chain=dossier.receiving_unit_id or "system",
    )
