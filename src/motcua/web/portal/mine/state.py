"""Where a dossier is, in the applicant's words: what to do now, who has it, by when, what comes next."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse

from motcua.dossiers import clock, deadlines, rules
from motcua.dossiers.lifecycle import RUNNING, WAITING, Status, open_verbs
from motcua.dossiers.models import Dossier, ReturnMethod, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import vn_date
from motcua.lib.errors import Refused
from motcua.lib.money import dong
from motcua.organisation.models import Assignment, Unit
from motcua.organisation.public import answers_for
from motcua.organisation.queries import calendar_for
from motcua.web.ui import parts


def status_of(dossier: Dossier) -> parts.Status:
    state = dossier.state
    return parts.Status(state.word, state.icon, state.tone)  # type: ignore[arg-type]


def is_ready_to_fetch(dossier: Dossier) -> bool:
    """A result waits that the applicant fetches here, not at a desk."""
    return dossier.state == Status.DONE and dossier.return_method == ReturnMethod.ELECTRONIC


def may_correct(dossier: Dossier, who: Actor) -> bool:
    """Whether the sender may still take it back, correct it and send it again."""
    if not any(move.verb == "take_back" for move in open_verbs(dossier, who)):
        return False
    try:
        rules.untouched(dossier, who, {})
    except Refused:
        return False
    return dossier.obligation is None or not dossier.obligation.is_paid_into


def do_now(dossier: Dossier) -> parts.DoNow:
    """The one box: what the person must do now; without an address, that nothing is asked."""
    if dossier.state == Status.DRAFT:
        return parts.DoNow(
            "Bạn chưa nộp hồ sơ này", "", reverse("filing:draft", args=[dossier.pk]), "Làm tiếp"
        )
    if dossier.state == Status.SUPPLEMENT:
        until = f" Hạn bổ sung: hết {vn_date(dossier.supplement_until)}." if dossier.supplement_until else ""
        return parts.DoNow(
            "Bạn cần bổ sung hồ sơ",
            f"Trang sau chỉ rõ từng chỗ cần sửa và vì sao.{until}",
            reverse("mine:supplement", args=[dossier.pk]),
            "Bổ sung",
        )
    if dossier.state == Status.FINANCIAL:
        return parts.DoNow(
            "Bạn cần thực hiện nghĩa vụ tài chính",
            "Nộp theo thông báo bên dưới rồi báo cho nơi tiếp nhận; thời gian chờ không tính vào thời hạn.",
            "#tien",
            "Xem khoản phải nộp",
        )
    if is_ready_to_fetch(dossier):
        return parts.DoNow(
            "Hồ sơ đã có kết quả", "Bạn nhận và tải bản điện tử ngay tại đây.", "#ket-qua", "Xem kết quả"
        )
    if dossier.state == Status.DONE:
        return parts.DoNow("Hồ sơ đã có kết quả", _fetch_words(dossier), "#ket-qua", "Xem nơi nhận")
    if dossier.obligation is not None and dossier.obligation.is_open and not dossier.has_ended:
        return parts.DoNow(
            f"Cần nộp {dong(dossier.obligation.remaining())}",
            "Nộp bằng mã QR ngay tại đây, hoặc nộp tại quầy. Hồ sơ đã được nhận, không phải nộp lại.",
            reverse("mine:payment", args=[dossier.pk]),
            "Nộp tiền",
        )
    return parts.DoNow("Bạn không phải làm gì lúc này", _waiting_words(dossier))


def _fetch_words(dossier: Dossier) -> str:
    if dossier.return_method == ReturnMethod.POST:
        return f"Bưu điện giao đến: {dossier.return_address}."
    desk = dossier.return_unit
    return f"Mời bạn đến nhận tại {desk.name}." if desk else "Mời bạn đến nơi tiếp nhận để nhận."


def _waiting_words(dossier: Dossier) -> str:
    if dossier.state == Status.FILED:
        return "Cán bộ đang kiểm tra hồ sơ. Có gì mới, bạn được báo ngay tại mục Thông báo."
    if dossier.has_ended:
        return "Hồ sơ đã kết thúc."
    return "Cơ quan đang giải quyết. Có kết quả hoặc cần thêm gì, bạn được báo ngay."


@dataclass(frozen=True)
class Promise:
    """The date that holds now with its reasons, or why there is none."""

    due: parts.Due | None
    lines: tuple[clock.Line, ...] = ()
    words: str = ""


def promise_of(dossier: Dossier) -> Promise:
    """Honest: before acceptance only the answer of the desk is promised; while waiting no day is shown."""
    if dossier.state == Status.FILED and dossier.acceptance_due_at is not None:
        due = _due(dossier, dossier.acceptance_due_at, "Cán bộ trả lời trước")
        return Promise(due, words="Ngày hẹn trả kết quả được tính khi hồ sơ được tiếp nhận.")
    if dossier.finished_at is not None:
        done = dossier.finished_at.astimezone(moment.TZ)
        early = dossier.due_at is not None and dossier.finished_at <= dossier.due_at
        words = "đúng hẹn" if early else "trễ hẹn; cơ quan xin lỗi bạn"
        suffix = f" ({words})" if dossier.due_at is not None else ""
        return Promise(None, _lines(dossier), f"Kết thúc {vn_date(done)}{suffix}.")
    if dossier.has_ended:
        return Promise(None, words="Hồ sơ đã kết thúc.")
    if dossier.state in WAITING:
        return Promise(None, _lines(dossier), "Thời hạn đang tạm dừng để chờ bạn; bạn xong thì tính tiếp.")
    if dossier.due_at is None:
        return Promise(None, words="Pháp luật không quy định thời hạn cho thủ tục này.")
    return Promise(_due(dossier, dossier.due_at, "Hẹn trả kết quả"), _lines(dossier))


def _lines(dossier: Dossier) -> tuple[clock.Line, ...]:
    deadline = deadlines.deadline_of(dossier)
    return deadline.explanation if deadline is not None else ()


def _due(dossier: Dossier, at: datetime, label: str) -> parts.Due:
    """With what is left of it in working time, by the calendar of the agency that owes it."""
    now, local = moment.now(), at.astimezone(moment.TZ)
    unit = dossier.receiving_unit if dossier.state == Status.FILED else dossier.competent_unit
    left = clock.remaining_text(now, local, calendar_for(unit))
    return parts.Due(local, left, "late" if local < now else "", label)


def short_due(dossier: Dossier) -> parts.Due | None:
    """For lists: the one moment that is promised now, without arithmetic."""
    if dossier.state == Status.FILED:
        at, label = dossier.acceptance_due_at, "Cán bộ trả lời trước"
    elif dossier.state in RUNNING:
        at, label = dossier.due_at, "Hẹn trả"
    elif dossier.state == Status.SUPPLEMENT and dossier.supplement_until is not None:
        end = datetime.combine(dossier.supplement_until, time(23, 59), moment.TZ)
        at, label = end, "Bổ sung trước hết"
    else:
        return None
    if at is None:
        return None
    return parts.Due(at.astimezone(moment.TZ), "", "late" if at < moment.now() else "", label)


# Work beside the way of the dossier: it tells nobody where the dossier is.
_BESIDE = (WorkItem.Kind.OPINION, WorkItem.Kind.APOLOGY)


@dataclass(frozen=True)
class Holder:
    """The room that has the dossier now, and for which piece of work."""

    room: str
    agency: str
    work: str
    phone: str


def holder_of(dossier: Dossier, items: list[WorkItem]) -> Holder | None:
    """Down to the room, never the officer (TT 01/2018 as read in DOMAIN rule 50)."""
    item = next((item for item in items if item.kind not in _BESIDE), None)
    if item is None:
        return None
    unit = item.unit
    return Holder(unit.name, _agency(dossier, unit), item.name, unit.phone)


def responsible_for(items: list[WorkItem]) -> Assignment | None:
    """Who on the public staff board answers for the work being done now."""
    item = next((item for item in items if item.kind != WorkItem.Kind.OPINION), None)
    return answers_for(item.unit, holder=item.assignee_id, on=moment.today()) if item is not None else None


def _agency(dossier: Dossier, unit: Unit) -> str:
    competent = dossier.competent_unit
    return competent.name if competent is not None and unit.parent_id == competent.pk else ""
