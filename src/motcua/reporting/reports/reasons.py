"""Why dossiers were sent back, refused, declined, withdrawn or stopped in the period: what to mend first.

One line for each procedure, kind of act, thing asked for and reason of the catalogue; `count` is the number
of acts, `examples` what officers added in their own words. Requests to supplement are counted by the item
that was wrong. Source: NĐ 61/2018 Đ17, Đ19 (a reason has to be given in writing).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from motcua.catalogue.reasons import OTHER, reason
from motcua.dossiers.models import Movement, SupplementItem
from motcua.reporting.behind import after, marked, starts
from motcua.reporting.fold import Metric
from motcua.reporting.lists import ASKED
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Table

ACTS = {
    ASKED: "Yêu cầu bổ sung",
    "refuse": "Từ chối tiếp nhận",
    "lapse_before": "Từ chối vì quá hạn bổ sung",
    "decline": "Không đủ điều kiện giải quyết",
    "withdraw": "Người dân rút",
    "stop": "Dừng giải quyết",
    "lapse": "Dừng vì quá hạn bổ sung",
}
_EXAMPLES = 3

# Code and name of the procedure, act, thing asked for, key of the reason.
Line = tuple[str, str, str, str, str]


def _acts(asked: Asked) -> Iterator[tuple[Line, str]]:
    marks = marked(Metric.UNGRANTED, asked.whose(), asked.first, asked.last)
    acts = Movement.objects.filter(
        dossier__in=marks.values("dossier_id"),
        verb__in=ACTS.keys() - {ASKED},
        at__gte=starts(asked.first),
        at__lt=after(asked.last),
    )
    rows = acts.values_list(
        "dossier__version__procedure_id", "dossier__version__procedure__name", "verb", "reason", "details"
    )
    for code, name, verb, words, details in rows.iterator(chunk_size=2000):
        yield (code, name, verb, "", details.get("reason_key", "")), words


def _items(asked: Asked) -> Iterator[tuple[Line, str]]:
    marks = marked(Metric.SUPPLEMENTS, asked.whose(), asked.first, asked.last)
    rows = SupplementItem.objects.filter(
        supplement__asked_at__gte=starts(asked.first),
        supplement__asked_at__lt=after(asked.last),
        supplement__dossier__in=marks.values("dossier_id"),
    ).values_list(
        "supplement__dossier__version__procedure_id",
        "supplement__dossier__version__procedure__name",
        "name",
        "reason_key",
        "reason",
    )
    for code, name, item, key, words in rows.iterator(chunk_size=2000):
        yield (code, name, ASKED, item, key), words


def words_of(key: str) -> str:
    """The words of a reason; nothing for what was said freely."""
    known = reason(key)
    return known.words if known is not None and key != OTHER else ""


def _own(words: str, known: str) -> str:
    """What the officer added to the words of the catalogue."""
    return words.strip().removeprefix(known).removeprefix(":").strip() if known else words.strip()


def _compute(kind: ReportKind, asked: Asked) -> Table:
    counts: Counter[Line] = Counter()
    said: dict[Line, Counter[str]] = defaultdict(Counter)
    for found in (_items(asked), _acts(asked)):
        for line, words in found:
            counts[line] += 1
            said[line][_own(words, words_of(line[4]))] += 1
    rows = [
        {
            "code": line[0],
            "procedure": line[1],
            "act": ACTS[line[2]],
            "item": line[3],
            "reason_key": line[4],
            "reason": words_of(line[4]),
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
        Column("reason_key", "Khóa lý do", "text"),
        Column("reason", "Lý do trong danh mục", "text"),
        Column("count", "Số lượt"),
        Column("examples", "Lời cán bộ hay ghi", "text"),
    )
    blank = dict.fromkeys((column.key for column in columns), "")
    total = {**blank, "code": "Tổng số", "count": sum(counts.values())}
    return kind.table(asked, columns, rows, total)


REPORT = ReportKind(
    name="reasons",
    title="Lý do yêu cầu bổ sung, từ chối, rút, dừng",
    formula=(
        "Số lượt trong kỳ theo thủ tục, việc, giấy tờ hoặc mục bị yêu cầu, lý do trong danh mục;"
        " kèm lời cán bộ đã ghi."
    ),
    source="Nghị định 61/2018/NĐ-CP Điều 17, Điều 19",
    compute=_compute,
)
