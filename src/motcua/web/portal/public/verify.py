"""Checking a signed PDF: who signed, for whom, when, is it intact, is it the one issued."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from motcua.documents.signing import Verification, verify
from motcua.documents.signing.check import Finding
from motcua.dossiers import public
from motcua.dossiers.public import Issued
from motcua.web.portal.public.limits import Limit, address_of
from motcua.web.portal.public.uploads import MOST_MB, InMemory, in_memory
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb, ErrorLine, Tone

LIMIT = Limit(most=20, seconds=60)
NO_FILE = "Bạn chưa chọn tệp. Hãy chọn tệp PDF do cơ quan gửi cho bạn."
TOO_LARGE = (
    f"Tệp lớn quá {MOST_MB} MB. Hãy dùng đúng tệp PDF do cơ quan gửi, không phải bản chụp hay bản quét."
)
TOO_MANY = "Bạn kiểm tra nhiều lần liền nhau quá. Hãy đợi một phút rồi thử lại."


@dataclass(frozen=True)
class Verdict:
    """What is said about an uploaded file, first in one sentence."""

    tone: Tone
    icon: str
    headline: str
    found: Verification
    same_as: Issued | None
    digest: str


@csrf_exempt
@for_all()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify_file(request: HttpRequest) -> HttpResponse:
    """Any signed PDF. The file is read in memory and not kept."""
    return _checked(request, in_memory(request), None)


@csrf_exempt
@for_all()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify_result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """The QR code on a result: what was issued; and whether the file somebody holds is that one."""
    handler = in_memory(request)
    issued = public.issued_result(result_id)
    if issued is None:
        raise Http404
    return _checked(request, handler, issued)


# The upload has to be taken over before the token is looked for in the POST: protection comes one step later.
@csrf_protect
def _checked(request: HttpRequest, handler: InMemory, issued: Issued | None) -> HttpResponse:
    verdict, error, status = None, "", 200
    if not LIMIT.lets(address_of(request)):
        error, status = TOO_MANY, 429
    elif request.method == "POST":
        verdict, error = _verdict(request, handler, issued)
        status = 400 if error else 200
    context: dict[str, Any] = {
        "issued": issued,
        "kept": _kept(issued) if issued is not None and status != 429 else None,
        "verdict": verdict,
        "errors": [ErrorLine(error, "file")] if error else [],
        "error": error,
        "most_mb": MOST_MB,
        "crumbs": (Crumb("Trang chủ", "/"), Crumb("Kiểm tra giấy tờ điện tử")),
    }
    return render(request, "portal/public/verify.html", context, status=status)


def _kept(issued: Issued) -> Verification | None:
    """The signatures on the file as issued; None when the store does not give it back."""
    content = issued.content()
    return verify(content) if content is not None else None


def _verdict(request: HttpRequest, handler: InMemory, issued: Issued | None) -> tuple[Verdict | None, str]:
    # Reading POST runs the upload through the handler, where the token check has not done so already.
    _ = request.POST
    if handler.too_large:
        return None, TOO_LARGE
    if not handler.content:
        return None, NO_FILE
    digest = hashlib.sha256(handler.content).hexdigest()
    found = verify(handler.content)
    same_as = issued if issued is not None and issued.file.sha256 == digest else None
    same_as = same_as or public.issued_with_digest(digest)
    other = issued is not None and (same_as is None or same_as.id != issued.id)
    tone, icon, headline = _headline(found, same_as, other=other)
    return Verdict(tone, icon, headline, found, same_as, digest), ""


def _headline(found: Verification, same_as: Issued | None, *, other: bool) -> tuple[Tone, str, str]:
    if other and same_as is not None:
        return (
            "amber",
            "warning",
            "Tệp bạn cầm do cơ quan phát hành, nhưng là một kết quả khác với kết quả ở trang này.",
        )
    if same_as is not None:
        return "green", "done", "Tệp bạn cầm đúng là bản cơ quan đã phát hành."
    if other:
        return "red", "late", "Tệp bạn cầm không phải là bản cơ quan đã phát hành cho kết quả này."
    if found.good:
        return "green", "done", "Chữ ký số hợp lệ, nội dung còn nguyên vẹn."
    if found.finding is Finding.DOUBTFUL:
        return "red", "late", "Không nên tin tệp này."
    return "amber", "warning", "Tệp này không có gì để kiểm tra."
