"""However many dossiers there are, a page asks the database a fixed number of times."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier, Movement, WorkItem
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.ids import uuid7
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
        ("/dieu-hanh/dong-viec/", 25),
        ("/dieu-hanh/ho-so/?loc=late", 25),
        ("/dieu-hanh/ho-so/?loc=pending_total", 25),
        ("/dieu-hanh/bao-cao/06a/", 30),
        ("/dieu-hanh/chi-tieu/", 25),
        ("/dieu-hanh/nhac-viec/", 25),
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


def test_a_long_list_is_cut_into_pages(as_officer: LogIn, many: list[Dossier], leader: Actor) -> None:
    with moment.at(on(20)):
        page = as_officer(leader).get("/dieu-hanh/ho-so/", {"loc": "late", "page": "2"})
    assert page.context["total"] > 200
    assert len(page.context["rows"]) == 25
