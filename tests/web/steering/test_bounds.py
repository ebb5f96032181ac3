"""However many dossiers there are, a page asks the database a fixed number of times."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier, Movement, WorkItem
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.ids import uuid7
from motcua.reporting.inspecting import Wanted, draw, find
from motcua.reporting.models import Finding, Inspection
from motcua.reporting.tallies import catch_up
from tests.cast import Cast
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]


@pytest.fixture
def many(month: list[Dossier]) -> list[Dossier]:
    """Two hundred more like the overdue one, history and work included."""
    model = Dossier.objects.get(pk=month[3].pk)
    acts, work = list(model.movements.all()), list(model.work_items.all())
    made, moves, items = [], [], []
    for number in range(200):
        dossier = Dossier.objects.get(pk=model.pk) if not made else _copy(made[0])
        dossier.pk = uuid7()
        dossier.temporary_number, dossier.code = f"TN-{number}", f"H44.1-261005-{number + 5000}"
        dossier.obligation = None
        made.append(dossier)
        moves += [_copy(act, pk=None, dossier_id=dossier.pk) for act in acts]
        items += [_copy(item, pk=uuid7(), dossier_id=dossier.pk) for item in work]
    Dossier.objects.bulk_create(made)
    Movement.objects.bulk_create(moves)
    WorkItem.objects.bulk_create(items)
    catch_up()
    return made


def _copy(row: Any, **changes: Any) -> Any:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields |= {"id" if name == "pk" else name: value for name, value in changes.items()}
    return type(row)(**fields)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/dieu-hanh/", 35),
        ("/dieu-hanh/?phan=so", 35),
        ("/dieu-hanh/xep-hang/", 30),
        ("/dieu-hanh/dong-viec/", 26),
        ("/dieu-hanh/ho-so/?loc=late", 25),
        ("/dieu-hanh/ho-so/?loc=pending_total", 25),
        ("/dieu-hanh/bao-cao/06a/", 30),
        ("/dieu-hanh/chi-tieu/", 25),
        ("/dieu-hanh/nhac-viec/", 25),
        ("/dieu-hanh/bao-cao/tep/", 15),
        ("/dieu-hanh/kiem-tra/", 25),
        ("/dieu-hanh/giai-trinh/", 25),
        # The simulation reads its dossiers in pieces of five hundred: as often for two hundred as for one.
        ("/dieu-hanh/mo-phong/?tu=2026-10-01&den=2026-10-31&thoi-han=50&phi=50&truc-tuyen=1", 40),
        ("/so-lieu/", 25),
    ],
)
def test_a_page_asks_a_fixed_number_of_times(
    as_officer: LogIn,
    cast: Cast,
    many: list[Dossier],
    leader: Actor,
    address: str,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    for actor in (leader, cast.officer("vp-ubnd-tinh", who.INSPECTOR)):
        client = as_officer(actor)
        with moment.at(on(20) + timedelta(minutes=1)), django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


@pytest.fixture
def sample(many: list[Dossier], cast: Cast) -> Inspection:
    """Sixty of them drawn, with a finding in every second one."""
    inspector = cast.officer("vp-ubnd-tinh", who.INSPECTOR)
    days = (date(2026, 10, 1), date(2026, 10, 25))
    with moment.at(on(20)):
        made = draw(actor=inspector, wanted=Wanted("Kiểm tra tháng 10", *days, 60, seed="1"))
        for row in list(made.sample.all())[::2]:
            find(
                actor=inspector,
                inspected_id=row.pk,
                level="fault",
                text="Phiếu yêu cầu bổ sung không ghi căn cứ pháp lý.",
                article="Nghị định 61/2018/NĐ-CP Điều 11",
                due_on=date(2026, 11, 10),
            )
    return made


def test_the_pages_of_an_inspection_ask_as_often_for_sixty_dossiers_as_for_one(
    as_officer: LogIn, cast: Cast, sample: Inspection, leader: Actor, django_assert_max_num_queries: Any
) -> None:
    inspector = as_officer(cast.officer("vp-ubnd-tinh", who.INSPECTOR))
    row = sample.sample.all()[0]
    home = f"/dieu-hanh/kiem-tra/{sample.pk}/"
    finding = Finding.objects.filter(inspected__inspection=sample).first()
    assert finding is not None
    found = f"/dieu-hanh/kiem-tra/phat-hien/{finding.pk}/"
    asked = [
        (inspector, "/dieu-hanh/kiem-tra/", 20),
        (inspector, home, 15),
        # The record of what leaves takes some as well.
        (inspector, f"{home}csv/", 25),
        (inspector, f"{home}ho-so/{row.pk}/", 40),
        (inspector, found, 25),
        (as_officer(leader), "/dieu-hanh/kiem-tra/", 20),
    ]
    for client, address, most in asked:
        with moment.at(on(21)), django_assert_max_num_queries(most):
            answer = client.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                assert len(b"".join(answer).splitlines()) > 60


def test_a_long_list_is_cut_into_pages(as_officer: LogIn, many: list[Dossier], leader: Actor) -> None:
    with moment.at(on(20)):
        page = as_officer(leader).get("/dieu-hanh/ho-so/", {"loc": "late", "page": "2"})
    assert page.context["total"] > 200
    assert len(page.context["rows"]) == 25
