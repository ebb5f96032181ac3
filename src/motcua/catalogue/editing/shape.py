"""Which parts and values a procedure has, read off the models that give its file its types.

So a new key of the file is a new field on the screen, and none can be forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator
from pydantic.fields import FieldInfo

from motcua.catalogue.spec import ProcedureSpec

Path = tuple[str | int, ...]
Kind = Literal[
    "line",  # one text
    "number",
    "day",
    "switch",  # true or false
    "choice",  # one of a closed set
    "choices",  # several of a closed set
    "lines",  # several texts, one a line
    "mapping",  # key: value, one a line
    "condition",
    "inside",  # one part, shown within the form of the part around it
    "rows",  # a list of small parts, shown as a table within the form
    "parts",  # a list of parts, each with a form of its own
]
Models = Mapping[str, type[BaseModel]]

# What of the whole procedure has pages of its own; the rest is asked together.
SECTIONS = frozenset({"form", "route", "legal_basis"})
# A part of only so many plain values is a row of a table rather than a form.
_MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """One key of a part. `models` are the kinds a part of it may be, by the value of `tag`."""

    key: str
    kind: Kind
    needed: bool
    default: str | None = None
    choices: tuple[str, ...] = ()
    models: tuple[tuple[str, type[BaseModel]], ...] = ()
    tag: str = ""
    # Whether «nothing of it» can be said, which is more than not speaking of it.
    none_counts: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to choose: it says which kind of part this is."""
        return self.kind == "choice" and len(self.choices) == 1

    @property
    def model(self) -> type[BaseModel]:
        """The only kind of part it can be."""
        return self.models[0][1]


@cache
def slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The keys of a part in the order of the file."""
    return tuple(_slot(name, info) for name, info in model.model_fields.items())


@cache
def general() -> tuple[str, ...]:
    """The keys of a whole procedure that are asked together on one page.

    Its code is not among them: it is its name in every dossier and never changes.
    """
    return tuple(
        each.key
        for each in slots(ProcedureSpec)
        if each.kind != "parts" and each.key not in SECTIONS and each.key != "code"
    )


def slot(model: type[BaseModel], key: str) -> Slot | None:
    return next((each for each in slots(model) if each.key == key), None)


def model_at(data: Any, path: Path) -> type[BaseModel] | None:
    """The kind of part that stands at a path of the data; None when no part can stand there."""
    model: type[BaseModel] | None = ProcedureSpec
    parts = iter(path)
    for key in parts:
        found = slot(model, key) if model is not None and isinstance(key, str) else None
        if found is None or not found.models:
            return None
        data = data.get(key) if isinstance(data, dict) else None
        if found.kind in {"rows", "parts"}:
            at = next(parts, None)
            if not isinstance(at, int) or not isinstance(data, list) or not 0 <= at < len(data):
                return None
            data = data[at]
        model = model_of(found, data)
    return model


def model_of(slot: Slot, data: Any) -> type[BaseModel] | None:
    """Which of the kinds a part is, by what it says of itself."""
    if not slot.tag:
        return slot.model
    said = data.get(slot.tag) if isinstance(data, dict) else None
    return dict(slot.models).get(str(said))


def every_model(model: type[BaseModel] = ProcedureSpec) -> Iterator[type[BaseModel]]:
    """Every kind of part a procedure may have, each once."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        found = waiting.pop()
        if found in seen:
            continue
        seen.add(found)
        yield found
        waiting += [inner for each in slots(found) for _, inner in each.models]


def _slot(name: str, info: FieldInfo) -> Slot:
    key = info.alias or name
    kind, choices, models, tag = _read(info.annotation, info)
    many = kind in {"choices", "lines", "mapping"}
    none_counts = many and not info.is_required() and info.get_default(call_default_factory=True) is None
    return Slot(key, kind, info.is_required(), _default(info), choices, models, tag, none_counts)


_Read = tuple[Kind, tuple[str, ...], tuple[tuple[str, type[BaseModel]], ...], str]
_SCALARS: Mapping[object, Kind] = {bool: "switch", int: "number", str: "line"}


def _read(annotation: Any, info: FieldInfo | None = None) -> _Read:
    annotation, tag = _bare(annotation, info)
    origin = get_origin(annotation)
    if annotation is _Condition:
        return "condition", (), (), ""
    if origin is Literal:
        return "choice", tuple(str(each) for each in get_args(annotation)), (), ""
    if origin is dict:
        return "mapping", (), (), ""
    if origin is tuple:
        return _many(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "inside", (), (("", annotation),), ""
    if tag:
        return "inside", (), _tagged(annotation, tag), tag
    name = getattr(annotation, "__name__", "")
    return _SCALARS.get(annotation, "day" if name == "date" else "number"), (), (), ""


def _many(inner: Any) -> _Read:
    kind, choices, models, tag = _read(inner)
    if kind == "inside":
        small = not tag and _is_row(models[0][1])
        return "rows" if small else "parts", (), models, tag
    return ("choices" if kind == "choice" else "lines"), choices, (), ""


def _is_row(model: type[BaseModel]) -> bool:
    inner = slots(model)
    return len(inner) <= _MOST_COLUMNS and all(
        each.kind in {"line", "number", "switch", "choice"} for each in inner
    )


def _tagged(annotation: Any, tag: str) -> tuple[tuple[str, type[BaseModel]], ...]:
    return tuple(
        (str(get_args(model.model_fields[tag].annotation)[0]), model) for model in get_args(annotation)
    )


def _bare(annotation: Any, info: FieldInfo | None) -> tuple[Any, str]:
    """The type without what only checks it and without «or nothing»; and what its kinds are told apart by."""
    tag = info.discriminator if info is not None and isinstance(info.discriminator, str) else ""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            inner, *notes = get_args(annotation)
            for note in notes:
                if isinstance(note, FieldInfo) and isinstance(note.discriminator, str):
                    tag = note.discriminator
                if isinstance(note, Discriminator):
                    return _Condition, ""
            annotation = inner
        elif origin in {Union, UnionType} and NoneType in get_args(annotation):
            (annotation,) = (
                [each for each in get_args(annotation) if each is not NoneType]
                if len(get_args(annotation)) == 2
                else [annotation]
            )
        else:
            return annotation, tag


class _Condition:
    """Stands for the type of conditions, which is a union of its own."""


def _default(info: FieldInfo) -> str | None:
    value = info.default
    if not isinstance(value, str | int | Decimal):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
