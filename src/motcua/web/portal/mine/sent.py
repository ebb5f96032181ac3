"""The page «sent»: the number, what to keep, what happens next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.dossiers import content
from motcua.dossiers.models import Dossier
from motcua.lib.money import dong
from motcua.web.portal.mine.dossier import money_of, papers_of
from motcua.web.portal.mine.own import on_own
from motcua.web.portal.mine.state import may_correct
from motcua.web.ui.middleware import actor


@on_own
@require_GET
def page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What is safe now, who answers by when, whom to call; fits one sheet of paper."""
    if dossier.acceptance_due_at is None:
        # Taken in at the desk: it was accepted there and then, nothing was sent.
        return redirect("mine:dossier", dossier.pk)
    first = dossier.owed_on_filing()
    owed = dossier.obligation.remaining() if dossier.obligation is not None else 0
    context = {
        "dossier": dossier,
        "papers": papers_of(dossier),
        "desk": dossier.receiving_unit,
        "sections": content.read_back(dossier),
        "may_correct": may_correct(dossier, actor(request)),
        "money": money_of(dossier),
        "owed": dong(owed) if owed else "",
        "pay_first": bool(first),
    }
    return render(request, "portal/mine/sent.html", context)
