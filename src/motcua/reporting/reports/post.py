"""Public post (BCCI): dossiers that came in by post and results that went out by post, by agency.

in = accepted in the period with channel post / all accepted; out = results handed over in the period of
dossiers whose owner wanted them by post / all handed over. Source: NĐ 61/2018 Đ6.
"""

from collections import defaultdict

from django.db.models import Count, Q

from motcua.dossiers.models import Movement, ReturnMethod
from motcua.reporting.behind import after, dossiers_of, starts
from motcua.reporting.figures import CHANNEL, UNIT, counted
from motcua.reporting.fold import Metric
from motcua.reporting.labels import AGENCY, SPLIT_BY, labels
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Share, Table


def _compute(kind: ReportKind, asked: Asked) -> Table:
    word = labels(AGENCY, asked)
    lines: dict[str, dict[str, Share]] = defaultdict(lambda: {"came": Share(0, 0), "went": Share(0, 0)})
    whose = asked.whose()
    for (unit, channel, _), count in counted(
        whose, asked.first, asked.last, [Metric.ACCEPTED], UNIT, CHANNEL
    ).items():
        lines[word(unit)]["came"] += Share(count if channel == "post" else 0, count)
    handed = Movement.objects.filter(
        verb="hand_over",
        at__gte=starts(asked.first),
        at__lt=after(asked.last),
        dossier__in=dossiers_of(whose),
    ).values_list("dossier__competent_unit_id")
    by_post = Count("pk", filter=Q(dossier__return_method=ReturnMethod.POST))
    for unit, total, posted in handed.annotate(total=Count("pk"), posted=by_post).order_by():
        lines[word(unit or "")]["went"] += Share(posted, total)
    rows: list[Row] = [{"label": label, **lines[label]} for label in sorted(lines)]
    totals = {
        "label": "Tổng số",
        **{key: sum((row[key] for row in rows), Share(0, 0)) for key in ("came", "went")},
    }
    columns = (
        Column("label", SPLIT_BY[AGENCY], "text"),
        Column("came", "Tiếp nhận qua bưu chính", "share"),
        Column("went", "Trả kết quả qua bưu chính", "share"),
    )
    return kind.table(asked, columns, rows, totals)


REPORT = ReportKind(
    name="post",
    title="Tiếp nhận và trả kết quả qua dịch vụ bưu chính công ích",
    formula="Số hồ sơ qua bưu chính trên tổng số hồ sơ được tiếp nhận, được trả kết quả trong kỳ.",
    source="Nghị định 61/2018/NĐ-CP Điều 6",
    compute=_compute,
)
