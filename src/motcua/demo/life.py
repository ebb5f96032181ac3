"""What happens next to a dossier of the demo province, and when: worked out from the dossier as it stands.

Nothing is remembered between two acts but what is in the database. A load that was interrupted therefore goes
on with the very act it would have come to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from motcua.demo.acts import Hands
from motcua.demo.ahead import Signing
from motcua.demo.fates import DUTY, PROMISED, SUPPLEMENTED, Fate
from motcua.demo.office import Office
from motcua.demo.paths import forward, shortest, step_back
from motcua.demo.plan import Story
from motcua.dossiers.actions import amend, refuse, result, tasks
from motcua.dossiers.children import awaited
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier, Paper, Result, WorkItem
from motcua.feedback.actions import rate
from motcua.feedback.models import Rating
from motcua.identity.actor import HANDLER, HEAD, SIGNER
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from motcua.workflow.spec import Step

F = Fate
_TURNING = SUPPLEMENTED | DUTY | {F.WITHDRAWN, F.STOPPED}
_QUICK_HOURS = (0.3, 1.0)
_SIGNING = frozenset({"sign", "sign_refusal", "number"})
_AHEAD = frozenset({"sign", "number"})
_RATED = 0.45
_HAPPY = (
    "",
    "",
    "Cán bộ hướng dẫn tận tình.",
    "Nhanh hơn hẹn, cảm ơn các anh chị.",
    "Không phải đi lại lần nào.",
)
_UNHAPPY = (
    "Phải gọi điện hỏi mấy lần mới biết hồ sơ đến đâu.",
    "Trả kết quả muộn hơn ngày hẹn.",
    "Giấy tờ đã nộp rồi vẫn bị hỏi lại.",
)
_BACK = "Dự thảo ghi sai ngày, tháng; đề nghị sửa lại cho khớp với giấy tờ trong hồ sơ."


@dataclass(frozen=True)
class Act:
    """Something to be done at a moment."""

    at: datetime
    do: Callable[[], object]
    signing: Signing | None = None


class Life:
    """One story on its way."""

    def __init__(
        self, story: Story, office: Office, *, until: datetime, dossier_id: UUID | None = None
    ) -> None:
        self.story = story
        self.office = office
        self.until = until
        self.hands = Hands(story, office)
        self.dossier_id = dossier_id

    def next_act(self) -> Act | None:
        """The next act, or None when the dossier has come to where it is to be today."""
        if self.dossier_id is None:
            return Act(self.story.starts, self._begin)
        dossier = Dossier.objects.get(pk=self.dossier_id)
        # Known already: a thousand dossiers are looked at ten times each.
        dossier.version = self.story.version
        return _NEXT[dossier.state](self, dossier)

    def _begin(self) -> None:
        self.dossier_id = self.hands.begin().pk

    # Moments

    def _hours(self, about: str, least: float, most: float) -> float:
        return self.story.chance(about).uniform(least, most)

    def _calendar(self, dossier: Dossier) -> Calendar:
        return self.office.calendar(dossier.competent_unit_id or dossier.receiving_unit_id)

    def _working(self, dossier: Dossier, since: datetime, hours: float) -> datetime:
        """So many working hours later, and a little to the minute, so that not all ends on the hour."""
        return self._calendar(dossier).add_working_time(since.astimezone(TZ), timedelta(hours=hours))

    def _any_hour(self, since: datetime, hours: float) -> datetime:
        """Later by the clock on the wall, but not in the middle of the night."""
        at = since.astimezone(TZ) + timedelta(hours=hours)
        return at if 6 <= at.hour < 23 else at + timedelta(hours=8)

    # By status

    def _of_draft(self, dossier: Dossier) -> Act | None:
        if self.story.fate == F.DRAFT:
            return None
        minutes = self._hours("typing", 6, 35)
        if self.story.channel == Channel.ONLINE:
            return Act(dossier.created_at + timedelta(minutes=minutes), partial(self.hands.send, dossier))
        at = self._calendar_of_desk(dossier).add_working_time(
            dossier.created_at.astimezone(TZ), timedelta(minutes=minutes)
        )
        return Act(at, partial(self.hands.send, dossier))

    def _calendar_of_desk(self, dossier: Dossier) -> Calendar:
        return self.office.calendar(dossier.receiving_unit_id)

    def _of_filed(self, dossier: Dossier) -> Act | None:
        fate = self.story.fate
        if fate in {F.FILED, F.FILED_LONG_AGO}:
            return None
        since = max(dossier.filed_at or dossier.touched_at, dossier.touched_at)
        at = self._working(
            dossier, since, self._hours(f"check{dossier.supplement_count}", *self._answer_hours())
        )
        desk = self.hands.desk_of(dossier)
        if fate == F.REFUSED:
            reason = "Hồ sơ không thuộc phạm vi giải quyết của cơ quan này."
            return Act(at, partial(refuse.refuse, actor=desk, dossier_id=dossier.pk, reason=reason))
        if fate in {F.ASKED_BEFORE, F.RETURNED_AFTER_FIRST_CHECK} and dossier.supplement_count == 0:
            return Act(at, partial(self.hands.ask, dossier, desk))
        if any(paper.verdict == Paper.Verdict.UNSEEN for paper in dossier.live_papers()):
            return Act(at, partial(self.hands.check, dossier))
        return Act(
            self._working(dossier, at, self._hours("accept", 0.05, 0.3)), partial(self.hands.accept, dossier)
        )

    def _answer_hours(self) -> tuple[float, float]:
        """The desk answers within its eight working hours."""
        return _QUICK_HOURS if self.story.fate == F.RUNNING else (0.3, 5.5)

    def _of_accepted(self, dossier: Dossier) -> Act | None:
        if self.story.fate == F.ACCEPTED:
            return None
        since = dossier.touched_at.astimezone(TZ)
        at = self._working(dossier, since, self._budgeted(dossier, since, 75, "forward"))
        return Act(at, partial(self.hands.send_on, dossier))

    def _of_supplement(self, dossier: Dossier) -> Act | None:
        fate = self.story.fate
        if fate in {F.ASKED_BEFORE, F.ASKED, F.ASKED_LONG_AGO}:
            return None
        if fate == F.LAPSED and dossier.supplement_until is not None:
            over = datetime.combine(dossier.supplement_until, dossier.touched_at.astimezone(TZ).timetz())
            at = self._working(dossier, over + timedelta(days=1), self._hours("lapse", 1, 12))
            reason = "Quá hạn bổ sung mà không nhận được giấy tờ."
            actor = self.hands.desk_of(dossier)
            return Act(at, partial(refuse.lapse, actor=actor, dossier_id=dossier.pk, reason=reason))
        if self.story.channel == Channel.ONLINE:
            return Act(
                self._any_hour(dossier.touched_at, self._hours("supply", 5, 140)),
                partial(self.hands.supply, dossier),
            )
        at = self._working(dossier, dossier.touched_at, self._hours("supply", 4, 40))
        return Act(at, partial(self.hands.supply, dossier))

    def _of_financial(self, dossier: Dossier) -> Act | None:
        if self.story.fate != F.RETURNED_AFTER_DUTY:
            return None
        at = self._working(dossier, dossier.touched_at, self._hours("settle", 8, 40))
        reason = f"Giấy nộp tiền vào ngân sách số {self.story.number:06d}."
        actor = self.hands.desk_of(dossier)
        return Act(at, partial(amend.settle_payment, actor=actor, dossier_id=dossier.pk, reason=reason))

    def _of_done(self, dossier: Dossier) -> Act | None:
        if self.story.fate == F.DONE:
            return None
        since = dossier.finished_at or dossier.touched_at
        if dossier.return_method == "electronic":
            at = self._any_hour(since, self._hours("fetch", 0.2, 30))
        else:
            at = self._working(dossier, since, self._hours("collect", 0.7, 20))
        return Act(at, partial(self.hands.hand_over, dossier))

    def _of_returned(self, dossier: Dossier) -> Act | None:
        chance = self.story.chance("rate")
        if chance.random() > _RATED or Rating.objects.filter(dossier=dossier).exists():
            return None
        late = dossier.due_at is not None and (dossier.finished_at or dossier.touched_at) > dossier.due_at
        if late or chance.random() < 0.06:
            score, reason = Rating.Score.UNSATISFIED, chance.choice(_UNHAPPY[1:2] if late else _UNHAPPY)
        else:
            score = chance.choice(
                (Rating.Score.SATISFIED, Rating.Score.VERY_SATISFIED, Rating.Score.VERY_SATISFIED)
            )
            reason = chance.choice(_HAPPY)
        at = self._any_hour(dossier.returned_at or dossier.touched_at, chance.uniform(0.1, 50))
        citizen = self.hands.citizen
        return Act(at, partial(rate, actor=citizen, dossier=dossier, score=score, reason=reason))

    def _of_ended(self, dossier: Dossier) -> Act | None:
        return None

    # Inside the agencies

    def _of_running(self, dossier: Dossier) -> Act | None:
        items = list(dossier.work_items.filter(done_at__isnull=True))
        for each in items:
            each.dossier = dossier
        item: WorkItem | None = next((each for each in items if each.kind == WorkItem.Kind.STEP), None)
        step = dossier.spec.route.step(item.step_key) if item is not None else None
        if item is None or step is None:
            return None
        since = max(item.opened_at, dossier.touched_at).astimezone(TZ)
        turn = self._turn_of_events(dossier, step, since)
        if turn is not None:
            return turn
        if self._rests_at(step):
            return self._resting(dossier, item, since)
        child = next(iter(awaited(dossier, step.key)), None)
        if child is not None:
            return self._of_child(child)
        if step.ask:
            since = self._last_answer(dossier, since)
        opinion = next((each for each in items if each.kind == WorkItem.Kind.OPINION), None)
        if opinion is not None:
            at = self._working(dossier, since, self._budgeted(dossier, since, 60, opinion.step_key))
            return Act(at, partial(self.hands.give_opinion, opinion))
        return self._work(dossier, item, step, since)

    def _of_child(self, child: Dossier) -> Act | None:
        """The next step of the other agency, for which this dossier waits."""
        item = child.work_items.filter(done_at__isnull=True, kind=WorkItem.Kind.STEP).first()
        step = child.spec.route.step(item.step_key) if item is not None else None
        if item is None or step is None:
            return None
        item.dossier = child
        return self._work(child, item, step, item.opened_at.astimezone(TZ))

    @staticmethod
    def _last_answer(dossier: Dossier, since: datetime) -> datetime:
        """Opinions come in one after the other, and the step is finished after the last of them."""
        answered = dossier.work_items.filter(kind=WorkItem.Kind.OPINION, done_at__isnull=False)
        last = answered.order_by("-done_at").values_list("done_at", flat=True).first()
        return max(since, last.astimezone(TZ)) if last else since

    def _turn_of_events(self, dossier: Dossier, step: Step, since: datetime) -> Act | None:
        """What sets this story apart, once its time has come."""
        fate = self.story.fate
        if fate in PROMISED and dossier.extended_to is None and dossier.due_at is not None:
            return self._promise(dossier, since, dossier.due_at.astimezone(TZ))
        if fate not in _TURNING:
            return None
        handled = step.role in {HANDLER, HEAD}
        at = self._working(dossier, since, self._budgeted(dossier, since, step.minutes, "turn"))
        if fate in SUPPLEMENTED and handled and dossier.supplement_count == 0:
            return Act(at, partial(self._ask_as, dossier, step))
        if fate in DUTY and handled and not dossier.movements.filter(verb="demand_payment").exists():
            return Act(at, partial(self._demand, dossier, step))
        if fate == F.WITHDRAWN:
            citizen, reason = self.hands.applicant(dossier), "Tôi chuẩn bị thêm giấy tờ rồi nộp lại sau."
            return Act(at, partial(refuse.withdraw, actor=citizen, dossier_id=dossier.pk, reason=reason))
        if fate == F.STOPPED:
            signer = self.office.officer(dossier.competent_unit_id, SIGNER, self.story.number)
            reason = "Tòa án yêu cầu tạm dừng giải quyết vì đang có tranh chấp."
            return Act(at, partial(refuse.stop, actor=signer, dossier_id=dossier.pk, reason=reason))
        return None

    def _open_step(self, dossier: Dossier, step: Step) -> WorkItem:
        return dossier.work_items.get(kind=WorkItem.Kind.STEP, step_key=step.key, done_at__isnull=True)

    def _ask_as(self, dossier: Dossier, step: Step) -> None:
        self.hands.ask(dossier, self.hands.worker(self._open_step(dossier, step)))

    def _demand(self, dossier: Dossier, step: Step) -> None:
        actor = self.hands.worker(self._open_step(dossier, step))
        reason = "nộp lệ phí trước bạ và thuế theo thông báo của cơ quan thuế"
        amend.demand_payment(actor=actor, dossier_id=dossier.pk, reason=reason)

    def _promise(self, dossier: Dossier, since: datetime, due: datetime) -> Act:
        """Apologise in time, the working day before the date given (NĐ 61/2018 Đ19 kh.9)."""
        calendar = self._calendar(dossier)
        day = due.date() - timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        at = max(calendar.opens_on(day) + timedelta(hours=2), self._working(dossier, since, 0.2))
        new_date = calendar.add_working_days(max(due.date(), at.date()), 4)
        return Act(at, partial(self.hands.apologise, dossier, new_date))

    def _rests_at(self, step: Step) -> bool:
        """Whether the dossier stays here until today."""
        fate = self.story.fate
        return (fate == F.RUNNING and step.act == self.story.hold) or fate in {F.LATE, F.LATE_AFTER_PROMISE}

    def _resting(self, dossier: Dossier, item: WorkItem, since: datetime) -> Act | None:
        if not self.story.taken or item.assignee_id is not None:
            return None
        at = self._working(dossier, since, self._hours("take", 0.1, 0.5))
        return Act(at, partial(tasks.take, actor=self.hands.worker(item), item_id=item.pk))

    def _work(self, dossier: Dossier, item: WorkItem, step: Step, since: datetime) -> Act:
        outcome, note = self._way_out(dossier, step)
        finished = self._working(
            dossier, since, self._budgeted(dossier, since, step.minutes, f"{step.key}{since}")
        )
        if self._is_the_late_step(dossier, step):
            late = max(since, dossier.due_at.astimezone(TZ)) if dossier.due_at else since
            finished = self._working(dossier, late, self._hours("late", 2, 20))
        if self._needs_draft(dossier, step, outcome):
            drafted = self._drafted(dossier, item)
            if drafted is None:
                return Act(finished, partial(self.hands.write_draft, item, outcome))
            finished = self._working(dossier, drafted, self._hours("submit", 0.05, 0.2))
        signing = None
        if step.act in _AHEAD and note == "":
            signing = Signing(step.act, dossier.pk, self.hands.worker(item), finished)
        return Act(finished, partial(self.hands.finish, item, outcome, note), signing)

    @staticmethod
    def _needs_draft(dossier: Dossier, step: Step, outcome: str) -> bool:
        """A drafting step is left with a draft, and whoever proposes a refusal has drafted it."""
        chosen = step.outcome(outcome)
        if chosen is None or chosen.back or step.act in _SIGNING:
            return False
        return step.act == "draft" or result.leads_to_refusal(dossier, chosen)

    @staticmethod
    def _drafted(dossier: Dossier, item: WorkItem) -> datetime | None:
        """When the draft was written in this step, if it was."""
        last = Result.objects.filter(dossier=dossier).order_by("-drafted_at").first()
        return last.drafted_at if last is not None and last.drafted_at > item.opened_at else None

    def _is_the_late_step(self, dossier: Dossier, step: Step) -> bool:
        return self.story.fate == F.RETURNED_LATE and step.role == HANDLER

    def _way_out(self, dossier: Dossier, step: Step) -> tuple[str, str]:
        route = dossier.spec.route
        back = step_back(step)
        if self.story.fate == F.RETURNED_AFTER_CORRECTION and back is not None:
            sent_back = dossier.work_items.filter(
                kind=WorkItem.Kind.STEP, outcome=back.key, step_key=step.key
            )
            if not sent_back.exists():
                return back.key, _BACK
        if self.story.fate == F.REFUSED_ON_MERITS:
            return shortest(route, step.key, to_end="end_refused"), "Thông tin kê khai không khớp với sổ gốc."
        if self.story.hold:
            return shortest(route, step.key, to_act=self.story.hold), ""
        return forward(step).key, ""

    def _budgeted(self, dossier: Dossier, since: datetime, minutes: float, about: str) -> float:
        """Working hours this takes: a share of what the step may take, at most half of what is left."""
        if self.story.fate == F.RUNNING:
            return self._hours(about, *_QUICK_HOURS)
        wanted = self._hours(about, 0.25, 0.9) * max(minutes, 20) / 60
        if dossier.due_at is None:
            return wanted
        left = self._calendar(dossier).working_time_between(since, dossier.due_at.astimezone(TZ))
        return max(0.05, min(wanted, left / timedelta(hours=2)))


_NEXT: dict[Status, Callable[[Life, Dossier], Act | None]] = {
    Status.DRAFT: Life._of_draft,
    Status.FILED: Life._of_filed,
    Status.ACCEPTED: Life._of_accepted,
    Status.REFUSED: Life._of_ended,
    Status.IN_PROGRESS: Life._of_running,
    Status.SUPPLEMENT: Life._of_supplement,
    Status.FINANCIAL: Life._of_financial,
    Status.WITHDRAWN: Life._of_ended,
    Status.STOPPED: Life._of_ended,
    Status.DONE: Life._of_done,
    Status.RETURNED: Life._of_returned,
}
