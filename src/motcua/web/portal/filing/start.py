"""Beginning a dossier: for whom, which case, and then straight to the first page."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.catalogue.models import Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.dossiers import queries
from motcua.dossiers.actions import draft
from motcua.dossiers.models import Channel, Dossier
from motcua.forms.answers import with_prefilled
from motcua.identity.actions import may_file
from motcua.identity.actor import ONLINE, Actor
from motcua.identity.models import Organisation, Person
from motcua.identity.organisations import identify_organisation
from motcua.identity.people import identify_owner
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import uuid7
from motcua.web.portal.filing import asking, way
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor

_FACTS = {"channel": ONLINE}
# Where a sentence of `identify_owner` stands on this page.
_FIELDS = {
    "full_name": "for_name",
    "personal_id": "for_id",
    "birth_date": "for_birth",
    "ground": "for_ground",
    "number": "org_number",
    "name": "org_name",
    "address": "org_address",
}


@for_citizens
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what decides the case, begin the draft, go to its first page. A second click finds the same one."""
    version = Version.objects.version_for(code, moment.today())
    if version is None:
        raise Http404
    spec = version.spec
    if Channel.ONLINE not in spec.channels:
        return render(request, "portal/filing/not_online.html", {"version": version, "spec": spec})
    _check_covered(actor(request), version)
    if not may_file(actor(request)):
        return render(request, "portal/filing/level.html", {"version": version})
    if request.method == "POST":
        return _begin(request, version)
    given = asking.answers_of(spec, request.GET.dict())
    form = asking.form_of(spec, with_owner=not actor(request).for_person_id, given=given)
    page = asking.drawn(form, {}, {}, {**_FACTS, **given})
    return _page(request, version, screen=page, given=_in_words(spec, given))


def _begin(request: HttpRequest, version: Version) -> HttpResponse:
    form = asking.form_of(version.spec, with_owner=not actor(request).for_person_id)
    cleaned = asking.cleaned(form, request.POST, _FACTS)
    errors = dict(cleaned.errors)
    if cleaned.complete:
        try:
            dossier = _draft(request, version, cleaned.values)
        except Refused as problem:
            if not problem.field:
                raise
            errors = {_FIELDS[problem.field]: problem.message}
        else:
            return redirect(way.first_to_do(dossier))
    page = asking.drawn(form, request.POST, errors, _FACTS)
    return _page(request, version, screen=page, given=(), revealed=not errors)


def _draft(request: HttpRequest, version: Version, values: Mapping[str, object]) -> Dossier:
    submitter: Person = request.user.person  # type: ignore[union-attr]
    owner = submitter
    stood_for = actor(request).for_person_id
    if stood_for is not None:
        owner = Person.objects.get(pk=stood_for)
    elif values[asking.WHO] == asking.OTHER:
        owner = identify_owner(
            actor=actor(request),
            full_name=str(values["for_name"]),
            personal_id=str(values.get("for_id", "")),
            birth_date=str(values["for_birth"]),
            ground=str(values["for_ground"]),
            procedure_code=version.procedure_id,
        )
    return draft.start(
        actor=actor(request),
        version=version,
        submitter=submitter,
        owner=owner,
        owner_organisation=_organisation(request, values),
        answers=asking.answers_of(version.spec, values),
        raw=with_prefilled({}, way.known(version.spec, submitter, owner)),
        dossier_id=_chosen_id(request.POST.get("draft", "")),
    )


def _check_covered(who: Actor, version: Version) -> None:
    """Who stands for somebody begins only what the mandate names."""
    if who.for_procedures and version.procedure_id not in who.for_procedures:
        raise Forbidden(
            f"Ủy quyền của {who.for_name} không gồm thủ tục này. Hãy bấm «Thôi làm thay» để làm cho"
            " chính mình, hoặc đề nghị được ủy quyền thêm.",
            code="no-mandate",
        )


def _organisation(request: HttpRequest, values: Mapping[str, object]) -> Organisation | None:
    if values.get(asking.WHO) != asking.ORGANISATION:
        return None
    return identify_organisation(
        actor=actor(request),
        number=str(values["org_number"]),
        name=str(values["org_name"]),
        address=str(values["org_address"]),
    )


def _chosen_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _in_words(spec: ProcedureSpec, given: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    return tuple(
        {"key": each.key, "ask": each.ask, "value": given[each.key], "label": each.label(given[each.key])}
        for each in spec.questions
        if each.key in given
    )


def _page(request: HttpRequest, version: Version, **words: object) -> HttpResponse:
    context = {
        "version": version,
        "draft_id": _chosen_id(request.POST.get("draft", "")) or uuid7(),
        "unfinished": queries.unfinished(actor(request), version.procedure_id),
        **words,
    }
    return render(request, "portal/filing/start.html", context)
