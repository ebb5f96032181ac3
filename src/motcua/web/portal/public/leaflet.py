"""A procedure to carry and to hear: the leaflet as PDF, also in large letters, and the page for the ear."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.documents.paper import Leaflet, LeafletGroup, Size, render_leaflet
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.web.portal.public.brief import Brief, brief_of
from motcua.web.portal.public.crawlers import address
from motcua.web.portal.public.limits import Limit, address_of
from motcua.web.portal.public.spoken import passages, said
from motcua.web.portal.public.structured import for_machines
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb
from motcua.web.ui.site import site

# One is set at a time: a desk prints some, nobody needs hundreds in a minute.
LIMIT = Limit(most=30, seconds=60)
TOO_MANY = "Bạn vừa mở nhiều tờ rơi liền nhau. Hãy đợi một phút rồi mở lại."
_KEPT = 64
# What is always on the one page has to leave room on it; in large letters there are more pages.
_LINE, _BLOCK, _LARGE = 110, 220, 2000
_MOST_STEPS = _MOST_ANSWERS = 8


@for_all()
@require_safe
def leaflet(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, for the answers in the address; `kho=a5` for the small sheet, `chu=to` for large letters."""
    if not LIMIT.lets(address_of(request)):
        raise Refused(TOO_MANY, code="too_many")
    asked = request.GET.dict()
    size: Size = "a5" if asked.get("kho") == "a5" else "a4"
    made = of(brief_of(code, asked, moment.now()), large=asked.get("chu") == "to")
    answer = HttpResponse(_drawn(made, "a4" if made.large else size), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{made.code}{"-chu-to" if made.large else ""}.pdf"'
    return answer


@for_all()
@require_safe
def aloud(request: HttpRequest, code: str) -> HttpResponse:
    """The same as plain sentences in large letters, which the browser can read out."""
    brief = brief_of(code, request.GET.dict(), moment.now())
    context = {
        "brief": brief,
        "passages": passages(brief),
        "spoken_name": said(f"{brief.name}."),
        "machines": for_machines(brief),
        "asked": brief.page.partition("?")[2],
        "crumbs": (Crumb("Trang chủ", "/"), Crumb(brief.name, brief.page), Crumb("Đọc chữ to, nghe đọc")),
    }
    return render(request, "portal/public/aloud.html", context)


def of(brief: Brief, *, large: bool) -> Leaflet:
    """What the sheet says. Long texts are cut: the page they stand on in full is one scan away."""
    here = site()
    line, block = (_LARGE, _LARGE) if large else (_LINE, _BLOCK)
    return Leaflet(
        publisher=f"{here.province}, Bộ phận một cửa",
        code=brief.code,
        name=_short(brief.name, block),
        level=brief.level,
        reason=_short(brief.reason, block),
        answers=tuple((answer.label, _short(answer.value, line)) for answer in brief.answers),
        papers=tuple(
            LeafletGroup(
                _short(group.title, line), tuple(_short(each, block) for each in group.papers), group.asked
            )
            for group in brief.papers
            if group.papers
        ),
        steps=tuple(_short(step, block) for step in brief.steps[: None if large else _MOST_STEPS]),
        where=_short(brief.where, block),
        start=address(brief.start),
        start_words="Quét mã bằng điện thoại để nộp trên mạng" if brief.online else "Quét mã để xem đầy đủ",
        address=address(brief.page.partition("?")[0]),
        hotline=f"{here.number} ({here.hours})",
        day=moment.today(),
        answered=tuple(
            _short(f"{ask} {answer}", line)
            for ask, answer in brief.answered[: None if large else _MOST_ANSWERS]
        ),
        large=large,
    )


@lru_cache(maxsize=_KEPT)
def _drawn(made: Leaflet, size: Size) -> bytes:
    return render_leaflet(made, size)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"
