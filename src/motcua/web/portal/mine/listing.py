"""«Hồ sơ của tôi»: dossiers and drafts, what waits for the person first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.dossiers import queries
from motcua.dossiers.models import Dossier
from motcua.web.portal.mine import state
from motcua.web.ui import parts
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor

PER_PAGE = 25
_LISTS: dict[str, tuple[str, str, parts.Tone]] = {
    "": ("all", "Tất cả", "grey"),
    "can-lam": ("needed", "Cần bạn làm", "amber"),
    "dang-giai-quyet": ("running", "Đang giải quyết", "blue"),
    "nhap": ("drafts", "Bản nháp", "grey"),
    "da-xong": ("ended", "Đã xong", "green"),
}


@dataclass(frozen=True)
class Row:
    """One dossier in the list: everything to decide without opening it."""

    dossier: Dossier
    status: parts.Status
    due: parts.Due | None
    holder: state.Holder | None
    do_now: parts.DoNow | None


@for_citizens
@require_GET
def my_list(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by a filter and by words; an unknown filter shows everything."""
    who = actor(request)
    chosen = request.GET.get("loc", "")
    name = _LISTS.get(chosen, _LISTS[""])[0]
    words = request.GET.get("tim", "").strip()[:100]
    counts = queries.counts_of_citizen(who)
    page = Paginator(queries.of_citizen(who, name=name, words=words), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [_row(dossier) for dossier in page],
        "filters": [_filter(key, chosen, words, counts) for key in _LISTS],
        "chosen": chosen,
        "words": words,
        "none_at_all": not counts["all"],
    }
    return render(request, "portal/mine/list.html", context)


def _row(dossier: Dossier) -> Row:
    needed = state.do_now(dossier)
    return Row(
        dossier,
        state.status_of(dossier),
        state.short_due(dossier),
        state.holder_of(dossier, getattr(dossier, queries.OPEN_WORK)),
        needed if needed.url else None,
    )


def _filter(key: str, chosen: str, words: str, counts: dict[str, int]) -> parts.Filter:
    name, label, tone = _LISTS[key]
    query = {**({"loc": key} if key else {}), **({"tim": words} if words else {})}
    url = reverse("mine:list") + (f"?{urlencode(query)}" if query else "")
    return parts.Filter(label, url, counts[name], tone, key == (chosen if chosen in _LISTS else ""))
