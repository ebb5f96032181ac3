"""From what was typed to answers: one page while a draft is written, the whole form on filing."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from motcua.forms import personal_id
from motcua.forms.asking import Answers, Asked, Facts, ask, ask_entry, kept
from motcua.forms.fields import (
    AnyField,
    ChoiceField,
    FileField,
    GroupField,
    ItemField,
    PersonalIdField,
    PersonField,
    SimpleField,
    YesNoField,
)
from motcua.forms.parts import part_fields
from motcua.forms.raw import SHOWN, Raw, as_raw, entries, is_blank, of_form, of_page, within
from motcua.forms.rules import broken, input_of
from motcua.forms.spec import Form, OneFilled, Page, rule_targets
from motcua.forms.values import Lookup, Setting, Unreadable, is_blank_text, read
from motcua.lib.conditions import text_of


@dataclass(frozen=True)
class Cleaned:
    """What became of what was typed. Errors and warnings are sentences by input name (`mother.full_name`)."""

    values: Answers
    """The values of the page that was cleaned, or of the whole form."""
    answers: Answers
    """The answers of the whole form with these values in them and without what is no longer asked."""
    errors: dict[str, str]
    warnings: dict[str, str]
    raw: Raw
    """What was typed, valid or not: this is what a draft stores (see `motcua.forms.raw.merged`)."""
    revealed: tuple[str, ...] = ()
    """Fields of the page that only these very answers brought up, so that nobody could answer them yet."""

    @property
    def complete(self) -> bool:
        """Whether one may go on: nothing wrong and nothing new to be answered."""
        return not self.errors and not self.revealed


@dataclass
class Reader:
    """Reads fields from raw answers and notes what is wrong."""

    raw: Raw
    setting: Setting
    errors: dict[str, str] = dataclasses.field(default_factory=dict)
    warnings: dict[str, str] = dataclasses.field(default_factory=dict)

    def field(self, field: AnyField, name: str, facts: Facts) -> object:
        if isinstance(field, GroupField):
            return self.group(field, name, facts)
        if isinstance(field, PersonField):
            return self.person(field, name)
        return self.simple(field, name)

    def simple(self, field: SimpleField, name: str) -> object:
        texts = self.raw.get(name, [])
        if all(is_blank_text(text) for text in texts):
            if field.required:
                self.errors[name] = missing(field)
            return None
        try:
            value = read(field, texts, self.setting)
        except Unreadable as problem:
            self.errors[name] = problem.sentence
            return None
        if isinstance(field, PersonalIdField):
            self.doubt(text_of(value), name, year=None, sex="")
        return value

    def person(self, field: PersonField, name: str) -> Answers:
        begun = not is_blank(within(name, self.raw))
        if not begun and not field.required:
            return {}
        values = {
            part.key: self.simple(part, f"{name}.{part.key}") for part in part_fields(field, needed=True)
        }
        person = {part: value for part, value in values.items() if value is not None}
        if number := person.get("personal_id"):
            born = text_of(person.get("birth_date"))
            year = int(born[:4]) if born else None
            self.doubt(text_of(number), f"{name}.personal_id", year=year, sex=text_of(person.get("sex")))
        return person

    def doubt(self, number: str, name: str, *, year: int | None, sex: str) -> None:
        doubts = personal_id.warnings(number, year=year, sex_given=sex, this_year=self.setting.today.year)
        self.warnings.pop(name, None)
        if doubts:
            self.warnings[name] = " ".join(doubts)

    def group(self, group: GroupField, name: str, facts: Facts) -> list[Answers]:
        values = []
        for index in entries(group, self.raw):
            prefix = f"{name}.{index}"
            if is_blank(within(prefix, self.raw)):
                continue

            def take(item: ItemField, known: Facts, prefix: str = prefix) -> object:
                return self.field(item, f"{prefix}.{item.key}", known)

            values.append(ask_entry(group, facts, take)[1])
        if len(values) < group.least:
            self.errors[name] = f"Cần ít nhất {group.least} {group.item}. Bạn đã điền {len(values)}."
        elif len(values) > group.max_items:
            self.errors[name] = f"Chỉ nhận nhiều nhất {group.max_items} {group.item}. Hãy bỏ bớt."
        return [value for value in values if value]


def missing(field: SimpleField) -> str:
    """What to say of a required field that was left blank."""
    match field:
        case ChoiceField() | YesNoField():
            return f"Hãy chọn câu trả lời cho mục “{field.label}”."
        case FileField():
            return f"Hãy gửi tệp cho mục “{field.label}”."
        case _:
            return f"Hãy điền mục “{field.label}”."


def clean_page(
    form: Form,
    page_key: str,
    raw: Mapping[str, object],
    answers: Mapping[str, object],
    facts: Facts,
    today: date,
    lookup: Lookup | None = None,
) -> Cleaned:
    """Clean what was sent from one page, beside the `answers` of the other pages.

    Never raises for what was typed; a page the form does not have cleans to nothing.
    """
    page = form.page(page_key)
    sent = as_raw(raw)
    own = of_page(page, sent) if page is not None else {}
    reader = Reader(own, Setting(today, lookup))

    def take(at: Page, field: AnyField, known: Facts) -> object:
        if at.key == page_key:
            return reader.field(field, field.key, known)
        return kept(field, answers.get(field.key), known)

    asked = ask(form, facts, take)
    here = {field.key for field in page.fields} if page is not None else set()
    _judge(form, asked, reader, today, here)
    revealed = _revealed(page, asked, sent)
    for name in revealed:
        field = form.field(name)
        if name in reader.errors and field is not None:
            reader.errors[name] = f"Theo câu trả lời của bạn, cần thêm mục “{field.label}”."
    values = {key: value for key, value in asked.answers.items() if key in here}
    return Cleaned(values, asked.answers, reader.errors, reader.warnings, own, revealed)


def clean_all(
    form: Form,
    answers: Mapping[str, object],
    facts: Facts,
    today: date,
    lookup: Lookup | None = None,
) -> Cleaned:
    """Clean the whole form for filing. `answers` are raw ones of a draft, or nested JSON."""
    raw = of_form(form, as_raw(answers))
    reader = Reader(raw, Setting(today, lookup))
    asked = ask(form, facts, lambda _, field, known: reader.field(field, field.key, known))
    _judge(form, asked, reader, today, None)
    return Cleaned(asked.answers, asked.answers, reader.errors, reader.warnings, raw)


def _judge(form: Form, asked: Asked, reader: Reader, today: date, here: set[str] | None) -> None:
    """Note broken rules at an input of this page (`here`: its fields; None means every page).

    «One of these must be filled» is said only on the last page that has one of them.
    """
    for rule in broken(form, asked, today):
        targets = [target for target in rule_targets(rule) if _is_asked(target, asked)]
        if isinstance(rule, OneFilled):
            targets = targets[-1:] if here is not None else targets[:1]
        own = [target for target in targets if here is None or target.partition(".")[0] in here]
        inputs = {input_of(form, target) for target in rule_targets(rule)}
        if own and not inputs & reader.errors.keys():
            reader.errors[input_of(form, own[-1])] = rule.message


def _is_asked(target: str, asked: Asked) -> bool:
    key = target.partition(".")[0]
    return any(field.key == key for field in asked.fields)


def _revealed(page: Page | None, asked: Asked, sent: Raw) -> tuple[str, ...]:
    if page is None:
        return ()
    keys = {field.key for field in asked.fields}
    return tuple(
        field.key
        for field in page.fields
        if field.when is not None and field.key in keys and f"{SHOWN}{field.key}" not in sent
        if not any(name == field.key or name.startswith(f"{field.key}.") for name in sent)
    )
