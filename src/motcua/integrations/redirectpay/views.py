"""Where the redirect gateway notifies, by a GET as its kind does, and where it sends people back."""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from motcua.integrations.redirectpay import codes
from motcua.integrations.redirectpay.client import NAME
from motcua.integrations.way_back import page_after
from motcua.payments.actions.through_gateway import OTHER_AMOUNT, UnknownRequest, hear
from motcua.payments.queries import is_told
from motcua.web.ui.doors import for_all

log = logging.getLogger(__name__)


def _theirs(query: str) -> dict[str, str] | None:
    """The parameters, when the gateway signed them for our terminal."""
    about = settings.REDIRECTPAY
    try:
        found = codes.parameters_of(query)
    except ValueError:
        found = {}
    if found.get("vnp_TmnCode") == about["terminal"] and codes.is_right(
        about["secret"], codes.signed_text(found), found.get(codes.SIGNATURE, "")
    ):
        return found
    log.warning("redirectpay: wrong signature, number %.40r", found.get("vnp_TxnRef", ""))
    return None


def _heard(fields: Mapping[str, str]) -> str:
    """Book what signed parameters tell; the code of the answer."""
    try:
        told = codes.told(fields)
    except ValueError as problem:
        log.warning("redirectpay: signed parameters are not understood: %s", problem)
        return codes.FAULT
    before = is_told(NAME, told.transaction)
    try:
        message = hear(name=NAME, told=told)
    except UnknownRequest:
        log.warning("redirectpay: unknown number %.40r", told.number)
        return codes.NOT_FOUND
    if message is not None and message.problem == OTHER_AMOUNT:
        return codes.INVALID_AMOUNT
    return codes.ALREADY if message is not None and before else codes.CONFIRMED


@for_all(writes_on_get=True)
@never_cache
@require_GET
def told(request: HttpRequest) -> JsonResponse:
    """One notification, server to server. Told again, it changes nothing."""
    fields = _theirs(request.META.get("QUERY_STRING", ""))
    code = codes.INVALID_CHECKSUM if fields is None else _heard(fields)
    return JsonResponse({"RspCode": code, "Message": codes.WORDS[code]})


@for_all(writes_on_get=True)
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The browser is back: what it brings is heard in the same way, then on to the dossier."""
    fields = _theirs(request.META.get("QUERY_STRING", ""))
    if fields is None or _heard(fields) in (codes.NOT_FOUND, codes.FAULT):
        return HttpResponseRedirect(reverse("mine:list"))
    return HttpResponseRedirect(page_after(NAME, fields["vnp_TxnRef"]))
