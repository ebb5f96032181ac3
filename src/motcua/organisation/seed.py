"""The organisation of the province as the data files say it: rows in, unsaved model instances out.

Sources and marks of the files: `data/NOTICE.md` and `docs/reference/organisation.md`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

from motcua.lib.calendars import Day, read_days
from motcua.lib.text import fold
from motcua.organisation.identifiers import TT10_SCHEME, parse
from motcua.organisation.models import AdminUnit, CalendarDay, OpeningSpan, Succession, Unit, UnitAlias

DATA = Path(__file__).parent / "data"
PROVINCE = "25"
PROVINCE_NAME = "Phú Thọ"
# The two-level organisation began on this day (Luật 72/2025/QH15, Nghị quyết 202/2025/QH15).
REORGANISED = date(2025, 7, 1)
LAST_OLD_DAY = REORGANISED - timedelta(days=1)
COMMITTEE = "ubnd-tinh"
POLICE = "cong-an-tinh"
FIRST_COMMUNE_NUMBER = 101

K, L = Unit.Kind, Unit.Level
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of a data file, every value as text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def within(name: str) -> str:
    """A place name inside a sentence: «Xã Hy Cương» becomes «xã Hy Cương»."""
    return name[0].lower() + name[1:]


def admin_units() -> list[AdminUnit]:
    """All provinces, then all communes; ours are also found by the names merged into them."""
    former = former_names()
    units = [
        _admin_unit(row["code"], row["name"], row["kind"], None, "") for row in rows("all_provinces.csv")
    ]
    for row in rows("national_communes.csv"):
        kind = _commune_kind(row["name"])
        units.append(
            _admin_unit(row["code"], row["name"], kind, row["province"], former.get(row["code"], ""))
        )
    return units


def former_names() -> dict[str, str]:
    """By code of a present commune: the folded names of the communes merged into it."""
    names = defaultdict(list)
    for row in (*rows("predecessors.csv"), *rows("earlier_names.csv")):
        names[row["new_code"]].append(fold(row["name"]))
    return {code: " ".join(merged) for code, merged in names.items()}


def units() -> list[Unit]:
    """Every unit, parents before children."""
    return [*province_units(), *commune_units(), *old_units()]


def province_units() -> Iterator[Unit]:
    """The bodies at provincial level: general knowledge, with invented identifiers below level 1."""
    for number, row in enumerate(rows("departments.csv"), start=1):
        yield _unit(
            row["slug"],
            row["kind"],
            L.PROVINCE,
            row["name"],
            row["short_name"],
            parent_id=row["parent"] or None,
            agency_identifier=row["identifier"],
            address=f"Khu trung tâm hành chính, phường Việt Trì, tỉnh {PROVINCE_NAME}",
            phone=_phone(number),
        )


def commune_units() -> Iterator[Unit]:
    """Committee, centre, police and divisions of each commune (NĐ 150/2025/NĐ-CP, general knowledge)."""
    former = former_names()
    root = next(row["identifier"] for row in rows("departments.csv") if row["slug"] == COMMITTEE)
    police = next(row["identifier"] for row in rows("departments.csv") if row["slug"] == POLICE)
    for number, row in enumerate(rows("communes.csv"), start=FIRST_COMMUNE_NUMBER):
        code, place = row["code"], within(row["name"])
        ward = row["kind"] == "ward"
        economy = "Phòng Kinh tế, Hạ tầng và Đô thị" if ward else "Phòng Kinh tế"
        committee, identifier = f"ubnd-{code}", f"{root}.{number}"
        centre = "Trung tâm Phục vụ hành chính công"
        plan = (
            (committee, K.COMMUNE_COMMITTEE, "Ủy ban nhân dân", "UBND", COMMITTEE, identifier),
            (f"ttpvhcc-{code}", K.COMMUNE_CENTRE, centre, "Trung tâm PVHCC", committee, f"{identifier}.01"),
            (f"phong-vhxh-{code}", K.DIVISION_SOCIAL, "Phòng Văn hóa – Xã hội", "Phòng VH–XH", committee, ""),
            (f"phong-kt-{code}", K.DIVISION_ECONOMY, economy, economy, committee, ""),
            (f"vp-{code}", K.DIVISION_OFFICE, "Văn phòng HĐND và UBND", "Văn phòng", committee, ""),
            (f"cax-{code}", K.COMMUNE_POLICE, "Công an", "Công an", POLICE, f"{police}.{number}"),
        )
        for position, (slug, kind, name, short_name, parent, own_identifier) in enumerate(plan):
            yield _unit(
                slug,
                kind,
                L.COMMUNE,
                f"{name} {place}",
                f"{short_name} {place}",
                parent_id=parent,
                admin_code=code,
                agency_identifier=own_identifier,
                address=f"Khu trung tâm, {place}, tỉnh {PROVINCE_NAME}",
                phone=_phone((number - FIRST_COMMUNE_NUMBER) * len(plan) + position + 100),
                found_by=former.get(code, "") if kind == K.COMMUNE_COMMITTEE else "",
            )


def old_units() -> Iterator[Unit]:
    """The three provinces, their districts and communes as they were on the last day before 2025-07-01."""
    provinces = {row["code"]: row["name"] for row in rows("old_provinces.csv")}
    districts = {row["code"]: row["name"] for row in rows("old_districts.csv")}
    for row in rows("old_provinces.csv"):
        yield _old_unit(row["code"], K.OLD_PROVINCE, L.PROVINCE, within(row["name"]), None)
    for row in rows("old_districts.csv"):
        place = f"{within(row['name'])}, {within(provinces[row['province']])}"
        yield _old_unit(row["code"], K.OLD_DISTRICT, L.DISTRICT, place, row["province"])
    for row in {row["old_code"]: row for row in rows("predecessors.csv")}.values():
        place = f"{within(row['name'])}, {within(districts[row['district']])}"
        yield _old_unit(row["old_code"], K.OLD_COMMUNE, L.COMMUNE, place, row["district"])


def successions() -> list[Succession]:
    """Who took over on 2025-07-01: of a province ours, of a commune one or two, of a district several.

    A district answers on through the commune that bears its name. No text says so for every case: it is our
    reading, to be corrected in the data where a handover record says otherwise.
    """
    found = [
        _succession(row["code"], COMMITTEE, partial=False, main=True) for row in rows("old_provinces.csv")
    ]
    heirs = defaultdict(set)
    for row in rows("predecessors.csv"):
        heirs[row["district"]].add(row["new_code"])
        found.append(
            _succession(
                row["old_code"],
                f"ubnd-{row['new_code']}",
                partial=row["partial"] == "yes",
                main=row["main"] == "yes",
            )
        )
    for row in rows("old_districts.csv"):
        for code in sorted(heirs[row["code"]]):
            main = code == row["main_successor"]
            found.append(_succession(row["code"], f"ubnd-{code}", partial=True, main=main))
    return found


def aliases() -> list[UnitAlias]:
    """Older identifiers: the form of TT 10/2016 of provincial bodies, and the codes of the merged provinces.

    Communes of 2025 never had one in the older form; police, tax and insurance have those of their ministry.
    """
    found = [
        UnitAlias(unit_id=row["unit"], identifier=row["identifier"], scheme=row["scheme"])
        for row in rows("aliases.csv")
    ]
    for row in rows("departments.csv"):
        legacy = parse(row["identifier"]).legacy
        if legacy:
            found.append(UnitAlias(unit_id=row["slug"], identifier=legacy, scheme=TT10_SCHEME))
    return found


def opening_spans() -> list[OpeningSpan]:
    """The default opening hours of the province."""
    return [
        OpeningSpan(
            weekday=int(row["weekday"]),
            opens=time.fromisoformat(row["opens"]),
            closes=time.fromisoformat(row["closes"]),
            counts=row["counts"] == "yes",
        )
        for row in rows("opening.csv")
    ]


def days() -> tuple[Day, ...]:
    """The days off and extra working days of 2026 and 2027."""
    return read_days(DATA / "calendar.csv")


def calendar_days() -> list[CalendarDay]:
    """The same days, ready to be stored."""
    return [
        CalendarDay(
            day=day.day, kind=day.kind, name=day.name, ground=day.ground, mark=day.mark, note=day.note
        )
        for day in days()
    ]


def _commune_kind(name: str) -> str:
    kinds = {kind.label: kind.value for kind in AdminUnit.Kind}
    return next(value for label, value in kinds.items() if name.startswith(f"{label} "))


def _admin_unit(code: str, name: str, kind: str, parent: str | None, found_by: str) -> AdminUnit:
    return AdminUnit(
        code=code,
        name=name,
        kind=kind,
        parent_id=parent,
        valid_from=REORGANISED,
        search_text=f"{fold(name)} {found_by}".strip(),
    )


def _unit(
    slug: str, kind: str, level: str, name: str, short_name: str, *, found_by: str = "", **fields: str | None
) -> Unit:
    return Unit(
        id=slug,
        kind=kind,
        level=level,
        name=name,
        short_name=short_name,
        valid_from=REORGANISED,
        search_text=fold(f"{name} {short_name} {found_by}"),
        **fields,
    )


def _old_unit(code: str, kind: str, level: str, place: str, parent: str | None) -> Unit:
    name = f"Ủy ban nhân dân {place}"
    return Unit(
        id=f"cu-{code}",
        kind=kind,
        level=level,
        name=name,
        short_name=f"UBND {place}",
        parent_id=f"cu-{parent}" if parent else None,
        admin_code=code,
        valid_to=LAST_OLD_DAY,
        search_text=fold(name),
    )


def _succession(old: str, new: str, *, partial: bool, main: bool) -> Succession:
    return Succession(old_id=f"cu-{old}", new_id=new, on=REORGANISED, partial=partial, main=main)


def _phone(number: int) -> str:
    """Invented on purpose: no subscriber of the province has a number that goes on with 000."""
    return f"0210 000 {number:04}"
