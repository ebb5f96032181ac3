"""What lies with a life besides its acts: papers, requests to mend it, the result, the rating."""

from datetime import timedelta
from typing import TYPE_CHECKING

from bench.steering import cells
from bench.steering.cells import Made, Slot
from bench.steering.work import place
from motcua.dossiers import clock
from motcua.dossiers.lifecycle import UNDECIDED, Status

if TYPE_CHECKING:
    from bench.steering.lives import Written


def write(life: "Written") -> None:
    """Add all of it."""
    _papers(life)
    _supplements(life)
    _result(life)


def _papers(life: "Written") -> None:
    component = next((each for each in life.kind.spec.components if each.kind == "submit"), None)
    if component is None:
        return
    digital = life.online or life.draw.random() < 0.85
    actor, *_ = life.actor(life.done[0].row.verb)
    life.add(
        cells.PAPER,
        id=life.id(5),
        dossier_id=life.id(0),
        component_key=component.key,
        name=component.name[:300],
        file_id=life.writer.files["paper"] if digital else None,
        originals=0 if life.online else 1,
        verdict="fine" if life.accepted else "unseen",
        added_at=life.moment(life.done[0].at),
        added_by=actor,
    )
    if not life.online and life.accepted and life.state in UNDECIDED:
        waits = life.state == Status.ACCEPTED
        life.add(
            cells.CUSTODY,
            id=life.id(6),
            dossier_id=life.id(0),
            holder_id=Slot("desk" if waits else "competent"),
            person=Slot("desk/desk_officer/name"),
            since=life.moment(life.done[-1].at),
            due_at=clock.transfer_due(life.accepted, life.calendar) if waits else None,
        )


def _supplements(life: "Written") -> None:
    component = next(iter(life.kind.spec.components), None)
    asked = [each for each in life.done if each.row.after == Status.SUPPLEMENT]
    answers = [each.at for each in life.done if each.row.verb.startswith("supply")]
    for number, each in enumerate(asked):
        answered = life.moment(answers[number]) if number < len(answers) else None
        notice = life.accepted and clock.supplement_notice_due(life.accepted, life.calendar) < each.at
        life.add(
            cells.SUPPLEMENT,
            id=Made(f"%(n)s{number}"),
            dossier_id=life.id(0),
            number=number + 1,
            asked_at=life.moment(each.at),
            asked_by=life.actor(each.row.verb)[0],
            until=each.at.date() + timedelta(days=life.kind.case.supplement_window),
            notice_late=bool(notice),
            overridden=number > 0,
            answered_at=answered,
        )
        life.add(
            cells.SUPPLEMENT_ITEM,
            id=Made(f"%(n)s{number}"),
            supplement_id=Made(f"%(n)s{number}"),
            key=component.key if component else "form",
            name=component.name[:300] if component else "Tờ khai",
            answered_at=answered,
        )


def _result(life: "Written") -> None:
    finished = life.at.get("conclude") or life.at.get("decline")
    if finished is None:
        return
    refused = "decline" in life.at
    spec = life.kind.spec
    result = next((each for each in spec.results if each.key in life.kind.case.results), spec.results[0])
    steps = life.kind.steps(refused=refused)
    drafter = next((each for each in steps if each.act == "draft"), steps[0])
    signer = life.officer("competent", "signer")
    life.add(
        cells.RESULT,
        id=life.id(7),
        dossier_id=life.id(0),
        key="refusal" if refused else result.key,
        name="Thông báo không đủ điều kiện giải quyết" if refused else result.name[:300],
        code="" if refused else result.code,
        is_refusal=refused,
        number=Slot("n"),
        drafted_by=Slot(f"{place(drafter.unit)}/{drafter.role}/name"),
        drafted_at=life.moment(finished - timedelta(minutes=20)),
        signed_by=signer[0],
        signer_id=signer[1],
        signed_at=life.moment(finished - timedelta(minutes=10)),
        issued_at=life.moment(finished),
        file_id=life.writer.files["result"] if life.draw.random() < 0.93 else None,
        delivered_at=life.moment(life.at.get("hand_over")),
        receiver=Slot("person") if "hand_over" in life.at else "",
    )
    returned = life.at.get("hand_over")
    if returned is None or life.draw.random() > 0.3:
        return
    late = life.way.due is not None and finished > life.way.due
    rated = returned + timedelta(minutes=life.draw.randrange(5, 2000))
    if rated < life.writer.until:
        score = 1 if late or life.draw.random() < 0.05 else life.draw.choice((2, 3, 3))
        life.add(cells.RATING, dossier_id=life.id(0), score=score, rated_at=life.moment(rated))
