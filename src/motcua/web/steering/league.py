"""Communes and agencies side by side by any measure: a league table with gaps, and a map of the province."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.organisation.seed import rows as data_rows
from motcua.reporting import league as engine
from motcua.reporting.cockpit import Numbers
from motcua.reporting.league import MEASURES, Measure, Standing
from motcua.reporting.models import Target
from motcua.reporting.standings import province_target
from motcua.web.steering.cockpit import shown
from motcua.web.steering.frame import show
from motcua.web.steering.lists import list_url
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers

# What the province has set for itself (kế hoạch 2022 of Phú Thọ), until a target of its own says otherwise.
TARGETS = {"truc-tuyen": 50.0}
WIDTH, MARGIN = 720, 26
_SORTS = {"hang": "Thứ hạng", "ten": "Tên", "so-luong": "Số hồ sơ"}


@dataclass(frozen=True)
class Band:
    """A group of communes: a word, a colour and a shape, never the colour alone."""

    key: str
    short: str
    more: str = ""

    @property
    def word(self) -> str:
        """What the legend says; tables have room for `short` alone."""
        return f"{self.short} ({self.more})" if self.more else self.short


NONE = Band("none", "Chưa có hồ sơ để tính")
# How far from a target: these judge.
GOOD = Band("good", "Đạt")
NEAR = Band("near", "Gần đạt", "thiếu không quá 10 điểm")
FAR = Band("far", "Còn xa", "thiếu hơn 10 điểm")
# Without a target only how they stand to each other, a third in each: these do not judge.
HIGH, MIDDLE, LOW = Band("high", "Nhóm cao"), Band("middle", "Nhóm giữa"), Band("low", "Nhóm thấp")
JUDGED, NEUTRAL = (GOOD, NEAR, FAR), (HIGH, MIDDLE, LOW)
_NEAR = 10


@dataclass(frozen=True)
class Wanted:
    """What a share is held against: a target, or only the mean over all dossiers."""

    value: float
    basis: str
    is_target: bool

    @property
    def words(self) -> str:
        """«62,5», without the noughts a number column adds."""
        return f"{self.value:g}".replace(".", ",")


@dataclass(frozen=True)
class Line:
    """One line of the table: its place, its share, the gap in points and in dossiers."""

    place: int | None
    name: str
    share: Standing
    percent: str
    gap: str
    missing: int
    band: Band
    url: str
    unit_url: str


@dataclass(frozen=True)
class Key:
    """One entry of the legend: the band, how many stand in it, from which share to which."""

    band: Band
    number: int
    span: str


@dataclass(frozen=True)
class Mark:
    """A commune on the map, in units of the drawing."""

    x: float
    y: float
    band: Band
    name: str
    title: str
    url: str
    labelled: bool

    @property
    def at(self) -> str:
        """The place for SVG: always with a point, whatever the language of the page."""
        return f"{self.x},{self.y}"

    @property
    def leans(self) -> str:
        """To which side the name is written, so that none is cut off at an edge."""
        return "end" if self.x > WIDTH * 0.8 else "start" if self.x < WIDTH * 0.2 else "middle"


@for_officers(*LEADERS)
@require_safe
def league(request: HttpRequest) -> HttpResponse:
    """Any measure for every commune; outside the officer's own scope without the dossiers."""
    scope = scope_of(request)
    measure = MEASURES.get(request.GET.get("chi-so", ""), MEASURES["dung-han"])
    sort = request.GET.get("xep", "hang")
    standings = engine.communes(scope.month, measure)
    target = province_target(measure.aim, scope.month.last) if measure.aim else None
    wanted = wanted_of(measure, standings, target)
    lines = lines_of(standings, measure, wanted, scope)
    context = {
        "measure": measure,
        "groups": [(group, list(found)) for group, found in groupby(MEASURES.values(), lambda m: m.group)],
        "wanted": wanted,
        "lines": sorted_lines([line for line in lines if line.band != NONE], sort),
        "idle": sorted_lines([line for line in lines if line.band == NONE], "ten"),
        "sort": sort if sort in _SORTS else "hang",
        "sorts": _SORTS,
        "agencies": lines_of(engine.agencies(scope.month, measure), measure, wanted, scope),
        "marks": marks_of(standings, lines, measure),
        "legend": legend_of(lines, wanted),
        "height": _drawing()[1],
        "width": WIDTH,
        "counted": sum(line.share.share.denominator > 0 for line in lines),
    }
    return show(request, "steering/league.html", "league", context, scope=scope)


def wanted_of(measure: Measure, standings: Sequence[Standing], target: Target | None = None) -> Wanted:
    """The target of the province, else that of its plan, else the mean over all dossiers."""
    if target is not None:
        basis = ", ".join(filter(None, ("chỉ tiêu của tỉnh", target.source)))
        return Wanted(float(target.value), basis, is_target=True)
    if measure.key in TARGETS:
        return Wanted(TARGETS[measure.key], "chỉ tiêu của tỉnh", is_target=True)
    total = measure.share(sum((each.numbers for each in standings), Numbers()))
    return Wanted(float(total.percent or 0), f"mức chung của các xã, phường, {total}", is_target=False)


