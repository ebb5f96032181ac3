"""What is asked: pages of a leader, every report, index 766, over different agencies and months."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import cycle, islice
from urllib.parse import urlencode

from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from bench.steering.timing import RUNS, Call
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import add_months
from motcua.organisation.models import Assignment, Unit
from motcua.reporting.index_of_month import index
from motcua.reporting.models import MonthTally
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked

_PAGES = {
    "cockpit": ("steering:cockpit", {}),
    "cockpit, its numbers": ("steering:cockpit", {"phan": "so"}),
    "league": ("steering:league", {}),
    "flow of work": ("steering:flow", {}),
    "index 766, page": ("steering:index", {}),
}
Row = tuple[str, list[Call]]


def months() -> list[date]:
    """The first days of the last twelve months that have ended."""
    first = moment.today().replace(day=1)
    return [add_months(first, -back) for back in range(1, 13)]


def busiest() -> list[str]:
    """The four agencies that accept most: the province's police with the police of every commune below it,
    and those who come after.
    """
    found = (
        MonthTally.objects.filter(metric="accepted", procedure_code="")
        .exclude(unit_id="")
        .values_list("unit_id")
        .annotate(total=Sum("count"))
        .order_by("-total")
        .values_list("unit_id", flat=True)
    )
    return list(found[:4])


def communes() -> list[str]:
    """Committees of communes from all over the list."""
    found = list(
        Unit.objects.of_kind(Unit.Kind.COMMUNE_COMMITTEE).order_by("pk").values_list("pk", flat=True)
    )
    return found[:: max(1, len(found) // 12)]


def _pairs(units: list[str]) -> Iterator[tuple[str, date]]:
    return islice(zip(cycle(units), cycle(months()), strict=False), RUNS)


def leader() -> User:
    """Who leads the province, and may ask about all of it."""
    held = Assignment.objects.filter(post__unit__kind=Unit.Kind.PROVINCE_COMMITTEE).select_related(
        "user", "post"
    )
    return next(each.user for each in held.order_by("post_id") if "signer" in each.post.roles)


def pages() -> Iterator[Row]:
    """The leader's pages: of the province, and of one agency."""
    client = Client()
    client.force_login(leader())
    both = list(dict.fromkeys([*busiest(), *communes()]))
    for name, (address, query) in _PAGES.items():
        url = reverse(address)
        province = [{"thang": f"{month:%Y-%m}", **query} for month in islice(cycle(months()), RUNS)]
        yield f"{name} (province)", [partial(_fetch, client, url, each) for each in province]
        one = [{"thang": f"{month:%Y-%m}", "don-vi": unit, **query} for unit, month in _pairs(both)]
        yield f"{name} (one agency)", [partial(_fetch, client, url, each) for each in one]


def _fetch(client: Client, url: str, query: dict[str, str]) -> None:
    response = client.get(f"{url}?{urlencode(query)}")
    if response.status_code != 200:
        raise RuntimeError(f"{url} answered {response.status_code}")


def reports() -> Iterator[Row]:
    """Every report of one agency and one month: its page, with as many lines as a page shows; and all its
    lines, as a file has them.
    """
    client = Client()
    client.force_login(leader())
    for name in REPORTS:
        url = reverse("steering:report", args=[name])
        for whose, units in (("a commune", communes()), ("the busiest four", busiest())):
            asked = [{"thang": f"{month:%Y-%m}", "don-vi": unit} for unit, month in _pairs(units)]
            yield f"report {name} ({whose})", [partial(_fetch, client, url, each) for each in asked]
        lines: list[Call] = [partial(_report, name, unit, month) for unit, month in _pairs(communes())]
        yield f"report {name}, all lines (a commune)", lines


def _report(name: str, unit: str, month: date) -> None:
    table = REPORTS[name](Asked(month, add_months(month, 1) - date.resolution, unit=unit))
    for _ in table.rows:
        pass


def indices() -> Iterator[Row]:
    """Index 766 of the province."""
    yield "index 766 of the province", [partial(index, month) for month in islice(cycle(months()), RUNS)]
