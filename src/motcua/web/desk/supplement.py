"""Asking for a supplement, once and completely: what is wrong, item by item, each with its own reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.catalogue.reasons import OTHER, Reason, Use, catalogue, offered
from motcua.dossiers import content
from motcua.dossiers.actions.pointing import Wanted
from motcua.dossiers.actions.supplement import ask
from motcua.dossiers.lifecycle import open_verbs
from motcua.dossiers.models import Dossier, Paper, SupplementItem
from motcua.identity.actor import SIGNER
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.web.desk import case
from motcua.web.desk.frame import case_or_404, show
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor
from motcua.web.ui.parts import ErrorLine

_EXTRAS = 3
_VERBS = frozenset({"ask_before", "ask_supplement"})


@dataclass(frozen=True)
class Choice:
    """Something that can be ticked as wrong; `now` is what was sent, `chosen` a reason of the catalogue.

    `later`: its original is looked at when the result is fetched; asked for now, it takes a `ground`.
    """

    kind: str
    key: str
    name: str
    now: str = ""
    ticked: bool = False
    chosen: str = ""
    reason: str = ""
    ground: str = ""
    later: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.key}"


@dataclass(frozen=True)
class Extra:
    """A line for something that is not in the procedure's list: only with the law that asks for it."""

    number: int
    name: str = ""
    reason: str = ""
    ground: str = ""


def _reasons(dossier: Dossier, use: Use) -> list[Reason]:
    return offered(use, dossier.spec, moment.today())


@for_officers()
@require_http_methods(["GET", "HEAD", "POST"])
def ask_supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The request as a form beside the papers; sent, it becomes form 02."""
    dossier = case_or_404(request, dossier_id)
    acting = actor(request)
    if not any(move.verb in _VERBS for move in open_verbs(dossier, acting)):
        return _not_now(request, dossier)
    if request.method != "POST":
        return _form(request, dossier, _prepared(dossier), "")
    posted = {name: str(value) for name, value in request.POST.items()}
    try:
        ask(
            actor=acting,
            dossier_id=dossier.pk,
            items=list(_wanted(dossier, posted)),
            note=posted.get("note", ""),
        )
    except Forbidden:
        raise
    except Refused as problem:
        return _form(request, case_or_404(request, dossier_id), posted, problem.message)
    messages.success(request, "Đã gửi yêu cầu bổ sung (mẫu 02). Người dân đã được báo từng mục và lý do.")
    return redirect("desk:case", dossier_id)


def _not_now(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    problem = Refused(
        f"Hồ sơ đang ở trạng thái «{dossier.state.word}», lúc này bạn không yêu cầu bổ sung được.",
        code="not-now",
    )
    return case.refused(request, dossier.pk, "ask-supplement", problem)


def _form(request: HttpRequest, dossier: Dossier, given: Mapping[str, str], problem: str) -> HttpResponse:
    papers = [paper for paper in dossier.live_papers() if paper.file_id]
    window = dossier.case.supplement_window if dossier.case is not None else 30
    context = {
        "dossier": dossier,
        "papers": list(_papers(dossier, given, problem)),
        "fields": list(_fields(dossier, given, problem)),
        "extras": [_extra(number, given) for number in range(1, _EXTRAS + 1)],
        "note": given.get("note", ""),
        "errors": [ErrorLine(problem)] if problem else [],
        "paper_reasons": _reasons(dossier, "paper"),
        "field_reasons": _reasons(dossier, "field"),
        "looks": [
            case.Look(paper.name, f"{reverse('files:paper', args=[paper.pk])}?xem=1") for paper in papers
        ],
        "window": window,
        "is_second": dossier.supplement_count > 0,
        "may_second": actor(request).has(SIGNER),
    }
    return show(request, "desk/supplement.html", "case", context, status=409 if problem else 200)


def _prepared(dossier: Dossier) -> dict[str, str]:
    """What the verdicts already say is wrong stands ticked, with its remark as the reason."""
    given: dict[str, str] = {}
    by_words = {each.words: each.key for each in catalogue().values()}
    for paper in dossier.live_papers():
        if paper.verdict == Paper.Verdict.WRONG:
            name = f"component-{paper.component_key}"
            known = by_words.get(paper.remark.strip().rstrip("."), "")
            given |= {name: "yes", f"{name}-key": known, f"{name}-reason": "" if known else paper.remark}
    return given


def _choice(choice: Choice, given: Mapping[str, str], problem: str) -> Choice:
    """The line as it was filled in; what was chosen or said about it ticks it."""
    chosen, reason = given.get(f"{choice.id}-key", ""), given.get(f"{choice.id}-reason", "")
    ticked = given.get(choice.id) == "yes" or bool(chosen or reason.strip())
    missing = bool(problem) and ticked and chosen in ("", OTHER) and not reason.strip()
    return replace(
        choice,
        ticked=ticked,
        chosen=chosen,
        reason=reason,
        ground=given.get(f"{choice.id}-ground", ""),
        error="Hãy chọn hoặc ghi lý do cho mục này." if missing else "",
    )


def _papers(dossier: Dossier, given: Mapping[str, str], problem: str = "") -> Iterator[Choice]:
    """The components of the procedure, but nothing that the State holds itself (NĐ 309/2026 Đ8)."""
    live = dossier.live_papers()
    for component in content.components(dossier):
        if component.held_by_state is not None or component.from_form:
            continue
        have = sum(paper.component_key == component.key for paper in live)
        now = f"Đã nộp {have} tệp hoặc bản" if have else "Chưa nộp"
        line = Choice("component", component.key, component.name, now, later=component.original_at_return)
        yield _choice(line, given, problem)


def _fields(dossier: Dossier, given: Mapping[str, str], problem: str = "") -> Iterator[Choice]:
    """Every field that was asked, with its answer in words; a person or a group is one field."""
    for section in content.read_back(dossier):
        said: dict[str, list[str]] = {}
        for line in section.lines:
            said.setdefault(line.name.partition(".")[0], []).append(line.text)
        for key, texts in said.items():
            field = dossier.spec.form.field(key)
            label = field.label if field is not None else key
            yield _choice(Choice("field", key, label, "; ".join(texts)), given, problem)


def _extra(number: int, given: Mapping[str, str]) -> Extra:
    start = f"extra-{number}"
    return Extra(
        number,
        given.get(f"{start}-name", ""),
        given.get(f"{start}-reason", ""),
        given.get(f"{start}-ground", ""),
    )


def _wanted(dossier: Dossier, given: Mapping[str, str]) -> Iterator[Wanted]:
    for choice in (*_papers(dossier, given), *_fields(dossier, given)):
        if choice.ticked:
            yield Wanted(
                choice.kind, choice.key, choice.name, choice.reason, choice.ground, reason_key=choice.chosen
            )
    for number in range(1, _EXTRAS + 1):
        extra = _extra(number, given)
        if not (extra.name.strip() or extra.reason.strip()):
            continue
        if not (extra.name.strip() and extra.ground.strip()):
            raise Refused(
                "Giấy tờ ngoài danh mục của thủ tục chỉ được yêu cầu khi ghi rõ tên và căn cứ pháp lý.",
                field=f"extra-{number}-ground",
            )
        key = f"extra-{dossier.supplement_count + 1}-{number}"
        kind = SupplementItem.Kind.EXTRA.value
        yield Wanted(kind, key, extra.name.strip(), extra.reason.strip(), extra.ground.strip())
