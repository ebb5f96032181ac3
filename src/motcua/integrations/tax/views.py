"""Where the tax office calls: signed, repeated, in any order. An answer of 200 says that it is on disk."""

import json
import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.dossiers.actions.tax import tax_told
from motcua.dossiers.models import TaxSlip
from motcua.integrations.tax import codes
from motcua.lib.errors import Refused
from motcua.lib.signed import is_right
from motcua.web.ui.doors import for_all

_MOST = 64 << 10


def _problem(words: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": words}, status=status)


@csrf_exempt
@for_all()
@require_POST
def told(request: HttpRequest) -> JsonResponse:
    """One notice or voucher of one slip. Told again, it changes nothing and is answered alike."""
    if not request.headers.get("Content-Length", "0").isdigit() or len(request.body) > _MOST:
        return _problem("too large", 413)
    if not is_right(
        settings.TAX["secret"],
        request.headers.get(codes.SIGNATURE_HEADER, ""),
        time=request.headers.get(codes.TIME_HEADER, ""),
        now=time.time(),
        method="POST",
        path=request.path,
        body=request.body,
    ):
        return _problem("signature", 401)
    try:
        content: Any = json.loads(request.body)
        slip_id = UUID(str(content["key"]))
        news = codes.news_of(content["news"])
    except (ValueError, KeyError, TypeError):
        return _problem("not understood", 400)
    if news is None:
        return _problem("not understood", 400)
    try:
        tax_told(slip_id=slip_id, news=news)
    except TaxSlip.DoesNotExist:
        return _problem("unknown slip", 404)
    except Refused as refusal:
        return _problem(refusal.code, 409)
    return JsonResponse({"heard": news.number})
