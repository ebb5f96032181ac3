"""Officers with a browser, and dossiers in the states their pages show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.payments.models import CollectingAccount
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN

BIRTH = "1.001193"


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
def late_birth() -> dict[str, Any]:
    """Answers and papers of a registration of birth that has a paper and a charge."""
    return {"child_kind": "usual", "late": "yes", "birth_evidence": "paper", "filed_by": "parent"}


@pytest.fixture
def filed(cast: Cast) -> Dossier:
    """A dossier that waits in the online inbox, with a paper and a charge."""
    return cast.filed(BIRTH, case=cast.version(BIRTH).spec.case("late"))


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """Taken in at the counter, with a charge nobody has paid."""
    return cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)


@pytest.fixture
def account(dossier: Dossier) -> CollectingAccount:
    return CollectingAccount.objects.create(
        unit=dossier.competent_unit,
        bank_bin="970415",
        bank_name="VietinBank",
        number="114000123456",
        holder="UBND",
        valid_from="2026-01-01",
    )
