"""Coming in, going out, and choosing the post to act from."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.actor import ROLE_NAMES
from motcua.identity.models import User
from motcua.identity.officers import note_log_in, note_log_out
from motcua.lib.errors import Refused
from motcua.organisation.actors import posts_today
from motcua.web.desk.frame import show
from motcua.web.ui.doors import for_all, for_every_officer
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

_WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy xem lại phím CapsLock và bộ gõ tiếng Việt."


def _wanted(request: HttpRequest) -> str:
    """Where they wanted to go, if that is a page of ours; else the start page."""
    target = request.POST.get("next") or request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if here else reverse("desk:start")


@for_all()
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Officers log in by login name and password; eight wrong ones and the door stays shut for a while."""
    if request.method != "POST":
        return _form(request, "", [])
    name = request.POST.get("login", "").strip()
    user = authenticate(request, login=name, password=request.POST.get("password", ""))
    if not isinstance(user, User) or not user.is_officer:
        return _form(request, name, [ErrorLine(_WRONG, "login")], status=403)
    login(request, user)
    request.session.pop("post", None)
    note_log_in(user)
    return redirect(_wanted(request))


def _form(request: HttpRequest, name: str, errors: list[ErrorLine], *, status: int = 200) -> HttpResponse:
    context = {"login": name, "errors": errors, "next": _wanted(request)}
    return render(request, "desk/login.html", context, status=status)


@for_all()
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """The session ends; the next officer at this machine starts anew."""
    if isinstance(request.user, User):
        note_log_out(request.user)
    logout(request)
    messages.success(request, "Bạn đã đăng xuất.")
    return redirect("desk:login")


@for_every_officer
@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """The posts held today; one acts from one of them at a time."""
    acting = actor(request)
    held = posts_today(cast(User, request.user))
    if request.method == "POST":
        chosen = next((post for post in held if str(post.pk) == request.POST.get("post")), None)
        if chosen is None:
            raise Refused("Hôm nay bạn không giữ vai trò này.")
        request.session["post"] = chosen.pk
        request.session.cycle_key()
        messages.success(request, f"Bạn đang làm việc với vai trò: {chosen.title}, {chosen.unit.name}.")
        return redirect("desk:start")
    lines = [
        {
            "post": post,
            "roles": ", ".join(ROLE_NAMES[role] for role in post.roles if role in ROLE_NAMES),
            "current": post.pk == acting.post_id,
        }
        for post in held
    ]
    return show(request, "desk/posts.html", "posts", {"lines": lines})
