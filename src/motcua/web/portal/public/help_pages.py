"""Help: short pages to read once, each a template of its own."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Crumb


@dataclass(frozen=True)
class Topic:
    """A help page; its text is `portal/public/help/<slug>.html`."""

    slug: str
    title: str
    about: str
    icon: str


TOPICS = (
    Topic("bat-dau", "Các bước đầu tiên", "Từ lúc tìm thủ tục đến lúc cầm kết quả.", "help"),
    Topic("vneid", "Tài khoản VNeID", "Cần mức nào, lấy ở đâu, quên mật khẩu thì làm gì.", "person"),
    Topic("chup-giay-to", "Chụp ảnh giấy tờ", "Để cán bộ đọc được và hồ sơ không bị trả lại.", "image"),
    Topic(
        "quyen-cua-ban", "Quyền của bạn", "Cơ quan phải làm gì, không được làm gì, bạn hỏi lại ở đâu.", "law"
    ),
    Topic("du-lieu-ca-nhan", "Dữ liệu cá nhân", "Cổng giữ gì của bạn, để làm gì, trong bao lâu.", "lock"),
    Topic(
        "tiep-can", "Dùng được cho mọi người", "Chữ to, tương phản cao, bàn phím, trình đọc màn hình.", "eye"
    ),
)
_BY_SLUG = {topic.slug: topic for topic in TOPICS}
_HOME = Crumb("Trang chủ", "/")


@for_all()
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """What there is to read."""
    context = {"topics": TOPICS, "crumbs": (_HOME, Crumb("Hướng dẫn"))}
    return render(request, "portal/public/help.html", context)


@for_all()
@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One page."""
    found = _BY_SLUG.get(topic)
    if found is None:
        raise Http404
    others = [each for each in TOPICS if each is not found]
    crumbs = (_HOME, Crumb("Hướng dẫn", "/huong-dan/"), Crumb(found.title))
    template = f"portal/public/help/{found.slug}.html"
    return render(request, template, {"topic": found, "others": others, "crumbs": crumbs})
