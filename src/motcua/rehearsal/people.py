"""Who takes part in a rehearsal: citizens of the sandbox e-identity server, officers by unit and role."""

import csv
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from motcua.organisation import seed
from motcua.organisation.actions import DEMO_PASSWORD
from motcua.organisation.officers import InventedOfficer, invented_officers
from motcua.rehearsal.browser import Browser, Failed

_HIGHEST = "2"


@dataclass(frozen=True)
class Citizen:
    """A person the sandbox server knows; `commune` is the code of where he or she lives."""

    personal_id: str
    name: str
    commune: str
    born: str
    sex: str
    address: str


def citizens(path: Path) -> list[Citizen]:
    """Those of the sandbox server's file who may file online and live in the province."""
    communes = {row["code"] for row in seed.rows("communes.csv")}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Citizen(
                personal_id=row["personal_id"],
                name=row["name"],
                commune=row["residence_code"],
                born="/".join(reversed(row["birthdate"].split("-"))),
                sex=row["gender"],
                address=row["address"],
            )
            for row in csv.DictReader(file)
            if row["level"] == _HIGHEST and row["residence_code"] in communes
        ]


class People:
    """Opens a browser for a person once and keeps it, logged in."""

    def __init__(self, base: str, outside: Mapping[str, str]) -> None:
        """`outside`: the addresses of the sandboxes' own pages, by name."""
        self.base = base
        self.outside = outside
        self._officers = invented_officers()
        self._units = {unit.name: unit.pk for unit in seed.units() if unit.valid_to is None}
        self._parents = {unit.pk: unit.parent_id for unit in seed.units()}
        self._kinds = {unit.pk: unit.kind for unit in seed.units()}
        self._browsers: dict[str, Browser] = {}
        self._lock = threading.Lock()
        self._count = 0

    def browser(self) -> Browser:
        """A new one, at an address of its own."""
        with self._lock:
            self._count += 1
            high, low = divmod(self._count, 250)
            return Browser(self.base, f"127.0.{high + 1}.{low + 1}")

    def citizen(self, who: Citizen) -> Browser:
        """The citizen's browser, logged in through the pages of the e-identity server."""
        if who.personal_id not in self._browsers:
            browser = self.browser()
            browser.open("/dang-nhap/?next=/ho-so/")
            browser.open(browser.page.link("Đăng nhập bằng VNeID"))
            typed = {"personal_id": [who.personal_id], "password": [DEMO_PASSWORD]}
            form = next((each for each in browser.page.forms if "personal_id" in each.names()), None)
            if form is None:
                raise Failed(f"{browser.url}: máy chủ định danh không có ô số định danh.")
            browser.submit(form, typed)
            agree = browser.need(text="Đồng ý chia sẻ")
            browser.submit(agree, button=agree.button(text="Đồng ý chia sẻ"))
            if browser.path != "/ho-so/":
                raise Failed(f"Đăng nhập của {who.name} dừng ở {browser.url}: {browser.page.complaint}")
            self._browsers[who.personal_id] = browser
        return self._browsers[who.personal_id]

    def officer(self, unit: str, role: str) -> Browser:
        """The browser of somebody with this role in this unit, logged in with the password."""
        found = self.officer_of(unit, role)
        if found.login not in self._browsers:
            browser = self.browser()
            browser.open("/can-bo/dang-nhap/")
            form = browser.need(text="Đăng nhập")
            browser.submit(form, {"login": [found.login], "password": [DEMO_PASSWORD]})
            if browser.path.startswith("/can-bo/dang-nhap/"):
                raise Failed(f"{found.login} không đăng nhập được: {browser.page.complaint}")
            self._browsers[found.login] = browser
        return self._browsers[found.login]

    def desks(self) -> list[str]:
        """The desks of the communes."""
        return sorted(unit for unit, kind in self._kinds.items() if kind == "commune_centre")

    def officer_of(self, unit: str, role: str) -> InventedOfficer:
        found = next((each for each in self._officers if each.unit_id == unit and role in each.roles), None)
        if found is None:
            raise Failed(f"Không có ai giữ vai trò {role} ở {unit}.")
        return found

    def name_of(self, unit: str) -> str:
        """The name of a unit as it stands on pages."""
        return next(name for name, pk in self._units.items() if pk == unit)

    def unit_called(self, name: str) -> str:
        """The slug of the unit whose name stands on a page."""
        if name not in self._units:
            raise Failed(f"Không có đơn vị nào tên «{name}».")
        return self._units[name]

    def unit_of_step(self, named: str, competent: str, desk: str) -> str:
        """Which unit works a step: the desk, the deciding agency, one of its divisions, a named unit."""
        if named == "desk":
            return desk
        if named.startswith("unit:"):
            return named.removeprefix("unit:")
        if named.startswith("division:"):
            own = (
                unit
                for unit, kind in self._kinds.items()
                if kind == named and self._parents[unit] == competent
            )
            return next(own, competent)
        return competent
