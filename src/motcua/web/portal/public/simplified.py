"""What has been made simpler: approved plans with decision, saving and the version that did it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue import saving
from motcua.catalogue.models import Proposal
from motcua.lib import moment
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb

PER_PAGE = 25


@for_all()
@require_safe
def simplified(request: HttpRequest) -> HttpResponse:
    """The approved ones, newest decision first; what is only proposed is nobody's promise yet."""
    agreed = Proposal.objects.agreed().select_related("procedure", "version")
    page = Paginator(agreed.order_by("-decided_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    sums = agreed.saving()
    context = {
        "page": page,
        "rows": [(each, saving.computation(each.yearly, each.minutes, each.dong)) for each in page],
        "share": Proposal.objects.simplified(),
        "hours": saving.hours(sums.minutes),
        "money": saving.money(sums.dong),
        "day": moment.today(),
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Thủ tục", "/thu-tuc/"), Crumb("Đơn giản hóa thủ tục")),
    }
    return render(request, "portal/public/simplified.html", context)
