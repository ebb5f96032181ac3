"""One life written out as templates: every row of a dossier, with slots for whose it is and where it lies."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from bench.steering import cells, evidence, money
from bench.steering.cells import Made, Slot
from bench.steering.moments import Course, Done, begins, term_of
from bench.steering.offices import Kind
from bench.steering.stories import STORIES, course, fits
from bench.steering.work import items, place
from motcua.catalogue import cases
from motcua.dossiers import clock
from motcua.dossiers.alarms import WATCHED
from motcua.dossiers.content import kept_term
from motcua.dossiers.lifecycle import Status
from motcua.identity.actor import COUNTER, ONLINE, POST, SYSTEM_ACTOR
from motcua.lib.calendars import Calendar

_CHANNELS = {"online": 62, "counter": 34, "post": 4}
_QUIET = {Status.FILED: "check", Status.ACCEPTED: "transfer", Status.IN_PROGRESS: "step"}
_RETURNS = {"online": "electronic", "counter": "desk", "post": "post"}
_APPLICANT = frozenset({"file", "supply", "supply_before", "withdraw"})
_DESK = frozenset({"take_in", "accept", "refuse", "ask_before", "lapse_before", "lapse"})
_SIGNER = frozenset({"apologise", "stop"})
_REASONS = {
    "ask_before": "Bổ sung hồ sơ",
    "ask_supplement": "Bổ sung hồ sơ",
    "refuse": "Hồ sơ không thuộc phạm vi giải quyết của cơ quan này.",
    "lapse": "Quá hạn bổ sung mà không nhận được giấy tờ.",
    "lapse_before": "Quá hạn bổ sung mà không nhận được giấy tờ.",
    "withdraw": "Tôi chuẩn bị thêm giấy tờ rồi nộp lại sau.",
    "stop": "Tòa án yêu cầu tạm dừng giải quyết vì đang có tranh chấp.",
    "apologise": "Phải xác minh thêm ở nơi khác.",
    "demand_payment": "Nộp tiền theo thông báo của cơ quan thuế",
    "settle_payment": "Đã có giấy nộp tiền vào ngân sách",
    "decline": "Hồ sơ không đủ điều kiện giải quyết",
}


@dataclass(frozen=True)
class Life:
    """Templates by table.

    `accepted` is the day of the code, None where it never got one; `shifts`: seconds may be added to all its
    moments; `elsewhere`: it is taken in away from the agency's own desk.
    """

    kind: Kind
    begun: date
    accepted: date | None
    shifts: bool
    elsewhere: bool
    templates: dict[str, str]


class Writer:
    """Writes the lives of one day."""

    def __init__(
        self, *, calendar: Calendar, until: datetime, paper_file: str, result_file: str, draw: random.Random
    ) -> None:
        self.calendar, self.until, self.draw = calendar, until, draw
        self.files = {"paper": paper_file, "result": result_file}

    def life(self, day: date, kinds: list[Kind], weights: list[float]) -> Life:
        """One life that begins on this day."""
        draw = self.draw
        works = self.calendar.is_working_day(day)
        kind = draw.choices(kinds, weights)[0]
        channel = self._channel(kind, works)
        term = cases.term_for(kind.case, {}, channel=channel) or kind.case.terms[0]
        fitting = [story for story in STORIES if fits(story, channel, kind.days)]
        story = draw.choices(fitting, [story.weight for story in fitting])[0]
        way = Course(
            course(story, channel),
            term=term_of(term.amount, term.unit),
            mode=kind.case.supplement_mode,
            window=kind.case.supplement_window,
            late=story.late,
            online=channel == "online",
            calendar=self.calendar,
            until=self.until,
            draw=draw,
        )
        done: list[Done] = []
        while not done:
            start = begins(day, self.calendar, online=channel == "online", draw=draw)
            done = way.walk(start) if start < self.until else []
            day = day if done else day - timedelta(days=1)
            channel = channel if self.calendar.is_working_day(day) else "online"
        return Written(self, kind, channel, way, done, kept_term(kind.case, term)).life()

    def _channel(self, kind: Kind, works: bool) -> str:
        offered = [channel for channel in _CHANNELS if channel in kind.spec.channels]
        if not works and "online" in offered:
            return "online"
        return self.draw.choices(offered, [_CHANNELS[channel] for channel in offered])[0]


class Written:
    """The rows of one life as they are written down."""

    def __init__(
        self, writer: Writer, kind: Kind, channel: str, way: Course, done: list[Done], term: dict[str, Any]
    ) -> None:
        self.writer, self.kind, self.channel, self.way, self.done, self.term = (
            writer, kind, channel, way, done, term,
        )  # fmt: skip
        self.calendar, self.draw = writer.calendar, writer.draw
        self.online = channel == "online"
        self.state = Status(done[-1].row.after)
        self.at = {each.row.verb: each.at for each in done}
        self.accepted = self.at.get("accept") or self.at.get("take_in")
        # Seconds may be added to every moment of a life whose due moment is the end of a day.
        self.shifts = not way.pauses and way.term.unit is not clock.Unit.WORKING_HOURS
        self.elsewhere = self.online and kind.spec.boundary_free and self.draw.random() < 0.1
        self.pays = money.price(kind, self.draw)
        self.rows: dict[str, list[str]] = defaultdict(list)
        stamp = f"{int(done[0].at.timestamp() * 1000):012x}"
        self._head = f"{stamp[:8]}-{stamp[8:]}"

    def id(self, number: int) -> Made:
        """The id of the n-th thing of the dossier; it sorts by when the dossier was begun."""
        return Made(f"{self._head}-7000-8{number:03x}-%(x)s")

    def moment(self, at: datetime | None) -> Made | None:
        """A moment at which something was done."""
        seconds = "%(ss)s" if self.shifts else "00"
        return None if at is None else Made(f"{at:%Y-%m-%d %H:%M}:{seconds}+07")

    def add(self, table: cells.Table, **values: Any) -> None:
        self.rows[table.label].append(table.row(**values))

    def life(self) -> Life:
        self._movements()
        items(self)
        obligation = money.write(self) if self.pays else None
        evidence.write(self)
        self._dossier(obligation)
        templates = {label: "".join(rows) for label, rows in self.rows.items()}
        accepted = self.accepted.date() if self.accepted else None
        return Life(self.kind, self.done[0].at.date(), accepted, self.shifts, self.elsewhere, templates)

    # Who

    def actor(self, verb: str) -> tuple[object, object, object, str]:
        """Name, account, unit and channel of whoever does this act."""
        if verb in _APPLICANT:
            if self.online:
                return Slot("person"), None, None, ONLINE
            return self.officer("desk", "desk_officer")
        if verb in _DESK or (verb in ("forward", "hand_over") and not self.online):
            return self.officer("desk", "desk_officer")
        if verb in _SIGNER:
            return self.officer("competent", "signer")
        if verb == "hand_over":
            return Slot("person"), None, None, ONLINE
        if verb in ("ask_supplement", "demand_payment", "settle_payment"):
            step = self.kind.spec.route.steps[0]
            return self.officer(place(step.unit), step.role)
        return SYSTEM_ACTOR.label, None, None, SYSTEM_ACTOR.channel

    def officer(self, where: str, role: str) -> tuple[object, object, object, str]:
        channel = POST if self.channel == "post" and role == "desk_officer" else COUNTER
        return Slot(f"{where}/{role}/name"), Slot(f"{where}/{role}"), Slot(where), channel

    # Rows

    def _movements(self) -> None:
        for number, each in enumerate(self.done):
            row, verb = each.row, each.row.verb
            actor, user, unit, channel = self.actor(verb)
            details = {"reason_key": "not_ours", "legal_ground": "", "hint": ""} if verb == "refuse" else {}
            self.add(
                cells.MOVEMENT,
                id=Made(f"%(n)s{number}"),
                dossier_id=self.id(0),
                at=self.moment(each.at),
                verb=verb,
                before=int(row.before),
                after=int(row.after),
                clock=row.clock.value,
                actor=actor,
                user_id=user,
                unit_id=unit,
                channel=channel,
                reason=_REASONS.get(verb, ""),
                details=details,
                due_at=each.due,
            )

    def _dossier(self, obligation: Made | None) -> None:
        first, last = self.done[0], self.done[-1]
        filed = self.at.get("supply_before") or first.at
        answer_by = clock.acceptance_due(filed, self.calendar) if self.online else None
        ended = self.accepted and self.state in (Status.WITHDRAWN, Status.STOPPED)
        finished = self.at.get("conclude") or self.at.get("decline") or (last.at if ended else None)
        alarm = None
        if self.state in WATCHED:
            hours = settings.QUIET_HOURS[_QUIET[self.state]]
            alarm = self.calendar.add_working_minutes(last.at, hours * 60)
            alarm = min(alarm, answer_by) if self.state == Status.FILED and answer_by else alarm
        example = next(iter(self.kind.case.examples), None)
        self.add(
            cells.DOSSIER,
            id=self.id(0),
            temporary_number=Slot("temporary"),
            code=Slot("code"),
            version_id=self.kind.version.pk,
            case_key=self.kind.case.key,
            status=int(self.state),
            channel=self.channel,
            submitter_id=Slot("person_id"),
            owner_id=Slot("person_id"),
            receiving_unit_id=Slot("desk"),
            competent_unit_id=Slot("competent"),
            return_unit_id=Slot("desk"),
            return_method=_RETURNS[self.channel],
            answers=dict(example.answers) if example else {},
            values=dict(example.values) if example else {},
            created_at=self.moment(first.at),
            touched_at=self.moment(last.at),
            acted_at=self.moment(last.at),
            alarm_at=alarm,
            filed_at=self.moment(first.at),
            acceptance_due_at=answer_by,
            accepted_at=self.moment(self.accepted),
            outside_boundary=Slot("outside") if self.accepted else False,
            clock_from=self.moment(self.accepted),
            due_at=last.due,
            term=self.term if self.accepted else {},
            extended_to=self.way.extended_to,
            supplement_until=self.way.supplement_until,
            supplement_count=sum(each.row.after == Status.SUPPLEMENT for each in self.done),
            finished_at=self.moment(finished),
            returned_at=self.moment(self.at.get("hand_over")),
            obligation_id=obligation,
            search_text=Slot("search"),
        )
