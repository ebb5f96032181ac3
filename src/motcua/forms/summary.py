"""The answers shown back: to the applicant before sending, in a PDF, to the officer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from motcua.forms.asking import Facts, asked
from motcua.forms.fields import AnyField, GroupField, PersonField
from motcua.forms.parts import part_fields
from motcua.forms.raw import input_id
from motcua.forms.spec import Form
from motcua.forms.values import Lookup, show
from motcua.lib.conditions import is_filled


@dataclass(frozen=True)
class Line:
    """One answer in words. `name` is the input it came from, so that it can be linked to."""

    name: str
    label: str
    text: str

    @property
    def anchor(self) -> str:
        """The id of that input in its page."""
        return input_id(self.name)


@dataclass(frozen=True)
class Section:
    """The answers of one page; `key` is the page, for the link «Sửa»."""

    key: str
    title: str
    lines: tuple[Line, ...]


def sections(
    form: Form, answers: Mapping[str, object], facts: Facts, lookup: Lookup | None = None
) -> list[Section]:
    """What was answered, page by page; blanks and what is not asked are left out."""
    walk = asked(form, answers, facts)
    shown = {field.key for field in walk.fields}
    result = []
    for page in walk.pages:
        fields = [field for field in page.fields if field.key in shown]
        lines = [line for field in fields for line in _lines(field, walk.answers.get(field.key), lookup)]
        if lines:
            result.append(Section(page.key, page.title, tuple(lines)))
    return result


def summary(
    form: Form, answers: Mapping[str, object], facts: Facts, lookup: Lookup | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same as plain pairs: (page title, [(label, text)])."""
    return [
        (section.title, [(line.label, line.text) for line in section.lines])
        for section in sections(form, answers, facts, lookup)
    ]


def placeholders(
    form: Form, answers: Mapping[str, object], facts: Facts, lookup: Lookup | None = None
) -> dict[str, str]:
    """Every answer in words by its name, for the `{child_name}` of a result: `mother.full_name` among them.

    A group stands under its key as one line per entry. What is blank is missing.
    """
    walk = asked(form, answers, facts)
    words: dict[str, str] = {}
    for field in walk.fields:
        value = walk.answers.get(field.key)
        lines = list(_lines(field, value, lookup))
        if isinstance(field, GroupField):
            words[field.key] = "\n".join(_entries_in_words(field, value, lookup))
        else:
            words.update({line.name: line.text for line in lines})
        if isinstance(field, PersonField) and isinstance(value, Mapping) and value.get("full_name"):
            words[field.key] = str(value["full_name"])
    return {name: text for name, text in words.items() if text}


def _lines(
    field: AnyField, value: object, lookup: Lookup | None, name: str = "", before: str = ""
) -> Iterator[Line]:
    name = name or field.key
    if not is_filled(value):
        return
    if isinstance(field, PersonField):
        if isinstance(value, Mapping):
            for part in part_fields(field, needed=False):
                yield from _lines(
                    part, value.get(part.key), lookup, f"{name}.{part.key}", f"{before}{field.label}: "
                )
    elif isinstance(field, GroupField):
        for index, entry in enumerate(value if isinstance(value, list) else []):
            for item in field.fields:
                place = f"{before}{field.label} {index + 1}: "
                yield from _lines(item, entry.get(item.key), lookup, f"{name}.{index}.{item.key}", place)
    else:
        yield Line(name, f"{before}{field.label}", show(field, value, lookup))


def _entries_in_words(group: GroupField, value: object, lookup: Lookup | None) -> Iterator[str]:
    for index, entry in enumerate(value if isinstance(value, list) else []):
        lines = [line for item in group.fields for line in _lines(item, entry.get(item.key), lookup)]
        yield f"{index + 1}. {'; '.join(f'{line.label}: {line.text}' for line in lines)}"
