"""The page of one dossier: papers and words side by side, what the law asks, the clock, what I may do now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.catalogue.advice import ComponentAdvice
from motcua.catalogue.advice import components as advised
from motcua.catalogue.tariff import doubt
from motcua.dossiers import content, deadlines, rules
from motcua.dossiers.actions.scan import may_scan
from motcua.dossiers.alarms import silence_of
from motcua.dossiers.lifecycle import FINISHED, MOVES, WAITING, Status
from motcua.dossiers.models import Channel, Dossier, Movement, Paper, PrintedForm, ReturnMethod
from motcua.dossiers.printing import term_words
from motcua.dossiers.queries import slips_of
from motcua.dossiers.transitions import latest
from motcua.identity.actor import DESK_OFFICER, HANDLER, HEAD, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.queries import calendars_for
from motcua.web.desk.acts import Typed, acts_of
from motcua.web.desk.custody import custody_context
from motcua.web.desk.frame import case_or_404, show
from motcua.web.desk.giving import givings_of
from motcua.web.desk.paying import money_context
from motcua.web.desk.posted import handed_words, parcels_of, post_acts
from motcua.web.desk.related import related_of
from motcua.web.desk.rows import due_of
from motcua.web.desk.work import tasks_of
from motcua.web.ui import parts
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

_VERB_WORDS = {move.verb: move.label for move in MOVES}
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "next"})
# What an officer typed and would lose when the act is no longer open, by the name of the field.
_TYPED_WORDS = {
    "reason": "Lý do",
    "legal_ground": "Căn cứ pháp lý",
    "note": "Ghi chú",
    "new_date": "Ngày hẹn mới",
    "receiver": "Người nhận",
    "recipient": "Người nhận",
    "phone": "Số điện thoại",
    "address": "Địa chỉ nhận",
    "number": "Số hiệu bưu gửi",
    "authorisation": "Giấy ủy quyền",
    "paper_number": "Số giấy tờ",
    "reference": "Số giao dịch",
    "body": "Dự thảo",
    "remark": "Nhận xét",
    "ground": "Căn cứ pháp lý",
    "name": "Tên giấy tờ",
}


def _typed_word(name: str) -> str:
    """What an input is called: by its name, or by the part before or after the key of what it is about."""
    return _TYPED_WORDS.get(name.partition("-")[0]) or _TYPED_WORDS.get(name.rpartition("-")[2], "")


@dataclass(frozen=True)
class PaperLine:
    """A paper to look at: what it was handed in for, its verdict, and where its picture is."""

    paper: Paper
    url: str
    view_url: str
    size: int
    note: str
    verdict: parts.Status
    remark: str
    chosen: str
    error: str = ""


@dataclass(frozen=True)
class Look:
    """Something to open in the viewer."""

    label: str
    url: str
    pages: int = 1
    note: str = ""


_VERDICTS = {
    Paper.Verdict.UNSEEN.value: parts.Status("Chưa kiểm tra", "new", "grey"),
    Paper.Verdict.FINE.value: parts.Status("Đạt", "done", "green"),
    Paper.Verdict.WRONG.value: parts.Status("Chưa đạt", "warning", "amber"),
}


@for_officers()
@require_safe
def page(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The case page, for every role; a draft of one's own leads back to the counter."""
    dossier = case_or_404(request, dossier_id)
    if dossier.is_draft:
        return redirect("desk:intake", dossier.pk)
    return show(request, "desk/case.html", "case", case_context(dossier, actor(request)))


def refused(request: HttpRequest, dossier_id: UUID, act: str, problem: Refused) -> HttpResponse:
    """The page as it is now, with what was refused, why, and everything that had been typed."""
    dossier = case_or_404(request, dossier_id)
    values = {name: value for name, value in request.POST.items() if name not in _NOT_TYPED}
    typed = Typed(act, {name: str(value) for name, value in values.items()}, problem)
    context = case_context(dossier, actor(request), typed)
    return show(request, "desk/case.html", "case", context, status=409)


