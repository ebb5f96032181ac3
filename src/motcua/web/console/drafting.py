"""What every page of a draft is made with: the draft, what is found in it, the units that can be named."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing.choices import Surroundings
from motcua.catalogue.editing.listing import sections
from motcua.catalogue.editing.showing import Context
from motcua.catalogue.queries import draft_called, field_names, found_in
from motcua.catalogue.spec import ProcedureSpec
from motcua.identity.actor import ADMIN
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.organisation.queries import provincial_units
from motcua.web.console.frame import show
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb

_KINDS = (
    Unit.Kind.COMMUNE_COMMITTEE,
    Unit.Kind.COMMUNE_CENTRE,
    Unit.Kind.COMMUNE_POLICE,
    Unit.Kind.PROVINCE_COMMITTEE,
    Unit.Kind.PROVINCE_OFFICE,
    Unit.Kind.PROVINCE_CENTRE,
    Unit.Kind.PROVINCE_POLICE,
    Unit.Kind.SOCIAL_INSURANCE,
    Unit.Kind.TAX,
    Unit.Kind.LAND_OFFICE,
    Unit.Kind.EMPLOYMENT_CENTRE,
)


def draft_or_404(draft_id: UUID) -> Draft:
    found = draft_called(draft_id)
    if found is None:
        raise Http404
    return found


def context_of(draft: Draft) -> Context:
    """The draft with everything the check finds in it."""
    return checked(draft)[0]


def checked(draft: Draft) -> tuple[Context, ProcedureSpec | None]:
    """The same, and the procedure itself if it is one yet; the check runs once."""
    findings, spec = found_in(draft)
    return Context(draft.data, surroundings(), tuple(findings)), spec


def surroundings() -> Surroundings:
    """The agencies and units of the province that a procedure can name."""
    units = {f"unit:{unit.pk}": unit.name for unit in provincial_units(moment.today())}
    agencies = {kind.value: str(kind.label) for kind in _KINDS} | units
    return Surroundings(agencies=agencies, units=units, sectors=field_names())


def show_draft(
    request: HttpRequest,
    template: str,
    draft: Draft,
    context: Context,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the draft, with the parts of the procedure to go to beside it."""
    place = more.get("place", "")
    crumbs = (Crumb("Bản soạn", "/quan-tri/soan/"), Crumb(str(draft), f"/quan-tri/soan/{draft.pk}/"))
    found = {
        "draft": draft,
        "sections": [(each, place.partition(".")[0] == each.place) for each in sections(context)],
        "error_count": sum(each.kind == "error" for each in context.findings),
        "may_write": draft.is_open and actor(request).has(ADMIN),
        "crumbs": (*crumbs, *more.pop("trail", ())),
    }
    return show(request, template, "console:drafts", found | more, status=status)
