"""Proposing to make a procedure simpler, and deciding on it: one person proposes, another one decides."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from motcua.audit.actions import record
from motcua.catalogue.models import Procedure, Version
from motcua.catalogue.simplification import MOVES, Cut, Proposal
from motcua.identity.actor import ADMIN, INSPECTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.lib.text import neat

# So that a sum over every proposal there may ever be still fits a whole number of both engines.
MOST_YEARLY = 1_000_000
MOST_MINUTES = 365 * 24 * 60
MOST_DONG = 100_000_000
_SHORT, _LONG = 300, 4000


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposes: which cut of which procedure, why, and what a person saves by it."""

    code: str
    cut: str
    what: str
    reason: str
    yearly: int
    yearly_source: str
    minutes: int = 0
    dong: int = 0


def propose(*, actor: Actor, proposed: Proposed) -> Proposal:
    """Đề xuất. Raises Forbidden for whoever keeps no procedures, Refused for what says too little."""
    keeper = _keeper(actor)
    wanted = _checked(proposed)
    with transaction.atomic():
        procedure = Procedure.objects.filter(pk=wanted.code).first()
        if procedure is None:
            raise Refused(
                f"Không có thủ tục mã «{wanted.code}». Hãy tìm lại mã trong danh sách.", field="code"
            )
        made = Proposal.objects.create(
            procedure=procedure,
            cut=wanted.cut,
            what=wanted.what,
            reason=wanted.reason,
            yearly=wanted.yearly,
            yearly_source=wanted.yearly_source,
            minutes=wanted.minutes,
            dong=wanted.dong,
            proposed_at=moment.now(),
            proposed_by=actor.label[:200],
            proposer_id=keeper,
        )
        _record(actor, "propose", made, "", procedure=procedure.code, cut=made.cut, what=made.what)
    return made


def consider(*, actor: Actor, proposal_id: Id) -> Proposal:
    """Đưa vào xem xét: somebody else than the proposer takes it up."""
    with transaction.atomic():
        found = _moving(actor, proposal_id, "consider", by_another=True)
        return _moved(actor, found, "consider")


def approve(*, actor: Actor, proposal_id: Id, decision: str, decided_on: date) -> Proposal:
    """Phê duyệt, by a decision with its number and its day."""
    number = neat(decision)[:100]
    if not number:
        raise Refused("Hãy ghi số quyết định phê duyệt, ví dụ 12/QĐ-UBND.", field="decision")
    if decided_on > moment.today():
        raise Refused("Ngày quyết định không thể ở tương lai. Hãy xem lại ngày.", field="decided_on")
    with transaction.atomic():
        found = _moving(actor, proposal_id, "approve", by_another=True)
        found.decision, found.decided_on = number, decided_on
        _decided(actor, found)
        return _moved(actor, found, "approve", decision=number, decided_on=decided_on.isoformat())


def reject(*, actor: Actor, proposal_id: Id, answer: str) -> Proposal:
    """Không chấp nhận, with a reason the proposer can do something with."""
    said = neat(answer)[:_LONG]
    if not said:
        raise Refused("Hãy ghi lý do không chấp nhận, để người đề xuất biết phải sửa gì.", field="answer")
    with transaction.atomic():
        found = _moving(actor, proposal_id, "reject", by_another=True)
        found.answer = said
        _decided(actor, found)
        return _moved(actor, found, "reject", answer=said)


def carry_out(*, actor: Actor, proposal_id: Id, number: int) -> Proposal:
    """Đã thực hiện: `number` is the version of the procedure that does without what was cut."""
    with transaction.atomic():
        found = _moving(actor, proposal_id, "carry_out", by_another=False)
        version = Version.objects.filter(procedure_id=found.procedure_id, number=number).first()
        if version is None:
            raise Refused(f"Thủ tục này không có bản {number}. Hãy công bố bản mới trước.", field="number")
        proposed_on = found.proposed_at.astimezone(moment.TZ).date()
        if version.published_at < found.proposed_at or version.effective_from < proposed_on:
            raise Refused(
                f"Bản {number} đã có trước khi có đề xuất, nên không phải là bản thực hiện đề xuất này."
                " Hãy công bố bản mới rồi chọn bản đó.",
                field="number",
            )
        found.version, found.done_at = version, moment.now()
        return _moved(actor, found, "carry_out", version=number)


def _keeper(actor: Actor) -> int:
    """The account of somebody who keeps the register. Raises Forbidden."""
    if not actor.has(ADMIN, INSPECTOR) or actor.user_id is None:
        raise Forbidden(
            "Chỉ quản trị và người kiểm soát thủ tục làm việc với sổ đơn giản hóa.", code="not_keeper"
        )
    return actor.user_id


def _checked(proposed: Proposed) -> Proposed:
    what, reason = neat(proposed.what), neat(proposed.reason)
    source = neat(proposed.yearly_source)
    if proposed.cut not in Cut.values:
        raise Refused("Hãy chọn cắt giảm điều gì.", field="cut")
    if not what or len(what) > _SHORT:
        raise Refused(f"Hãy ghi rõ bỏ hoặc giảm cái gì, tối đa {_SHORT} ký tự.", field="what")
    if not reason or len(reason) > _LONG:
        raise Refused(f"Hãy ghi lý do, tối đa {_LONG} ký tự.", field="reason")
    if not 0 <= proposed.yearly <= MOST_YEARLY:
        raise Refused("Số lượt hồ sơ mỗi năm phải từ 0 đến 1.000.000.", field="yearly")
    if not source:
        raise Refused("Hãy ghi số lượt lấy từ đâu, ví dụ: báo cáo 07b năm 2026.", field="yearly_source")
    if not 0 <= proposed.minutes <= MOST_MINUTES:
        raise Refused("Số giờ giảm được mỗi hồ sơ phải từ 0 đến 8.760.", field="hours")
    if not 0 <= proposed.dong <= MOST_DONG:
        raise Refused("Số tiền giảm được mỗi hồ sơ phải từ 0 đến 100.000.000 đồng.", field="dong")
    return Proposed(
        proposed.code.strip(),
        proposed.cut,
        what,
        reason,
        proposed.yearly,
        source[:200],
        proposed.minutes,
        proposed.dong,
    )


def _moving(actor: Actor, proposal_id: Id, verb: str, *, by_another: bool) -> Proposal:
    """The proposal, locked, if the verb is open and the person may. Raises Proposal.DoesNotExist, Refused."""
    keeper = _keeper(actor)
    found = Proposal.objects.select_for_update().get(pk=proposal_id)
    if found.state not in MOVES[verb][0]:
        raise Refused(
            f"Đề xuất này đang ở trạng thái «{found.get_state_display()}», nên không làm việc này được nữa."
            " Hãy tải lại trang.",
            code="state",
        )
    if by_another and found.proposer_id == keeper:
        raise Refused("Người đề xuất không tự quyết định. Hãy nhờ người khác xem xét.", code="own")
    return found


def _decided(actor: Actor, found: Proposal) -> None:
    found.decided_at, found.decided_by = moment.now(), actor.label[:200]


def _moved(actor: Actor, found: Proposal, verb: str, **content: object) -> Proposal:
    before, found.state = found.state, MOVES[verb][1]
    found.save()
    _record(actor, verb, found, before, **content)
    return found


def _record(actor: Actor, verb: str, found: Proposal, before: str, **content: object) -> None:
    record(
        actor=actor.label,
        verb=f"proposal.{verb}",
        subject_type="proposal",
        subject_id=str(found.pk),
        content={"before": before, "after": str(found.state), **content},
        user_id=actor.user_id,
        unit_id=actor.unit_id,
    )
