"""Error pages: what happened, what is safe, what to do, a code to quote."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_TEXTS = {
    400: ("Yêu cầu chưa thực hiện được", "Hãy quay lại trang trước và thử lại."),
    403: (
        "Bạn không có quyền xem trang này",
        "Nếu bạn cho rằng có nhầm lẫn, hãy đăng nhập bằng tài khoản khác.",
    ),
    404: ("Không tìm thấy trang này", "Có thể đường dẫn đã đổi. Hãy về trang chủ hoặc tìm lại."),
    405: (
        "Địa chỉ này không mở thẳng được",
        "Nó chỉ nhận những gì gửi từ một nút bấm. Hãy về trang trước rồi bấm nút ở đó.",
    ),
    500: ("Hệ thống gặp trục trặc", "Lỗi đã được ghi lại. Hãy thử lại sau vài phút."),
}
_SAFE = "Những gì bạn đã lưu và hồ sơ đã nộp vẫn còn nguyên."


def page(request: HttpRequest, status: int, *, sentence: str = "") -> HttpResponse:
    """The page for this status; `sentence` says more exactly what happened."""
    title, advice = _TEXTS[status]
    words = {
        "title": title,
        "what": sentence or title + ".",
        "safe": _SAFE,
        "advice": advice,
        "code": f"{status}-{getattr(request, 'number', '')}",
        "status": status,
    }
    return render(request, "ui/error.html", words, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def not_opened(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The page instead of an empty answer of 405: an address that only takes what a form sends was opened."""
    found = page(request, 405)
    found["Allow"] = answer["Allow"]
    return found


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or the cookie is gone; the page keeps what was typed on the device."""
    return page(
        request,
        403,
        sentence="Trang này mở đã lâu nên không còn hiệu lực. Hãy quay lại trang trước, tải lại rồi gửi lại;"
        " những gì bạn đã gõ được giữ trên máy.",
    )


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords."""
    return page(
        request,
        403,
        sentence="Bạn đã nhập sai mật khẩu nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc gọi quản trị đơn vị.",
    )
