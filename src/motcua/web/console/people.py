"""Accounts of officers: found, made with a first password, given a new one, locked."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers.actions.leave import lock_out
from motcua.identity import accounts
from motcua.identity.actor import ADMIN
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation import register
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import Crumb, ErrorLine
from motcua.web.ui.typed import check_meant

PER_PAGE = 50
_CRUMB = Crumb("Cán bộ", "/quan-tri/can-bo/")


@for_officers(ADMIN)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Officers by name or login name, with the posts of today; and the form for a new account."""
    return _list(request)


def _list(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:80].strip()
    page = Paginator(register.officers(words), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": words,
        "page": page,
        "rows": register.with_posts(list(page.object_list), moment.today()),
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show(request, "console/people.html", "console:people", context, status=409 if problem else 200)


@for_officers(ADMIN)
@never_cache
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """A new account; the first password is on this page and nowhere else."""
    try:
        user, password = accounts.create_account(
            actor=actor(request), login=request.POST.get("login", ""), name=request.POST.get("name", "")
        )
    except Refused as problem:
        return _list(request, problem)
    return _password(request, user, password)


def _password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    crumbs = (_CRUMB, Crumb(user.name, f"/quan-tri/can-bo/{user.pk}/"), Crumb("Mật khẩu"))
    context = {"person": user, "password": password, "crumbs": crumbs}
    return show(request, "console/password.html", "console:people", context)


@for_officers(ADMIN)
@require_safe
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One officer: posts of all times, absences, what can be done with the account."""
    return _person(request, user_id)


def _person(request: HttpRequest, user_id: int, problem: Refused | None = None) -> HttpResponse:
    found = User.objects.filter(pk=user_id, kind=User.Kind.OFFICER).first()
    if found is None:
        raise Http404
    context = {
        "person": found,
        "held": register.posts_of_all_times(found),
        "today": moment.today(),
        "crumbs": (_CRUMB, Crumb(found.name)),
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show(request, "console/person.html", "console:people", context, status=409 if problem else 200)


def _verb(act: Callable[..., HttpResponse | None]) -> Callable[..., HttpResponse]:
    """A verb on an account; what is refused comes back on its page."""

    @for_officers(ADMIN)
    @never_cache
    @require_POST
    @wraps(act)
    def view(request: HttpRequest, user_id: int) -> HttpResponse:
        try:
            check_meant(request)
            answer = act(request, user_id)
        except Forbidden:
            raise
        except Refused as problem:
            return _person(request, user_id, problem)
        return answer or redirect("console:person", user_id)

    return view


@_verb
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new password, shown once."""
    return _password(request, *accounts.reset_password(actor=actor(request), user_id=user_id))


@_verb
def email(request: HttpRequest, user_id: int) -> None:
    """The address at work, or none."""
    user = accounts.set_email(actor=actor(request), user_id=user_id, email=request.POST.get("email", ""))
    words = f"Thư công vụ gửi đến {user.email}." if user.email else "Đã bỏ thư điện tử công vụ."
    messages.success(request, words)


@_verb
def lock(request: HttpRequest, user_id: int) -> None:
    """Nobody gets in any more; the open work goes on elsewhere."""
    user, moved = lock_out(actor=actor(request), user_id=user_id, reason=request.POST.get("reason", ""))
    messages.success(request, f"Đã khóa tài khoản {user.login}. {moved} việc đang mở đã chuyển.")


@_verb
def unlock(request: HttpRequest, user_id: int) -> None:
    """The account works again."""
    user = accounts.unlock_account(actor=actor(request), user_id=user_id)
    messages.success(request, f"Đã mở lại tài khoản {user.login}.")
