"""Who is at the door, may they come in, and what they are told when something cannot be done."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)

from motcua.identity.actor import CITIZEN, OFFICER, VISITOR, Actor
from motcua.identity.mandates import acting_for
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actors import actor_of
from motcua.web.ui.doors import door_of
from motcua.web.ui.errors import not_opened, page

Respond = Callable[[HttpRequest], HttpResponse]
_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# How the record of acts is added to.
_RECORD = ('INTO "audit_entry"', 'INTO "audit_chain"', 'UPDATE "audit_chain"')
# What Django itself keeps about a visit; everything else is written by POST only.
_ALWAYS = ("django_session", "axes_", 'identity_user" SET "last_login')


# Where the session keeps for whom a citizen acts.
FOR_PERSON = "for_person"


class WroteOnGet(RuntimeError):
    """A page that should only have been read tried to write."""


class _ReadOnly:
    """Watches the statements of one request until its door says that it may write."""

    def __init__(self) -> None:
        self.lifted = False
        # The record alone may be added to: a file is leaving.
        self.on_record = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if (
            not self.lifted
            and sql.lstrip()[:7].upper().startswith(_WRITING)
            and not any(name in sql for name in _ALWAYS)
            and not (self.on_record and any(name in sql for name in _RECORD))
        ):
            raise WroteOnGet(f"GET wrote: {sql[:120]}")
        return execute(sql, params, many, context)


def _has_null(request: HttpRequest) -> bool:
    """No database keeps the character NUL and no person types it. Uploads are read elsewhere."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return False
    return any("\x00" in str(value) for _, values in request.POST.lists() for value in values)


def actor(request: HttpRequest) -> Actor:
    """The Actor of this request; worked out once."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _standing_for(request: HttpRequest, alone: Actor) -> Actor:
    """The citizen standing for the person chosen; the mandate is asked for anew each time."""
    chosen = request.session.get(FOR_PERSON)
    if not chosen or alone.kind != CITIZEN:
        return alone
    try:
        return acting_for(alone, uuid.UUID(chosen), moment.today())
    except Forbidden:
        del request.session[FOR_PERSON]
        messages.warning(request, "Ủy quyền đã hết hiệu lực; bạn trở lại là chính mình.")
        return alone


class ActorMiddleware:
    """Finds out who acts, and asks the door of the view. A view without a door stays shut."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = uuid.uuid4().hex[:8]  # type: ignore[attr-defined]
        user = request.user if request.user.is_authenticated else None
        request.actor = _standing_for(  # type: ignore[attr-defined]
            request, actor_of(user, post_id=request.session.get("post"))
        )
        if request.method not in ("GET", "HEAD"):
            return self.respond(request)
        request.read_only = _ReadOnly()  # type: ignore[attr-defined]
        with connection.execute_wrapper(request.read_only):  # type: ignore[attr-defined]
            answer = self.respond(request)
            return not_opened(request, answer) if isinstance(answer, HttpResponseNotAllowed) else answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        found = door_of(view)
        if found is None:
            return page(request, 404) if not request.path.startswith(settings.STATIC_URL) else None
        who = actor(request)
        if not found.lets_in(who):
            return self._turn_away(request, who, found.kinds)
        if _has_null(request):
            return page(
                request, 400, sentence="Nội dung gửi lên có ký tự lạ không lưu được. Hãy gõ lại rồi gửi."
            )
        if request.method in ("GET", "HEAD"):
            request.read_only.lifted = found.writes_on_get  # type: ignore[attr-defined]
            request.read_only.on_record = found.on_record  # type: ignore[attr-defined]
        return None

    @staticmethod
    def _turn_away(request: HttpRequest, who: Actor, kinds: frozenset[str]) -> HttpResponse:
        """To the log-in that fits, keeping where they wanted to go; a program gets a plain 401."""
        if who.kind != VISITOR:
            return page(request, 403)
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"error": "Phiên làm việc đã hết. Hãy đăng nhập lại."}, status=401)
        login = "/can-bo/dang-nhap/" if kinds == frozenset({OFFICER}) else settings.LOGIN_URL
        target = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
        return HttpResponseRedirect(f"{login}?{urlencode({'next': target})}")


class RefusedMiddleware:
    """Turns a Refused that no view caught into a sentence on the page the person came from."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refused):
            return None
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"error": problem.message, "code": problem.code}, status=409)
        if isinstance(problem, Forbidden):
            return page(request, 403, sentence=problem.message)
        back = request.headers.get("Referer", "")
        if request.method == "POST" and back.startswith(f"{request.scheme}://{request.get_host()}/"):
            messages.error(request, problem.message)
            return HttpResponseRedirect(back)
        return page(request, 400, sentence=problem.message)
