"""The first steps at the counter: who stands there, and what for. One line to type or scan, then Enter."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalogue.models import Procedure, Version
from motcua.dossiers.actions.draft import start
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import AT_WINDOW
from motcua.identity.card import Card, looked_for
from motcua.identity.models import Organisation, Person
from motcua.identity.organisations import organisation_at_counter
from motcua.identity.people import register_at_counter, see_identity
from motcua.identity.queries import people_at_counter, person_at_counter
from motcua.lib import moment
from motcua.lib.dates import PartialDate
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import uuid7
from motcua.organisation.queries import communes_of_province, unit_called
from motcua.web.desk.frame import show, words_in
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

_FIELDS = (
    "full_name",
    "birth_date",
    "personal_id",
    "other_paper",
    "sex",
    "phone",
    "email",
    "residence",
    "residence_unit",
)
_MOST = 12


def _submitter(request: HttpRequest) -> UUID | None:
    """The person at the counter, while the owner they file for is looked for."""
    return _uuid(request.POST.get("thay") or request.GET.get("thay", ""))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _onwards(request: HttpRequest, person: Person) -> str:
    """To choosing the procedure; a person found as owner goes along with the one who stands there."""
    submitter = _submitter(request)
    if submitter is None:
        seen = "?xem=yes" if request.method == "POST" else ""
        return reverse("desk:choose", args=[person.pk]) + seen
    return f"{reverse('desk:choose', args=[submitter])}?chu={person.pk}"


@for_officers(*AT_WINDOW)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find the person: twelve digits, a scanned card, or name and date of birth."""
    typed = words_in(request, most=400)
    looked = looked_for(typed)
    people = [
        {"person": person, "url": _onwards(request, person)}
        for person in people_at_counter(actor(request), looked)
    ]
    context = {
        "q": "" if looked.card else typed,
        "card": looked.card,
        "looked": looked,
        "people": people,
        "thay": _submitter(request) or "",
        "form": _blank(looked.card, looked.personal_id, looked.name, looked.birth_date) if typed else {},
        "communes": communes_of_province() if typed and looked.is_enough and not people else (),
        "errors": [],
    }
    return show(request, "desk/counter.html", "counter", context)


def _blank(card: Card | None, number: str, name: str, born: str) -> dict[str, str]:
    """The form for a new person, with what is known already."""
    if card is not None:
        born = card.birth_date
    form = dict.fromkeys(_FIELDS, "")
    form |= {
        "personal_id": number,
        "full_name": name,
        "birth_date": str(PartialDate.parse(born)) if born else "",
    }
    if card is not None:
        form |= {"full_name": card.full_name, "sex": card.sex, "residence": card.residence}
    return form


@for_officers(*AT_WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Enter somebody who was not there yet."""
    typed = {name: request.POST.get(name, "") for name in _FIELDS}
    if request.method != "POST":
        return _register_form(request, typed, None)
    try:
        person = register_at_counter(actor=actor(request), seen=request.POST.get("seen") == "yes", **typed)
    except Forbidden:
        raise
    except Refused as problem:
        return _register_form(request, typed, problem)
    return redirect(_onwards(request, person))


def _register_form(request: HttpRequest, typed: dict[str, str], problem: Refused | None) -> HttpResponse:
    context = {
        "form": typed,
        "thay": _submitter(request) or "",
        "communes": communes_of_province(),
        "errors": [ErrorLine(problem.message, problem.field)] if problem else [],
        "wrong": problem.field if problem else "",
    }
    return show(request, "desk/register.html", "counter", context, status=409 if problem else 200)


@for_officers(*AT_WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The procedure for this person, and the officer's word that the identity paper was seen."""
    acting = actor(request)
    person = person_at_counter(acting, person_id)
    owner_id = _owner_id(request)
    owner = person_at_counter(acting, owner_id) if owner_id else person
    if person is None or owner is None:
        raise Http404
    parties = Parties(person, owner, _organisation(request))
    if request.method != "POST":
        return _choose_form(request, parties, None)
    try:
        dossier = _begin(request, parties)
    except Forbidden:
        raise
    except Refused as problem:
        return _choose_form(request, parties, problem)
    return redirect("desk:intake", dossier.pk)


def _owner_id(request: HttpRequest) -> UUID | None:
    return _uuid(request.POST.get("chu") or request.GET.get("chu", ""))


@dataclass(frozen=True)
class Parties:
    """Who stands there, for which person, or for which organisation."""

    person: Person
    owner: Person
    organisation: Organisation | None = None


def _organisation(request: HttpRequest) -> Organisation | None:
    wanted = _uuid(request.POST.get("to-chuc") or request.GET.get("to-chuc", ""))
    found = organisation_at_counter(actor(request), wanted) if wanted else None
    if wanted and found is None:
        raise Http404
    return found


def _begin(request: HttpRequest, parties: Parties) -> Dossier:
    acting = actor(request)
    version = Version.objects.version_for(request.POST.get("procedure", ""), moment.today())
    if version is None:
        raise Refused("Hãy chọn một thủ tục đang có hiệu lực.", field="q")
    if request.POST.get("seen") != "yes":
        raise Refused("Hãy xem giấy tờ tùy thân rồi đánh dấu «Tôi đã xem».", field="seen")
    desk = unit_called(acting.unit_id)
    channel = request.POST.get("channel", Channel.COUNTER)
    dossier = start(
        actor=acting,
        version=version,
        submitter=parties.person,
        owner=parties.owner,
        owner_organisation=parties.organisation,
        channel=channel if channel in (Channel.COUNTER, Channel.POST) else Channel.COUNTER,
        receiving_unit=desk,
        dossier_id=_uuid(request.POST.get("ban", "")),
    )
    paper = f"; được làm thay {parties.organisation}" if parties.organisation else ""
    see_identity(actor=acting, person=parties.person, paper=f"căn cước{paper}")
    return dossier


def _choose_form(request: HttpRequest, parties: Parties, problem: Refused | None) -> HttpResponse:
    person, owner = parties.person, parties.owner
    words = words_in(request, most=100)
    context = {
        "person": person,
        "owner": owner,
        "organisation": parties.organisation,
        "is_other": owner.pk != person.pk,
        "q": words,
        "procedures": Procedure.objects.in_force(moment.today()).find(words)[:_MOST],
        "seen": (request.POST.get("seen") or request.GET.get("xem")) == "yes",
        "channel": request.POST.get("channel", Channel.COUNTER),
        "errors": [ErrorLine(problem.message, problem.field)] if problem else [],
        "draft_id": _uuid(request.POST.get("ban", "")) or uuid7(),
        "owner_url": f"{reverse('desk:counter')}?thay={person.pk}",
    }
    return show(request, "desk/choose.html", "counter", context, status=409 if problem else 200)
