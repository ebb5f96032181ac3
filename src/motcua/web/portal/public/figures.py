"""The catalogue in numbers: services at each level, by tier, field and agency, as picture and table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from motcua.catalogue.figures import Counted
from motcua.catalogue.figures import figures as counted
from motcua.catalogue.open_data import files
from motcua.lib import moment
from motcua.lib.money import grouped, ratio
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb, Figure

# A bar is a thousand wide.
_WIDE = 1000


@dataclass(frozen=True)
class Bar:
    """A line of a table with its bar: where each part begins and how wide it is, of `_WIDE`."""

    counted: Counted
    full_share: str
    parts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Group:
    """A table with bars: by tier, field or agency."""

    slug: str
    title: str
    column: str
    bars: tuple[Bar, ...]
    note: str = ""

    @property
    def online(self) -> tuple[Bar, ...]:
        """Those in which something can be done online."""
        return tuple(bar for bar in self.bars if bar.counted.online)

    @property
    def only_told(self) -> tuple[Bar, ...]:
        """Those in which there is only something to read."""
        return tuple(bar for bar in self.bars if not bar.counted.online)


@for_all()
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The page, with every file of open data there is about procedures."""
    found = counted(moment.today())
    whole = found.whole
    context = {
        "whole": whole,
        "headline": (
            Figure("Thủ tục được công khai", grouped(whole.total)),
            Figure("Dịch vụ công trực tuyến", ratio(whole.online, whole.total), "trong tất cả thủ tục"),
            Figure("Trong đó toàn trình", ratio(whole.full, whole.online), "trong các dịch vụ trực tuyến"),
            Figure(
                "Khớp mã với Cổng quốc gia",
                ratio(whole.matched, whole.online),
                "trong các dịch vụ trực tuyến",
            ),
        ),
        "all": _bar(whole),
        "groups": (
            Group("cap", "Theo cấp giải quyết", "Cấp", _bars(found.by_tier), _SEVERAL),
            Group("linh-vuc", "Theo lĩnh vực", "Lĩnh vực", _bars(found.by_field)),
            Group("co-quan", "Theo cơ quan giải quyết", "Cơ quan", _bars(found.by_agency), _SEVERAL),
        ),
        "day": found.day,
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Thủ tục", "/thu-tuc/"), Crumb("Thủ tục bằng con số")),
    }
    return render(request, "portal/public/figures.html", context)


_SEVERAL = "Thủ tục do nhiều nơi giải quyết được đếm ở mỗi nơi, nên cộng các dòng có thể lớn hơn tổng số."


@for_all()
@require_safe
@condition(etag_func=lambda request: f'"so-luong-{files.mark(moment.today())}"')
def as_json(request: HttpRequest) -> JsonResponse:
    """The same numbers for programs."""
    return JsonResponse(counted(moment.today()).plain(), json_dumps_params={"ensure_ascii": False})


def _bars(lines: Sequence[Counted]) -> tuple[Bar, ...]:
    return tuple(_bar(each) for each in lines)


def _bar(each: Counted) -> Bar:
    """The whole of each line is as wide as the others, so that shares can be compared by eye."""
    parts, at = [], 0
    for kind, count in (("full", each.full), ("partial", each.partial), ("information", each.information)):
        # Whatever is there at all can be seen.
        wide = max(4, count * _WIDE // each.total) if count else 0
        parts.append((kind, at, wide))
        at += wide
    return Bar(each, ratio(each.full, each.online) if each.online else "0", tuple(parts))
