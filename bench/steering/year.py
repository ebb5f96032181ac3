"""A province-year as lines for COPY: how many dossiers begin on which day, and each of them filled in.

Days, lives and people follow from the seed alone. A share is every `of`-th commune, so that several processes
write at once and no daily number is given twice or left out.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from bench.steering.lives import Life, Writer
from bench.steering.moments import RememberingCalendar
from bench.steering.offices import Office, kinds
from bench.steering.people import Human
from bench.steering.shares import Plan
from motcua.dossiers import codes
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from motcua.organisation.queries import calendar_for

DAYS = 365
BATCH = 4000
# So many different lives a day; where more dossiers begin, several live the same one in different communes.
LIVES_A_DAY = 80
_WEEKEND = 0.12
_CODE_WIDTH = {"date_digits": 6, "number_digits": 4}

Lines = dict[str, list[str]]


def days_of(plan: Plan, calendar: Calendar) -> list[tuple[date, int]]:
    """Every day of the year with how many dossiers begin on it; they add up to exactly what was asked for."""
    last = plan.until.astimezone(TZ).date()
    days = [last - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    weights = [1.0 if calendar.is_working_day(day) else _WEEKEND for day in days]
    total, found, given, passed = sum(weights), [], 0, 0.0
    for day, weight in zip(days, weights, strict=True):
        passed += weight
        upto = round(plan.dossiers * passed / total)
        found.append((day, upto - given))
        given = upto
    return found


class Share:
    """The dossiers of one share of the province."""

    def __init__(self, plan: Plan, people: list[Human], share: int = 0, of: int = 1) -> None:
        self.plan, self.people, self.share, self.of = plan, people, share, of
        self.calendar = RememberingCalendar.like(calendar_for())
        self.kinds = kinds(share, of)
        self.desks = list({office.desk_id: office for kind in self.kinds for office in kind.offices}.values())
        self.numbers: Counter[tuple[str, date]] = Counter()
        self.number = share

    def batches(self) -> Iterator[tuple[int, Lines]]:
        """Lines by table, a few thousand dossiers at a time, in the order in which they were begun."""
        lines: Lines = defaultdict(list)
        count = 0
        for day, wanted in days_of(self.plan, self.calendar):
            own = (wanted + self.of - 1 - self.share) // self.of
            for life, times in self._lives(day, own):
                for _ in range(times):
                    self._fill(life, lines)
                count += times
            if count >= BATCH:
                yield count, lines
                lines, count = defaultdict(list), 0
        if count:
            yield count, lines

    def _lives(self, day: date, wanted: int) -> Iterator[tuple[Life, int]]:
        if not wanted:
            return
        self.draw = draw = random.Random(f"{self.plan.seed}/{day}/{self.share}/{self.of}")  # noqa: S311
        writer = Writer(
            calendar=self.calendar,
            until=self.plan.until,
            paper_file=self.plan.paper_file,
            result_file=self.plan.result_file,
            draw=draw,
        )
        able = [kind for kind in self.kinds if kind.version.effective_from <= day] or self.kinds
        weights = [kind.weight for kind in able]
        different = min(wanted, max(1, LIVES_A_DAY // self.of))
        for number in range(different):
            times = wanted // different + (number < wanted % different)
            yield writer.life(day, able, weights), times

    def _fill(self, life: Life, lines: Lines) -> None:
        """Write one dossier."""
        draw = self.draw
        self.number += self.of
        number = self.number
        office: Office = draw.choice(life.kind.offices)
        person = draw.choice(self.people)
        slots = dict(draw.choice(office.slots))
        desk = draw.choice(self.desks) if life.elsewhere else office
        identifier = desk.identifier
        slots["outside"] = "f"
        if desk.desk_id != office.desk_id:
            slots["outside"] = "t"
            slots |= desk.at_desk
        temporary = f"TN{life.begun:%y%m%d}-{number:07d}"
        code = r"\N"
        if life.accepted is not None:
            key = (identifier, life.accepted)
            self.numbers[key] += 1
            code = codes.write(identifier, life.accepted, self.numbers[key], **_CODE_WIDTH)
        bare = code.replace(".", "").replace("-", "").lower()
        slots["n"] = str(number)
        slots["x"] = f"{number:012x}"
        slots["ss"] = f"{draw.randrange(60):02d}" if life.shifts else "00"
        slots["person"] = person.name
        slots["person_id"] = person.id
        slots["temporary"] = temporary
        slots["code"] = code
        found = temporary.lower() if code == r"\N" else f"{code.lower()} {bare} {temporary.lower()}"
        slots["search"] = f"{found} {person.search} {life.kind.search_words}"[:500]
        for label, template in life.templates.items():
            lines[label].append(template % slots)
