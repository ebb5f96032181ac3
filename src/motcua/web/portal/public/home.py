"""Home: «Bạn cần làm gì?»."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.catalogue.labels import EVENTS
from motcua.catalogue.queries import fields_in_force
from motcua.lib import moment
from motcua.web.ui.doors import for_all
from motcua.web.ui.parts import Tile

_NOTES = {
    "birth": "khai sinh, nhận con",
    "marriage": "đăng ký, xác nhận độc thân",
    "residence": "thường trú, tạm trú",
    "home": "sổ đỏ, xây nhà",
    "business": "hộ kinh doanh, giấy phép",
    "vehicle": "đăng ký xe, bằng lái",
    "papers": "bản sao, chứng thực, căn cước",
    "support": "trợ cấp, bảo hiểm y tế",
    "work": "thất nghiệp, việc làm",
    "death": "khai tử, mai táng phí",
}
TILES = tuple(Tile(EVENTS[event], f"/thu-tuc/?viec={event}", event, note) for event, note in _NOTES.items())


@for_all()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One search box, events of life, the look-up, the fields, who helps nearby."""
    fields = fields_in_force(moment.today())
    return render(request, "portal/public/home.html", {"tiles": TILES, "fields": fields})
