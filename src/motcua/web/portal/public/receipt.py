"""The look-up with the secret of the receipt, for people without an account or a telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.dossiers import codes
from motcua.dossiers.followed import Followed, followed
from motcua.web.portal.public.limits import Limit, address_of
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb, ErrorLine
from motcua.web.ui.paying import pay_code

# Guessing 59 bits is pointless; this keeps it from being tried. By address only: a brake on the dossier
# would let a stranger lock its owner out.
LIMIT = Limit(most=10, seconds=300)
TOO_MANY = "Đã thử nhiều lần liền nhau. Hãy đợi một lúc rồi thử lại, hoặc hỏi quầy nơi nộp hồ sơ."
WRONG = (
    "Mã hồ sơ hoặc mã riêng không đúng. Hãy so lại từng chữ với giấy tiếp nhận; nếu mất giấy, hãy mang"
    " giấy tờ tùy thân đến quầy để được cấp mã mới."
)


@sensitive_post_parameters("rieng")
@for_all()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_receipt(request: HttpRequest) -> HttpResponse:
    """Sent with a POST, so that the secret stays out of addresses, histories and logs."""
    number = (request.POST.get("ma") or request.GET.get("ma", "")).replace("\x00", "")[:80]
    secret = request.POST.get("rieng", "").replace("\x00", "")[:40]
    found, error, status = None, "", 200
    if request.method == "POST":
        found, error, status = _asked(request, number, secret)
    context = {
        "number": number,
        "found": found,
        "code": pay_code(found.pay_by) if found is not None and found.pay_by is not None else None,
        "error": error,
        "errors": [ErrorLine(error, "secret")] if error else [],
        "crumbs": (
            Crumb("Trang chủ", "/"),
            Crumb("Tra cứu hồ sơ", "/tra-cuu/"),
            Crumb("Bằng giấy tiếp nhận"),
        ),
    }
    return render(request, "portal/public/by_receipt.html", context, status=status)


def _asked(request: HttpRequest, number: str, secret: str) -> tuple[Followed | None, str, int]:
    if not (codes.tidy(number) and secret.strip()):
        return None, "Hãy ghi cả mã hồ sơ và mã riêng in trên giấy tiếp nhận.", 400
    if not LIMIT.lets(address_of(request)):
        return None, TOO_MANY, 429
    found = followed(number, secret)
    return (found, "", 200) if found is not None else (None, WRONG, 404)
