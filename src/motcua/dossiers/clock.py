"""The legal clock: from a start, a term, a calendar and the waits, to the due moment and the reasons for it.

Pure arithmetic: no database, no "now", no input or output. The same arguments always give the same answer,
so a due date can be proved again years later. The counting itself is in `motcua.lib.terms`; here are
the answers the rest of the system asks for, each with the law it rests on.

Sources: Bộ luật Dân sự 2015 (BLDS) Điều 147–148; Bộ luật Lao động 2019 (BLLĐ) Điều 111–112; Luật Hộ tịch
2014; Nghị định 61/2018/NĐ-CP Điều 19; Nghị định 309/2026/NĐ-CP Điều 8–9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from motcua.lib.calendars import Calendar, local
from motcua.lib.dates import short_date, weekday_name
from motcua.lib.moment import TZ
from motcua.lib.terms import (
    End,
    Mode,
    Pause,
    Term,
    Unit,
    Wait,
    closing,
    end_of,
    hours_of,
    in_time_today,
    merge,
    restart,
)

__all__ = [
    "Deadline",
    "Line",
    "Mode",
    "Pause",
    "Term",
    "Unit",
    "acceptance_due",
    "apology_latest",
    "due",
    "on_time_registration_end",
    "remaining_text",
    "start_moment",
    "step_due",
    "supplement_notice_due",
    "transfer_due",
    "working_time_left",
    "working_time_text",
]

ACCEPTANCE_HOURS = 8  # an online dossier is answered within 8 working hours of its submission
SUPPLEMENT_NOTICE_DAYS = 3  # NĐ 61/2018 Điều 19(4)
HOURS_PER_DAY = 8  # one working day, wherever a length of working time is told in days

BLDS_START = "BLDS 2015 Điều 147"
BLDS_END = "BLDS 2015 Điều 148"
WEEKLY_REST_LAW = "BLLĐ 2019 Điều 111"
HOLIDAY_LAW = "BLLĐ 2019 Điều 112"
CIVIL_STATUS_LAW = "Luật Hộ tịch 2014 Điều 5"
BOUNDARY_LAW = "NĐ 309/2026/NĐ-CP Điều 7"
ARRIVAL_LAW = "NĐ 309/2026/NĐ-CP Điều 8(3)"
TRANSFER_LAW = "NĐ 309/2026/NĐ-CP Điều 9"
EXTENSION_LAW = "NĐ 61/2018/NĐ-CP Điều 19(9)"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason for a due moment, for people: when, what, and by which law (may be empty)."""

    at: datetime
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The due moment with its reasons. While the dossier waits `paused` is true and there is no due moment,
    unless it was overdue before the wait began: a wait does not erase lateness.
    """

    due: datetime | None
    explanation: tuple[Line, ...]
    paused: bool = False


def due(
    start: datetime,
    term: Term,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    mode: Mode = Mode.PAUSE,
    extension: date | None = None,
) -> Deadline:
    """When the dossier is due, and why.

    `start` is the moment the clock starts (see `start_moment`). Terms in days and months end at the closing
    time of a working day (BLDS Điều 148), terms in hours to the minute. `extension` is the one new day
    promised in the letter of apology (NĐ 61/2018 Điều 19(9)): the dossier is due at the end of that day, or
    later if waits already make it later. Overlapping and adjacent pauses are one pause; what lies before
    the start is ignored.
    """
    start = local(start)
    waits, open_wait = merge(pauses, start)
    if mode is Mode.RESTART:
        begin, end = restart(start, term, calendar, waits)
    else:
        begin, end = start, end_of(start, term, calendar, waits)
    reasons = _start_lines(start, begin, term, calendar)
    reasons += [_wait_line(wait, begin, end, term, calendar, mode) for wait in waits]
    promise: list[Line] = []
    if extension is not None:
        end, promise = _extend(end, extension, calendar, waits)
    if open_wait is not None and open_wait.start < end.at:
        waiting = f"Từ {_moment(open_wait.start)}: {open_wait.ground}, thời hạn đang tạm dừng."
        return Deadline(None, (*reasons, *promise, Line(open_wait.start, waiting)), paused=True)
    reasons = sorted(reasons + _skip_lines(begin, end, term, calendar), key=lambda line: line.at)
    lines = (*reasons, *promise, *_due_lines(end, calendar))
    return Deadline(end.at, lines, paused=open_wait is not None)


def start_moment(accepted_at: datetime, arrived_at_competent_at: datetime | None = None) -> datetime:
    """When the clock starts: acceptance as complete; for a dossier taken in outside the boundary, its
    arrival at the competent agency (NĐ 309/2026 Điều 8(3)).
    """
    return local(
        accepted_at if arrived_at_competent_at is None else max(accepted_at, arrived_at_competent_at)
    )


def acceptance_due(submitted: datetime, calendar: Calendar) -> datetime:
    """Until when the desk answers an online submission: 8 working hours."""
    return calendar.add_working_minutes(submitted, ACCEPTANCE_HOURS * 60)


def transfer_due(received: datetime, calendar: Calendar) -> datetime:
    """Until when a paper dossier is handed to the competent agency (NĐ 309/2026 Điều 9): the same day;
    received after 15:00 or on a day off, by the end of the first hour of the next working day.
    """
    received = local(received)
    if in_time_today(received, calendar):
        return calendar.closes_on(received.date())
    return calendar.opens_on(calendar.next_working_day(received.date())) + timedelta(hours=1)


def supplement_notice_due(accepted: datetime, calendar: Calendar) -> datetime:
    """Until when a supplement is asked for, special laws apart: 3 working days (NĐ 61/2018 Điều 19(4))."""
    return calendar.closes_on(calendar.add_working_days(local(accepted).date(), SUPPLEMENT_NOTICE_DAYS))


def apology_latest(due: datetime) -> date:
    """The last day a letter of apology may bear: one day before the due day (NĐ 61/2018 Điều 19(9)).

    Any day of the calendar, for the decree does not say "working day".
    """
    return local(due).date() - timedelta(days=1)


def on_time_registration_end(event_day: date, days: int, calendar: Calendar) -> date:
    """The last day to register on time: `days` after the event, or the next working day (BLDS Điều 148)."""
    return calendar.this_or_next_working_day(event_day + timedelta(days=days))


def step_due(opened: datetime, hours: Decimal | int, calendar: Calendar) -> datetime:
    """Until when a step of the route is done: `hours` working hours after it was opened."""
    return calendar.add_working_time(opened, hours_of(hours))


def working_time_left(now: datetime, due: datetime, calendar: Calendar) -> timedelta:
    """Working time from `now` to `due`; negative: working time overdue. Zero is possible on both sides."""
    if local(now) <= local(due):
        return calendar.working_time_between(now, due)
    return -calendar.working_time_between(due, now)


def remaining_text(now: datetime, due: datetime, calendar: Calendar) -> str:
    """«Còn 2 ngày 3 giờ làm việc», «Quá hạn 4 giờ làm việc». A day is 8 hours, seconds are left out."""
    left = working_time_left(now, due, calendar)
    words = working_time_text(abs(left))
    if local(now) <= local(due):
        return f"Còn {words}" if left else "Đến hạn"
    return f"Quá hạn {words}" if left else "Vừa quá hạn"


def working_time_text(length: timedelta) -> str:
    """«2 ngày 3 giờ 15 phút làm việc»; a day is 8 working hours."""
    return f"{_length_text(length, hours_per_day=HOURS_PER_DAY) or 'chưa đến 1 phút'} làm việc"


def _length_text(length: timedelta, *, hours_per_day: int) -> str:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    days, hours = divmod(hours, hours_per_day)
    return " ".join(f"{n} {unit}" for n, unit in ((days, "ngày"), (hours, "giờ"), (minutes, "phút")) if n)


def _extend(end: End, extension: date, calendar: Calendar, waits: Sequence[Wait]) -> tuple[End, list[Line]]:
    promised = closing(extension, calendar, waits)
    text = f"Gia hạn một lần đến {_day(extension)}"
    if promised <= end.at:
        return end, [Line(end.at, f"{text}, không muộn hơn hạn đang có nên hạn không đổi.", EXTENSION_LAW)]
    line = Line(end.at, f"{text} (hạn trước đó: {_moment(end.at)}).", EXTENSION_LAW)
    return End(promised, extension), [line]


_COUNTED = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.CALENDAR_DAYS: "ngày, tính cả ngày nghỉ",
    Unit.MONTHS: "tháng",
}


def _start_lines(first: datetime, start: datetime, term: Term, calendar: Calendar) -> list[Line]:
    """From where and how the term is counted; `start` is later than `first` when it was restarted."""
    again = [] if start == first else [Line(first, f"Lần đầu tính từ {_moment(first)}.", BLDS_START)]
    return [*again, _start_line(start, term, calendar)]


def _start_line(start: datetime, term: Term, calendar: Calendar) -> Line:
    if term.unit is Unit.SAME_DAY:
        late = "" if in_time_today(start, calendar) else " (sau 15:00 hoặc ngoài giờ làm việc)"
        when = "trong ngày làm việc tiếp theo" if late else "ngay trong ngày"
        return Line(start, f"Nhận lúc {_moment(start)}{late}: trả kết quả {when}.", CIVIL_STATUS_LAW)
    if term.unit is not Unit.WORKING_HOURS:
        text = f"Tính từ {_day(start.date())}: ngày đầu không tính, đếm {term.amount} {_COUNTED[term.unit]}."
        return Line(start, text, BLDS_START)
    begins = calendar.into_working_time(start)
    outside = "" if begins == start else f" (nhận lúc {_moment(start)}, ngoài giờ làm việc)"
    amount = f"{Decimal(term.amount).normalize():f}".replace(".", ",")
    return Line(start, f"Tính {amount} giờ làm việc từ {_moment(begins)}{outside}.", BLDS_START)


def _wait_line(wait: Wait, start: datetime, end: End, term: Term, calendar: Calendar, mode: Mode) -> Line:
    """A wait and what it does to the term: nothing, if it began too late or held up no counted time."""
    text = f"Từ {_moment(wait.start)} đến {_moment(wait.end)}: {wait.ground}"
    again = term.unit is Unit.SAME_DAY or (mode is Mode.RESTART and wait.restarts)
    taken = "" if again else _taken_off(wait, start, term, calendar)
    if wait.start >= end.at or not (again or taken):
        text += ", không làm thay đổi hạn trả."
    else:
        text += f", không tính {taken}." if taken else ", tính lại thời hạn từ khi đủ hồ sơ."
    return Line(wait.start, text)


def _taken_off(wait: Wait, start: datetime, term: Term, calendar: Calendar) -> str:
    """How much of the counted time was spent waiting, in the unit of the term; empty when none was."""
    if term.unit is not Unit.WORKING_HOURS:
        start = _midnight(start.date() + timedelta(days=1))
    if term.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
        taken = calendar.working_time_between(max(wait.start, start), wait.end)
        return working_time_text(taken) if taken else ""
    return _length_text(max(wait.end - max(wait.start, start), timedelta()), hours_per_day=24)


def _skip_lines(start: datetime, end: End, term: Term, calendar: Calendar) -> list[Line]:
    """The days passed over: holidays and swapped working days by name, the weekly rest in one line."""
    by_calendar = term.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS)
    first = end.last if by_calendar else start.date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((end.at.date() - first).days + 1)]
    passed = "hạn không rơi vào ngày nghỉ" if by_calendar else "không tính"
    lines: list[Line] = []
    rest: list[date] = []
    for day in days:
        if calendar.is_working_day(day):
            if name := calendar.extra.get(day):
                text = f"{_day(day)} là ngày làm việc ({name}), có tính."
                lines.append(Line(_midnight(day), text, calendar.ground(day)))
        elif name := calendar.off.get(day):
            law = calendar.ground(day) or HOLIDAY_LAW
            text = f"{_day(day)} nghỉ {name.removeprefix('Nghỉ ')}, {passed}."
            lines.append(Line(_midnight(day), text, law))
        else:
            rest.append(day)
    if rest:
        which = _day(rest[0]) if len(rest) == 1 else f"{len(rest)} ngày"
        lines.append(Line(_midnight(rest[0]), f"{which} nghỉ hằng tuần, {passed}.", WEEKLY_REST_LAW))
    return lines


def _due_lines(end: End, calendar: Calendar) -> list[Line]:
    lines = []
    if end.last != end.at.date():
        text = f"Ngày cuối là {_day(end.last)}; hạn lùi đến hết ngày làm việc kế tiếp."
        lines.append(Line(end.at, text, BLDS_END))
    lines.append(Line(end.at, f"Hạn trả: {_moment(end.at)}.", BLDS_END))
    if not calendar.covers(end.at.year):
        text = f"Lịch chưa có ngày nghỉ của năm {end.at.year}; hạn trả có thể thay đổi khi lịch được bổ sung."
        lines.append(Line(end.at, text))
    return lines


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TZ)


def _day(day: date) -> str:
    return f"{weekday_name(day)} {short_date(day)}"


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M} {_day(moment.date())}"
