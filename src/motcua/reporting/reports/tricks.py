"""Signs that figures may have been made to look better than the work: to look into, no proof.

closed then taken in anew: a dossier of the same owner and procedure accepted within five working days after
one was withdrawn, stopped or refused; asked on the last day: a supplement request on the due day or later, or
on the working day before; intake dated back: an act that stands earlier than the creation of the dossier or
than the act recorded before it; typed by staff but online: channel online although an officer typed it;
withdrawn just before due: withdrawn on the due day or the working day before it, or after it. Source: our own
rules; C-26 of the official criteria and index 766 make such things worth while.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from motcua.dossiers.models import Channel, Dossier, Movement
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from motcua.organisation.queries import calendar_for
from motcua.reporting.behind import after, dossiers_of, starts
from motcua.reporting.fold import ACCEPTING
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Streamed, Table

REOPENED = "Đóng rồi tiếp nhận lại"
LAST_DAY = "Yêu cầu bổ sung vào ngày cuối"
DATED_BACK = "Ghi lùi thời điểm tiếp nhận"
TYPED = "Cán bộ nhập nhưng tính là trực tuyến"
WITHDRAWN = "Rút ngay trước hạn"
REOPEN_WITHIN = 5

_COLUMNS = (
    Column("sign", "Dấu hiệu", "text"),
    Column("code", "Mã hồ sơ", "text"),
    Column("procedure", "Thủ tục", "text"),
    Column("agency", "Cơ quan giải quyết", "text"),
    Column("at", "Lúc", "moment"),
    Column("by", "Người làm", "text"),
    Column("why", "Chi tiết", "text"),
)


@dataclass(frozen=True)
class Sign:
    """One sign: which, the act that gives it, what about it."""

    sign: str
    act: Movement
    why: str


def signs(asked: Asked) -> Iterator[Sign]:
    """Every sign of the period."""
    calendar = calendar_for()
    acts = (
        Movement.objects.filter(
            at__gte=starts(asked.first),
            at__lt=after(asked.last),
            dossier__in=dossiers_of(asked.whose()),
        )
        .select_related("dossier__version__procedure", "dossier__competent_unit", "dossier__typist")
        .order_by("at", "pk")
    )
    yield from _near_due(acts.filter(verb="ask_supplement"), LAST_DAY, calendar)
    yield from _near_due(
        acts.filter(verb="withdraw", dossier__accepted_at__isnull=False), WITHDRAWN, calendar
    )
    yield from _dated_back(acts)
    yield from _typed(acts)
    yield from _reopened(acts, calendar)


def _due_before(row: Movement) -> datetime | None:
    """What the dossier was due by before this act: a request stops the clock, so its own row has none."""
    earlier = Movement.objects.filter(dossier=row.dossier_id).filter(
        Q(at__lt=row.at) | Q(at=row.at, pk__lt=row.pk)
    )
    return earlier.order_by("at", "pk").values_list("due_at", flat=True).last()


def _near_due(acts: QuerySet[Movement], sign: str, calendar: Calendar) -> Iterator[Sign]:
    for row in acts.iterator(chunk_size=1000):
        due = _due_before(row)
        if due is None:
            continue
        day, last = _day(row.at), _day(due)
        if calendar.working_days_between(day, last) <= 1:
            yield Sign(sign, row, f"Hạn trả lúc đó: {last:%d/%m/%Y}")


def _dated_back(acts: QuerySet[Movement]) -> Iterator[Sign]:
    recorded = Movement.objects.filter(
        dossier=OuterRef("dossier"), pk__lt=OuterRef("pk"), at__gt=OuterRef("at")
    )
    back = acts.filter(Q(Exists(recorded)) | Q(verb__in=ACCEPTING, at__lt=F("dossier__created_at")))
    for row in back.iterator(chunk_size=1000):
        yield Sign(
            DATED_BACK, row, f"Hồ sơ được tạo lúc {row.dossier.created_at.astimezone(TZ):%H:%M %d/%m/%Y}"
        )


def _typed(acts: QuerySet[Movement]) -> Iterator[Sign]:
    online = acts.filter(verb="file", dossier__channel=Channel.ONLINE, dossier__typist__isnull=False)
    for row in online.iterator(chunk_size=1000):
        typist = row.dossier.typist.name if row.dossier.typist else ""
        helped = "có khai là hỗ trợ nộp" if row.dossier.assisted else "không khai là hỗ trợ nộp"
        yield Sign(TYPED, row, f"Người nhập: {typist}; {helped}")


def _reopened(acts: QuerySet[Movement], calendar: Calendar) -> Iterator[Sign]:
    ended = Movement.objects.filter(
        verb__in=("withdraw", "stop", "refuse", "lapse", "lapse_before"),
        dossier__owner=OuterRef("dossier__owner"),
        dossier__version__procedure=OuterRef("dossier__version__procedure"),
        at__lte=OuterRef("at"),
    ).exclude(dossier=OuterRef("dossier"))
    newest = ended.order_by("-at")
    again = acts.filter(verb__in=ACCEPTING).annotate(
        closed_at=Subquery(newest.values("at")[:1]), closed=Subquery(newest.values("dossier")[:1])
    )
    for row in again.filter(closed_at__isnull=False).iterator(chunk_size=1000):
        if calendar.working_days_between(_day(row.closed_at), _day(row.at)) <= REOPEN_WITHIN:
            old = Dossier.objects.get(pk=row.closed)
            yield Sign(REOPENED, row, f"Hồ sơ trước: {old.number}, đóng ngày {_day(row.closed_at):%d/%m/%Y}")


def _day(moment: datetime) -> date:
    return moment.astimezone(TZ).date()


def _row(found: Sign) -> Row:
    row, dossier = found.act, found.act.dossier
    return {
        "sign": found.sign,
        "code": dossier.number,
        "procedure": dossier.version.procedure.name,
        "agency": dossier.competent_unit.name if dossier.competent_unit else "",
        "at": row.at,
        "by": row.actor,
        "why": found.why,
    }


def _compute(kind: ReportKind, asked: Asked) -> Table:
    return kind.table(asked, _COLUMNS, Streamed(lambda: map(_row, signs(asked))))


REPORT = ReportKind(
    name="tricks",
    title="Dấu hiệu làm đẹp số liệu cần kiểm tra",
    formula=(
        "Đóng rồi tiếp nhận lại trong 5 ngày làm việc; yêu cầu bổ sung hoặc rút vào ngày hẹn trả, ngày làm"
        " việc trước đó hay sau đó; ghi lùi thời điểm; cán bộ nhập nhưng tính là trực tuyến. Đây là dấu hiệu"
        " để xem xét, không phải kết luận."
    ),
    source="Quy tắc của hệ thống",
    compute=_compute,
    names_people=True,
)
