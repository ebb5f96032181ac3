"""One procedure: what you get, how long, how much, what *you* need, where; then start; law last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue.cases import asked
from motcua.catalogue.labels import AUDIENCES, CHANNELS
from motcua.catalogue.models import Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib import moment
from motcua.organisation.queries import calendar_for
from motcua.web.portal.public import advised, answering, wording
from motcua.web.portal.public.brief import level_words, of_version
from motcua.web.portal.public.structured import for_machines
from motcua.web.portal.public.told import told
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb


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
    calendar = calendar_for()
    ways = advised.ways_of(spec, answers, now, calendar)
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
            "answered": list(answering.given(spec, answers)),
            "waiting": bool(way.advice.questions),
            "answers": answering.of_version(spec, way, now),
            "papers": advised.paper_groups(spec, way.advice, channel),
            "money": advised.money_groups(spec, way.advice, now.date()),
            "perhaps": advised.possible_money(spec, way.advice, facts, now.date()),
            "start_url": f"/nop/{code}/?{advised.query_of('online', answers)}"
            if "online" in spec.channels
            else "",
            "level": level_words(spec),
            "machines": for_machines(of_version(spec, {}, now, calendar)),
            "asked": request.GET.urlencode() if answers else "",
            "audience": ", ".join(AUDIENCES[each] for each in spec.audience),
            "crumbs": _crumbs(spec),
            "now": now,
            "to_confirm": wording.TO_CONFIRM,
        },
    )


def _crumbs(spec: ProcedureSpec) -> tuple[Crumb, ...]:
    in_field = Crumb(spec.field.name, f"/thu-tuc/?linh-vuc={spec.field.code}")
    return (Crumb("Trang chủ", "/"), in_field, Crumb(spec.name))
