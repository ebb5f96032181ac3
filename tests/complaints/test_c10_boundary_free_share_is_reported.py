"""Complaint C-10: the boundary-free share lies far below its target, and nobody says of what it is one."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from motcua.catalogue.models import Version
from motcua.cli.report import report
from motcua.dossiers.models import Channel, Dossier
from motcua.reporting.behind import behind
from motcua.reporting.figures import EVERYBODY
from motcua.reporting.recompute import differences
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.table import Share
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.papers_away import RESIDENCE, elsewhere, taken_in_at

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
REPORT = REPORTS["boundary-free"]


@pytest.fixture
def november(cast: Cast) -> Dossier:
    """Three dossiers for one commune: two at its own desk, one at the desk of another."""
    with on("2026-11-18T09:00"):
        cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)
        cast.filed(RESIDENCE, channel=Channel.COUNTER)
        away = taken_in_at(cast, elsewhere(cast))
    bring_up_to_date()
    return away


def lines(by: str, **more: Any) -> dict[str, Any]:
    return {str(row["label"]): row for row in REPORT(Asked(FIRST, LAST, by=by, **more)).rows}


def test_each_service_says_how_many_were_received_elsewhere_than_decided(november: Dossier) -> None:
    found = lines("procedure")
    away = next(row for label, row in found.items() if label.startswith(RESIDENCE))
    home = next(row for label, row in found.items() if label.startswith(BIRTH_AGAIN))
    assert (away["elsewhere"], away["reach"]) == (Share(1, 2), "Mọi nơi trong tỉnh")
    assert home["elsewhere"] == Share(0, 1)


def test_it_counts_for_the_agency_that_decides_not_for_the_desk_that_received(
    november: Dossier, cast: Cast
) -> None:
    assert november.competent_unit is not None
    assert november.receiving_unit is not None
    found = lines("unit")
    assert found[november.competent_unit.name]["elsewhere"] == Share(1, 3)
    assert november.receiving_unit.name not in found
    own = lines("procedure", unit=f"ubnd-{cast.a_commune}")
    assert sum(row["accepted"] for row in own.values()) == 3


def test_the_share_of_services_is_told_with_what_it_is_a_share_of(november: Dossier) -> None:
    specs = [version.spec for version in Version.objects.all_for(LAST)]
    total = REPORT(Asked(FIRST, LAST)).totals
    assert total is not None
    assert total["services"] == Share(sum(spec.boundary_free for spec in specs), len(specs))
    assert total["elsewhere"] == Share(1, 3)


def test_the_figure_leads_to_its_dossiers_and_the_history_bears_it_out(november: Dossier) -> None:
    assert list(behind("elsewhere", EVERYBODY, FIRST, LAST)) == [november]
    assert differences() == []


def test_the_command_gives_it_to_programs(november: Dossier) -> None:
    asked = ["boundary-free", "--from", "2026-11-01", "--to", "2026-11-30", "--json"]
    answer = CliRunner().invoke(report, asked)
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)["totals"]["elsewhere"]
    assert (told["numerator"], told["denominator"], told["percent"]) == (1, 3, 33.33)
