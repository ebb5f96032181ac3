"""A hall with two officers at two windows, on a quiet Wednesday morning."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from motcua.identity.actor import DESK_OFFICER, HEAD, Actor
from motcua.identity.models import User
from motcua.organisation.models import Unit
from motcua.reception.actions.halls import open_hall, sit_down
from motcua.reception.models import Hall, Window
from tests.cast import Cast
from tests.dossiers.hand import on

DAY = "2026-11-18"


@pytest.fixture
def morning() -> Iterator[None]:
    with on(f"{DAY}T08:00"):
        yield


@pytest.fixture
def officers(cast: Cast, morning: None) -> tuple[Actor, Actor]:
    """The head of a desk and a colleague."""
    found = cast.officers(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    head = next(each for each in found if each.has(HEAD))
    return head, next(each for each in found if not each.has(HEAD))


@pytest.fixture
def hall(cast: Cast, officers: tuple[Actor, Actor]) -> Hall:
    return open_hall(actor=officers[0], unit=Unit.objects.get(pk=f"ttpvhcc-{cast.a_commune}"))


@pytest.fixture
def windows(hall: Hall, officers: tuple[Actor, Actor]) -> list[Window]:
    """The head sits at window 1, the colleague at window 2."""
    first, second = hall.windows.all()[:2]
    return [
        sit_down(actor=officers[0], window_id=first.pk),
        sit_down(actor=officers[1], window_id=second.pk),
    ]


@pytest.fixture
def as_officer() -> Callable[[Actor], Client]:
    """A browser in which this officer has logged in, acting from this very post."""

    def log_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["post"] = actor.post_id
        session.save()
        return client

    return log_in
