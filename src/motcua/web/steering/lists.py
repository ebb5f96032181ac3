"""The dossiers behind a number: the same definition, page by page, as far as this officer may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.catalogue.models import Procedure
from motcua.dossiers import queries
from motcua.dossiers.lifecycle import WAITING, Status
from motcua.dossiers.models import Dossier, DossierQuerySet, WorkItem
from motcua.organisation.models import Unit
from motcua.reporting import lists as engine
from motcua.reporting.figures import Whose
from motcua.reporting.reports.reasons import ACTS, words_of
from motcua.reporting.scope import Asked
from motcua.web.steering.frame import show
from motcua.web.steering.scope import LEADERS, Scope, scope_of
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Tone

PER_PAGE = 25
NOBODY = "Chưa ai nhận"


@dataclass(frozen=True)
class Named:
    """The words of a list, with its tone where it calls for doing something."""

    label: str
    note: str = ""
    tone: Tone = "grey"
    icon: str = "list"


NOW_LISTS = {
    "late": Named("Quá hạn trả", "Đã quá hạn và chưa xong, lúc này.", "red", "late"),
    "due_today": Named("Đến hạn hôm nay", "Phải xong trước khi hết ngày hôm nay.", "amber", "clock"),
    "due_soon": Named("Sắp đến hạn", "Đến hạn hôm nay và trong 3 ngày tới.", "amber", "calendar"),
    "acceptance_late": Named(
        "Chờ tiếp nhận quá 8 giờ làm việc",
        "Hồ sơ trực tuyến chưa được trả lời (NĐ 61/2018 Điều 17).",
        "red",
        "new",
    ),
    "supplement_over": Named(
        "Hết hạn chờ bổ sung", "Người dân chưa bổ sung; cần dừng hoặc gia hạn.", "amber", "pause"
    ),
}
FIGURE_LISTS = {
    "received_total": Named("Tổng tiếp nhận", "Tiếp nhận trong kỳ và từ kỳ trước chuyển sang."),
    "received": Named("Tiếp nhận trong kỳ"),
    "received_online": Named("Tiếp nhận trực tuyến trong kỳ"),
    "received_direct": Named("Tiếp nhận trực tiếp và qua bưu chính trong kỳ"),
    "received_elsewhere": Named(
        "Tiếp nhận ngoài địa giới trong kỳ", "Nơi tiếp nhận ngoài địa giới của cơ quan giải quyết."
    ),
    "organisations_direct": Named("Hồ sơ của tổ chức không nộp trực tuyến", "Tiếp nhận trong kỳ."),
    "carried_over": Named("Từ kỳ trước chuyển sang", "Tiếp nhận trước kỳ và khi đó chưa kết thúc."),
    "solved_total": Named("Đã giải quyết trong kỳ", "Cả hồ sơ rút, dừng."),
    "solved_direct": Named("Đã giải quyết trong kỳ, không nộp trực tuyến"),
    "solved_early": Named("Giải quyết trước hạn"),
    "solved_on_time": Named(
        "Giải quyết đúng hạn", "Xong đúng ngày hẹn, hoặc kết thúc khi đang chờ người dân."
    ),
    "solved_late": Named("Giải quyết quá hạn", "Ngày xong sau ngày hẹn trả.", "red"),
    "pending_total": Named("Đang giải quyết cuối kỳ"),
    "pending_in_time": Named("Đang giải quyết, trong hạn"),
    "pending_overdue": Named(
        "Đang giải quyết, quá hạn", "Ngày hẹn đã qua vào cuối kỳ; không tính hồ sơ chờ dân.", "red"
    ),
    "filed": Named("Nộp trong kỳ"),
    "refused": Named("Không được tiếp nhận trong kỳ"),
    "decided": Named("Đã quyết định trong kỳ", "Có kết quả, không đủ điều kiện hoặc không được tiếp nhận."),
    "first_time_right": Named("Đúng ngay lần đầu", "Có kết quả mà không lần nào phải bổ sung."),
    "declined": Named("Không đủ điều kiện giải quyết trong kỳ"),
    "supplements": Named("Có yêu cầu bổ sung trong kỳ", "Mỗi hồ sơ một dòng, dù bị yêu cầu nhiều lần."),
    "late_766": Named(
        "Không đúng hạn theo Bộ chỉ số 766",
        "Giải quyết quá hạn, đang quá hạn cuối kỳ, hoặc bị yêu cầu bổ sung quá một lần.",
        "red",
    ),
    "paid_cash": Named("Nộp tiền mặt trong kỳ", "Đã nộp phí, lệ phí mà không khoản nào chuyển khoản."),
    "paper_only": Named("Có kết quả chỉ bằng giấy", "Kết quả ban hành trong kỳ mà không có bản điện tử."),
    "not_digitised": Named(
        "Còn giấy tờ chưa số hóa", "Tiếp nhận trong kỳ và có giấy tờ chưa có tệp vào cuối kỳ."
    ),
    "dissatisfied": Named(
        "Chưa làm người dân hài lòng", "Giải quyết quá hạn, hoặc được đánh giá «không hài lòng».", "red"
    ),
}


def list_url(name: str, scope: Scope, *, unit: str = "", **more: str | int) -> str:
    """The address of a list in this scope, or in one unit of it."""
    given = {"loc": name, **scope.when, "don-vi": unit or scope.unit, **more}
    return (
        f"{reverse('steering:list')}?{urlencode({key: value for key, value in given.items() if value != ''})}"
    )


@dataclass(frozen=True)
class Row:
    """One dossier: enough to decide without opening it, and nothing about the people in it."""

    url: str
    case_url: str
    number: str
    procedure: str
    status: Status
    step: str
    holder: str
    unit: str
    due: datetime | None
    is_late: bool


def rows_of(dossiers: Iterable[Dossier], at: datetime) -> list[Row]:
    """Lines of dossiers read with `queries.with_lines`."""
    return [_row(dossier, at) for dossier in dossiers]


def case_url(dossier_id: object) -> str:
    """The officers' page of a dossier; named by address, for the two sides do not know each other."""
    return f"/can-bo/ho-so/{dossier_id}/"


