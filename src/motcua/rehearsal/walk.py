"""One walk: a case of a procedure on one of the ways a dossier can go, by people at their pages."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.rehearsal.browser import Failed
from motcua.rehearsal.life import Days, Life, Walked
from motcua.rehearsal.people import Citizen, People
from motcua.rehearsal.ways import Way


@dataclass(frozen=True)
class Task:
    """A case to be walked on a way; `number` decides the small choices, such as how the result comes back."""

    number: int
    spec: ProcedureSpec
    case: Case
    way: Way


class Walk:
    """A walk under way. Whatever goes wrong is in `walked`, nothing is raised."""

    def __init__(self, task: Task, people: People, citizens: Sequence[Citizen]) -> None:
        who = citizens[task.number % len(citizens)]
        self.task = task
        self.walked = Walked(task.spec.code, task.case.key, task.way.key)
        self.life = Life(people, who, task.spec, task.case, task.number, self.walked)
        self._rest: Days | None = None

    def go_on(self) -> int:
        """Go on to the end, or to where days have to pass: how many; 0 when the walk is over."""
        began = time.monotonic()
        days = 0
        try:
            if self._rest is None:
                self._rest = self.task.way.go(self.life) or iter(())
            days = next(self._rest, 0)
            self.walked.ok = days == 0
        except (Failed, OSError, LookupError, ValueError) as problem:
            self.walked.error = str(problem) or type(problem).__name__
        self.walked.seconds = round(self.walked.seconds + time.monotonic() - began, 1)
        return days
