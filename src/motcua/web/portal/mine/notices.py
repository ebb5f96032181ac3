"""The inbox: what was told to the person, newest first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from motcua.notifications.actions import mark_read
from motcua.notifications.models import Notice
from motcua.web.ui.doors import for_citizens
from motcua.web.ui.middleware import actor

PER_PAGE = 25


@for_citizens
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Reading marks nothing: only the button does, so that nothing new is overlooked."""
    notices = Notice.objects.inbox_of(request.user.person.pk)  # type: ignore[union-attr]
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/mine/notices.html", {"page": page})


@for_citizens
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Everything that is here has been seen."""
    mark_read(person_id=actor(request).person_id)
    messages.success(request, "Đã đánh dấu tất cả là đã đọc.")
    return redirect("mine:notices")
