"""What citizens see of logging in and out, and the address at which the issuer sends them back."""

import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.identity.actions import log_in_citizen, min_level_to_file
from motcua.identity.actor import CITIZEN, VISITOR_ACTOR
from motcua.integrations.eidentity import client
from motcua.integrations.eidentity.client import Attempt
from motcua.lib.errors import Refused
from motcua.web.ui.doors import for_all
from motcua.web.ui.middleware import actor

log = logging.getLogger(__name__)

HOME = "/"
_ATTEMPTS = "eidentity_attempts"
_ID_TOKEN = "eidentity_id_token"  # noqa: S105 - the name of a place in the session
# Somebody who opens the log-in in several tabs may finish any of them.
_MAX_ATTEMPTS = 5
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def local_address(request: HttpRequest, wanted: str) -> str:
    """`wanted` as a path of this site, without host; the home page when it leads anywhere else."""
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return HOME
    parts = urlsplit(wanted)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    # Asked again of what is left: without its host, «/\somewhere» would lead somewhere.
    leads_away = not path.startswith("/") or not url_has_allowed_host_and_scheme(path, None)
    leads_back_here = path.startswith((reverse("eidentity:login"), settings.LOGIN_URL))
    return HOME if leads_away or leads_back_here else path


@for_all()
@never_cache
@require_safe
def login_page(request: HttpRequest) -> HttpResponse:
    """What logging in means, and the one button. Whoever has logged in already goes on to `next`."""
    wanted = local_address(request, request.GET.get("next", ""))
    if actor(request).kind == CITIZEN:
        return HttpResponseRedirect(wanted)
    words = {
        "start_url": _start_url(wanted),
        "returns": wanted != HOME,
        "is_set_up": client.is_set_up(),
        "min_level": min_level_to_file(),
    }
    return render(request, "eidentity/login.html", words)


@for_all()
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Off to the issuer, remembering in the session what must come back."""
    attempt = Attempt.begin(local_address(request, request.GET.get("next", "")))
    try:
        address = client.start(attempt)
    except Refused as problem:
        return _problem(request, problem, attempt.next)
    attempts = list(request.session.get(_ATTEMPTS, {}).items())[1 - _MAX_ATTEMPTS :]
    request.session[_ATTEMPTS] = {**dict(attempts), attempt.state: attempt.as_dict()}
    return HttpResponseRedirect(address)


@for_all(writes_on_get=True)
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from the issuer: check, log in, go on to where the person wanted to be."""
    attempts: dict[str, Any] = request.session.get(_ATTEMPTS, {})
    kept = attempts.pop(request.GET.get("state", ""), None)
    if kept is None:
        if actor(request).kind == CITIZEN:
            # The answer came twice, by a reload or the back button; they are in already.
            return HttpResponseRedirect(HOME)
        return _problem(request, Refused(client.EXPIRED, code="wrong_state"), HOME)
    # An attempt is used up whatever comes of it.
    request.session[_ATTEMPTS] = attempts
    attempt = Attempt(**kept)
    try:
        claims, id_token = client.finish(attempt, request.GET.dict())
        user = log_in_citizen(claims=claims)
    except Refused as problem:
        return _problem(request, problem, attempt.next)
    auth.login(request, user, backend=_BACKEND)
    request.session.pop(_ATTEMPTS, None)
    request.session[_ID_TOKEN] = id_token
    return HttpResponseRedirect(attempt.next)


@for_all()
@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Out of the portal at once, then out of the e-identity system.

    The second step is a page that leads on by itself: browsers hold redirects after a posted form to the
    `form-action` of the page it stood on, which names this site alone.
    """
    id_token = request.session.get(_ID_TOKEN, "")
    auth.logout(request)
    request.actor = VISITOR_ACTOR  # type: ignore[attr-defined]
    address = client.end_session_address(id_token) if id_token else ""
    if not address:
        return HttpResponseRedirect(reverse("eidentity:left") + ("?chi-cong=1" if id_token else ""))
    answer = render(request, "eidentity/leaving.html", {"address": address})
    answer["Refresh"] = f"0; url={address}"
    return answer


@for_all()
@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Both sessions have ended; or only ours, when the other side could not be told."""
    return render(request, "eidentity/left.html", {"only_here": "chi-cong" in request.GET})


def _start_url(wanted: str) -> str:
    query = f"?{urlencode({'next': wanted})}" if wanted != HOME else ""
    return reverse("eidentity:start") + query


def _problem(request: HttpRequest, problem: Refused, wanted: str) -> HttpResponse:
    """What happened and what to do now; where the person wanted to go is not lost."""
    status = {"away": 503, "not_set_up": 503, "cancelled": 200}.get(problem.code, 400)
    number = getattr(request, "number", "")
    log.warning("Log-in %s did not succeed: %s", number, problem.code)
    words = {
        "sentence": problem.message,
        "cancelled": problem.code == "cancelled",
        "start_url": _start_url(wanted),
        "code": f"{status}-{number}",
    }
    return render(request, "eidentity/problem.html", words, status=status)
