"""Beginning a child dossier, and its result coming back (NĐ 61/2018 Đ19 kh.6, 7; NĐ 309/2026 Đ9).

By the system: filled with what the parent says, sent and accepted in the transaction of the parent's step, so
that no officer carries anything and nothing is asked twice. By the applicant: a draft with all that is known.
"""

from django.db import transaction

from motcua.catalogue.linked import Child
from motcua.catalogue.models import Version
from motcua.dossiers import children, codes, content, deadlines, notices, printing
from motcua.dossiers.actions import draft
from motcua.dossiers.actions.accept import after_acceptance, start_clock
from motcua.dossiers.actions.charge import price
from motcua.dossiers.actions.file import complete
from motcua.dossiers.actions.hand_over import hand_over
from motcua.dossiers.actions.move import move
from motcua.dossiers.actions.silence import over_for_child
from motcua.dossiers.actions.urge import holders
from motcua.dossiers.models import Channel, Dossier, Paper, ReturnMethod
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id


def begin_due(parent: Dossier, begins: str, at: str | None = None) -> None:
    """Begin what begins by itself at this point of the parent's way; offer the applicant the rest."""
    for child in children.due_to_begin(parent, begins, at):
        if child.by == "system":
            _begin_by_system(parent, child)
        else:
            notices.offer(dossier=parent, name=child.name)


def _begin_by_system(parent: Dossier, child: Child) -> Dossier:
    version = _version(child)
    at = moment.now()
    dossier = Dossier.objects.create(
        temporary_number=codes.temporary(at.date()),
        version=version,
        channel=Channel.ONLINE,
        submitter=parent.submitter,
        owner=parent.owner,
        owner_organisation=parent.owner_organisation,
        return_method=ReturnMethod.ELECTRONIC,
        answers=child.answers,
        raw=children.known_for(parent, child, version),
        parent=parent,
        child_key=child.key,
        created_at=at,
        touched_at=at,
    )
    _hand_on_papers(parent, child, dossier)
    _send(parent, child, dossier)
    return dossier


def _version(child: Child) -> Version:
    version = children.version_of(child)
    if version is None:
        raise Refused(
            f"Thủ tục liên thông «{child.name}» ({child.procedure}) chưa có hoặc đã hết hiệu lực."
            " Hãy báo quản trị hệ thống.",
            code="no-child",
        )
    return version


def _hand_on_papers(parent: Dossier, child: Child, dossier: Dossier) -> None:
    """The papers the other agency needs, and no others; the desk has looked at them already."""
    sources = {source: target for target, source in child.papers.items()}
    for paper in parent.live_papers():
        component = dossier.spec.component(sources.get(paper.component_key, ""))
        if component is not None:
            Paper.objects.create(
                dossier=dossier,
                component_key=component.key,
                name=component.name,
                file=paper.file,
                originals=paper.originals,
                copies=paper.copies,
                verdict=Paper.Verdict.FINE,
                added_at=moment.now(),
                added_by=f"Hồ sơ {parent.number}",
            )


def _send(parent: Dossier, child: Child, dossier: Dossier) -> None:
    complete(dossier)
    gaps = content.missing(dossier)
    if gaps:
        raise Refused(
            f"Chưa chuyển được sang {dossier.competent_unit} để làm «{child.name}», còn thiếu:"
            f" {'; '.join(gaps)}. Hãy yêu cầu người dân bổ sung.",
            code="child-incomplete",
        )
    dossier.filed_at = moment.now()
    dossier.acceptance_due_at = deadlines.acceptance_due_from(dossier, dossier.filed_at)
    price(SYSTEM_ACTOR, dossier)
    reason = f"Liên thông từ hồ sơ {parent.number}: {child.name}"
    move(actor=SYSTEM_ACTOR, dossier=dossier, verb="file", given={"missing": [], "reason": reason})
    row = move(actor=SYSTEM_ACTOR, dossier=dossier, verb="accept", prepare=start_clock)
    printing.make(actor=SYSTEM_ACTOR, dossier=dossier, kind=row.form)
    after_acceptance(actor=SYSTEM_ACTOR, dossier=dossier)


@transaction.atomic
def begin(*, actor: Actor, parent_id: Id, key: str) -> Dossier:
    """The applicant begins an offered child: a draft with all that is known filled in. Twice it is one."""
    parent = Dossier.objects.visible_to(actor).filter(pk=parent_id).select_for_update(of=("self",)).first()
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id is not None else None
    if parent is None or person is None or not parent.belongs_to(actor):
        raise Forbidden("Hồ sơ này không phải của bạn.", code="not-yours")
    there = children.begun(parent).filter(child_key=key).first()
    if there is not None:
        return there
    child = next((each for each in children.offered(parent) if each.key == key), None)
    if child is None:
        raise Refused("Việc này chưa làm tiếp được; hãy chờ kết quả của hồ sơ trước.", code="not-offered")
    version = _version(child)
    dossier = draft.start(
        actor=actor,
        version=version,
        submitter=person,
        owner=parent.owner,
        answers=child.answers,
        raw=children.known_for(parent, child, version),
    )
    dossier.parent, dossier.child_key = parent, key
    dossier.save(update_fields=["parent", "child_key"])
    return dossier


def come_back(child: Dossier) -> None:
    """A child is decided: what the system began goes back to its parent, whose officers are told."""
    parent = child.parent
    asked = parent.spec.child(child.child_key) if parent is not None else None
    if parent is None or asked is None:
        return
    if asked.by == "system":
        hand_over(actor=SYSTEM_ACTOR, dossier_id=child.pk, receiver=f"Hồ sơ {parent.number}")
    over_for_child(child, parent)
    for person in holders(parent):
        notices.to_officer(dossier=parent, user=person, text="child", name=asked.name)
    begin_due(parent, "child", asked.key)
