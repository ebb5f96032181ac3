"""A page of a form as templates draw it: plain values to loop over, no logic left for the template."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from motcua.forms.asking import Facts, facts_of
from motcua.forms.cleaning import Reader
from motcua.forms.fields import (
    AdminUnitField,
    AnyField,
    ChoiceField,
    FileField,
    GroupField,
    ItemField,
    LongTextField,
    PersonField,
    SimpleField,
    TextField,
    YesNoField,
)
from motcua.forms.hints import example_for
from motcua.forms.parts import part_fields
from motcua.forms.prefill import Prefilled, with_prefilled
from motcua.forms.raw import Raw, as_raw, entries, input_id, of_page
from motcua.forms.spec import Form, Page, given_names
from motcua.forms.values import YES_NO_LABELS, Lookup, Setting
from motcua.lib import moment
from motcua.lib.conditions import Condition, holds_or_absent, is_filled, names

_RADIOS: Final = 7
"""More options than this are a list to open, not a row of buttons."""

_AUTOCOMPLETE: Final = {
    "person.full_name": "name",
    "person.birth_date": "bday",
    "person.phone": "tel",
    "person.email": "email",
    "person.residence": "street-address",
}
"""Only what is asked of the applicant's own person may be filled in by the browser (WCAG 1.3.5)."""

_INPUTMODE: Final = {
    "number": "decimal",
    "money": "numeric",
    "date": "numeric",
    "personal_id": "numeric",
    "phone": "tel",
    "email": "email",
}
_TEMPLATES: Final = {"longtext": "longtext", "admin_unit": "admin_unit", "file": "file"}
_MAXLENGTH: Final = {"date": 20, "personal_id": 20, "phone": 20, "email": 254, "number": 24, "money": 24}
_ACCEPT: Final = {
    "pdf": ".pdf",
    "image": "image/*",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "dwg": ".dwg",
}


@dataclass(frozen=True)
class ScreenOption:
    """One answer to choose."""

    id: str
    value: str
    label: str
    help: str
    checked: bool


@dataclass(frozen=True)
class ScreenError:
    """One line of the error summary (`ui/_error_summary.html`): `target` is the id its link leads to."""

    target: str
    message: str


@dataclass(frozen=True)
class ScreenFile:
    """One file of a file field. `remove` is the value of its button «Bỏ»."""

    id: str
    name: str
    remove: str


@dataclass(frozen=True)
class ScreenEntry:
    """One entry of a group. `remove` is the value of its button «Bỏ»."""

    name: str
    title: str
    scope: str
    fields: tuple["ScreenField", ...]
    remove: str


@dataclass(frozen=True)
class ScreenField:
    """One field, ready to be drawn by its `template`."""

    kind: str
    template: str
    name: str
    id: str
    label: str
    help: str = ""
    example: str = ""
    why: str = ""
    required: bool = False
    value: str = ""
    value_label: str = ""
    files: tuple[ScreenFile, ...] = ()
    options: tuple[ScreenOption, ...] = ()
    error: str = ""
    warning: str = ""
    origin: str = ""
    describedby: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    maxlength: int | None = None
    unit: str = ""
    accept: str = ""
    max_mb: int = 0
    max_files: int = 0
    when: str = ""
    hidden: bool = False
    parts: tuple["ScreenField", ...] = ()
    entries: tuple[ScreenEntry, ...] = ()
    item: str = ""
    add: str = ""

    @property
    def focus(self) -> str:
        """The id an error's link leads to: the first button of a choice, else the field itself."""
        return self.options[0].id if self.template == _template("radios") else self.id


@dataclass(frozen=True)
class ScreenPage:
    """A page. `facts` is JSON for `ui/conditions.js`: what its conditions need from outside the page."""

    key: str
    title: str
    why: str
    fields: tuple[ScreenField, ...]
    errors: tuple[ScreenError, ...]
    facts: str

    @property
    def has_buttons(self) -> bool:
        """Whether a field brings buttons of its own, so that Enter needs to be told which one is meant."""
        return any(field.kind in ("group", "file") for field in self.fields)


