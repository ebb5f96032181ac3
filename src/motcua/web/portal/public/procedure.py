"""One procedure: what you get, how long, how much, what *you* need, where; then start; law last."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue.advice import Advice
from motcua.catalogue.cases import asked
from motcua.catalogue.glance import cost_span, term_span
from motcua.catalogue.labels import AUDIENCES, CHANNELS, SERVICE_LEVELS
from motcua.catalogue.models import Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib import moment
from motcua.organisation.queries import calendar_for
from motcua.web.portal.public import advised, wording
from motcua.web.portal.public.told import told
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Answer, Crumb


@for_all()
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """The page; the answers to the case questions come in the query string."""
    now = moment.now().astimezone(moment.TZ)
    version = Version.objects.version_for(code, now.date())
    if version is None:
        return told(request, code)
    spec = version.spec
    channel, answers = advised.read_answers(spec, request.GET.dict())
    ways = advised.ways_of(spec, answers, now, calendar_for())
    way = next(way for way in ways if way.channel == channel)
    facts = asked(spec, answers, channel=channel)[1]
    return render(
        request,
        "portal/public/procedure.html",
        {
            "spec": spec,
            "version": version,
            "channel": channel,
            "channels": [(each, CHANNELS[each]) for each in CHANNELS if each in spec.channels],
            "questions": advised.questions_of(spec, answers, channel),
            "way": way,
            "ways": ways,
            "answered": _answered(spec, answers),
            "waiting": bool(way.advice.questions),
            "answers": _answers(spec, way, now),
            "papers": advised.paper_groups(spec, way.advice, channel),
            "money": advised.money_groups(spec, way.advice, now.date()),
            "perhaps": advised.possible_money(spec, way.advice, facts, now.date()),
            "start_url": f"/nop/{code}/?{advised.query_of('online', answers)}"
            if "online" in spec.channels
            else "",
            "service_level": SERVICE_LEVELS[spec.service_level],
            "audience": ", ".join(AUDIENCES[each] for each in spec.audience),
            "crumbs": _crumbs(spec),
            "now": now,
            "to_confirm": wording.TO_CONFIRM,
        },
    )


def _crumbs(spec: ProcedureSpec) -> tuple[Crumb, ...]:
    in_field = Crumb(spec.field.name, f"/thu-tuc/?linh-vuc={spec.field.code}")
    return (Crumb("Trang chủ", "/"), in_field, Crumb(spec.name))


def _answered(spec: ProcedureSpec, answers: dict[str, str]) -> list[tuple[str, str]]:
    """The answers given, in words: what a printed list has to say about whom it is for."""
    return [(q.ask, q.label(answers[q.key])) for q in spec.questions if q.key in answers]


def _answers(spec: ProcedureSpec, way: advised.Way, now: Any) -> tuple[Answer, ...]:
    """The four questions answered first; as far as the case is known for this person, otherwise as a span."""
    advice = way.advice
    results = advice.results or spec.results
    term, cost = way.term, way.cost
    term_note = cost_note = ""
    if advice.questions:
        term, cost = wording.term_span(term_span(spec)), wording.cost_span(cost_span(spec, now.date()))
        term_note = cost_note = "Trả lời các câu hỏi bên dưới để biết chính xác cho bạn."
    if advice.term is not None and not advice.questions:
        term_note = "Tính từ khi hồ sơ đủ và được tiếp nhận."
    named = "; ".join(result.name for result in results)
    return (
        Answer("paper", "Bạn nhận được", named),
        Answer("clock", "Mất bao lâu", term, term_note),
        Answer("money", "Hết bao nhiêu", cost, cost_note),
        Answer("place", "Ai giải quyết", _decider(spec, advice)),
    )


def _decider(spec: ProcedureSpec, advice: Advice) -> str:
    said = wording.competence(advice.competence, spec)
    return f"{said} ({wording.TO_CONFIRM})" if advice.competence.unverified else said
