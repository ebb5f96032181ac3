"""Giấy bàn giao: one unit hands papers to another; the giver answers for them until the receiver confirms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from motcua.audit.actions import record
from motcua.dossiers import counters, notices, transfers
from motcua.dossiers.actions.accept import arrive
from motcua.dossiers.actions.custody import hold, pass_on_by
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Custody, Dossier, TransferLine, TransferList, What
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import short_moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit

MOST_LINES = 100
State = TransferLine.State


@dataclass(frozen=True)
class Answer:
    """What the receiver says of one line. Everything but «đã nhận đủ» needs a remark."""

    state: str
    remark: str = ""


def _locked(dossier_ids: Iterable[Id]) -> dict[UUID, Dossier]:
    """The dossiers, locked in one order, so that two people never wait for each other."""
    rows = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=list(dossier_ids)).order_by("pk")
    rows = rows.select_related(
        "version__procedure", "submitter", "owner", "receiving_unit", "competent_unit", "return_unit"
    )
    return {dossier.pk: dossier for dossier in rows.prefetch_related("papers", "results")}


def _note(actor: Actor, verb: str, line: TransferLine, dossier: Dossier) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={
            "list": line.transfer.number,
            "what": line.what,
            "from": line.transfer.giver_id,
            "to": line.transfer.receiver_id,
            "state": line.state,
            "remark": line.remark or line.transfer.ground,
        },
        chain=dossier.receiving_unit_id or "system",
    )


@transaction.atomic
def make(*, actor: Actor, custody_ids: Sequence[Id], to: str = "") -> list[TransferList]:
    """Lists of what the actor's unit hands on: one for each unit it goes to and each kind of thing.

    `to`: «receiving», «return» or «competent»; empty where it has to go anyway. Two officers cannot put the
    same papers on two lists. Raises Refused.
    """
    if not actor.has(*transfers.HANDS):
        raise Forbidden("Việc bàn giao giấy tờ không thuộc vai trò của bạn.", code="not-yours")
    if not custody_ids:
        raise Refused("Hãy chọn ít nhất một hồ sơ để bàn giao.", field="custody", code="nothing")
    if len(custody_ids) > MOST_LINES:
        raise Refused(f"Mỗi lần bàn giao nhiều nhất {MOST_LINES} hồ sơ.", field="custody", code="too-many")
    wanted = Custody.objects.filter(pk__in=custody_ids)
    dossiers = _locked(wanted.values_list("dossier_id", flat=True))
    groups: dict[tuple[str, str, str], list[Custody]] = {}
    for custody in wanted.select_related("holder").order_by("dossier_id"):
        dossier = dossiers[custody.dossier_id]
        receiver = _may_go(actor, custody, dossier, to)
        groups.setdefault((custody.what, custody.holder_id, receiver.pk), []).append(custody)
    units = Unit.objects.in_bulk([unit for _, *both in groups for unit in both])
    return [
        _written(actor, what, units[giver], units[receiver], held, dossiers)
        for (what, giver, receiver), held in groups.items()
    ]


def _may_go(actor: Actor, custody: Custody, dossier: Dossier, to: str) -> Unit:
    """Where this goes. Raises Refused when it is not the actor's to give, or is on its way already."""
    if custody.holder_id not in actor.units:
        raise Forbidden(f"Giấy tờ của hồ sơ {dossier.number} không do đơn vị của bạn giữ.", code="not-yours")
    under_way = TransferLine.objects.waiting().filter(dossier=dossier, what=custody.what)
    line = under_way.select_related("transfer").first()
    if line is not None:
        raise Refused(
            f"Hồ sơ {dossier.number} đã nằm trong giấy bàn giao {line.transfer.number}"
            f" do {line.transfer.made_by} lập.",
            code="under-way",
        )
    receiver = transfers.destination(dossier, custody.what, to)
    if receiver is None or receiver.pk == custody.holder_id:
        raise Refused(f"Giấy tờ của hồ sơ {dossier.number} đang ở đúng nơi đó rồi.", code="there")
    return receiver


def _written(
    actor: Actor,
    what: str,
    giver: Unit,
    receiver: Unit,
    held: Sequence[Custody],
    dossiers: Mapping[UUID, Dossier],
    ground: str = "",
) -> TransferList:
    made = TransferList.objects.create(
        number=counters.new_transfer_number(giver),
        what=what,
        giver=giver,
        receiver=receiver,
        made_at=moment.now(),
        made_by=actor.label,
        made_by_user_id=actor.user_id,
        ground=ground,
    )
    for custody in held:
        dossier = dossiers[custody.dossier_id]
        papers = transfers.counted(dossier, what)
        line = TransferLine.objects.create(
            transfer=made,
            dossier=dossier,
            what=what,
            originals=sum(paper["originals"] for paper in papers),
            copies=sum(paper["copies"] for paper in papers),
            papers=papers,
            due_at=custody.due_at,
        )
        _note(actor, "transfer", line, dossier)
    return made


def _waiting(made: TransferList, line_ids: Iterable[Id]) -> dict[UUID, TransferLine]:
    """Lines of this list that nobody has answered, read after their dossiers were locked."""
    lines: dict[UUID, TransferLine] = {line.pk: line for line in made.lines.filter(pk__in=list(line_ids))}
    for line in lines.values():
        line.transfer = made
        if not line.is_waiting:
            raise Refused(
                f"Dòng này {line.answered_by} đã ghi «{line.get_state_display()}»"
                f" lúc {_when(line)}. Hãy tải lại trang.",
                code="answered",
            )
    return lines


def _when(line: TransferLine) -> str:
    return short_moment(line.answered_at.astimezone(moment.TZ)) if line.answered_at else ""


