"""The way in for citizens: the e-identity exchange does the rest."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from motcua.identity.actor import VISITOR
from motcua.web.ui.doors import for_all
from motcua.web.ui.middleware import actor

EXCHANGE = "/dinh-danh/"


@for_all()
@require_safe
def log_in(request: HttpRequest) -> HttpResponse:
    """To the e-identity exchange; somebody already logged in goes on to where they wanted."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    if actor(request).kind != VISITOR:
        return HttpResponseRedirect(target)
    return HttpResponseRedirect(f"{EXCHANGE}?{urlencode({'next': target})}")
