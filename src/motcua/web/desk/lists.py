"""The lists of the officers' side: my work, the online inbox, the lists behind the counts, the search."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import queries
from motcua.dossiers.actions import tasks
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.web.desk.frame import show, words_in
from motcua.web.desk.rows import rows_of_dossiers, rows_of_work
from motcua.web.ui.doors import for_every_officer, for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Filter, Tone

PER_PAGE = 25


@dataclass(frozen=True)
class Listed:
    """A list behind a count: its address, its words, the sentence when it is empty."""

    slug: str
    label: str
    empty: str
    tone: Tone = "grey"
    desk_only: bool = False


LISTS = {
    "to_accept": Listed(
        "cho-tiep-nhan", "Chờ tiếp nhận", "Không còn hồ sơ nào chờ tiếp nhận.", "amber", True
    ),
    "acceptance_late": Listed(
        "qua-gio-tiep-nhan",
        "Quá giờ tiếp nhận",
        "Mọi hồ sơ mới đều được trả lời trong 8 giờ làm việc.",
        "red",
        True,
    ),
    "to_forward": Listed(
        "cho-chuyen", "Chờ chuyển", "Không còn hồ sơ giấy nào chờ chuyển đi.", "amber", True
    ),
    "waiting": Listed("cho-nguoi-dan", "Chờ người dân", "Không có hồ sơ nào đang chờ người dân."),
    "to_hand_over": Listed("cho-tra", "Chờ trả kết quả", "Không còn kết quả nào chờ trả.", "green", True),
    "uncollected": Listed(
        "chua-den-nhan", "Để lâu chưa đến nhận", "Không có kết quả nào để lâu chưa ai nhận.", "amber", True
    ),
    "post_failed": Listed(
        "buu-chinh-hoan", "Bưu chính chưa giao được", "Bưu chính không hoàn kết quả nào.", "amber", True
    ),
    "no_apology": Listed(
        "chua-xin-loi", "Quá hạn chưa xin lỗi", "Hồ sơ quá hạn nào cũng đã có văn bản xin lỗi.", "red"
    ),
    "late": Listed("qua-han", "Quá hạn trả", "Không có hồ sơ nào quá hạn trả.", "red"),
    "due_today": Listed("den-han-hom-nay", "Đến hạn hôm nay", "Hôm nay không có hồ sơ nào đến hạn.", "amber"),
}
MORE_LISTS = {
    "in_post": Listed("o-buu-chinh", "Đang ở bưu chính", "Không có kết quả nào đang ở bưu chính."),
    "quiet": Listed("dung-yen", "Lâu chưa ai xử lý", "Không có hồ sơ nào bị bỏ yên.", "amber"),
    "due_soon": Listed("sap-den-han", "Đến hạn trong 3 ngày", "Không có hồ sơ nào sắp đến hạn."),
    "running": Listed("dang-giai-quyet", "Đang giải quyết", "Không có hồ sơ nào đang giải quyết."),
    "finished": Listed("da-xong", "Đã xong", "Chưa có hồ sơ nào xong."),
    "handed_over": Listed("da-tra", "Đã trả kết quả", "Chưa trả kết quả nào."),
}
_BY_SLUG = {each.slug: (name, each) for name, each in (LISTS | MORE_LISTS).items()}
_WORK = {"": "Tất cả việc làm được", "cua-toi": "Việc tôi đã nhận", "chung": "Việc chưa ai nhận"}


def _filters(acting: Actor, current: str = "") -> list[Filter]:
    """The counts that lead to their lists; the desk's own only for those at a desk."""
    shown = {name: each for name, each in LISTS.items() if not each.desk_only or acting.has(DESK_OFFICER)}
    counts = queries.counts_of(acting, moment.now(), shown)
    return [
        Filter(
            each.label,
            reverse("desk:list", args=[each.slug]),
            counts[name],
            each.tone if counts[name] else "grey",
            each.slug == current,
        )
        for name, each in shown.items()
    ]


def _work_filters(counts: dict[str, int], current: str) -> list[Filter]:
    start = reverse("desk:start")
    numbers = {"": counts["mine"] + counts["common"], "cua-toi": counts["mine"], "chung": counts["common"]}
    return [
        Filter(label, f"{start}?viec={key}" if key else start, numbers[key], "grey", key == current)
        for key, label in _WORK.items()
    ]


@for_every_officer
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is due first among my work, and counts that lead on; staff of the post begin at the counter."""
    acting = actor(request)
    if not acting.sees_content:
        return redirect("desk:counter")
    which = request.GET.get("viec", "")
    which = which if which in _WORK else ""
    work = queries.work_of(acting)
    if which:
        work = work.taken_by(acting.user_id) if which == "cua-toi" else work.common()
    counts = queries.work_counts(acting, moment.now())
    page = Paginator(work, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": _work_filters(counts, which),
        "counts": _filters(acting),
        "late_work": counts["late_work"],
        "elsewhere": queries.elsewhere(acting),
        "instructed": queries.instructed(acting),
        "rows": rows_of_work(page.object_list, acting),
        "page": page,
        "has_post": acting.post_id is not None,
    }
    return show(request, "desk/start.html", "start", context)


@for_officers(DESK_OFFICER)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Online dossiers to be answered within eight working hours, the most pressing first."""
    return _list(request, "to_accept", LISTS["to_accept"], "inbox", title="Tiếp nhận trực tuyến")


@for_officers()
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """The list behind a count."""
    if slug not in _BY_SLUG:
        raise Http404
    name, shown = _BY_SLUG[slug]
    return _list(request, name, shown, "start", title=shown.label)


def _list(request: HttpRequest, name: str, shown: Listed, section: str, *, title: str) -> HttpResponse:
    acting = actor(request)
    page = Paginator(queries.listed(acting, name, moment.now()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": title,
        "empty": shown.empty,
        "counts": _filters(acting, shown.slug),
        "more": [(reverse("desk:list", args=[each.slug]), each.label) for each in MORE_LISTS.values()],
        "rows": rows_of_dossiers(page.object_list),
        "page": page,
        "is_inbox": section == "inbox",
    }
    return show(request, "desk/list.html", section, context)


@for_officers()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By code, name, personal id or procedure, with or without diacritics, among what the officer may see."""
    acting = actor(request)
    words = words_in(request)
    found = queries.searched(acting, words)
    page = Paginator(found if words else found.none(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"q": words, "rows": rows_of_dossiers(page.object_list), "page": page}
    return show(request, "desk/search.html", "search", context)


@for_officers()
@require_POST
def take(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Out of the common queue into my hands; then straight to the dossier."""
    item = tasks.take(actor=actor(request), item_id=item_id)
    return redirect("desk:case", item.dossier_id)


@for_officers()
@require_POST
def give_back(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Back into the common queue."""
    tasks.give_back(actor=actor(request), item_id=item_id)
    return redirect("desk:start")
