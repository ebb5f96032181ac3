"""Days for invented answers: each date may lie in a window that the rules of the form leave it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from motcua.forms.example_values import Inventor
from motcua.forms.fields import DateField
from motcua.forms.spec import AgeAtLeast, DateOrder, Form, Rule, WithinDays
from motcua.lib.dates import PartialDate

_FIRST: Final = date(1900, 1, 1)
_LAST: Final = date(2199, 12, 31)
_ADULT: Final = (date(1960, 1, 1), date(1999, 12, 31))
_AROUND: Final = timedelta(days=30)
_YEAR: Final = 366

Window = tuple[date, date]


class Windows:
    """The first and last day each date may have; narrowed by every day that is chosen."""

    def __init__(self, form: Form, rules: Sequence[Rule], today: date, given: Mapping[str, str]) -> None:
        self.today = today
        self.rules = rules
        self._windows: dict[str, Window] = {}
        for field in form.all_fields():
            if isinstance(field, DateField):
                self._windows[field.key] = self._allowed(field)
        for rule in rules:
            self._narrow_by(rule)
        for name, kept in given.items():
            day = PartialDate.parse(kept).earliest
            self._windows[name] = (day, day)
        self._spread()

    def choose(self, name: str, field: DateField, inventor: Inventor) -> str:
        """A day (ISO) for the date with this input name."""
        first, last = self._windows.get(name, self._allowed(field))
        liked_first, liked_last = self._liked(name, field)
        if max(first, liked_first) <= min(last, liked_last):
            first, last = max(first, liked_first), min(last, liked_last)
        elif last < liked_first:
            first = max(first, last - _AROUND)
        else:
            last = min(last, first + _AROUND)
        day = inventor.day(first, max(first, last))
        self._windows[name] = (day, day)
        self._spread()
        return day.isoformat()

    def _allowed(self, field: DateField) -> Window:
        return (self.today if field.not_past else _FIRST, self.today if field.not_future else _LAST)

    def _liked(self, name: str, field: DateField) -> Window:
        if name.endswith("birth_date"):
            return _ADULT
        if field.not_past:
            return (self.today, self.today + _AROUND)
        return (self.today - _AROUND, self.today)

    def _narrow_by(self, rule: Rule) -> None:
        if isinstance(rule, AgeAtLeast):
            # A day more than the years have at most, so that 29 February needs no thought.
            self._narrow(rule.field, _FIRST, self.today - timedelta(days=rule.years * _YEAR))
        elif isinstance(rule, WithinDays):
            self._narrow(rule.field, self.today - timedelta(days=rule.days), self.today)
        elif isinstance(rule, DateOrder):
            self._narrow(rule.first, _FIRST, _LAST)
            self._narrow(rule.then, _FIRST, _LAST)

    def _narrow(self, name: str, first: date, last: date) -> None:
        # A date without a window of its own is the birth date of a person.
        was_first, was_last = self._windows.get(name, (_FIRST, self.today))
        self._windows[name] = (max(was_first, first), min(was_last, last))

    def _spread(self) -> None:
        orders = [rule for rule in self.rules if isinstance(rule, DateOrder)]
        for _ in orders:
            for rule in orders:
                self._narrow(rule.first, _FIRST, self._windows[rule.then][1])
                self._narrow(rule.then, self._windows[rule.first][0], _LAST)
