"""Files from an ordinary form, one component at a time, and taking them back. Works without any script."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from motcua.documents import uploads
from motcua.documents.uploads import Limits
from motcua.dossiers import queries
from motcua.dossiers.actions import papers
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.web.files import place
from motcua.web.files.place import Place
from motcua.web.files.rows import row_of
from motcua.web.files.showing import visible_paper
from motcua.web.ui.doors import for_people
from motcua.web.ui.middleware import actor


@for_people
@require_http_methods(["GET", "POST"])
def component(request: HttpRequest, dossier_id: UUID, component: str) -> HttpResponse:
    """GET: the row of a component with its files as they are now. POST: files for it, back to `next`."""
    who = actor(request)
    if request.method == "GET":
        dossier = queries.draft_of(who, dossier_id)
        if dossier is None:
            raise Http404
        return render(request, "files/_row.html", {"row": row_of(who, dossier, component, _back(request))})
    found = place.find(who, dossier_id, component)
    if found is None:
        raise Http404
    files = [each for name in request.FILES for each in request.FILES.getlist(name)]
    if not files:
        messages.error(request, "Bạn chưa chọn tệp nào. Hãy chọn tệp rồi bấm gửi.")
    for each in files:
        _take(request, who, *found, each)
    return HttpResponseRedirect(_back(request))


def _take(
    request: HttpRequest, who: Actor, there: Place, limits: Limits, file: "UploadedFile[bytes]"
) -> None:
    """One file; the others go on whatever is wrong with it."""
    name = file.name or ""
    try:
        uploads.check_size(file.size or 0, limits)
        hand_in = there.hand_in(who)
        kept = uploads.take_in(actor=who, name=name, content=file.read(), limits=limits, hand_in=hand_in)
    except Refused as problem:
        # The tag says to which paper it belongs, for pages that say it there once more.
        tags = f"giay-{there.component}"
        messages.error(request, f"{name}: {problem.message}", extra_tags=tags)
    else:
        messages.success(request, f"Đã nhận tệp «{kept.name}».")


@for_people
@require_POST
def remove(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Take a paper back; back to `next`."""
    who = actor(request)
    paper = visible_paper(who, paper_id)
    try:
        papers.remove(actor=who, dossier_id=paper.dossier_id, paper_id=paper.pk)
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, f"Đã bỏ tệp «{paper.file.name if paper.file else paper.name}».")
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own else "/"
