"""Where the carrier calls back: signed, repeated, in any order. An answer of 200 says that it is on disk."""

import json
import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.delivery.models import Parcel
from motcua.dossiers.actions.post import carrier_told
from motcua.integrations.post import codes
from motcua.integrations.post.client import told_of
from motcua.lib.signed import is_right
from motcua.web.ui.doors import for_all

_MOST = 64 << 10


def _problem(words: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": words}, status=status)


def _is_theirs(request: HttpRequest) -> bool:
    return is_right(
        settings.POST["secret"],
        request.headers.get(codes.SIGNATURE_HEADER, ""),
        time=request.headers.get(codes.TIME_HEADER, ""),
        now=time.time(),
        method="POST",
        path=request.path,
        body=request.body,
    )


@csrf_exempt
@for_all()
@require_POST
def told(request: HttpRequest) -> JsonResponse:
    """One event of one parcel. Told again, it changes nothing and is answered alike."""
    if not request.headers.get("Content-Length", "0").isdigit() or len(request.body) > _MOST:
        return _problem("too large", 413)
    if not _is_theirs(request):
        return _problem("signature", 401)
    try:
        content: Any = json.loads(request.body)
        parcel_id = UUID(str(content["key"]))
        event = told_of(content["event"])
    except (ValueError, KeyError, TypeError):
        return _problem("not understood", 400)
    if event is None:
        return _problem("not understood", 400)
    try:
        carrier_told(parcel_id=parcel_id, told=event)
    except Parcel.DoesNotExist:
        return _problem("unknown order", 404)
    return JsonResponse({"heard": event.key})
