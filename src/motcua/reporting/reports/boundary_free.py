"""Boundary-free: how many services may be filed away from who decides, and how many dossiers were.

services = procedures in force on the last day taken in anywhere in the province or the country / procedures
in force; elsewhere = dossiers accepted in the period by a desk that is not the competent agency's own /
dossiers accepted in the period. Both count for the agency that decides. Source: NĐ 309/2026 Đ7–8.
"""

from collections import Counter, defaultdict

from motcua.catalogue.labels import REACHES
from motcua.organisation.models import Unit
from motcua.reporting.figures import counted
from motcua.reporting.fold import Metric
from motcua.reporting.labels import AGENCY, FIELD, KEY_OF, SERVICE, SPLIT_BY, labels
from motcua.reporting.offered import UNIT_PREFIX, Service, services
from motcua.reporting.scope import Asked
from motcua.reporting.table import BrokenReport, Column, ReportKind, Row, Share, Table

_COLUMNS = (
    Column("reach", "Phạm vi tiếp nhận", "text"),
    Column("services", "Thủ tục phi địa giới", "share"),
    Column("accepted", "Hồ sơ đã tiếp nhận"),
    Column("elsewhere", "Nhận ở nơi khác nơi giải quyết", "share"),
)


def _row(label: str, offered: list[Service], found: Counter[str]) -> Row:
    accepted, elsewhere = found[Metric.ACCEPTED], found[Metric.ELSEWHERE]
    if elsewhere > accepted:
        raise BrokenReport(f"{label}: nhận nơi khác {elsewhere} nhiều hơn số tiếp nhận {accepted}.")
    reaches = Counter(service.reach for service in offered)
    free = len(offered) - reaches["none"]
    words = [
        f"{REACHES[key]}: {count}" if len(offered) > 1 else REACHES[key] for key, count in reaches.items()
    ]
    return {
        "label": label,
        "reach": "; ".join(sorted(words)),
        "services": Share(free, len(offered)),
        "accepted": accepted,
        "elsewhere": Share(elsewhere, accepted),
    }


def _offered(by: str, asked: Asked, found: dict[str, Service]) -> dict[str, list[Service]]:
    """The services in force under the words of their line."""
    word = labels(by, asked)
    lines: dict[str, list[Service]] = defaultdict(list)
    if by != AGENCY:
        for code, service in found.items():
            lines[word(code)].append(service)
        return lines
    units = Unit.objects.valid(asked.last)
    whose = asked.units()
    for unit in units if whose is None else units.filter(pk__in=whose):
        able = {unit.kind, UNIT_PREFIX + unit.pk}
        mine = [service for service in found.values() if service.agencies & able]
        if mine:
            lines[word(unit.pk)] += mine
    return lines


def _compute(kind: ReportKind, asked: Asked) -> Table:
    by = kind.grouping(asked)
    word, in_force = labels(by, asked), services(asked.last, asked.units())
    offered = _offered(by, asked, in_force)
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    metrics = (Metric.ACCEPTED, Metric.ELSEWHERE)
    sums = counted(asked.whose(), asked.first, asked.last, metrics, KEY_OF[by])
    for (key, metric), count in sums.items():
        lines[word(key)][metric] += count
        total[metric] += count
    rows = [_row(label, offered.get(label, []), lines[label]) for label in sorted({*offered, *lines})]
    columns = (Column("label", SPLIT_BY[by], "text"), *_COLUMNS)
    return kind.table(asked, columns, rows, _row("Tổng số", list(in_force.values()), total))


REPORT = ReportKind(
    name="boundary-free",
    title="Tiếp nhận phi địa giới",
    formula=(
        "Thủ tục phi địa giới / thủ tục đang có hiệu lực vào ngày cuối kỳ; hồ sơ tiếp nhận trong kỳ ở nơi"
        " không phải bộ phận một cửa của cơ quan giải quyết / hồ sơ tiếp nhận trong kỳ. Tính cho cơ quan"
        " giải quyết."
    ),
    source="Nghị định 309/2026/NĐ-CP Điều 7, Điều 8",
    compute=_compute,
    by={key: SPLIT_BY[key] for key in (SERVICE, AGENCY, FIELD)},
)
