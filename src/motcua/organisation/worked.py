"""The working time of every unit that a long list names: the state of the calendar is asked for once."""

from motcua.lib.worked import Worked
from motcua.organisation.queries import calendar_at, calendar_token


class WorkedAt(dict[str, Worked]):
    """By unit (empty: the province's own calendar), read when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.token = calendar_token()

    def __missing__(self, unit_id: str) -> Worked:
        found = self[unit_id] = Worked(calendar_at(self.token, unit_id))
        return found
