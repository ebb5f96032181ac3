"""Versions being written: begun, handed in, approved by a second person, sent back or given up."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.catalogue.actions import draft as verbs
from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.difference import differences
from motcua.catalogue.editing.listing import where
from motcua.catalogue.editing.showing import Context
from motcua.catalogue.national.drafting import draft_text
from motcua.catalogue.queries import drafts, national_record
from motcua.catalogue.transition import Clause, ClauseKind
from motcua.identity.actor import ADMIN, INSPECTOR, Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.web.console import sheets
from motcua.web.console.drafting import checked, context_of, draft_or_404, show_draft, surroundings
from motcua.web.console.frame import show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine
from motcua.web.ui.typed import a_day, a_number, check_meant

Verb = Callable[[Actor, Draft, Any], str]
_MOST_LISTED = 200


@for_officers(ADMIN, INSPECTOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Drafts not finished yet, and how to begin one; `?tat-ca=1` shows the finished ones as well."""
    return _list(request)


def _list(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    everything = request.GET.get("tat-ca") == "1"
    context = {
        "rows": list(drafts(opened=not everything)[:_MOST_LISTED]),
        "everything": everything,
        "may_write": actor(request).has(ADMIN),
        "typed": request.POST or request.GET,
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
    }
    return show(request, "console/drafts.html", "console:drafts", context, status=409 if problem else 200)


@for_officers(ADMIN)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft: of a code, from a national record, or from the file of another province."""
    acting, sent = actor(request), request.POST
    try:
        upload = request.FILES.get("file")
        if upload is not None:
            draft = verbs.begin_from_text(
                actor=acting, text=upload.read(verbs.MOST_BYTES + 1).decode("utf-8")
            )
        elif sent.get("national"):
            draft = verbs.begin_from_text(actor=acting, text=_of_record(sent["national"]))
        else:
            draft = verbs.begin(actor=acting, code=sent.get("code", ""), name=sent.get("name", ""))
    except UnicodeDecodeError:
        return _list(request, Refused("Tệp không phải văn bản UTF-8.", field="file"))
    except Forbidden:
        raise
    except Refused as problem:
        return _list(request, problem)
    return redirect("console:draft", draft.pk)


def _of_record(code: str) -> str:
    record = national_record(code)
    if record is None:
        raise Refused("Danh mục quốc gia chưa có bản ghi của mã này.", field="code")
    return draft_text(record.read)


@for_officers(ADMIN, INSPECTOR)
@require_safe
def page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The whole draft at a glance: how far it is, what is wrong, what comes next."""
    return _page(request, draft_or_404(draft_id))


def _page(request: HttpRequest, draft: Draft, problem: Refused | None = None) -> HttpResponse:
    (context, spec), acting = checked(draft), actor(request)
    found = {
        kind: [(where(each.place, context), each.message) for each in context.findings if each.kind == kind]
        for kind in ("error", "warning", "hint", "unverified")
    }
    more = {
        "found": found,
        "clauses": ClauseKind.choices,
        "chosen_clause": request.POST.get("transition", draft.transition),
        "changes": differences(_base(draft), context) if draft.base else (),
        "sheets": sheets.of(spec) if spec is not None else (),
        "may_approve": draft.awaits_approval and _is_second(draft, acting),
        "may_return": draft.awaits_approval and acting.has(ADMIN),
        "errors": [ErrorLine(problem.message, problem.field or "")] if problem else [],
        "typed": request.POST,
    }
    return show_draft(request, "console/draft.html", draft, context, more, status=409 if problem else 200)


def _base(draft: Draft) -> Context:
    return Context(tree.of_spec(draft.base.whole) if draft.base else {}, surroundings())


def _is_second(draft: Draft, acting: Actor) -> bool:
    try:
        verbs.check_may_approve(draft, acting)
    except Forbidden:
        return False
    return True


def _verb(act: Verb) -> Callable[..., HttpResponse]:
    """A verb on a whole draft; what is refused comes back on its page with what was typed."""

    @for_officers(ADMIN)
    @require_POST
    @wraps(act)
    def view(request: HttpRequest, draft_id: UUID) -> HttpResponse:
        draft = draft_or_404(draft_id)
        try:
            said = act(actor(request), draft, request.POST)
        except Forbidden:
            raise
        except Refused as problem:
            return _page(request, draft_or_404(draft_id), problem)
        messages.success(request, said)
        return redirect("console:draft", draft.pk)

    return view


@_verb
def submit(acting: Actor, draft: Draft, sent: Any) -> str:
    """Hand it to a second person."""
    clause = Clause(
        sent.get("transition", ClauseKind.KEEP),
        sent.get("transition_basis", ""),
        a_day(sent.get("answer_by", ""), "answer_by"),
        sent.get("longer_term") == "1",
    )
    verbs.submit(actor=acting, draft_id=draft.pk, ground=sent.get("ground", ""), clause=clause)
    return "Đã trình. Một quản trị khác sẽ duyệt bản này."


@for_officers(ADMIN)
@require_POST
def approve(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Publish it; the new version's page says from which day it counts."""
    draft = draft_or_404(draft_id)
    try:
        check_meant(request)
        seen = a_number(request.POST.get("revision", "")) or 0
        version = verbs.approve(actor=actor(request), draft_id=draft_id, seen=seen).version
    except Forbidden:
        raise
    except Refused as problem:
        return _page(request, draft, problem)
    messages.success(
        request, f"Đã công bố bản {version.number}, áp dụng từ {version.effective_from:%d/%m/%Y}."
    )
    return redirect("console:version", version.procedure_id, version.number)


@_verb
def send_back(acting: Actor, draft: Draft, sent: Any) -> str:
    """Back to its writers."""
    verbs.send_back(actor=acting, draft_id=draft.pk, reason=sent.get("reason", ""))
    return "Đã trả lại người soạn."


@_verb
def drop(acting: Actor, draft: Draft, sent: Any) -> str:
    """Give it up."""
    verbs.drop(actor=acting, draft_id=draft.pk, reason=sent.get("drop_reason", ""))
    return "Đã bỏ bản soạn. Bạn có thể soạn bản khác cho thủ tục này."


@for_officers(ADMIN, INSPECTOR)
@require_GET
def text(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft as the text of a file, to read, to copy, to change."""
    draft = draft_or_404(draft_id)
    return _text_page(request, draft, tree.as_yaml(draft.data))


@for_officers(ADMIN)
@require_POST
def rewrite(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The text as changed; what cannot be read stays on the page with the line that is wrong."""
    draft, typed = draft_or_404(draft_id), request.POST.get("text", "")
    try:
        seen = a_number(request.POST.get("revision", "")) or 0
        verbs.rewrite(actor=actor(request), draft_id=draft_id, text=typed, seen=seen)
    except Forbidden:
        raise
    except Refused as problem:
        return _text_page(request, draft, typed, problem)
    messages.success(request, "Đã lưu.")
    return redirect("console:draft", draft_id)


def _text_page(
    request: HttpRequest, draft: Draft, shown: str, problem: Refused | None = None
) -> HttpResponse:
    more = {
        "text": shown,
        "place": "van-ban",
        "errors": [ErrorLine(problem.message, problem.field or "text")] if problem else [],
    }
    return show_draft(
        request, "console/draft_text.html", draft, context_of(draft), more, status=409 if problem else 200
    )


@for_officers(ADMIN, INSPECTOR)
@require_safe
def download(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The same as a file, for an editor or another province."""
    draft = draft_or_404(draft_id)
    answer = HttpResponse(tree.as_yaml(draft.data), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{draft.code}.yaml"'
    return answer