@transaction.atomic
def answer(*, actor: Actor, list_id: Id, answers: Mapping[UUID, Answer]) -> TransferList:
    """The receiver confirms line by line. What has arrived is the receiver's from now on; what is missing or
    sent to the wrong place stays the giver's. Papers that reach the competent agency start its work, and
    outside the boundary its term (NĐ 309/2026 Đ8 kh.3). Raises Refused.
    """
    made = transfers.list_of(actor, list_id)
    if not transfers.may_confirm(actor, made):
        raise Forbidden("Chỉ người của bên nhận mới xác nhận giấy bàn giao này.", code="not-yours")
    dossiers = _locked(TransferLine.objects.filter(pk__in=answers).values_list("dossier_id", flat=True))
    lines = _waiting(made, answers)
    if not lines:
        raise Refused("Hãy ghi kết quả nhận cho ít nhất một hồ sơ.", code="nothing")
    for line_id, line in lines.items():
        _answered(actor, line, dossiers[line.dossier_id], answers[line_id])
    return made


def _answered(actor: Actor, line: TransferLine, dossier: Dossier, said: Answer) -> None:
    if said.state not in (State.RECEIVED, State.SHORT, State.MISSING, State.WRONG):
        raise Refused("Hãy chọn một kết quả nhận.", field=f"state-{line.pk}", code="state")
    if said.state != State.RECEIVED and not said.remark.strip():
        raise Refused(
            f"Hồ sơ {dossier.number}: hãy ghi rõ thiếu gì hoặc vì sao không nhận.",
            field=f"remark-{line.pk}",
            code="remark",
        )
    _close(actor, line, said.state, said.remark)
    _note(actor, "confirm_transfer", line, dossier)
    if line.has_arrived:
        _arrived(actor, line, dossier)
    giver = line.transfer.made_by_user
    if said.state != State.RECEIVED and giver is not None:
        notices.to_officer(
            dossier=dossier,
            user=giver,
            text=f"transfer_{said.state}",
            name=f"{line.transfer.number}: {line.remark}",
        )


def _close(actor: Actor, line: TransferLine, state: str, remark: str) -> None:
    line.state = state
    line.remark = remark.strip()
    line.answered_at = moment.now()
    line.answered_by = actor.label
    line.answered_by_user_id = actor.user_id
    line.save(update_fields=["state", "remark", "answered_at", "answered_by", "answered_by_user"])


def _arrived(actor: Actor, line: TransferLine, dossier: Dossier) -> None:
    unit = Unit.objects.get(pk=actor.unit_id)
    # What came back because it had gone to the wrong place has to go on again.
    due = pass_on_by(dossier, moment.now()) if line.transfer.ground else None
    hold(dossier=dossier, what=line.what, holder=unit, person=actor.label, due_at=due)
    competent = transfers.destination(dossier, What.PAPERS, "competent")
    reached = competent is not None and competent.pk == line.transfer.receiver_id
    if line.what == What.PAPERS and reached and dossier.state == Status.ACCEPTED:
        arrive(
            dossier=dossier, giver=line.transfer.made_by, receiver=actor.label, number=line.transfer.number
        )


@transaction.atomic
def recall(*, actor: Actor, list_id: Id, ground: str) -> TransferList:
    """The giver takes back what nobody has confirmed yet: a list made by mistake. Raises Refused."""
    made = transfers.list_of(actor, list_id)
    if made.giver_id not in actor.units or not actor.has(*transfers.HANDS):
        raise Forbidden("Chỉ bên giao mới rút lại giấy bàn giao này.", code="not-yours")
    if not ground.strip():
        raise Refused("Hãy ghi rõ vì sao rút lại.", field="ground", code="ground")
    dossiers = _locked(made.lines.waiting().values_list("dossier_id", flat=True))
    lines = list(made.lines.waiting())
    if not lines:
        raise Refused("Giấy bàn giao này đã được xác nhận hết, không rút lại được nữa.", code="answered")
    for line in lines:
        line.transfer = made
        _close(actor, line, State.RECALLED, ground)
        _note(actor, "recall_transfer", line, dossiers[line.dossier_id])
    return made


@transaction.atomic
def give_back(*, actor: Actor, line_id: Id, ground: str) -> TransferList:
    """What was confirmed by mistake goes back by a list of its own, with the ground; the giver of then has to
    confirm it, and until then the receiver of then answers for it. Raises Refused.
    """
    line = (
        TransferLine.objects.select_related("transfer__giver", "transfer__receiver")
        .filter(pk=line_id)
        .first()
    )
    if line is None or not transfers.may_confirm(actor, line.transfer):
        raise Forbidden("Chỉ bên nhận mới trả lại hồ sơ này.", code="not-yours")
    if not ground.strip():
        raise Refused("Hãy ghi rõ vì sao trả lại.", field="ground", code="ground")
    dossiers = _locked([line.dossier_id])
    custody = Custody.objects.select_related("holder").get(dossier_id=line.dossier_id, what=line.what)
    line.refresh_from_db(fields=["state"])
    dossier = dossiers[line.dossier_id]
    if not line.has_arrived or custody.holder_id not in transfers.sides(actor):
        raise Refused(
            "Đơn vị của bạn không giữ giấy tờ của hồ sơ này nên không trả lại được.", code="not-here"
        )
    if TransferLine.objects.waiting().filter(dossier=dossier, what=line.what).exists():
        raise Refused("Hồ sơ này đang nằm trong một giấy bàn giao khác.", code="under-way")
    custody.due_at = pass_on_by(dossier, moment.now())
    custody.save(update_fields=["due_at"])
    return _written(
        actor, line.what, custody.holder, line.transfer.giver, [custody], dossiers, ground.strip()
    )
