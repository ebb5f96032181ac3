"""The working time of every unit that a long list names: the state of the calendar is asked for once."""

from motcua.lib.worked import Worked
from motcua.organisation.queries import calendar_at, calendar_token


class WorkedAt(dict[str, Worked]):
    """By unit (empty: the province's own calendar), read when it is first asked for. Units without hours and
    days of their own share the calendar above them, and what was looked up in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.token = calendar_token()
        self._by_calendar: dict[int, Worked] = {}

    def __missing__(self, unit_id: str) -> Worked:
        calendar = calendar_at(self.token, unit_id)
        # It is the same object for as long as one of these holds it.
        found = self[unit_id] = self._by_calendar.setdefault(id(calendar), Worked(calendar))
        return found
