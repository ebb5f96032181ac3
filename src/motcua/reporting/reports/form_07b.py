"""Report 07b: how many procedures there are by level of government, degree of online service and channel, and
how many of them had dossiers in the period.

A procedure that two levels decide counts in both lines and once in the total. Two different shares: services
with an online dossier (per service) and dossiers filed online (per dossier) are never mixed; this report has
the first. Source: TT 02/2017/TT-VPCP as amended; degrees of service: NĐ 224/2026/NĐ-CP Đ14.
"""

from collections.abc import Collection, Iterable

from motcua.reporting.figures import CHANNEL, ONLINE, PROCEDURE, Whose, counted
from motcua.reporting.fold import Metric
from motcua.reporting.offered import FULL, INFORMATION, LEVELS, PARTIAL, Service, services
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table

_COLUMNS = (
    Column("label", "Cấp giải quyết", "text"),
    Column("total", "Tổng số thủ tục"),
    Column("full", "Toàn trình", group="Mức độ cung cấp"),
    Column("partial", "Một phần", group="Mức độ cung cấp"),
    Column("information", "Cung cấp thông tin", group="Mức độ cung cấp"),
    Column("counter", "Trực tiếp", group="Cách nộp"),
    Column("online", "Trực tuyến", group="Cách nộp"),
    Column("post", "Bưu chính", group="Cách nộp"),
    Column("active", "Có hồ sơ", group="Trong kỳ"),
    Column("active_online", "Có hồ sơ trực tuyến trên số cung cấp trực tuyến", "share", group="Trong kỳ"),
)


def active(whose: Whose, asked: Asked) -> tuple[frozenset[str], frozenset[str]]:
    """The procedures with a dossier accepted in the period, and those with one filed online."""
    found = counted(whose, asked.first, asked.last, [Metric.ACCEPTED], PROCEDURE, CHANNEL)
    with_dossier = frozenset(code for (code, _, _), count in found.items() if count)
    online = frozenset(code for (code, channel, _), count in found.items() if count and channel == ONLINE)
    return with_dossier, online


def _row(label: str, rows: Iterable[Service], with_dossier: Collection[str], online: Collection[str]) -> Row:
    found = list(rows)
    offered = [each for each in found if each.online]
    return {
        "label": label,
        "total": len(found),
        **{key: sum(each.service_level == key for each in found) for key in (FULL, PARTIAL, INFORMATION)},
        **{key: sum(key in each.channels for each in found) for key in ("counter", "online", "post")},
        "active": sum(each.code in with_dossier for each in found),
        "active_online": Share(sum(each.code in online for each in offered), len(offered)),
    }


def _compute(kind: ReportKind, asked: Asked) -> Table:
    offered = services(asked.last, asked.units())
    seen = active(asked.whose(), asked)
    rows = [
        _row(words, [each for each in offered.values() if level in each.levels], *seen)
        for level, words in LEVELS.items()
    ]
    return kind.table(asked, _COLUMNS, rows, _row("Tổng số (mỗi thủ tục một lần)", offered.values(), *seen))


REPORT = ReportKind(
    name="07b",
    title="Số thủ tục hành chính theo cấp giải quyết, mức độ và cách nộp (biểu 07b)",
    formula=(
        "Thủ tục có hiệu lực vào ngày cuối kỳ. Có hồ sơ: có ít nhất một hồ sơ được tiếp nhận trong kỳ. Tỷ lệ"
        " thủ tục có hồ sơ trực tuyến tính trên số thủ tục cung cấp trực tuyến (toàn trình hoặc một phần)."
    ),
    source="Thông tư 02/2017/TT-VPCP, biểu 07b; Nghị định 224/2026/NĐ-CP Điều 14",
    compute=_compute,
)
