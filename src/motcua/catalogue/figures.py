"""How many services there are at each level of NĐ 224/2026/NĐ-CP Điều 14: of all, by field, agency and tier.

Shares are of the services online (toàn trình and một phần together), as the reports on online services count.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from motcua.catalogue.labels import LEVELS
from motcua.catalogue.models import NationalRecord, Procedure
from motcua.lib.money import percent
from motcua.organisation.public import agency_names

# What the national catalogue tells of leaves out who decides, or names it in words no code stands for.
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Services of one group. `matched`: online here, and the National Portal has its code."""

    key: str
    name: str
    full: int = 0
    partial: int = 0
    information: int = 0
    matched: int = 0

    @property
    def online(self) -> int:
        """Dịch vụ công trực tuyến: toàn trình and một phần."""
        return self.full + self.partial

    @property
    def total(self) -> int:
        return self.online + self.information

    def plain(self) -> dict[str, Any]:
        """For programs, each share with what it was computed from."""
        return {
            "key": self.key,
            "name": self.name,
            "full": self.full,
            "partial": self.partial,
            "information": self.information,
            "online": self.online,
            "total": self.total,
            "matched": self.matched,
            "full_of_online": _share(self.full, self.online),
            "matched_of_online": _share(self.matched, self.online),
            "online_of_total": _share(self.online, self.total),
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all and by group. Fields add up to the whole; what several agencies decide counts in each."""

    day: date
    whole: Counted
    by_tier: tuple[Counted, ...]
    by_field: tuple[Counted, ...]
    by_agency: tuple[Counted, ...]

    def plain(self) -> dict[str, Any]:
        """For programs."""
        return {
            "schema_version": "1",
            "day": self.day.isoformat(),
            "whole": self.whole.plain(),
            "by_tier": [each.plain() for each in self.by_tier],
            "by_field": [each.plain() for each in self.by_field],
            "by_agency": [each.plain() for each in self.by_agency],
        }


@dataclass(frozen=True, slots=True)
class _Row:
    level: str
    matched: bool
    field: str
    field_name: str
    tiers: tuple[str, ...]
    agencies: tuple[str, ...]


def figures(on: date) -> Figures:
    """Counted over the procedures listed that day; two queries whatever their number."""
    rows = list(_rows(on))
    named = agency_names(sorted({agency for row in rows for agency in row.agencies}))
    agencies = {**named, UNKNOWN: "Chưa rõ cơ quan (chỉ có thông tin)"}
    tiers = {**LEVELS, UNKNOWN: "Cấp khác hoặc chưa rõ"}
    fields = {row.field: row.field_name for row in rows}
    return Figures(
        day=on,
        whole=_counted("", "Tất cả", rows),
        by_tier=_groups(((tier, row) for row in rows for tier in row.tiers or (UNKNOWN,)), tiers),
        by_field=_groups(((row.field, row) for row in rows), fields),
        by_agency=_groups(((agency, row) for row in rows for agency in row.agencies or (UNKNOWN,)), agencies),
    )


def _rows(on: date) -> Iterator[_Row]:
    records = NationalRecord.objects.filter(code=OuterRef("pk"))
    found = (
        Procedure.objects.listed(on)
        .annotate(matched=Exists(records))
        .values_list("service_level", "state", "matched", "field_id", "field__name", "levels", "tags")
    )
    for level, state, matched, field, name, tiers, tags in found:
        filed = state == Procedure.State.IN_FORCE
        yield _Row(
            level if filed else "information",
            matched and filed and level != "information",
            field,
            name,
            tuple(tiers),
            tuple(tag.removeprefix("agency:") for tag in tags.split() if tag.startswith("agency:")),
        )


def _groups(pairs: Iterable[tuple[str, _Row]], names: Mapping[str, str]) -> tuple[Counted, ...]:
    """The largest first, what is unknown last."""
    grouped: dict[str, list[_Row]] = defaultdict(list)
    for key, row in pairs:
        grouped[key].append(row)
    made = [_counted(key, names[key], rows) for key, rows in grouped.items()]
    return tuple(sorted(made, key=lambda each: (each.key == UNKNOWN, -each.online, -each.total, each.name)))


def _counted(key: str, name: str, rows: list[_Row]) -> Counted:
    return Counted(
        key,
        name,
        full=sum(row.level == "full" for row in rows),
        partial=sum(row.level == "partial" for row in rows),
        information=sum(row.level == "information" for row in rows),
        matched=sum(row.matched for row in rows),
    )


def _share(part: int, whole: int) -> dict[str, Any]:
    share = percent(part, whole)
    return {
        "numerator": part,
        "denominator": whole,
        "percent": None if share is None else float(share),
    }
