"""Signs that figures may have been made to look better than the work: to look into, no proof.

What makes a sign is said in `reporting.signs`; they are noted when the history is read, so that a list costs
what there is to see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from motcua.dossiers.models import Dossier, Movement
from motcua.lib.moment import TZ
from motcua.reporting.behind import marked
from motcua.reporting.facts import Fact
from motcua.reporting.reading import signs_by_dossier
from motcua.reporting.scope import Asked
from motcua.reporting.signs import Sign as Noted
from motcua.reporting.table import Column, ReportKind, Row, Streamed, Table

REOPENED = "Đóng rồi tiếp nhận lại"
LAST_DAY = "Yêu cầu bổ sung vào ngày cuối"
DATED_BACK = "Ghi lùi thời điểm tiếp nhận"
TYPED = "Cán bộ nhập nhưng tính là trực tuyến"
WITHDRAWN = "Rút ngay trước hạn"
_WORDS = {
    Fact.ASKED_LAST_DAY: LAST_DAY,
    Fact.WITHDRAWN_LAST_DAY: WITHDRAWN,
    Fact.DATED_BACK: DATED_BACK,
    Fact.TYPED: TYPED,
    Fact.REOPENED: REOPENED,
}
_SCREEN = ("dossier__version__procedure", "dossier__competent_unit", "dossier__typist")
# What was typed into the form is much, and no part of a sign.
_UNSEEN = ("dossier__answers", "dossier__values", "dossier__raw")
# So many dossiers are looked at together.
_TOGETHER = 200

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
    """Every sign of the period, one kind after the other, each in the order of its days."""
    whose = asked.whose()
    for fact in _WORDS:
        rows = marked(fact, whose, asked.first, asked.last).order_by("day", "dossier_id")
        keys = rows.values_list("dossier_id", flat=True)
        for start in range(0, len(keys), _TOGETHER):
            # A dossier may give the same sign on several days.
            yield from _shown(fact, list(dict.fromkeys(keys[start : start + _TOGETHER])), asked)


def _shown(fact: Fact, keys: Sequence[UUID], asked: Asked) -> Iterator[Sign]:
    noted = [
        each
        for found in signs_by_dossier(keys).values()
        for each in found
        if each.fact == fact and asked.first <= each.day <= asked.last
    ]
    acts = Movement.objects.select_related(*_SCREEN).defer(*_UNSEEN).in_bulk([each.number for each in noted])
    earlier = Dossier.objects.only("code", "old_code", "temporary_number").in_bulk(
        [each.earlier[1] for each in noted if each.earlier]
    )
    for each in sorted(noted, key=lambda one: (acts[one.number].at, one.number)):
        yield Sign(_WORDS[fact], acts[each.number], _why(each, acts[each.number], earlier))


def _why(noted: Noted, act: Movement, earlier: dict[UUID, Dossier]) -> str:
    dossier = act.dossier
    match noted.fact:
        case Fact.TYPED:
            typist = dossier.typist.name if dossier.typist else ""
            helped = "có khai là hỗ trợ nộp" if dossier.assisted else "không khai là hỗ trợ nộp"
            return f"Người nhập: {typist}; {helped}"
        case Fact.REOPENED if noted.earlier:
            at, pk = noted.earlier
            return f"Hồ sơ trước: {earlier[pk].number}, đóng ngày {at.astimezone(TZ):%d/%m/%Y}"
        case Fact.DATED_BACK:
            return f"Hồ sơ được tạo lúc {dossier.created_at.astimezone(TZ):%H:%M %d/%m/%Y}"
        case _:
            return f"Hạn trả lúc đó: {noted.due:%d/%m/%Y}" if noted.due else ""


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
    return kind.table(asked, _COLUMNS, Streamed(lambda _: map(_row, signs(asked))))


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