def case_context(dossier: Dossier, acting: Actor, typed: Typed | None = None) -> dict[str, Any]:
    """Everything the page shows, out of what `queries.case_of` has read."""
    parcels = parcels_of(dossier)
    acts = acts_of(dossier, acting, typed, more=post_acts(dossier, acting, parcels))
    tasks = tasks_of(dossier, acting, typed)
    papers = [_paper_line(dossier, paper, typed) for paper in dossier.live_papers()]
    return {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "state": dossier.state,
        "due": _due(dossier),
        "due_note": _due_note(dossier),
        "silence": silence_of(dossier),
        "transition": latest(dossier),
        **related_of(dossier),
        "channel": Channel(dossier.channel).label,
        "return_words": ReturnMethod(dossier.return_method).label,
        "people": _people(dossier),
        "sections": content.read_back(dossier),
        "papers": papers,
        "old_papers": [paper for paper in dossier.papers.all() if paper.replaced_at is not None],
        "may_scan": may_scan(acting, dossier),
        "may_check": acting.has(DESK_OFFICER, HANDLER) and not dossier.has_ended and bool(papers),
        "looks": list(_looks(dossier, papers)),
        "acts": acts,
        "parcels": parcels,
        "tasks": tasks,
        "givings": givings_of(dossier, acting, typed),
        "others": [item for item in dossier.open_items() if item not in [task.item for task in tasks]],
        "instructions": [each for each in dossier.instructions.all() if each.concerns(acting)],
        "may_instruct": acting.has(HEAD, SIGNER),
        "today": moment.today(),
        "law": _law(dossier),
        "clock": _clock(dossier),
        "events": [_event(movement) for movement in reversed(dossier.movements.all())],
        "done_work": [item for item in dossier.work_items.all() if not item.is_open],
        "supplements": list(dossier.supplements.all()),
        "forms": _forms(dossier),
        "may_reprint": _may_reprint(dossier, acting),
        "results": [result for result in dossier.results.all() if result.issued_at is not None],
        "money": _money(dossier),
        "tax_slips": slips_of(dossier),
        **money_context(dossier),
        **custody_context(dossier),
        "problem": typed.problem if typed else None,
        "target": _target(typed, acts),
        "kept": _kept(typed, acts, tasks),
    }


def _people(dossier: Dossier) -> list[parts.Fact]:
    owner, submitter = dossier.owner, dossier.submitter
    facts = [
        parts.Fact("Chủ hồ sơ", owner.full_name),
        parts.Fact("Số định danh", owner.personal_id or ""),
        parts.Fact("Nơi cư trú", owner.residence),
    ]
    if dossier.owner_organisation is not None:
        name = f"{dossier.owner_organisation.name} ({dossier.owner_organisation.number})"
        facts.insert(0, parts.Fact("Tổ chức", name))
    if submitter.pk != owner.pk:
        facts.append(
            parts.Fact(
                "Người nộp", f"{submitter.full_name}, {submitter.personal_id or 'chưa có số định danh'}"
            )
        )
    facts.append(parts.Fact("Điện thoại", submitter.phone))
    return facts


def _due(dossier: Dossier) -> parts.Due | None:
    if dossier.state in FINISHED | WAITING or dossier.has_ended:
        return None
    filed = dossier.state == Status.FILED
    unit = dossier.receiving_unit_id if filed else dossier.competent_unit_id or dossier.receiving_unit_id
    at, label = (dossier.acceptance_due_at, "Trả lời trước") if filed else (dossier.due_at, "Hẹn trả")
    return due_of(at, calendars_for({unit or ""})[unit or ""], moment.now(), label=label)


def _due_note(dossier: Dossier) -> str:
    if dossier.state in WAITING:
        until = f" đến hết ngày {dossier.supplement_until:%d/%m/%Y}" if dossier.supplement_until else ""
        return f"Thời hạn đang tạm dừng, chờ người dân{until}."
    if dossier.finished_at and dossier.due_at and dossier.state in FINISHED:
        return "Xong sau hạn." if dossier.finished_at > dossier.due_at else "Xong đúng hạn."
    return ""


def _paper_line(dossier: Dossier, paper: Paper, typed: Typed | None) -> PaperLine:
    sent = typed if typed is not None and typed.act == "papers" else None
    chosen = sent.values.get(f"verdict-{paper.pk}", paper.verdict) if sent else paper.verdict
    remark = sent.values.get(f"remark-{paper.pk}", paper.remark) if sent else paper.remark
    url = reverse("files:paper", args=[paper.pk]) if paper.file_id else ""
    counts = [f"{paper.originals} bản chính"] if paper.originals else []
    counts += [f"{paper.copies} bản sao"] if paper.copies else []
    return PaperLine(
        paper=paper,
        url=url,
        view_url=f"{url}?xem=1" if url else "",
        size=paper.file.size if paper.file else 0,
        note=", ".join(counts) or (paper.file.name if paper.file else ""),
        verdict=_VERDICTS[paper.verdict],
        remark=remark,
        chosen=chosen,
        error=sent.problem.message if sent and sent.problem.field == f"remark-{paper.pk}" else "",
    )


def _looks(dossier: Dossier, papers: Sequence[PaperLine]) -> Iterator[Look]:
    """What the viewer can open: results to be signed first, then the papers, then what was issued."""
    for result in dossier.results.all():
        if result.issued_at is None:
            yield Look(f"Dự thảo: {result.name}", reverse("desk:draft-pdf", args=[dossier.pk, result.key]))
    for line in papers:
        if line.view_url and line.paper.file:
            yield Look(line.paper.name, line.view_url, line.paper.file.pages, line.paper.file.name)
    for result in dossier.results.all():
        if result.issued_at is not None:
            yield Look(f"Kết quả: {result.name}", reverse("desk:result-pdf", args=[dossier.pk, result.key]))


@dataclass(frozen=True)
class Needed:
    """A component the law asks for, and what is there of it."""

    name: str
    word: str
    tone: parts.Tone
    icon: str
    note: str
    unverified: str


