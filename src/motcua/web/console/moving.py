"""What became of the dossiers that ran when a version took effect: moved, asked, or why they stay."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.catalogue.models import Version
from motcua.catalogue.queries import history_of
from motcua.dossiers.models import Transition
from motcua.dossiers.transitions import Tally, of_version, tally
from motcua.identity.actor import ADMIN, INSPECTOR
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.parts import Crumb, Fact, Filter, Tone

PER_PAGE = 50
_TONES: dict[str, Tone] = {
    Transition.State.ASKED: "amber",
    Transition.State.MOVED: "green",
    Transition.State.STAYS: "amber",
}


@for_officers(ADMIN, INSPECTOR)
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The clause of a version, how far its work is, and each dossier; `?tinh-trang=` keeps to one state."""
    version = next((each for each in history_of(code) if each.number == number), None)
    if version is None:
        raise Http404
    state = request.GET.get("tinh-trang", "")
    counted = tally(version)
    listed = Paginator(of_version(version, state), PER_PAGE).get_page(request.GET.get("page"))
    own = reverse("console:version", args=[code, number])
    context = {
        "version": version,
        "tally": counted,
        "facts": _facts(version),
        "filters": _filters(request.path, counted, state),
        "page": listed,
        "rows": [(each, _TONES.get(each.state, "grey")) for each in listed],
        "crumbs": (
            Crumb("Thủ tục", reverse("console:procedures")),
            Crumb(f"{code}, bản {number}", own),
            Crumb("Hồ sơ đang chạy"),
        ),
    }
    return show(request, "console/moving.html", "console:procedures", context)


def _facts(version: Version) -> list[Fact]:
    answer_by = f"đến hết {version.answer_by:%d/%m/%Y}" if version.answer_by else ""
    return [
        Fact("Điều khoản", str(version.get_transition_display())),
        Fact("Căn cứ", version.transition_basis),
        Fact("Có hiệu lực", f"từ {version.effective_from:%d/%m/%Y}"),
        Fact("Người dân trả lời", answer_by),
        Fact("Hạn đã hẹn", "theo thời hạn mới, kể cả dài hơn" if version.longer_term else "không bị lùi"),
    ]


def _filters(path: str, counted: Tally, state: str) -> list[Filter]:
    every = Filter("Tất cả", path, counted.settled, current=state not in Transition.State.values)
    kinds = [
        Filter(
            str(each.label),
            f"{path}?tinh-trang={each.value}",
            counted.states.get(each.value, 0),
            _TONES.get(each.value, "grey"),
            current=state == each.value,
        )
        for each in Transition.State
    ]
    return [every, *kinds]
