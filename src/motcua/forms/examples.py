"""Invented answers that a form accepts: for the walk through every procedure, the demo province, rehearsals.

Nobody in them exists: names are drawn from common ones, telephone numbers begin with 0900 000, mail goes to a
reserved domain. The same seed gives the same answers.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from motcua.forms.asking import Answers, Asked, Facts, ask, ask_entry
from motcua.forms.example_dates import Windows
from motcua.forms.example_values import DEFAULT_UNITS, Inventor
from motcua.forms.fields import AnyField, DateField, GroupField, ItemField, PersonField, SimpleField
from motcua.forms.parts import part_fields
from motcua.forms.raw import Raw, as_raw, entries, is_blank, of_form, to_raw, within
from motcua.forms.rules import broken, comparable, value_at
from motcua.forms.spec import Different, Equal, Form, OneFilled, Rule, rule_targets
from motcua.forms.values import Setting, Unreadable, read
from motcua.lib import moment
from motcua.lib.conditions import is_filled, text_of

_TRIES = 60


def example_answers(
    form: Form,
    facts: Facts,
    seed: int | str,
    given: Mapping[str, object] | None = None,
    *,
    today: date | None = None,
    units: Sequence[str] = DEFAULT_UNITS,
) -> Raw:
    """Raw answers with a valid value for every required field asked, keeping rules and what is `given`.

    `given` is nested or flat; what it says wrongly is passed on as it stands, so that cleaning complains.
    `units` are the codes to choose administrative units from. File fields get ids of files that do not exist:
    whoever sends the answers over HTTP uploads real ones instead. `today` is the day of filing.
    """
    day = today or moment.today()
    active: list[Rule] = [
        rule for rule in form.rules if rule.when is None and not isinstance(rule, OneFilled)
    ]
    typed = of_form(form, as_raw(given or {}))
    for _ in range(len(form.rules) + 1):
        walk, raw = _Example(form, active, typed, day, Inventor(seed, units)).run(facts)
        late = [rule for rule in broken(form, walk, day) if rule not in active]
        if not late:
            break
        active += late
    return raw


class _Example:
    """One attempt, under those rules that are known to matter for it."""

    def __init__(
        self, form: Form, rules: Sequence[Rule], typed: Raw, today: date, inventor: Inventor
    ) -> None:
        self.form = form
        self.rules = rules
        self.typed = typed
        self.setting = Setting(today)
        self.inventor = inventor
        self.answers: Answers = {}
        self.wanted = {
            target.partition(".")[0]
            for rule in rules
            if isinstance(rule, OneFilled)
            for target in rule_targets(rule)
        }
        self.windows = Windows(form, rules, today, self._given_dates())

    def run(self, facts: Facts) -> tuple[Asked, Raw]:
        walk = ask(self.form, facts, lambda _, field, known: self._field(field, known))
        raw = to_raw(self.form, walk.answers)
        heads = {field.key for field in walk.fields}
        passed_on = {name: texts for name, texts in self.typed.items() if name.partition(".")[0] in heads}
        return walk, passed_on | raw

    def _given_dates(self) -> dict[str, str]:
        given: dict[str, str] = {}
        for field in self.form.all_fields():
            dated: list[tuple[str, SimpleField]] = []
            if isinstance(field, PersonField):
                dated = [(f"{field.key}.{part.key}", part) for part in part_fields(field, needed=False)]
            elif not isinstance(field, GroupField):
                dated = [(field.key, field)]
            for name, each in dated:
                if isinstance(each, DateField) and is_filled(value := self._given(each, name)):
                    given[name] = text_of(value)
        return given

    def _given(self, field: SimpleField, name: str) -> object:
        texts = self.typed.get(name, [])
        if not any(text.strip() for text in texts):
            return None
        try:
            return read(field, texts, self.setting)
        except Unreadable:
            return None

    def _field(self, field: AnyField, known: Facts) -> object:
        if isinstance(field, GroupField):
            value: object = self._group(field, known)
        else:
            value = self._item(field, field.key)
        if is_filled(value):
            self.answers[field.key] = value
        return value

    def _item(self, field: ItemField, name: str) -> object:
        if isinstance(field, PersonField):
            return self._person(field, name)
        return self._simple(field, name, needed=field.required or field.key in self.wanted)

    def _simple(self, field: SimpleField, name: str, *, needed: bool) -> object:
        if name in self.typed:
            return self._given(field, name)
        if not needed:
            return None
        if isinstance(field, DateField):
            return self.windows.choose(name, field, self.inventor)
        if is_filled(same := self._same_as(name)):
            return same
        value = None
        for attempt in range(_TRIES):
            value = self.inventor.value(field, attempt)
            if self._differs(name, value):
                break
        return value

    def _person(self, field: PersonField, name: str) -> Answers:
        begun = not is_blank(within(name, self.typed))
        wanted = field.required or begun or any(target.partition(".")[0] == name for target in self.wanted)
        if not wanted:
            return {}
        if isinstance(same := self._same_as(name), dict):
            return dict(same)
        person: Answers = {}
        parts = part_fields(field, needed=True)
        for part in sorted(parts, key=lambda part: part.key == "personal_id"):
            if part.key == "personal_id" and f"{name}.personal_id" not in self.typed:
                value: object = self.inventor.personal_id(person) if part.required else None
            elif part.key == "full_name" and f"{name}.full_name" not in self.typed:
                value = self.inventor.name(text_of(self._given_sex(name)))
            else:
                value = self._simple(part, f"{name}.{part.key}", needed=part.required)
            if is_filled(value):
                person[part.key] = value
        return {part: person[part] for part in field.parts if part in person}

    def _given_sex(self, name: str) -> str:
        return next(iter(self.typed.get(f"{name}.sex", [])), "")

    def _group(self, group: GroupField, known: Facts) -> list[Answers]:
        indexes = entries(group, self.typed)
        count = max(group.least, max(indexes, default=-1) + 1, 1 if group.key in self.wanted else 0)
        found = [self._entry(group, f"{group.key}.{index}", known) for index in range(count)]
        return [entry for entry in found if entry]

    def _entry(self, group: GroupField, prefix: str, known: Facts) -> Answers:
        asked, entry = ask_entry(group, known, lambda item, _: self._item(item, f"{prefix}.{item.key}"))
        if not entry and asked and is_blank(within(prefix, self.typed)):
            # A blank entry would count as none.
            first = asked[0].model_copy(update={"required": True})
            entry = {first.key: self._item(first, f"{prefix}.{first.key}")}
        return entry

    def _same_as(self, name: str) -> object:
        """The value another field must share with this one, where a rule says so."""
        for rule in self.rules:
            if isinstance(rule, Equal) and name in rule.fields:
                for other in rule.fields:
                    if is_filled(value := value_at(self.answers, other)):
                        return value
                    field = self.form.field(other)
                    if field is None or isinstance(field, (GroupField, PersonField)):
                        continue
                    if is_filled(value := self._given(field, other)):
                        return value
        return None

    def _differs(self, name: str, value: object) -> bool:
        others = [
            value_at(self.answers, other)
            for rule in self.rules
            if isinstance(rule, Different) and name in rule.fields
            for other in rule.fields
            if other != name
        ]
        return all(comparable(other) != comparable(value) for other in others if is_filled(other))
