"""Where the payment platform calls, repeated and in any order, and where it sends people back."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from motcua.integrations.payplat import codes
from motcua.integrations.payplat.client import NAME
from motcua.integrations.way_back import page_after
from motcua.payments.actions.through_gateway import UnknownRequest, hear
from motcua.web.ui.doors import for_all

log = logging.getLogger(__name__)
_MOST = 64 << 10
_STATUS = {
    codes.DONE: HTTPStatus.OK,
    codes.UNKNOWN: HTTPStatus.NOT_FOUND,
    codes.NOT_UNDERSTOOD: HTTPStatus.BAD_REQUEST,
    codes.WRONG_PROOF: HTTPStatus.UNAUTHORIZED,
}


def _heard(fields: Mapping[str, str]) -> str:
    """Check the proof, book what is told; the code of the answer. «00» says that it is on disk."""
    about = settings.PAYPLAT
    if not codes.is_theirs(codes.CALLBACK, fields, partner=about["partner"], secret=about["secret"]):
        log.warning("payplat: wrong proof, number %.40r", fields.get("MaThamChieu", ""))
        return codes.WRONG_PROOF
    try:
        told = codes.told(fields)
    except ValueError as problem:
        log.warning("payplat: a proved message is not understood: %s", problem)
        return codes.NOT_UNDERSTOOD
    try:
        hear(name=NAME, told=told)
    except UnknownRequest:
        log.warning("payplat: unknown number %.40r", told.number)
        return codes.UNKNOWN
    return codes.DONE


@csrf_exempt
@for_all()
@require_POST
def told(request: HttpRequest) -> JsonResponse:
    """One callback. Told again, it changes nothing and is answered alike."""
    try:
        if int(request.headers.get("Content-Length") or 0) > _MOST:
            raise ValueError("too large")
        fields = codes.fields_of(json.loads(request.body))
    except (ValueError, RecursionError):  # the second: brackets in brackets without end
        fields, code = {}, codes.NOT_UNDERSTOOD
    else:
        code = _heard(fields)
    return JsonResponse({"MaLoi": code, "MaThamChieu": fields.get("MaThamChieu", "")}, status=_STATUS[code])


@for_all(writes_on_get=True)
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The browser is back with a callback of its own: heard in the same way, then on to the dossier."""
    fields = request.GET.dict()
    code = _heard(fields)
    proved = code == codes.DONE
    return HttpResponseRedirect(page_after(NAME, fields["MaThamChieu"]) if proved else reverse("mine:list"))
