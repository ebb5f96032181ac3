"""A draft seen as a citizen will see it: its form on a telephone, what the answers come to. Keeps nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from motcua.catalogue.advice import Advice, advise
from motcua.catalogue.cases import asked
from motcua.catalogue.drafts import Draft
from motcua.catalogue.examples import tried
from motcua.catalogue.labels import CHANNELS
from motcua.catalogue.spec import ProcedureSpec
from motcua.dossiers.content import lookup
from motcua.dossiers.printing import term_words
from motcua.dossiers.trying import try_draft
from motcua.forms.answers import clean_page, example_answers, visible_pages
from motcua.forms.raw import as_raw, of_page
from motcua.forms.screen import ScreenPage, screen
from motcua.forms.spec import Form, Page
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.web.console.drafting import checked, draft_or_404, show_draft
from motcua.web.ui.doors import for_officers
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import a_day

_QUESTION = "hoi."
# So many dossiers say enough, and the page still answers at once.
PAST = 100


@dataclass(frozen=True)
class Chosen:
    """What somebody tries: answers, a way of filing, a day, a page of the form."""

    answers: dict[str, str]
    channel: str
    day: date
    page: str
    example: bool


@for_officers(ADMIN, INSPECTOR)
@require_safe
def trial(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The form on a telephone; beside it the papers, fees and term for the answers chosen."""
    return _page(request, draft_or_404(draft_id), request.GET, {})


@for_officers(ADMIN, INSPECTOR)
@require_POST
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The page of the form as typed, with what a citizen would be told; nothing is kept."""
    sent = {name: texts for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return _page(request, draft_or_404(draft_id), request.POST, sent)


def _page(
    request: HttpRequest, draft: Draft, chosen_in: QueryDict, typed: Mapping[str, list[str]]
) -> HttpResponse:
    context, spec = checked(draft)
    try:
        chosen, problem = _chosen(chosen_in), None
    except Refused as refused:
        chosen, problem = _chosen(QueryDict()), refused
    form = _form(draft.data.get("form"))
    more: dict[str, Any] = {
        "place": "thu",
        "chosen": chosen,
        "channels": CHANNELS.items(),
        "errors": [ErrorLine(problem.message, "ngay")] if problem else [],
        "outcome": _outcome(spec, chosen) if spec is not None else None,
        "examples": tried(spec, province=settings.PROVINCE["code"]) if spec is not None else (),
        "phone": _phone(form, spec, chosen, typed) if form is not None else None,
    }
    return show_draft(request, "console/draft_trial.html", draft, context, more)


def _chosen(sent: QueryDict) -> Chosen:
    answers = {
        name.removeprefix(_QUESTION): str(value)
        for name, value in sent.items()
        if name.startswith(_QUESTION) and value
    }
    channel = sent.get("cach", "online")
    return Chosen(
        answers,
        channel if channel in CHANNELS else "online",
        a_day(sent.get("ngay", ""), "ngay") or moment.today(),
        sent.get("trang", ""),
        sent.get("vi-du") == "1",
    )


def _outcome(spec: ProcedureSpec, chosen: Chosen) -> dict[str, Any]:
    """What a citizen with these answers is told."""
    found: Advice = advise(spec, chosen.answers, channel=chosen.channel, on=chosen.day)
    questions = [
        (
            question,
            [(option, chosen.answers.get(question.key) == option.value) for option in question.options],
        )
        for question in asked(spec, chosen.answers, channel=chosen.channel)[0]
    ]
    return {
        "questions": questions,
        "case": found.case,
        "papers": found.with_status("submit", "show", "form"),
        "held": found.with_status("held"),
        "fees": found.fees,
        "term": term_words(found.term.amount, found.term.unit) if found.term else "",
        "results": found.results,
    }


def _form(data: Any) -> Form | None:
    """The form by itself: it can be looked at while the rest is still unwritten."""
    try:
        return Form.model_validate(data)
    except ValidationError:
        return None


def _phone(
    form: Form, spec: ProcedureSpec | None, chosen: Chosen, typed: Mapping[str, list[str]]
) -> dict[str, Any]:
    facts: dict[str, object] = {**chosen.answers, "channel": chosen.channel}
    if spec is not None:
        facts = asked(spec, chosen.answers, channel=chosen.channel)[1]
    raw = example_answers(form, facts, 1, today=chosen.day) if chosen.example else as_raw(dict(typed))
    pages = visible_pages(form, {}, facts) or form.pages
    page: Page = next((each for each in pages if each.key == chosen.page), pages[0])
    cleaned = clean_page(form, page.key, raw, {}, facts, chosen.day, lookup) if typed else None
    drawn: ScreenPage = screen(
        form,
        page,
        of_page(page, raw),
        cleaned.errors if cleaned else {},
        facts,
        {},
        lookup,
        cleaned.warnings if cleaned else {},
    )
    return {"screen": drawn, "pages": pages, "page": page, "checked": typed and not drawn.errors}


@for_officers(ADMIN, INSPECTOR)
@require_safe
def past(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft tried on dossiers that were really filed; sums only, for administrators see no dossiers."""
    draft = draft_or_404(draft_id)
    context, spec = checked(draft)
    chance = request.GET.get("cach") == "ngau-nhien"
    trial_of = try_draft(spec, count=PAST, by_chance=chance) if spec is not None else None
    more: dict[str, Any] = {"place": "ho-so-cu", "trial": trial_of, "chance": chance, "most": PAST}
    return show_draft(request, "console/draft_past.html", draft, context, more)
