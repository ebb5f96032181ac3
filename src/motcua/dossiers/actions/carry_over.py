"""Taking over one dossier of an earlier system, in the status it had there, with work for whoever has it now.

The only way in which such a dossier comes: `carry_over`. Its history begins with one row that says from
which system, file and line it came; what went before stays in the facts of that line (`Carried`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.documents.models import StoredFile
from motcua.dossiers import codes, content, deadlines
from motcua.dossiers.actions import custody
from motcua.dossiers.actions.move import move
from motcua.dossiers.actions.steps import open_step, pause_work
from motcua.dossiers.actions.tasks import open_task
from motcua.dossiers.lifecycle import ENDED, FINISHED, UNDECIDED, Status
from motcua.dossiers.models import (
    Carried,
    Channel,
    Dossier,
    Paper,
    ReturnMethod,
    Supplement,
    SupplementItem,
    What,
    WorkItem,
)
from motcua.dossiers.old_line import OldDossier, OldPaper
from motcua.dossiers.old_places import Places, case_of
from motcua.identity.actor import DESK_OFFICER, SYSTEM, Actor
from motcua.identity.models import Organisation
from motcua.identity.people import person_of_record
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from motcua.payments.actions import LineToPay, cancel, determine, taken_before
from motcua.payments.models import Line
from motcua.workflow.spec import Step

FileOf = Callable[[OldPaper], StoredFile | None]
# The part of the desk's and the citizen's pages that holds what no component of the procedure asks for.
OTHER_PAPER, ASKED = "earlier", "asked-earlier"
_BASIS = "Theo hệ thống trước"
# The agency has a step of its route to do; while the applicant has the word, it stands still.
_WITH_STEP = frozenset({"carry_in_progress", "carry_asked", "carry_financial"})


@dataclass(frozen=True)
class Origin:
    """Where the line stands."""

    file: str
    line: int


@transaction.atomic
def carry_over(
    *,
    actor: Actor,
    old: OldDossier,
    origin: Origin,
    places: Places,
    file_of: FileOf = lambda paper: None,
) -> Dossier:
    """Take over what a line tells: dossier, history, money, papers, custody, work. All of it or nothing.

    `file_of` finds and keeps the file of a paper. The due moment of the old system is kept. Nobody is
    notified: nothing has happened to the dossier. Raises Refused with what cannot be taken over; Forbidden
    for everybody but the system.
    """
    if actor.kind != SYSTEM:
        raise Forbidden("Chỉ lệnh chuyển dữ liệu mới chuyển được hồ sơ từ hệ thống trước.", code="not-yours")
    _check_code(old)
    dossier = _begun(old, places)
    step = _step(old, dossier)
    at = moment.now()
    _price(actor, dossier, old)
    dossier.search_text = content.search_text(dossier)
    dossier.save(force_insert=True)
    Carried.objects.create(
        dossier=dossier,
        system=old.system,
        key=old.key,
        file=origin.file[:200],
        line=origin.line,
        facts=old.facts,
        digest=old.digest,
        at=at,
        obligation=dossier.obligation,
    )
    move(actor=actor, dossier=dossier, verb=old.verb, given=_told(old, origin))
    _keep_papers(actor, dossier, old, file_of)
    _keep_request(dossier, old)
    _note_custody(dossier, old)
    _open_work(dossier, old, step)
    return dossier


def _check_code(old: OldDossier) -> None:
    """The code of another dossier, of this system or of a second one, is never given twice."""
    code = codes.parse(old.code)
    spelt = [old.code, *(codes.spellings(code, [code.unit]) if code is not None else ())]
    # Two questions, each by its index; one with «or» over two tables would read them all.
    if Dossier.objects.filter(code__in=spelt).exists() or Carried.objects.filter(key=old.key).exists():
        raise Refused(f"Mã {old.code} đã thuộc một hồ sơ khác trong hệ thống này.", code="code-taken")


def _begun(old: OldDossier, places: Places) -> Dossier:
    """The dossier as a draft that nobody types: with its people, places and moments."""
    version, unit, desk = places.version(old), places.competent(old), places.desk(old)
    owner = person_of_record(
        full_name=old.text("owner_name"),
        birth_date=old.text("owner_birth_date"),
        personal_id=old.text("owner_id"),
        phone=old.text("owner_phone"),
    )
    at, accepted, received = moment.now(), old.at("accepted_at"), old.at("received_at")
    online = old.channel == Channel.ONLINE and old.status in UNDECIDED
    return Dossier(
        temporary_number=codes.temporary(at.date()),
        old_code=old.code,
        code=old.code if accepted is not None else None,
        version=version,
        case_key=case_of(old, version.spec),
        answers=old.facts.get("answers", {}),
        channel=old.channel,
        submitter=owner,
        owner=owner,
        owner_organisation=_organisation(old),
        receiving_unit=desk,
        competent_unit=unit,
        return_unit=desk,
        return_method=ReturnMethod.ELECTRONIC if online else ReturnMethod.DESK,
        created_at=at,
        touched_at=at,
        carried_at=at,
        filed_at=received,
        acceptance_due_at=_answer_by(old, desk, received),
        accepted_at=accepted,
        clock_from=accepted,
        due_kept=old.at("due_at"),
        due_at=old.at("due_at"),
        supplement_until=old.supplement_until,
        supplement_count=int(old.status == Status.SUPPLEMENT),
        finished_at=old.at("finished_at") if accepted is not None else None,
        returned_at=old.at("returned_at"),
    )


def _answer_by(old: OldDossier, desk: Unit, received: datetime | None) -> datetime | None:
    """The eight working hours run from when it was really received, wherever that was."""
    if received is None or old.status != Status.FILED:
        return None
    return deadlines.acceptance_due_at(desk, received)


def _organisation(old: OldDossier) -> Organisation | None:
    number, name = old.text("organisation_number"), old.text("organisation_name")
    if not number:
        return None
    known, made = Organisation.objects.get_or_create(number=number[:20], defaults={"name": name[:250]})
    if not name or (not made and known.name != name[:250]):
        raise Refused(f"Mã số {number} đã có với tên tổ chức khác, hoặc thiếu tên.", code="owner-differs")
    return known


def _told(old: OldDossier, origin: Origin) -> dict[str, Any]:
    """What history and record say of where it came from."""
    details = {
        "system": old.system,
        "file": origin.file,
        "line": origin.line,
        "old_code": old.code,
        "digest": old.digest,
    }
    since = old.at("waiting_since")
    if since is not None:
        details[deadlines.WAITING_SINCE] = since.isoformat()
    told = f"Chuyển từ hệ thống «{old.system}», mã ở đó {old.code} (tệp {origin.file}, dòng {origin.line})."
    return {"reason": told, "details": details}


def _price(actor: Actor, dossier: Dossier, old: OldDossier) -> None:
    """The money as the old system had it: determined there, taken there."""
    if not old.tells_of_money:
        if old.paid:
            raise Refused("Có «paid» thì phải có «fee» hoặc «charge».", code="money")
        return
    amounts = {Line.Kind.FEE: ("Phí", old.fee), Line.Kind.CHARGE: ("Lệ phí", old.charge)}
    lines = [
        LineToPay(kind, str(kind), f"{name} ({_BASIS.lower()})", amount, "on_acceptance", _BASIS, (), False)
        for kind, (name, amount) in amounts.items()
        if amount
    ]
    payer = dossier.owner_organisation.name if dossier.owner_organisation else dossier.owner.full_name
    made = determine(actor=actor, payer=payer, lines=lines, unit=dossier.competent_unit)
    if old.paid:
        proof = f"{old.system}, {old.code}"
        taken_before(actor=actor, obligation=made, amount=old.paid, reference=proof)
    dossier.obligation = made
    if old.status in ENDED - FINISHED:
        cancel(actor=actor, obligation_id=made.pk, chain=dossier.receiving_unit_id or "system")


def _step(old: OldDossier, dossier: Dossier) -> Step | None:
    """The step it goes on with: the one named, else the first of the route."""
    named, route = old.text("step"), dossier.spec.route
    if old.verb not in _WITH_STEP:
        return None
    found = route.step(named) if named else route.steps[0]
    if found is None:
        raise Refused(f"Quy trình của thủ tục không có bước «{named[:40]}».", code="step")
    return found


def _keep_papers(actor: Actor, dossier: Dossier, old: OldDossier, file_of: FileOf) -> None:
    seen = Paper.Verdict.FINE if dossier.accepted_at is not None else Paper.Verdict.UNSEEN
    for paper in old.papers:
        if paper.component and dossier.spec.component(paper.component) is None:
            raise Refused(f"Thủ tục không có thành phần «{paper.component}».", code="papers")
    Paper.objects.bulk_create(
        Paper(
            dossier=dossier,
            component_key=paper.component or OTHER_PAPER,
            name=paper.name,
            file=file_of(paper),
            originals=paper.originals,
            copies=paper.copies,
            verdict=seen,
            added_at=dossier.created_at,
            added_by=actor.label,
        )
        for paper in old.papers
    )


def _keep_request(dossier: Dossier, old: OldDossier) -> None:
    """What the applicant was asked for there stands here as it was said, open until it is answered."""
    since = old.at("waiting_since")
    if old.status != Status.SUPPLEMENT or since is None or old.supplement_until is None:
        return
    supplement = Supplement.objects.create(
        dossier=dossier,
        number=1,
        asked_at=since,
        asked_by=old.system,
        until=old.supplement_until,
        note=old.text("waiting_for"),
    )
    SupplementItem.objects.create(
        supplement=supplement,
        kind=SupplementItem.Kind.EXTRA,
        key=ASKED,
        name=old.text("waiting_for")[:300],
        reason=f"Đã yêu cầu từ hệ thống «{old.system}»."[:500],
    )


def _note_custody(dossier: Dossier, old: OldDossier) -> None:
    """Paper lies with whoever has the dossier: before it is sent on the desk, then the agency."""
    unit, desk = dossier.competent_unit, dossier.receiving_unit
    if unit is None or desk is None or dossier.accepted_at is None:
        return
    person = f"Chuyển từ {old.system}"[:200]
    if dossier.channel != Channel.ONLINE:
        at_desk = old.status == Status.ACCEPTED and unit.pk != desk.pk
        due = custody.pass_on_by(dossier, moment.now()) if at_desk else None
        holder = desk if at_desk else unit
        custody.hold(dossier=dossier, what=What.PAPERS, holder=holder, person=person, due_at=due)
    if old.status == Status.DONE:
        custody.hold(dossier=dossier, what=What.RESULT, holder=desk, person=person)


def _open_work(dossier: Dossier, old: OldDossier, step: Step | None) -> None:
    """One open piece of work in the queue of who has it now; nothing where it has ended."""
    if step is not None:
        open_step(dossier, step)
        if old.verb != "carry_in_progress":
            pause_work(dossier)
        return
    kinds = {
        Status.FILED: (WorkItem.Kind.CHECK, dossier.acceptance_due_at),
        Status.ACCEPTED: (WorkItem.Kind.TRANSFER, custody.pass_on_by(dossier, moment.now())),
        Status.DONE: (WorkItem.Kind.RETURN, dossier.due_at),
    }
    if old.status in kinds:
        kind, due = kinds[old.status]
        open_task(dossier=dossier, kind=kind, role=DESK_OFFICER, unit=dossier.receiving_unit, due_at=due)
