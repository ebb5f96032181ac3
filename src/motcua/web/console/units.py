"""The tree of units, today's and those before 01/7/2025, with who followed whom."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.actor import ADMIN, INSPECTOR, ROLE_NAMES
from motcua.lib import moment
from motcua.organisation import register
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, Fact

PER_PAGE = 100


@for_officers(ADMIN, INSPECTOR)
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The top of the tree; `?q=` searches all of it, ended units too."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = register.found(words) if words.strip() else register.tops()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": words, "today": moment.today()}
    return show(request, "console/units.html", "console:units", context)


@for_officers(ADMIN, INSPECTOR)
@require_safe
def unit(request: HttpRequest, unit_id: str) -> HttpResponse:
    """One unit: above, below, before, after, its other identifiers, its posts."""
    card = register.card(unit_id, on=moment.today())
    if card is None:
        raise Http404
    found = card.unit
    facts = [
        Fact("Loại", found.get_kind_display()),
        Fact("Cấp", found.get_level_display()),
        Fact("Mã định danh", found.agency_identifier),
        Fact("Mã khác", "; ".join(str(alias) for alias in card.aliases)),
        Fact("Mã đơn vị hành chính", found.admin_code),
        Fact("Địa chỉ", found.address),
        Fact("Điện thoại", found.phone),
        Fact("Hoạt động từ", f"{found.valid_from:%d/%m/%Y}" if found.valid_from else "trước khi có danh mục"),
        Fact("Đến hết", f"{found.valid_to:%d/%m/%Y}" if found.valid_to else "đang hoạt động"),
    ]
    posts = [
        (
            each.post.pk,
            each.post.title,
            ", ".join(ROLE_NAMES.get(role, role) for role in each.post.roles),
            ", ".join(each.names),
        )
        for each in card.posts
    ]
    above = [each for each in (found.parent.parent if found.parent else None, found.parent) if each]
    crumbs = [
        Crumb("Đơn vị", "/quan-tri/don-vi/"),
        *(Crumb(each.short_name, f"/quan-tri/don-vi/{each.pk}/") for each in above),
        Crumb(found.short_name),
    ]
    context = {"card": card, "facts": facts, "posts": posts, "crumbs": crumbs, "today": moment.today()}
    context["roles"] = list(ROLE_NAMES.items())
    context["may_change"] = actor(request).has(ADMIN) and found.is_valid(moment.today())
    return show(request, "console/unit.html", "console:units", context)
