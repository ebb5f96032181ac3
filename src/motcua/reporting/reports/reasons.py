"""Why dossiers were sent back, refused, declined, withdrawn or stopped in the period: what to mend first.

One line for each procedure, kind of act and thing asked for; `count` is the number of acts, `examples` the
reasons as officers wrote them. Requests to supplement are counted by the item that was wrong. Source: NĐ
61/2018 Đ17, Đ19 (a reason has to be given in writing).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from motcua.dossiers.models import Movement, SupplementItem
from motcua.reporting.behind import after, dossiers_of, starts
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Table

_ACTS = {
    "refuse": "Từ chối tiếp nhận",
    "lapse_before": "Từ chối vì quá hạn bổ sung",
    "decline": "Không đủ điều kiện giải quyết",
    "withdraw": "Người dân rút",
    "stop": "Dừng giải quyết",
    "lapse": "Dừng vì quá hạn bổ sung",
}
_ASKED = "Yêu cầu bổ sung"
_EXAMPLES = 3

Line = tuple[str, str, str, str]


def _acts(asked: Asked) -> Iterator[tuple[Line, str]]:
    rows = Movement.objects.filter(
        verb__in=_ACTS,
        at__gte=starts(asked.first),
        at__lt=after(asked.last),
        dossier__in=dossiers_of(asked.whose()),
    ).values_list("dossier__version__procedure_id", "dossier__version__procedure__name", "verb", "reason")
    for code, name, verb, reason in rows.iterator(chunk_size=2000):
        yield (code, name, _ACTS[verb], ""), reason


def _items(asked: Asked) -> Iterator[tuple[Line, str]]:
    rows = SupplementItem.objects.filter(
        supplement__asked_at__gte=starts(asked.first),
        supplement__asked_at__lt=after(asked.last),
        supplement__dossier__in=dossiers_of(asked.whose()),
    ).values_list(
        "supplement__dossier__version__procedure_id",
        "supplement__dossier__version__procedure__name",
        "name",
        "reason",
    )
    for code, name, item, reason in rows.iterator(chunk_size=2000):
        yield (code, name, _ASKED, item), reason


def _compute(kind: ReportKind, asked: Asked) -> Table:
    counts: Counter[Line] = Counter()
    said: dict[Line, Counter[str]] = defaultdict(Counter)
    for found in (_items(asked), _acts(asked)):
        for line, reason in found:
            counts[line] += 1
            said[line][reason.strip()] += 1
    rows = [
        {
            "code": line[0],
            "procedure": line[1],
            "act": line[2],
            "item": line[3],
            "count": count,
            "examples": " | ".join(words for words, _ in said[line].most_common(_EXAMPLES) if words),
        }
        for line, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    columns = (
        Column("code", "Mã thủ tục", "text"),
        Column("procedure", "Thủ tục", "text"),
        Column("act", "Việc", "text"),
        Column("item", "Giấy tờ hoặc mục", "text"),
        Column("count", "Số lượt"),
        Column("examples", "Lý do thường gặp", "text"),
    )
    totals = {"code": "", "procedure": "Tổng số", "act": "", "item": "", "examples": ""}
    return kind.table(asked, columns, rows, {**totals, "count": sum(counts.values())})


REPORT = ReportKind(
    name="reasons",
    title="Lý do yêu cầu bổ sung, từ chối, rút, dừng",
    formula="Số lượt trong kỳ theo thủ tục, việc, giấy tờ hoặc mục bị yêu cầu; lý do như cán bộ đã ghi.",
    source="Nghị định 61/2018/NĐ-CP Điều 17, Điều 19",
    compute=_compute,
)
