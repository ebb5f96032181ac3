"""The province of the test run with one commune nobody works in, or an empty database for the loaders."""

from datetime import date

import pytest

from motcua.identity.models import User
from motcua.organisation.models import (
    AdminUnit,
    Assignment,
    CalendarDay,
    CalendarState,
    OpeningSpan,
    Post,
    Succession,
    Unit,
    UnitAlias,
)

TODAY = date(2026, 11, 21)


@pytest.fixture
def province(db: None) -> Unit:
    return Unit.objects.get(pk="ubnd-tinh")


@pytest.fixture
def commune(province: Unit) -> Unit:
    """Hy Cương, without the invented officers."""
    Assignment.objects.filter(post__unit__admin_code="08515").delete()
    return Unit.objects.get(pk="ubnd-08515")


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create(login="lan", name="Đinh Thị Lan", kind=User.Kind.OFFICER)


@pytest.fixture
def no_calendar(db: None) -> None:
    for model in (CalendarState, CalendarDay, OpeningSpan):
        model._default_manager.all().delete()


@pytest.fixture
def empty(no_calendar: None) -> None:
    """As on the first day: no places, no units, no officers."""
    for model in (Assignment, Post, UnitAlias, Succession):
        model._default_manager.all().delete()
    for tree in (Unit, AdminUnit):
        tree._default_manager.update(parent=None)
        tree._default_manager.all().delete()
    User.objects.filter(kind=User.Kind.OFFICER).delete()