def _law(dossier: Dossier) -> dict[str, Any]:
    spec, case, facts = dossier.spec, dossier.case, content.facts(dossier)
    have = {paper.component_key for paper in dossier.live_papers()}
    lines = [each for each in advised(spec, facts) if each.status != "not_needed"]
    term = content.term_for(dossier)
    asked = [
        (q.ask, q.label(str(dossier.answers[q.key]))) for q in spec.questions if q.key in dossier.answers
    ]
    return {
        "case": case.name if case else "",
        "answers": [parts.Fact(ask, answer) for ask, answer in asked],
        "components": [_needed(each, have) for each in lines],
        "conditions": spec.conditions,
        "basis": spec.legal_basis,
        "term": term_words(term.amount, term.unit) if term else "Không quy định",
        "term_basis": term.basis if term else "",
        "term_unverified": term.unverified if term else "",
        "unverified": spec.unverified,
    }


def _needed(advice: ComponentAdvice, have: set[str]) -> Needed:
    component = advice.component
    words: dict[str, tuple[str, parts.Tone, str]] = {
        "held": ("Cơ quan tự tra cứu", "blue", "search"),
        "form": ("Chính là tờ khai", "green", "done"),
        "show": ("Xuất trình", "grey", "eye"),
        "submit": (
            "Chưa có" if component.required else "Nếu có",
            "amber" if component.required else "grey",
            "paper",
        ),
    }
    word, tone, icon = ("Đã có", "green", "done") if component.key in have else words[advice.status]
    notes = [component.held_by_state.label] if component.held_by_state else []
    if component.alternatives:
        notes.append("một trong các giấy tờ thay thế nhau")
    return Needed(component.name, word, tone, icon, "; ".join(notes), component.unverified)  # type: ignore[arg-type]


def _clock(dossier: Dossier) -> dict[str, Any]:
    deadline = deadlines.deadline_of(dossier)
    return {
        "lines": deadline.explanation if deadline else (),
        "paused": deadline.paused if deadline else False,
        "extended": dossier.extended_to,
    }


def _event(movement: Movement) -> parts.Event:
    state = movement.state
    unit = f" · {movement.unit.short_name}" if movement.unit else ""
    return parts.Event(
        title=_VERB_WORDS.get(movement.verb, state.word),
        at=movement.at,
        who=f"{movement.actor}{unit}",
        note=movement.reason or handed_words(movement.details),
        icon=state.icon,
        tone=state.tone,  # type: ignore[arg-type]
    )


def _may_reprint(dossier: Dossier, acting: Actor) -> bool:
    at_this_desk = acting.has(DESK_OFFICER) and rules.competent(dossier, acting, DESK_OFFICER)
    return at_this_desk and any(form.kind == form.Kind.RECEIPT for form in dossier.printed_forms.all())


def _forms(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {
            "label": f"Mẫu {form.kind}: {PrintedForm.Kind(form.kind).label}",
            "number": form.number,
            "made_at": form.made_at,
            "url": reverse("desk:form-pdf", args=[dossier.pk, form.pk]),
        }
        for form in dossier.printed_forms.all()
    ]


def _money(dossier: Dossier) -> dict[str, Any] | None:
    obligation = dossier.obligation
    if obligation is None:
        return None
    settled = obligation.state in (obligation.State.PAID, obligation.State.REFUNDED)
    word = obligation.get_state_display()
    status = parts.Status(word, "done", "green") if settled else parts.Status(word, "needs-you", "amber")
    lines = []
    for line in obligation.lines.all():
        why = doubt(dossier.spec, line.key, line.basis)
        note = f"Căn cứ: {line.basis}." if line.basis else ""
        note += f" Chưa kiểm chứng: {why}" if why else ""
        name = f"{line.get_kind_display()}: {line.name}"
        lines.append(parts.MoneyLine(name, line.amount, note.strip(), status, line.explanation))
    return {"lines": lines, "total": obligation.amount, "payments": list(obligation.payments.all())}


def _target(typed: Typed | None, acts: Sequence[Any]) -> str:
    """The id of the field the summary leads to; nothing when the problem is not about one."""
    if typed is None or not typed.problem.field:
        return ""
    if typed.act == "papers":
        return typed.problem.field
    asked = any(
        act.verb == typed.act and any(ask.name == typed.problem.field for ask in act.asks) for act in acts
    )
    return f"{typed.act}-{typed.problem.field}" if asked else ""


def _kept(typed: Typed | None, acts: Sequence[Any], tasks: Sequence[Any]) -> list[parts.Fact]:
    """What had been typed for an act that is no longer open: shown, so that it can be copied."""
    if (
        typed is None
        or typed.act == "papers"
        or any(act.verb == typed.act for act in acts if not act.is_link)
    ):
        return []
    if any(typed.act in (f"item-{task.item.pk}", f"give-{task.item.pk}") for task in tasks):
        return []
    kept = ((_typed_word(name), value) for name, value in typed.values.items())
    return [parts.Fact(words, value) for words, value in kept if words and value.strip()]
