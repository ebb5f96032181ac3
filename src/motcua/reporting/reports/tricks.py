"""Signs that figures may have been made to look better than the work: to look into, no proof.

closed then taken in anew: a dossier of the same owner and procedure accepted within five working days after
one was withdrawn, stopped or refused; asked on the last day: a supplement request on the due day or later, or
on the working day before; intake dated back: an act that stands earlier than the creation of the dossier or
than the act recorded before it; typed by staff but online: channel online although an officer typed it;
withdrawn just before due: withdrawn on the due day or the working day before it, or after it. Source: our own
rules; C-26 of the official criteria and index 766 make such things worth while.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from motcua.dossiers.models import Channel, Dossier, Movement
from motcua.lib.moment import TZ
from motcua.lib.worked import Worked
from motcua.organisation.queries import calendar_for
from motcua.reporting.behind import acts_of, after, starts
from motcua.reporting.fold import ACCEPTING
from motcua.reporting.scope import Asked
from motcua.reporting.table import Column, ReportKind, Row, Streamed, Table

REOPENED = "Đóng rồi tiếp nhận lại"
LAST_DAY = "Yêu cầu bổ sung vào ngày cuối"
DATED_BACK = "Ghi lùi thời điểm tiếp nhận"
TYPED = "Cán bộ nhập nhưng tính là trực tuyến"
WITHDRAWN = "Rút ngay trước hạn"
REOPEN_WITHIN = 5
_CLOSING = ("withdraw", "stop", "refuse", "lapse", "lapse_before")
_SCREEN = ("dossier__version__procedure", "dossier__competent_unit", "dossier__typist")

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
    """Every sign of the period: a handful of statements, however many acts there were."""
    calendar = Worked(calendar_for())
    acts = acts_of(asked.whose(), asked.first, asked.last).select_related(*_SCREEN).order_by("at", "pk")
    yield from _near_due(acts.filter(verb="ask_supplement"), LAST_DAY, calendar)
    yield from _near_due(
        acts.filter(verb="withdraw", dossier__accepted_at__isnull=False), WITHDRAWN, calendar
    )
    yield from _dated_back(acts)
    yield from _typed(acts)
    yield from _reopened(acts, asked, calendar)


def _near_due(acts: QuerySet[Movement], sign: str, calendar: Worked) -> Iterator[Sign]:
    # What the dossier was due by before this act: a request stops the clock, so its own row has none.
    earlier = Movement.objects.filter(dossier=OuterRef("dossier")).filter(
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    )
    before = Subquery(earlier.order_by("-at", "-pk").values("due_at")[:1])
    for row in acts.annotate(due_before=before).exclude(due_before=None).iterator(chunk_size=1000):
        day, last = _day(row.at), _day(row.due_before)
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


def _reopened(acts: QuerySet[Movement], asked: Asked, calendar: Worked) -> Iterator[Sign]:
    """What was taken in, held against the few dossiers that were closed shortly before."""
    closed = _closed(asked, calendar)
    rows = (
        acts.filter(verb__in=ACCEPTING)
        .select_related(None)
        .values_list("pk", "at", "dossier_id", "dossier__owner_id", "dossier__version__procedure_id")
    )
    found = []
    for pk, at, dossier_id, owner, procedure in rows.iterator(chunk_size=2000):
        earlier = (
            each for each in closed.get((owner, procedure), ()) if each[0] <= at and each[1] != dossier_id
        )
        newest = max(earlier, default=None)
        if newest is not None and calendar.working_days_between(_day(newest[0]), _day(at)) <= REOPEN_WITHIN:
            found.append((pk, *newest))
    for start in range(0, len(found), 500):
        yield from _shown_again(found[start : start + 500])


def _closed(asked: Asked, calendar: Worked) -> dict[tuple[UUID, str], list[tuple[datetime, UUID]]]:
    """What was withdrawn, stopped or refused so shortly before the period or in it that it could be found
    again: by owner and procedure, when and which dossier.
    """
    since = asked.first
    while calendar.working_days_between(since, asked.first) <= REOPEN_WITHIN:
        since -= timedelta(days=1)
    rows = Movement.objects.filter(verb__in=_CLOSING, at__gte=starts(since), at__lt=after(asked.last))
    found = defaultdict(list)
    for owner, procedure, at, dossier_id in rows.order_by().values_list(
        "dossier__owner_id", "dossier__version__procedure_id", "at", "dossier_id"
    ):
        found[owner, procedure].append((at, dossier_id))
    return found


def _shown_again(found: list[tuple[int, datetime, UUID]]) -> Iterator[Sign]:
    acts = Movement.objects.select_related(*_SCREEN).in_bulk([pk for pk, _, _ in found])
    old = Dossier.objects.in_bulk([dossier_id for _, _, dossier_id in found])
    for pk, at, dossier_id in found:
        why = f"Hồ sơ trước: {old[dossier_id].number}, đóng ngày {_day(at):%d/%m/%Y}"
        yield Sign(REOPENED, acts[pk], why)


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
