"""Leaders with a browser, and a small month of dossiers with every outcome."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from motcua.dossiers.actions.refuse import withdraw
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.reporting.tallies import catch_up
from tests.cast import Cast
from tests.stories import begin_with

CODE = "1.004873"
START = datetime(2026, 10, 5, 8, 30, tzinfo=moment.TZ)


def on(day: int, hour: int = 9) -> datetime:
    return START.replace(hour=hour) + timedelta(days=day)


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


@pytest.fixture
def month(cast: Cast) -> list[Dossier]:
    """October 2026: one early, one late, one withdrawn, one overdue, one new, one only filed."""
    return begin_with("october", cast, october)


def october(cast: Cast) -> list[Dossier]:
    with moment.at(on(0)):
        early = cast.accepted(CODE)
        late = cast.accepted(CODE, seed=2)
        withdrawn = cast.accepted(CODE, seed=3, channel=Channel.COUNTER)
        overdue = cast.accepted(CODE, seed=4)
    with moment.at(on(1)):
        cast.work_off(early)
        withdraw(actor=cast.citizen, dossier_id=withdrawn.pk, reason="Không cần nữa")
    with moment.at(on(14)):
        cast.work_off(late)
        fresh = cast.accepted(CODE, seed=5)
        filed = cast.filed(CODE, seed=6)
    catch_up()
    return [early, late, withdrawn, overdue, fresh, filed]


@pytest.fixture
def leader(cast: Cast, month: list[Dossier]) -> Actor:
    """Who signs for the agency that decides on them."""
    unit = cast.fresh(month[0]).competent_unit
    assert unit is not None
    return cast.officer(unit, "signer")