def screen(
    form: Form,
    page: Page,
    raw: Mapping[str, object],
    errors: Mapping[str, str],
    facts: Facts,
    prefilled: Mapping[str, Prefilled] | None = None,
    lookup: Lookup | None = None,
    warnings: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> ScreenPage:
    """The page with what was typed in it.

    `facts` are those of the questions and of the answers on other pages (`all_facts`). Errors of other
    pages are left out; `files` names the files of file fields by their ids.
    """
    own = of_page(page, with_prefilled(as_raw(raw), prefilled or {}))
    drawing = _Drawing(own, errors, warnings or {}, prefilled or {}, lookup, files or {})
    here = {name for field in page.fields for name in given_names(field)}
    outside = {name: value for name, value in facts.items() if name not in here}
    fields = tuple(drawing.fields(page.fields, "", outside))
    wanted = {name for condition in _conditions(page) for name in names(condition)}
    told = {name: value for name, value in outside.items() if name in wanted}
    return ScreenPage(
        page.key, page.title, page.why, fields, tuple(_errors(fields)), json.dumps(told, default=str)
    )


def _conditions(page: Page) -> Iterator[Condition]:
    for field in page.fields:
        for each in (field, *(field.fields if isinstance(field, GroupField) else ())):
            if each.when is not None:
                yield each.when


def _errors(fields: tuple[ScreenField, ...]) -> Iterator[ScreenError]:
    """The summary stands far from the fields, so each line names its own."""
    for field in fields:
        if field.error:
            named = field.label in field.error
            yield ScreenError(field.focus, field.error if named else f"{field.label}: {field.error}")
        for error in _errors(field.parts):
            yield replace(error, message=f"{field.label}: {error.message}")
        for number, entry in enumerate(field.entries, start=1):
            for error in _errors(entry.fields):
                yield replace(error, message=f"{field.label} {number}: {error.message}")


def _template(name: str) -> str:
    return f"ui/fields/{name}.html"


class _Drawing:
    def __init__(
        self,
        raw: Raw,
        errors: Mapping[str, str],
        warnings: Mapping[str, str],
        prefilled: Mapping[str, Prefilled],
        lookup: Lookup | None,
        files: Mapping[str, str],
    ) -> None:
        self.files = files
        self.raw = raw
        self.errors = errors
        self.warnings = warnings
        self.prefilled = prefilled
        self.lookup = lookup
        # Only to know what is shown: what is wrong is said by `errors`.
        self.reader = Reader(raw, Setting(moment.today(), lookup))

    def fields(
        self, fields: tuple[AnyField, ...] | tuple[ItemField, ...], prefix: str, facts: Facts
    ) -> Iterator[ScreenField]:
        known = dict(facts)
        for field in fields:
            name = f"{prefix}{field.key}"
            shown = holds_or_absent(field.when, known)
            drawn = self.field(field, name, known)
            when = field.when.model_dump_json(by_alias=True) if field.when is not None else ""
            yield replace(drawn, when=when, hidden=not shown)
            value = self.reader.field(field, name, known) if shown else None
            if is_filled(value):
                known.update(facts_of(field, value))

    def field(self, field: AnyField, name: str, facts: Facts) -> ScreenField:
        if isinstance(field, GroupField):
            return self.group(field, name, facts)
        if isinstance(field, PersonField):
            parts = tuple(
                self.simple(part, f"{name}.{part.key}") for part in part_fields(field, needed=field.required)
            )
            return self.described(self.base(field, name, "person", parts=parts))
        return self.simple(field, name)

    def base(
        self,
        field: AnyField,
        name: str,
        template: str,
        *,
        parts: tuple[ScreenField, ...] = (),
        entries: tuple[ScreenEntry, ...] = (),
    ) -> ScreenField:
        return ScreenField(
            kind=field.type,
            template=_template(template),
            name=name,
            id=input_id(name),
            label=field.label,
            help=field.help,
            example=example_for(field),
            why=field.why,
            required=field.required,
            error=self.errors.get(name, ""),
            warning=self.warnings.get(name, ""),
            parts=parts,
            entries=entries,
        )

    def described(self, field: ScreenField) -> ScreenField:
        """With the ids of every text that explains the field, in the order they are read out."""
        said = {
            "why": field.why,
            "help": field.help,
            "example": field.example,
            "origin": field.origin,
            "warning": field.warning,
            "error": field.error,
        }
        return replace(
            field, describedby=" ".join(f"{field.id}-{word}" for word, text in said.items() if text)
        )

    def group(self, group: GroupField, name: str, facts: Facts) -> ScreenField:
        inner = {each for item in group.fields for each in given_names(item)}
        outside = {each: value for each, value in facts.items() if each not in inner}
        indexes = entries(group, self.raw)
        count = max(len(indexes), group.least)
        drawn = tuple(
            ScreenEntry(
                name=f"{name}.{index}",
                title=f"{group.label} {index + 1}",
                scope=f"{name}.{index}.",
                fields=tuple(self.fields(group.fields, f"{name}.{index}.", outside)),
                remove=f"{name}:{index}" if count > group.least else "",
            )
            for index in range(count)
        )
        base = replace(
            self.base(group, name, "group", entries=drawn), item=group.item, required=group.least > 0
        )
        return self.described(replace(base, add=f"{name}:{count}" if count < group.max_items else ""))

    def simple(self, field: SimpleField, name: str) -> ScreenField:
        texts = tuple(self.raw.get(name, ()))
        known = self.prefilled.get(name)
        value = next((text for text in reversed(texts) if text.strip()), "")
        base = replace(
            self.base(field, name, _TEMPLATES.get(field.type, "input")),
            value=value,
            origin=known.origin if known is not None and known.texts == texts else "",
            autocomplete=_AUTOCOMPLETE.get(field.prefill, "off"),
            inputmode=_INPUTMODE.get(field.type, ""),
            maxlength=_MAXLENGTH.get(field.type),
        )
        return self.described(self.particular(field, base))

    def particular(self, field: SimpleField, base: ScreenField) -> ScreenField:
        match field:
            case TextField() | LongTextField():
                return replace(base, maxlength=field.max_length)
            case ChoiceField():
                many = len(field.options) > _RADIOS
                offered = tuple((option.value, option.label, option.help) for option in field.options)
                return self.choosing(base, "select" if many else "radios", offered)
            case YesNoField():
                offered = tuple((value, label, "") for value, label in YES_NO_LABELS.items())
                return self.choosing(base, "radios", offered)
            case AdminUnitField():
                label = self.lookup(base.value) if self.lookup and base.value else None
                return replace(base, value_label=label or base.value)
            case FileField():
                return replace(
                    base,
                    files=tuple(
                        self.file(base.name, text) for text in self.raw.get(base.name, ()) if text.strip()
                    ),
                    accept=",".join(_ACCEPT[kind] for kind in field.accept),
                    max_mb=field.max_mb,
                    max_files=field.max_files,
                )
            case _:
                return replace(base, unit=getattr(field, "unit", "đồng" if field.type == "money" else ""))

    def file(self, name: str, file_id: str) -> ScreenFile:
        return ScreenFile(file_id, self.files.get(file_id, "Tệp đã gửi"), f"{name}:{file_id}")

    def choosing(
        self, base: ScreenField, template: str, offered: tuple[tuple[str, str, str], ...]
    ) -> ScreenField:
        options = tuple(
            ScreenOption(f"{base.id}-{value}", value, label, help_text, value == base.value)
            for value, label, help_text in offered
        )
        return replace(base, template=_template(template), options=options)
