"""What must be true of every dossier at every moment, asked of the live database in bounded memory.

Each check yields a sentence for every place where it is not; nothing is mended here.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q

from motcua.dossiers import codes, deadlines, staffing
from motcua.dossiers.actions.register import problem_of
from motcua.dossiers.alarms import WATCHED
from motcua.dossiers.lifecycle import ENDED, MOVES, UNDECIDED, WAITING, Status
from motcua.dossiers.models import (
    Alarm,
    Carried,
    Channel,
    Counter,
    Custody,
    Dossier,
    Movement,
    RegisterBook,
    ReturnMethod,
    What,
    WorkItem,
)
from motcua.lib import moment

_CHUNK = 500
# Accepted in an earlier system a dossier keeps its code; filed there and accepted here, it has one of ours.
_ACCEPTED_HERE = Q(accepted_at__isnull=False) & (Q(carried_at=None) | Q(accepted_at__gte=F("carried_at")))
_ROWS = frozenset((move.verb, int(move.before), int(move.after)) for move in MOVES)


def _named(dossiers: Iterable[tuple[str | None, str]], sentence: str) -> Iterator[str]:
    for code, temporary in dossiers:
        yield f"Hồ sơ {code or temporary}: {sentence}"


def queued() -> Iterator[str]:
    """Whatever has a number and has not ended is in a queue or waits for the
    applicant; what ended, is in none.
    """
    work = WorkItem.objects.open().filter(dossier=OuterRef("pk"))
    number = ("code", "temporary_number")
    lost = Dossier.objects.filter(status__in=UNDECIDED - WAITING).filter(~Exists(work.filter(paused_at=None)))
    yield from _named(lost.values_list(*number).iterator(), "không nằm trong hàng việc của ai.")
    unasked = Dossier.objects.filter(status=Status.SUPPLEMENT, supplement_until=None)
    yield from _named(unasked.values_list(*number).iterator(), "chờ bổ sung nhưng không có hạn bổ sung.")
    unpaid = Dossier.objects.filter(status=Status.FINANCIAL).filter(~Exists(work))
    yield from _named(unpaid.values_list(*number).iterator(), "chờ nghĩa vụ tài chính nhưng không ai giữ.")
    unreturned = Dossier.objects.filter(status=Status.DONE).exclude(return_method=ReturnMethod.ELECTRONIC)
    unreturned = unreturned.filter(~Exists(work.filter(kind=WorkItem.Kind.RETURN)))
    yield from _named(unreturned.values_list(*number).iterator(), "có kết quả nhưng không ai được giao trả.")
    over = Dossier.objects.filter(status__in=ENDED - {Status.DONE}).filter(Exists(work))
    yield from _named(over.values_list(*number).iterator(), "đã kết thúc nhưng còn việc đang mở.")


def watched() -> Iterator[str]:
    """Where an office has the word, its silence will be told, or has been told to the head already."""
    told = Alarm.objects.filter(dossier=OuterRef("pk"), level=Alarm.Level.HEAD)
    blind = Dossier.objects.filter(status__in=WATCHED, alarm_at=None).filter(~Exists(told))
    yield from _named(
        blind.values_list("code", "temporary_number").iterator(), "đứng yên mà không có giờ báo động."
    )


def held() -> Iterator[str]:
    """Every open piece of work lies with a unit and a role that somebody holds today."""
    yield from staffing.left_behind(moment.today())


def moved() -> Iterator[str]:
    """Every status was reached along the rows of the table, one after the other, from draft to today's."""
    rows = Movement.objects.order_by("dossier_id", "at", "id").values_list(
        "dossier_id", "dossier__temporary_number", "dossier__status", "verb", "before", "after"
    )
    current, number, status, reached = None, "", int(Status.DRAFT), int(Status.DRAFT)
    for dossier_id, temporary, stored, verb, before, after in rows.iterator(chunk_size=2000):
        if dossier_id != current:
            if reached != status:
                yield f"Hồ sơ {number}: trạng thái không khớp với lịch sử."
            current, number, status, reached = dossier_id, temporary, stored, int(Status.DRAFT)
        if (verb, before, after) not in _ROWS:
            yield f"Hồ sơ {number}: bước chuyển «{verb}» {before} → {after} không có trong bảng."
        if before != reached:
            yield f"Hồ sơ {number}: lịch sử đứt quãng trước bước «{verb}»."
        reached = after
    if reached != status:
        yield f"Hồ sơ {number}: trạng thái không khớp với lịch sử."
    told = Movement.objects.filter(dossier=OuterRef("pk"))
    silent = Dossier.objects.filed().filter(~Exists(told))
    yield from _named(silent.values_list("code", "temporary_number").iterator(), "không có lịch sử.")


