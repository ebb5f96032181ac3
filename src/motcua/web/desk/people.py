"""Who is away, who stands in for whom: arranged by who leads the unit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.actions import leave
from motcua.dossiers.workload import loads
from motcua.identity.actor import HEAD, SIGNER, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation import staff
from motcua.organisation.models import Absence, Post
from motcua.web.desk.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import a_number, the_day

Verb = Callable[[Actor, Any], str]


@for_officers(HEAD, SIGNER)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The people of the unit today, absences and stand-ins of now and to come, and the forms for them."""
    return _page(request)


def _page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    acting, today = actor(request), moment.today()
    context = {
        "loads": loads(acting, moment.now()),
        "absences": staff.absences_in(acting.units, today),
        "stand_ins": staff.stand_ins_in(acting.units, today),
        "held": staff.own_posts_in(acting.units, today),
        "people": staff.people_around(acting.unit_id, acting.units, today),
        "kinds": Absence.Kind.choices,
        "today": today,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show(request, "desk/people.html", "people", context, status=409 if problem else 200)


def _verb(act: Verb) -> Callable[..., HttpResponse]:
    """A verb as a view; what is refused comes back on the page with what was typed."""

    @for_officers(HEAD, SIGNER)
    @require_POST
    @wraps(act)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            said = act(actor(request), request.POST)
        except Forbidden:
            raise
        except Refused as problem:
            return _page(request, problem)
        messages.success(request, said)
        return redirect("desk:people")

    return view


def _person(posted: Any, name: str) -> User:
    found = User.objects.filter(pk=a_number(posted.get(name, "")) or 0, kind=User.Kind.OFFICER).first()
    if found is None:
        raise Refused("Hãy chọn một cán bộ.", field=name)
    return found


@_verb
def away(acting: Actor, posted: Any) -> str:
    """An officer is away; who stands in takes over at every post in these units."""
    user = _person(posted, "away_user")
    starts, ends = (
        the_day(posted.get("away_starts", ""), "away_starts"),
        the_day(posted.get("away_ends", ""), "away_ends"),
    )
    deputies: dict[Post, User] = {}
    if posted.get("away_deputy"):
        deputy = _person(posted, "away_deputy")
        held = staff.own_posts_in(acting.units, starts).filter(user=user)
        deputies = {each.post: deputy for each in held}
    _, moved = leave.go_away(
        actor=acting,
        user=user,
        kind=posted.get("away_kind", ""),
        starts=starts,
        ends=ends,
        note=posted.get("away_note", ""),
        deputies=deputies,
    )
    return f"Đã ghi {user.name} vắng mặt. {moved} việc đang mở đã chuyển ngay."


@_verb
def back(acting: Actor, posted: Any) -> str:
    """Back before the day."""
    row = (
        staff.absences_in(acting.units, moment.today())
        .filter(pk=a_number(posted.get("absence", "")) or 0)
        .first()
    )
    if row is None:
        raise Refused("Không tìm thấy lần vắng mặt này. Hãy tải lại trang.")
    _, moved = leave.come_back(actor=acting, absence_id=row.pk)
    return f"{row.user.name} đã trở lại làm việc. {moved} việc đã trở về."


@_verb
def stand_in(acting: Actor, posted: Any) -> str:
    """Somebody stands in at one post, whether or not its holder is away."""
    held = (
        staff.own_posts_in(acting.units, moment.today())
        .filter(pk=a_number(posted.get("held", "")) or 0)
        .first()
    )
    if held is None:
        raise Refused("Hãy chọn vị trí được làm thay.", field="held")
    deputy = _person(posted, "deputy")
    leave.arrange(
        actor=acting,
        post=held.post,
        user=deputy,
        stands_for=held.user,
        starts=the_day(posted.get("starts", ""), "starts"),
        ends=the_day(posted.get("ends", ""), "ends"),
        ground=posted.get("ground", ""),
    )
    return f"{deputy.name} làm thay {held.user.name} ({held.post.title})."


@_verb
def end(acting: Actor, posted: Any) -> str:
    """Standing in ends now; what was lent goes back."""
    row = (
        staff.stand_ins_in(acting.units, moment.today())
        .filter(pk=a_number(posted.get("stand_in", "")) or 0)
        .first()
    )
    if row is None:
        raise Refused("Việc làm thay này đã kết thúc. Hãy tải lại trang.")
    name = row.user.name
    _, moved = leave.give_post_back(actor=acting, assignment_id=row.pk)
    return f"{name} thôi làm thay. {moved} việc đã trở về."
