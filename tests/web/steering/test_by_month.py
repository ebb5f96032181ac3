"""Facts are counted month by month: what that means for a target of many months stands where it is read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.payments.models import Obligation
from motcua.reporting.standings import standing_of
from motcua.reporting.table import Share
from motcua.reporting.tallies import bring_up_to_date
from motcua.reporting.targets import Aim, set_target
from tests.reporting.test_facts import pay, told
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]
TWICE = {
    "dossiers_paid": "hồ sơ nộp tiền ở hai tháng được tính ở cả hai tháng",
    "results_electronic": "hồ sơ có kết quả ban hành ở hai tháng được tính ở cả hai tháng",
    "dossiers_digitised": "giấy tờ được xét vào cuối tháng tiếp nhận",
}


@pytest.mark.parametrize("metric", TWICE)
def test_the_page_of_a_target_says_that_months_are_added_up(
    as_officer: LogIn, leader: Actor, metric: str
) -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    aim = Aim(metric, "agency", leader.unit_id, *year, Decimal(80))
    with moment.at(on(20)):
        made = set_target(actor=SYSTEM_ACTOR, aim=aim)
        page = as_officer(leader).get(f"/dieu-hanh/chi-tieu/{made.pk}/")
    assert TWICE[metric] in page.content.decode()


def test_the_page_of_the_index_says_it_too(as_officer: LogIn, leader: Actor) -> None:
    with moment.at(on(20)):
        page = as_officer(leader).get("/dieu-hanh/chi-so-766/", {"thang": "2026-10"}).content.decode()
    for words in TWICE.values():
        assert words in page


def test_who_pays_in_two_months_counts_in_both(month: list[Dossier], leader: Actor) -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    aim = Aim("dossiers_paid", "agency", leader.unit_id, *year, Decimal(80))
    dossier = month[0]
    with moment.at(on(60)):
        target = set_target(actor=SYSTEM_ACTOR, aim=aim)
        bring_up_to_date()
        before = standing_of(target).progress.share
        Dossier.objects.filter(pk=dossier.pk).update(
            obligation=Obligation.objects.create(state="due", payer="Lan", amount=9, determined_at=on(0))
        )
        pay(dossier, 3, "transfer", 5)
        pay(dossier, 40, "transfer", 5)
        told("touch", "dossier", str(dossier.pk))
        bring_up_to_date()
        assert standing_of(target).progress.share == before + Share(2, 2)
