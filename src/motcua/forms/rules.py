"""Rules between fields, judged on cleaned answers."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from motcua.forms.asking import Asked
from motcua.forms.fields import PersonField
from motcua.forms.spec import (
    AgeAtLeast,
    DateOrder,
    Different,
    Equal,
    Form,
    OneFilled,
    Rule,
    WithinDays,
    rule_targets,
)
from motcua.lib.conditions import holds_or_absent, is_filled, text_of
from motcua.lib.dates import PartialDate
from motcua.lib.text import fold


def broken(form: Form, asked: Asked, today: date) -> Iterator[Rule]:
    """The rules these answers break on this day of filing. A rule about a value that is missing is kept."""
    for rule in form.rules:
        if holds_or_absent(rule.when, asked.facts) and not _kept(rule, asked, today):
            yield rule


def input_of(form: Form, target: str) -> str:
    """The name of the input at which an error about a rule's field is shown."""
    field = form.field(target)
    if isinstance(field, PersonField):
        return f"{target}.{'personal_id' if 'personal_id' in field.parts else field.parts[0]}"
    return target


def value_at(answers: Mapping[str, object], target: str) -> object:
    """The answer a rule speaks of: `birth`, `mother`, `mother.birth_date`."""
    key, _, part = target.partition(".")
    value = answers.get(key)
    return value.get(part) if part and isinstance(value, Mapping) else None if part else value


def birthday(born: date, years: int) -> date:
    """The day somebody born on this day turns `years`; for 29 February in a common year it is 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _kept(rule: Rule, asked: Asked, today: date) -> bool:
    values = [value_at(asked.answers, target) for target in rule_targets(rule)]
    match rule:
        case OneFilled():
            heads = {target.partition(".")[0] for target in rule.fields}
            shown = any(field.key in heads for field in asked.fields)
            return not shown or any(is_filled(value) for value in values)
        case Different():
            said = [comparable(value) for value in values if is_filled(value)]
            return len(said) == len(set(said))
        case Equal():
            return len({comparable(value) for value in values if is_filled(value)}) <= 1
        case DateOrder() | AgeAtLeast() | WithinDays():
            return _dates_kept(rule, [_known(value) for value in values], today)


def _dates_kept(
    rule: DateOrder | AgeAtLeast | WithinDays, dates: list[PartialDate | None], today: date
) -> bool:
    """A partial date breaks a rule only when every day it may mean breaks it."""
    known = [each for each in dates if each is not None]
    if len(known) < len(dates):
        return True
    match rule:
        case DateOrder():
            return known[0].earliest <= known[1].latest
        case AgeAtLeast():
            return birthday(known[0].earliest, rule.years) <= today
        case WithinDays():
            return today - timedelta(days=rule.days) <= known[0].latest


def _known(value: object) -> PartialDate | None:
    try:
        return PartialDate.parse(text_of(value))
    except ValueError:
        return None


def comparable(value: object) -> str:
    """A value as the rules `different` and `equal` see it."""
    if isinstance(value, Mapping):
        number = value.get("personal_id")
        return (
            text_of(number) if number else repr(sorted((str(k), fold(text_of(v))) for k, v in value.items()))
        )
    if isinstance(value, list):
        return repr(value)
    return fold(text_of(value))
