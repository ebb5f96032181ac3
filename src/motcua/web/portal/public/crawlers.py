"""What search engines ask for: which pages there are, since when, and what is not for them."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.catalogue.published import listed_count, listed_page
from motcua.lib import moment
from motcua.web.portal.public.help_pages import TOPICS
from motcua.web.ui.doors import for_all

# Sitemaps may hold 50,000 addresses; a thousand are read with one query and stay a small file.
PER_SITEMAP = 1000
_OTHER_PAGES = (
    "public:home",
    "public:find",
    "public:agencies",
    "public:help",
    "public:figures",
    "public:simplified",
)
# Behind these are people's own matters, or pages that mean nothing without a person.
CLOSED = (
    "/can-bo/",
    "/dieu-hanh/",
    "/quan-tri/",
    "/ho-so/",
    "/nhap/",
    "/nop/",
    "/tep/",
    "/thong-bao/",
    "/uy-quyen/",
    "/dang-nhap/",
    "/dinh-danh/",
    "/danh-gia/",
    "/bien-lai/",
    "/tra-cuu/",
    "/xac-minh/",
    "/lay-so/",
    "/man-hinh/",
    "/chung/",
)


@for_all()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the sitemap is named by its full address."""
    context = {"closed": CLOSED, "sitemap": address(reverse("public:sitemap"))}
    return render(request, "portal/public/robots.txt", context, content_type="text/plain; charset=utf-8")


@for_all()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of lists: the portal's own pages (0), then the procedures by code, piece by piece."""
    pieces = -(-listed_count(moment.today()) // PER_SITEMAP)
    lists = [address(reverse("public:sitemap-piece", args=[number])) for number in range(pieces + 1)]
    return _xml(request, "portal/public/sitemap_index.xml", {"lists": lists})


@for_all()
@require_safe
def sitemap_piece(request: HttpRequest, number: int) -> HttpResponse:
    """The addresses of one piece, each procedure with the day it last changed."""
    pages = list(_portal() if number == 0 else _procedures(number))
    if not pages:
        raise Http404
    return _xml(request, "portal/public/sitemap.xml", {"pages": pages})


def address(path: str) -> str:
    """The path as the whole world calls it."""
    return f"{settings.PUBLIC_URL}{path}"


def _portal() -> Iterable[tuple[str, date | None]]:
    yield from ((address(reverse(name)), None) for name in _OTHER_PAGES)
    yield from ((address(reverse("public:help-topic", args=[topic.slug])), None) for topic in TOPICS)


def _procedures(number: int) -> Iterable[tuple[str, date | None]]:
    for listed in listed_page(moment.today(), number=number, size=PER_SITEMAP):
        yield address(reverse("public:procedure", args=[listed.code])), listed.changed


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