def lines_of(standings: Sequence[Standing], measure: Measure, wanted: Wanted, scope: Scope) -> list[Line]:
    """Lines in the order of the standings; equal shares have equal places."""
    lines: list[Line] = []
    bands = bands_of(standings, measure, wanted)
    for number, (each, band) in enumerate(zip(standings, bands, strict=True), start=1):
        gap = each.gap(wanted.value)
        same = bool(lines) and lines[-1].share.share.percent == each.share.percent
        place = None if gap is None else lines[-1].place if same else number
        mine = scope.whose.units is None or each.unit_id in scope.whose.units
        lines.append(
            Line(
                place=place,
                name=each.name,
                share=each,
                percent=shown(each.share.percent),
                gap="" if gap is None else f"{gap:+.2f}".replace(".", ","),
                missing=_missing(each, measure, wanted.value),
                band=band,
                url=list_url(measure.behind, scope, unit=each.unit_id)
                if mine and each.share.denominator
                else "",
                unit_url=f"{reverse('steering:cockpit')}?thang={scope.month_code}&don-vi={each.unit_id}"
                if mine
                else "",
            )
        )
    return lines


def _missing(each: Standing, measure: Measure, wanted: float) -> int:
    """How many dossiers more (or fewer) would have reached what is wanted."""
    part, whole = each.share.numerator, each.share.denominator
    if measure.more_is_better:
        return max(0, math.ceil(wanted * whole / 100 - 1e-9) - part)
    return max(0, part - math.floor(wanted * whole / 100 + 1e-9))


def bands_of(standings: Sequence[Standing], measure: Measure, wanted: Wanted) -> list[Band]:
    """The band of each: held against a target where there is one, else against each other."""
    if wanted.is_target:
        return [_judged(each.gap(wanted.value), measure) for each in standings]
    values = sorted(each.share.percent for each in standings if each.share.percent is not None)
    return [
        NONE
        if percent is None
        else _third(bisect_left(values, percent), bisect_right(values, percent), len(values))
        for percent in (each.share.percent for each in standings)
    ]


def _judged(gap: float | None, measure: Measure) -> Band:
    if gap is None:
        return NONE
    short = -gap if measure.more_is_better else gap
    return GOOD if short <= 0 else NEAR if short <= _NEAR else FAR


def _third(below: int, not_above: int, whole: int) -> Band:
    """In which third a share stands; equal shares stand together, in the middle of the places they take."""
    place = (below + not_above) / (2 * whole)
    return LOW if place < 1 / 3 else MIDDLE if place <= 2 / 3 else HIGH


def legend_of(lines: Sequence[Line], wanted: Wanted) -> list[Key]:
    """Every band with its number; without a target with the shares it goes from and to."""
    return [
        _key(band, [line for line in lines if line.band == band], spanned=not wanted.is_target)
        for band in (*(JUDGED if wanted.is_target else NEUTRAL), NONE)
    ]


def _key(band: Band, lines: Sequence[Line], *, spanned: bool) -> Key:
    percents = [each for line in lines if (each := line.share.share.percent) is not None]
    span = f"{shown(min(percents))} đến {shown(max(percents))}" if spanned and percents else ""
    return Key(band, len(lines), span)


def sorted_lines(lines: Sequence[Line], sort: str) -> list[Line]:
    """By place (as they come), by name, or by how many dossiers they had."""
    if sort == "ten":
        return sorted(lines, key=lambda line: line.name)
    if sort == "so-luong":
        return sorted(lines, key=lambda line: -line.share.share.denominator)
    return list(lines)


@cache
def _drawing() -> tuple[dict[str, tuple[float, float]], int]:
    """Where each commune stands in the drawing, and its height: latitudes and longitudes laid flat."""
    places = {
        row["code"]: (float(row["latitude"]), float(row["longitude"]))
        for row in data_rows("commune_places.csv")
    }
    lats, lons = [lat for lat, _ in places.values()], [lon for _, lon in places.values()]
    flat = math.cos(math.radians((min(lats) + max(lats)) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((max(lons) - min(lons)) * flat)
    drawn = {
        code: (
            round(MARGIN + (lon - min(lons)) * flat * scale, 1),
            round(MARGIN + (max(lats) - lat) * scale, 1),
        )
        for code, (lat, lon) in places.items()
    }
    return drawn, round(2 * MARGIN + (max(lats) - min(lats)) * scale)


_LABELLED = 6


def marks_of(standings: Sequence[Standing], lines: Sequence[Line], measure: Measure) -> list[Mark]:
    """The communes on the map; those that stand worst carry their name."""
    drawn, _ = _drawing()
    ranked = [line for line in lines if line.band != NONE]
    worst = (NEAR, FAR, LOW if measure.more_is_better else HIGH)
    named = {line.name for line in ranked[-_LABELLED:] if line.band in worst}
    return [
        Mark(
            *drawn[each.admin_code],
            line.band,
            line.name.removeprefix("UBND "),
            f"{line.name}: {each.share}. {line.band.word}",
            line.unit_url,
            line.name in named,
        )
        for each, line in zip(standings, lines, strict=True)
        if each.admin_code in drawn
    ]
