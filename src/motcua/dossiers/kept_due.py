"""The due moment an earlier system had set, and what waits and an apology do to it here.

Pure arithmetic, like `motcua.dossiers.clock`. The term behind such a moment is not known: it is never
computed anew. What the applicant is waited for does not count (NĐ 61/2018 Điều 19), so a wait puts it off by
the working time it lasted, to the closing time of the day reached (docs/decisions/0019-carried-over.md).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from motcua.dossiers.clock import BLDS_END, EXTENSION_LAW, Deadline, Line, Pause, working_time_text
from motcua.lib.calendars import Calendar
from motcua.lib.dates import short_date, short_moment
from motcua.lib.terms import closing, merge

_EVER = timedelta(days=3650)


def kept_due(
    due: datetime, calendar: Calendar, pauses: Iterable[Pause] = (), extension: date | None = None
) -> Deadline:
    """When the dossier is due, and why; None while it waits, unless it was overdue before the wait began."""
    lines = [Line(due, f"Hạn do hệ thống cũ ấn định: {short_moment(due)}.")]
    waits, open_wait = merge(pauses, due - _EVER)
    at = due
    for wait in waits:
        taken = calendar.working_time_between(wait.start, wait.end)
        if wait.start < at and taken:
            at = closing(calendar.add_working_time(at, taken).date(), calendar, waits)
            text = f"Từ {short_moment(wait.start)} đến {short_moment(wait.end)}: {wait.ground}, không tính"
            lines.append(Line(wait.start, f"{text} {working_time_text(taken)}."))
    if extension is not None and closing(extension, calendar, waits) > at:
        at = closing(extension, calendar, waits)
        lines.append(Line(at, f"Gia hạn một lần đến {short_date(extension)}.", EXTENSION_LAW))
    if open_wait is not None and open_wait.start < at:
        text = f"Từ {short_moment(open_wait.start)}: {open_wait.ground}, thời hạn đang tạm dừng."
        return Deadline(None, (*lines, Line(open_wait.start, text)), paused=True)
    if at != due:
        lines.append(Line(at, f"Hạn trả: {short_moment(at)}.", BLDS_END))
    return Deadline(at, tuple(lines), paused=open_wait is not None)
