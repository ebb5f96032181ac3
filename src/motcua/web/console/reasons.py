"""The catalogue of reasons for sending something back: keys, words, what the citizen is told to do."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.catalogue.reasons import USES, catalogue
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.parts import Filter


@for_officers(ADMIN, INSPECTOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every reason, `?dung=paper` those offered there; what is offered no more stays, marked."""
    today, chosen = moment.today(), request.GET.get("dung", "")
    found = [each for each in catalogue().values() if chosen not in USES or chosen in each.use]
    filters = [
        Filter("Tất cả", "?", len(catalogue()), current=chosen not in USES),
        *(
            Filter(
                words,
                f"?dung={use}",
                sum(use in each.use for each in catalogue().values()),
                current=use == chosen,
            )
            for use, words in USES.items()
        ),
    ]
    rows = [
        (
            each,
            ", ".join(USES[use] for use in each.use),
            ", ".join((*each.fields, *each.procedures)) or "Mọi thủ tục",
            each.valid_on(today),
        )
        for each in found
    ]
    return show(request, "console/reasons.html", "console:reasons", {"rows": rows, "filters": filters})
