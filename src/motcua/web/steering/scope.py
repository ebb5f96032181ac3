"""What a page of the leaders' side is about: which agencies, which days, and may this officer ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest

from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.oversight import overseen_among, oversees_all
from motcua.identity.actor import ADMIN, HEAD, INSPECTOR, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.dates import add_months
from motcua.organisation.queries import subtree, unit_called
from motcua.reporting.cockpit import Month
from motcua.reporting.figures import Whose
from motcua.reporting.lists import Days
from motcua.reporting.rights import home_of
from motcua.reporting.scope import Asked
from motcua.web.ui.middleware import actor

LEADERS = (SIGNER, HEAD, INSPECTOR, ADMIN)
PROVINCE = "Toàn tỉnh"
MONTHS_BACK = 24


@dataclass(frozen=True)
class Scope:
    """A unit with everything below it (empty: the whole province) in a month.

    `home` is the widest unit this officer may ask about; empty means the province. `free`: any days.
    """

    unit: str
    home: str
    name: str
    month: Month
    free: bool = False

    @cached_property
    def whose(self) -> Whose:
        """For the reader of sums."""
        return Asked(self.month.first, self.month.last, unit=self.unit).whose()

    @property
    def days(self) -> Days:
        return Days(self.month.first, self.month.last)

    @cached_property
    def now(self) -> datetime:
        """The moment the page is looked at."""
        return moment.now()

    @property
    def month_code(self) -> str:
        """«2026-10», as in the address."""
        return f"{self.month.first:%Y-%m}"

    @property
    def when(self) -> dict[str, str]:
        """The period as parts of a query."""
        if self.free:
            return {"tu": self.month.first.isoformat(), "den": self.month.last.isoformat()}
        return {"thang": self.month_code}

    @property
    def query(self) -> str:
        """The scope as the query of an address."""
        return urlencode(self.when | ({"don-vi": self.unit} if self.unit != self.home else {}))

    @property
    def period(self) -> str:
        """«tháng 10/2026», up to which day of a month that runs, or from day to day."""
        if self.free:
            return f"từ {self.month.first:%d/%m/%Y} đến hết {self.month.last:%d/%m/%Y}"
        words = f"tháng {self.month.first:%m/%Y}"
        return words if self.month.is_whole else f"{words}, đến hết ngày {self.month.last:%d/%m/%Y}"

    def visible(self, found: DossierQuerySet, acting: Actor) -> DossierQuerySet:
        """Those of the dossiers that this officer oversees; a figure may count more."""
        if oversees_all(acting):
            return found
        return found.filter(pk__in=Dossier.objects.visible_to(acting).values("pk"))

    def readable(self, dossier_ids: Iterable[UUID], acting: Actor) -> set[UUID]:
        """Those of a few dossiers that this officer oversees."""
        return overseen_among(acting, dossier_ids)


def scope_of(request: HttpRequest) -> Scope:
    """The scope a page was asked for; what lies outside the officer's own does not exist."""
    home = home_of(actor(request))
    asked = request.GET.get("don-vi", "") or home
    unit = unit_called(asked) if asked else None
    if asked and (unit is None or (home and asked not in subtree(home))):
        raise Http404
    name = unit.name if unit else PROVINCE
    days = _days(request.GET.get("tu", ""), request.GET.get("den", ""))
    if days is not None:
        return Scope(asked, home, name, days, free=True)
    return Scope(asked, home, name, month_of(request.GET.get("thang", "")))


def _days(first: str, last: str) -> Month | None:
    """Any period; None when no whole and sensible one was given."""
    try:
        days = Month(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return days if days.first <= days.last else None


def month_of(text: str) -> Month:
    """The month «2026-10» up to today at most; the present one when the text names none."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        day = moment.today()
    return Month.of(day, moment.today())


def months_to_choose() -> list[tuple[str, str]]:
    """(«2026-10», «Tháng 10/2026»), the present month first."""
    first = moment.today().replace(day=1)
    days = [add_months(first, -back) for back in range(MONTHS_BACK)]
    return [(f"{day:%Y-%m}", f"Tháng {day:%m/%Y}") for day in days]
