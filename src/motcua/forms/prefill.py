"""What need not be asked again: values already known, each with where it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from motcua.forms.fields import AnyField, DateField, GroupField, PersonField, SimpleField
from motcua.forms.parts import part_fields
from motcua.forms.raw import Raw
from motcua.forms.spec import Form
from motcua.forms.values import Setting, Unreadable, read, write

FROM_ACCOUNT: Final = "Lấy từ tài khoản định danh của bạn"
FROM_CALENDAR: Final = "Ngày hôm nay"


@dataclass(frozen=True)
class Prefilled:
    """A value filled in beforehand, as raw texts, and a phrase that says where it was taken from."""

    texts: tuple[str, ...]
    origin: str


def prefill(form: Form, sources: Mapping[str, str], origin: str = FROM_ACCOUNT) -> dict[str, Prefilled]:
    """What these sources (`person.full_name`: text; dates as ISO) fill in, by input name.

    A source that is missing, blank or no value of its field fills in nothing.
    """
    return {
        name: Prefilled(texts, FROM_CALENDAR if field.prefill == "today" else origin)
        for name, field in _wanting(form)
        if (texts := _texts(field, sources.get(field.prefill, "")))
    }


def with_prefilled(raw: Mapping[str, list[str]], prefilled: Mapping[str, Prefilled]) -> Raw:
    """Raw answers with what is known filled in, but never over what somebody typed or erased."""
    return {name: list(each.texts) for name, each in prefilled.items()} | dict(raw)


def _wanting(form: Form) -> Iterator[tuple[str, SimpleField]]:
    for field in form.all_fields():
        yield from _wanting_of(field)


def _wanting_of(field: AnyField) -> Iterator[tuple[str, SimpleField]]:
    if isinstance(field, PersonField):
        for part in part_fields(field, needed=False):
            if part.prefill:
                yield f"{field.key}.{part.key}", part
    elif not isinstance(field, GroupField) and field.prefill:
        yield field.key, field


def _texts(field: SimpleField, known: str) -> tuple[str, ...]:
    if not known.strip():
        return ()
    if isinstance(field, DateField):
        # Whether a day is too early or too late is said when the page is sent, not here.
        field = field.model_copy(update={"not_future": False, "not_past": False})
    try:
        return tuple(write(field, read(field, [known], Setting(today=date.min))))
    except Unreadable:
        return ()
