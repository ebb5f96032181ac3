"""Whatever happens to money, in whatever order and however often: the ledger is the model, and sound."""

import os
import random
from datetime import date
from typing import Any

import pytest

from motcua.organisation.models import Unit
from motcua.payments.checks import SOUND
from motcua.payments.models import CollectingAccount
from tests.payments.histories import GATEWAY, History, officer
from tests.payments.office import Office

pytestmark = pytest.mark.django_db

# Some hundreds each time the suite runs, other ones each time; ten thousand in a run of their own
# (docs/reference/bench.md).
HISTORIES, LENGTH = int(os.environ.get("HISTORIES", "100")), 12


def account() -> CollectingAccount:
    return CollectingAccount.objects.create(
        unit=Unit.objects.get(pk="ubnd-tinh"),
        bank_bin="970415",
        bank_name="VietinBank",
        number="112000000001",
        holder="KHO BAC NHA NUOC",
        valid_from=date(2025, 7, 1),
    )


def test_the_ledger_is_the_model_after_every_act(settings: Any) -> None:
    settings.GATEWAYS = {GATEWAY: {"label": "Cổng thử", "adapter": "tests.nowhere"}}
    seed = random.randrange(10**9)
    where = account()
    office = Office(officer(7, where.unit_id), officer(8, where.unit_id))
    crashes = 0
    for serial in range(HISTORIES):
        history = History(random.Random(seed * 100_000 + serial), where, serial, office)
        try:
            history.run(LENGTH)
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}, history {serial}: {history.told}") from wrong
        crashes += history.crashes
    assert crashes > 0
    assert office.closings > 0
    assert {name: list(question()) for name, question in SOUND.items()} == {name: [] for name in SOUND}