def _row(dossier: Dossier, at: datetime) -> Row:
    work: list[WorkItem] = getattr(dossier, queries.OPEN_WORK)
    holders = [item.assignee.name if item.assignee else NOBODY for item in work]
    agency = dossier.competent_unit or dossier.receiving_unit
    end = dossier.finished_at or at
    waits = dossier.state in WAITING
    return Row(
        url=reverse("steering:dossier", args=[dossier.pk]),
        case_url=case_url(dossier.pk),
        number=dossier.number,
        procedure=dossier.version.procedure.name,
        status=dossier.state,
        step=work[0].name if work else "",
        holder=", ".join(dict.fromkeys(holders)),
        unit=work[0].unit.short_name if work else agency.short_name if agency else "",
        due=dossier.due_at,
        is_late=dossier.due_at is not None and end > dossier.due_at and not waits,
    )


@for_officers(*LEADERS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """One list. Its count is the figure; the lines are those this officer may read."""
    scope = scope_of(request)
    return page_of(request, scope, *_chosen(request, scope))


def page_of(
    request: HttpRequest,
    scope: Scope,
    title: str,
    note: str,
    found: DossierQuerySet | None,
    *,
    section: str = "cockpit",
) -> HttpResponse:
    """The page of any list of dossiers; None is a figure that no single dossier makes."""
    if found is None:
        raise Http404
    visible = scope.visible(found, actor(request))
    ordered = queries.with_lines(visible).order_by(F("due_at").asc(nulls_last=True), "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    total = found.count()
    context = {
        "title": title,
        "note": note,
        "total": total,
        "hidden": total - page.paginator.count,
        "page": page,
        "rows": rows_of(page.object_list, scope.now),
    }
    return show(request, "steering/list.html", section, context, scope=scope)


def _chosen(request: HttpRequest, scope: Scope) -> tuple[str, str, DossierQuerySet]:
    """Title, note and dossiers of the list asked for."""
    name, asked = request.GET.get("loc", ""), request.GET
    whose = narrowed(request, scope)
    if name in NOW_LISTS:
        now = NOW_LISTS[name]
        return now.label, now.note, engine.wanting(name, whose, scope.now)
    if name in FIGURE_LISTS:
        figure = FIGURE_LISTS[name]
        return figure.label, figure.note, engine.FIGURES[name](whose, scope.days)
    if name == "buoc" and asked.get("buoc"):
        step = asked["buoc"][:200]
        return f"Bước «{step}» xong quá hạn", "", engine.with_late_step(step, scope.days, scope.whose)
    if name == "can-bo":
        holder = asked.get("can-bo", "")
        user_id = (int(holder) or None) if holder.isdigit() else None
        label = "Hồ sơ có việc đang mở của một cán bộ" if user_id else "Hồ sơ có việc chưa ai nhận"
        return label, "", engine.with_open_work_of(user_id, scope.whose)
    if name == "ly-do" and asked.get("viec", "") in ACTS:
        return _sent_back(asked, scope, whose)
    if name == "gio" and asked.get("thu", "").isdigit() and asked.get("gio", "").isdigit():
        weekday, hour = int(asked["thu"]), int(asked["gio"])
        if 1 <= weekday <= len(WEEKDAYS) and 0 <= hour < 24:
            label = f"Hồ sơ đến {WEEKDAYS[weekday - 1]}, từ {hour:02d}:00 đến {hour:02d}:59"
            return label, "", engine.arrived(scope.days, scope.whose, weekday=weekday, hour=hour)
    raise Http404


def _sent_back(asked: Mapping[str, str], scope: Scope, whose: Whose) -> tuple[str, str, DossierQuerySet]:
    """The dossiers behind one line of the report of reasons."""
    verb, item, key = asked["viec"], asked.get("muc", "")[:300], asked.get("ly-do", "")[:40]
    title = ": ".join(part for part in (ACTS[verb], item, words_of(key)) if part)
    found = engine.sent_back(scope.days, whose, verb=verb, item=item, reason_key=key)
    return title, "Mỗi hồ sơ một dòng, dù bị trả lại nhiều lần.", found


def narrowed(request: HttpRequest, scope: Scope) -> Whose:
    """The scope of a list: kept to a level, a field or one procedure where the address says so."""
    level, field, code = (request.GET.get(key, "") for key in ("cap", "linh-vuc", "thu-tuc"))
    whose = scope.whose
    if level in Unit.Level.values:
        asked = Asked(scope.month.first, scope.month.last, unit=scope.unit, level=level)
        whose = asked.whose()
    if not field and not code:
        return whose
    wanted = Procedure.objects.filter(field_id=field) if field else Procedure.objects.filter(pk=code)
    return Whose(whose.units, frozenset(wanted.values_list("pk", flat=True)))


WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
