"""Where a bank tells of money: signed, repeated, many at once. What is answered is on disk."""

import json
import logging
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.integrations.bank import codes
from motcua.lib.errors import Refused
from motcua.lib.signed import is_right
from motcua.payments.actions.bank import hear
from motcua.payments.models import BankMessage
from motcua.payments.queries import account_at
from motcua.web.ui.doors import for_all

log = logging.getLogger(__name__)
_MOST = 512 << 10


def _problem(words: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": words}, status=status)


@csrf_exempt
@for_all()
@require_POST
def told(request: HttpRequest) -> JsonResponse:
    """A list of credits, each booked by itself: one that is refused does not stop the others."""
    if not request.headers.get("Content-Length", "0").isdigit() or len(request.body) > _MOST:
        return _problem("too large", 413)
    if not _is_theirs(request):
        log.warning("bank: wrong signature")
        return _problem("signature", 401)
    try:
        credits = json.loads(request.body)["credits"]
    except (ValueError, KeyError, TypeError, RecursionError):  # the last: brackets in brackets without end
        return _problem("not understood", 400)
    if not isinstance(credits, list) or len(credits) > codes.MOST_CREDITS:
        return _problem("not understood", 400)
    return JsonResponse({"credits": [_heard(each) for each in credits]})


def _is_theirs(request: HttpRequest) -> bool:
    about = settings.BANK
    return request.headers.get(codes.CLIENT_HEADER) == about["client"] and is_right(
        about["secret"],
        request.headers.get(codes.SIGNATURE_HEADER, ""),
        time=request.headers.get(codes.TIME_HEADER, ""),
        now=time.time(),
        method="POST",
        path=request.path,
        body=request.body,
    )


def _heard(content: Any) -> dict[str, str]:
    try:
        told = codes.told(content)
    except codes.NotUnderstood as problem:
        sent = content.get("key", "") if isinstance(content, dict) else ""
        return _refused(sent if isinstance(sent, str) else "", f"not understood: {problem}")
    account = account_at(told.bin, told.account)
    if account is None:
        return _refused(told.credit.key, codes.UNKNOWN_ACCOUNT)
    try:
        _, is_new = hear(account_id=account.pk, credit=told.credit, source=BankMessage.Source.WEBHOOK)
    except Refused as refusal:
        return _refused(told.credit.key, refusal.code)
    return {"key": told.credit.key, "result": codes.BOOKED if is_new else codes.KNOWN}


def _refused(key: str, why: str) -> dict[str, str]:
    log.warning("bank: credit %.80r refused: %s", key, why)
    return {"key": key, "result": codes.REFUSED, "why": why}
