"""«Công dân số» (TT 117/2026/TT-BTC): the mark of the e-identity opens the reduction, by date."""

from datetime import datetime

from motcua.lib import moment
from tests.cast import Cast

WITHIN = datetime(2026, 11, 23, 9, tzinfo=moment.TZ)
AFTER = datetime(2027, 3, 1, 9, tzinfo=moment.TZ)


def owed(cast: Cast, at: datetime) -> int:
    with moment.at(at):
        obligation = cast.filed("2.000635").obligation
    assert obligation is not None
    return obligation.amount


def test_without_the_mark_the_extract_costs_its_fee(cast: Cast) -> None:
    assert owed(cast, WITHIN) > 0


def test_with_the_mark_it_is_free_within_the_days_of_the_policy_only(cast: Cast) -> None:
    cast.lan.digital_citizen = True
    cast.lan.save(update_fields=["digital_citizen"])
    assert owed(cast, WITHIN) == 0
    assert owed(cast, AFTER) > 0