def timed() -> Iterator[str]:
    """The due moment kept for the lists is the one that history, term and calendar give."""
    running = Dossier.objects.filter(status__in=UNDECIDED, accepted_at__isnull=False)
    running = running.select_related("competent_unit", "receiving_unit").prefetch_related("movements")
    for dossier in running.order_by("pk").iterator(chunk_size=_CHUNK):
        deadline = deadlines.deadline_of(dossier)
        due = deadline.due if deadline is not None else None
        if due != dossier.due_at:
            kept, right = _moment(dossier.due_at), _moment(due)
            yield f"Hồ sơ {dossier.number}: hạn trả đang ghi {kept}, tính lại được {right}."


def _moment(at: datetime | None) -> str:
    return "chưa có" if at is None else f"{at.astimezone(moment.TZ):%d/%m/%Y %H:%M}"


def registered() -> Iterator[str]:
    """Every dossier accepted here has its line in the book of its desk; numbers are whole, locked years
    unchanged (TT 01/2018 Đ10). What an earlier system accepted stands in the book of that system.
    """
    missing = Dossier.objects.filter(_ACCEPTED_HERE, register_row=None)
    yield from _named(
        missing.values_list("code", "temporary_number").iterator(), "không có trong sổ theo dõi."
    )
    for book in RegisterBook.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        if problem := problem_of(book):
            yield problem


def numbered() -> Iterator[str]:
    """Accepted means coded, on the day of acceptance; the daily numbers of a
    unit have no gap (TT 01/2018 Đ19).
    """
    odd = Dossier.objects.filter(
        Q(code=None, accepted_at__isnull=False) | Q(code__isnull=False, accepted_at=None)
    )
    yield from _named(
        odd.values_list("code", "temporary_number").iterator(), "mã hồ sơ không đi cùng việc tiếp nhận."
    )
    given: dict[tuple[str, date], tuple[int, int]] = {}
    coded = Dossier.objects.filter(_ACCEPTED_HERE, code__isnull=False).values_list("code", "accepted_at")
    for text, accepted_at in coded.iterator(chunk_size=2000):
        code = codes.parse(str(text))
        if code is None or accepted_at is None or code.day != accepted_at.astimezone(moment.TZ).date():
            yield f"Hồ sơ {text}: mã không đọc được hoặc không mang ngày tiếp nhận."
            continue
        count, highest = given.get((code.unit, code.day), (0, 0))
        given[code.unit, code.day] = (count + 1, max(highest, code.number))
    for (unit, day), (count, highest) in given.items():
        if count != highest and count + _numbers_of_before(unit, day, highest) != highest:
            yield f"Mã hồ sơ của {unit} ngày {day:%d/%m/%Y}: {count} mã nhưng số lớn nhất là {highest}."
    for counter in Counter.objects.filter(series="dossier").iterator(chunk_size=_CHUNK):
        count, highest = given.get((counter.unit, date.fromisoformat(counter.period)), (0, 0))
        if counter.last != highest:
            yield f"Bộ đếm {counter}: số lớn nhất đã cấp là {highest}."


def _numbers_of_before(unit: str, day: date, highest: int) -> int:
    """How many numbers of this day an earlier system had given before us: ours go round them."""
    stem = codes.write(unit, day, 1).rpartition("-")[0]
    numbers = {
        found.number
        for key in Carried.objects.filter(key__startswith=f"{stem}-").values_list("key", flat=True)
        if (found := codes.parse(key)) is not None
    }
    return sum(number <= highest for number in numbers)


def in_keeping() -> Iterator[str]:
    """Where a dossier came in on paper and has not ended, some unit holds the papers."""
    held_by = Custody.objects.filter(dossier=OuterRef("pk"), what=What.PAPERS)
    on_paper = Dossier.objects.filter(status__in=UNDECIDED, accepted_at__isnull=False)
    lost = on_paper.exclude(channel=Channel.ONLINE).filter(~Exists(held_by))
    yield from _named(lost.values_list("code", "temporary_number").iterator(), "giấy tờ không nơi nào giữ.")


NOBODY_IS_LEFT_ALONE: dict[str, Callable[[], Iterator[str]]] = {
    "Hồ sơ chưa kết thúc nằm trong hàng việc hoặc chờ người dân": queued,
    "Việc đang mở có người làm được": held,
    "Hồ sơ đứng yên thì có giờ báo động": watched,
    "Giấy tờ của hồ sơ nào cũng có nơi giữ": in_keeping,
}
