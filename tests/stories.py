"""Stories that many tests begin with: told once by the real verbs, then put back row by row.

Telling takes seconds (papers are typeset, results are signed); the rows it leaves are the same every time.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests.cast import Cast

T = TypeVar("T")
Rows = dict[type[models.Model], dict[Any, tuple[Any, ...]]]
_told: dict[str, "_Left"] = {}


@dataclass
class _Left:
    """What a story left: new rows and changed rows by model, and what its teller and the cast knew."""

    found: Any
    new: dict[type[models.Model], list[tuple[Any, ...]]] = field(default_factory=dict)
    changed: dict[type[models.Model], list[tuple[Any, ...]]] = field(default_factory=dict)


def begin_with(name: str, cast: Cast, tell: Callable[[Cast], T]) -> T:
    """The test goes on from the end of this story; what its teller returned, a copy for each test.

    Comes first in a test, before the cast has done anything else. A story only adds and changes rows.
    """
    if name not in _told or not _fits(_told[name]):
        before = _rows()
        found = tell(cast)
        _told[name] = _left(before, (found, vars(cast)))
    found, known = deepcopy(_told[name].found)
    vars(cast).update(known)
    return found


def _models() -> Iterator[type[models.Model]]:
    """One for each table: the rows of a proxy are those of its model."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _names(model: type[models.Model]) -> list[str]:
    return [each.attname for each in model._meta.concrete_fields]


def _rows() -> Rows:
    return {
        model: {row[0]: row[1:] for row in model._base_manager.values_list("pk", *_names(model))}
        for model in _models()
    }


def _left(before: Rows, found: Any) -> _Left:
    left = _Left(found)
    for model, rows in _rows().items():
        known = before[model]
        assert known.keys() <= rows.keys(), f"The story takes away rows of {model.__name__}."
        left.new[model] = [row for pk, row in rows.items() if pk not in known]
        left.changed[model] = [row for pk, row in rows.items() if pk in known and known[pk] != row]
    return left


def _fits(left: _Left) -> bool:
    """Put the rows back; not when what others committed has the number of one of them: told again then."""
    try:
        with transaction.atomic():
            _put_back(left)
    except IntegrityError:
        return False
    return True


def _put_back(left: _Left) -> None:
    """Foreign keys are looked at when the transaction ends, so the order of the tables does not matter."""
    for model, rows in left.new.items():
        model._base_manager.bulk_create(_made(model, rows))
    for model, rows in left.changed.items():
        names = [each.name for each in model._meta.concrete_fields if not each.primary_key]
        if rows:
            model._base_manager.bulk_update(_made(model, rows), names)


def _made(model: type[models.Model], rows: list[tuple[Any, ...]]) -> list[models.Model]:
    return [model(**dict(zip(_names(model), deepcopy(row), strict=True))) for row in rows]
