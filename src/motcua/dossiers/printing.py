"""The numbered forms of a dossier and its result as papers: their facts are
kept, the PDF is made from them.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter

from motcua.documents import paper
from motcua.documents.paper import data as shapes
from motcua.documents.paper.kinds import FormKind
from motcua.dossiers import content, control_rows, counters, places
from motcua.dossiers.models import Channel, Dossier, PrintedForm, Result, ReturnMethod, Supplement
from motcua.dossiers.paying import pay_slip
from motcua.forms.summary import Section
from motcua.identity.actor import Actor
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.money import dong
from motcua.organisation.models import Unit

_KINDS = {
    PrintedForm.Kind.RECEIPT.value: (FormKind.RECEIPT, shapes.ReceiptSlip),
    PrintedForm.Kind.SUPPLEMENT.value: (FormKind.SUPPLEMENT_REQUEST, shapes.SupplementRequest),
    PrintedForm.Kind.REFUSAL.value: (FormKind.REFUSAL, shapes.Refusal),
    PrintedForm.Kind.APOLOGY.value: (FormKind.APOLOGY, shapes.Apology),
    PrintedForm.Kind.STOP.value: (FormKind.STOP_NOTICE, shapes.StopNotice),
}
UNIT_WORDS = {
    "working-days": "ngày làm việc",
    "calendar-days": "ngày",
    "months": "tháng",
    "hours": "giờ làm việc",
    "working-hours": "giờ làm việc",
}


def term_words(amount: object, unit: str) -> str:
    """«7 ngày làm việc»; «trong ngày» for what is done the same day."""
    return "trong ngày làm việc" if unit == "same-day" else f"{amount} {UNIT_WORDS[unit]}"


def issuing_unit(dossier: Dossier) -> Unit:
    """The agency whose name and seal stand on the result: the one whose signer the route names."""
    unit = dossier.competent_unit
    if unit is None:
        raise LookupError("A dossier without competent agency has no result.")
    signing = next((step for step in dossier.spec.route.steps if step.act == "sign"), None)
    return places.step_unit(dossier, signing.unit) if signing is not None else unit


def make(*, actor: Actor, dossier: Dossier, kind: str, **more: Any) -> PrintedForm:
    """Number a form and keep its facts as they are now. The control sheet is
    drawn from the living history.
    """
    unit = dossier.receiving_unit if kind in _DESK_FORMS else dossier.competent_unit
    unit = unit or dossier.receiving_unit
    if unit is None:
        raise LookupError("A dossier without a desk prints nothing.")
    number = dossier.number if kind in _DESK_NUMBERED else counters.new_form_number(unit, kind)
    facts: dict[str, Any] = {}
    if kind in _KINDS:
        head = _head(unit, number)
        shape = _BUILD[kind](actor, dossier, head, more)
        adapter: TypeAdapter[Any] = TypeAdapter(_KINDS[kind][1])
        facts = adapter.dump_python(shape, mode="json")
    return PrintedForm.objects.create(
        dossier=dossier, kind=kind, number=number, facts=facts, made_at=moment.now(), made_by=actor.label
    )


_DESK_FORMS = frozenset({"01", "02", "03"})
_DESK_NUMBERED = frozenset({"01", "06"})


def form_pdf(form: PrintedForm, *, size: paper.Size = "a5", secret: str = "") -> bytes:
    """The form as PDF, A5 as the law has it or A4; a receipt slip with the `secret` of this very printing and
    with how to pay what is owed now.
    """
    if form.kind == PrintedForm.Kind.CONTROL:
        return paper.render(FormKind.CONTROL_SHEET, control_sheet(form.dossier), size)
    kind, shape = _KINDS[form.kind]
    adapter: TypeAdapter[Any] = TypeAdapter(shape)
    facts = adapter.validate_python(form.facts)
    if kind == FormKind.RECEIPT:
        facts = replace(facts, secret=secret, pay=pay_slip(form.dossier))
    return paper.render(kind, facts, size)


def _head(unit: Unit, number: str, symbol: str = "", day: date | None = None) -> shapes.Letterhead:
    parent = unit.parent.name if unit.parent is not None else ""
    place = settings.PROVINCE["name"]
    return shapes.Letterhead(
        agency=unit.name,
        parent_agency=parent,
        place=place,
        day=day or moment.today(),
        number=number,
        symbol=symbol,
    )


def _party(person: Person, *, full: bool = True) -> shapes.Party:
    return shapes.Party(
        name=person.full_name,
        address=person.residence,
        phone=person.phone if full else "",
        email=person.email if full else "",
        personal_id=person.personal_id or "",
    )


def _owner(dossier: Dossier) -> shapes.Party:
    if dossier.owner_organisation is not None:
        return shapes.Party(name=dossier.owner_organisation.name, address=dossier.owner_organisation.address)
    return _party(dossier.owner)


def _signer(actor: Actor) -> shapes.Signer:
    """Who signs a form; who stands in says for whom."""
    name = f"{actor.name} (thay mặt {actor.on_behalf})" if actor.on_behalf else actor.name
    return shapes.Signer(title=_title(actor), name=name)


def _title(actor: Actor) -> str:
    """The title over a signature: «KT.» and the own title below for who stands in, «Q.» for who is acting (NĐ
    30/2020 Phụ lục I).
    """
    title = (actor.title or "Cán bộ").upper()
    if not actor.capacity:
        return title
    own = f"\n{actor.own_title.upper()}" if actor.own_title else ""
    return f"{actor.capacity} {title}{own}"


def _contact(dossier: Dossier) -> str:
    unit = dossier.receiving_unit
    return "" if unit is None else ", ".join(part for part in (unit.name, unit.address, unit.phone) if part)


def _lookup(dossier: Dossier) -> str:
    return f"{settings.PUBLIC_URL}/tra-cuu/?ma={dossier.number}"


def _local(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(moment.TZ)


def _handed_in(dossier: Dossier) -> tuple[shapes.HandedIn, ...]:
    rows = []
    papers = dossier.live_papers()
    for component in content.components(dossier):
        mine = [each for each in papers if each.component_key == component.key]
        if not mine and not component.from_form:
            continue
        rows.append(
            shapes.HandedIn(
                name=component.name,
                originals=sum(each.originals for each in mine),
                copies=sum(each.copies for each in mine),
                electronic=sum(each.file_id is not None for each in mine)
                or int(component.from_form and not mine),
            )
        )
    return tuple(rows)


def file_size(size: int) -> str:
    """«1,2 MB», «340 KB»."""
    if size >= 1 << 20:
        return f"{size / (1 << 20):.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 1024))} KB"


def _receipt(
    actor: Actor, dossier: Dossier, head: shapes.Letterhead, more: dict[str, Any]
) -> shapes.ReceiptSlip:
    term = dossier.term
    obligation = dossier.obligation
    same_person = dossier.owner_id == dossier.submitter_id and dossier.owner_organisation_id is None
    sent = dossier.papers.filter(replaced_at=None, file__isnull=False).select_related("file")
    files = [each.file for each in sent if each.file is not None]
    return shapes.ReceiptSlip(
        head=head,
        code=dossier.number,
        desk=dossier.receiving_unit.name if dossier.receiving_unit else "",
        submitter=_party(dossier.submitter),
        owner=None if same_person else _owner(dossier),
        channel=Channel(dossier.channel).label,
        procedure=dossier.version.procedure.name,
        case=dossier.case.name if dossier.case is not None else "",
        components=_handed_in(dossier),
        term=term_words(term["amount"], term["unit"]) if term else "không quy định",
        received_at=_local(dossier.accepted_at) or moment.now(),
        due_at=_local(dossier.due_at),
        return_by=_return_words(dossier),
        receiver=_signer(actor),
        fees=dong(obligation.amount) if obligation is not None else "",
        lookup=_lookup(dossier),
        files=tuple(
            shapes.FileReceived(name=each.name, size=file_size(each.size), sha256=each.sha256)
            for each in files
        ),
    )


def _return_words(dossier: Dossier) -> str:
    """After «Nhận kết quả:», so without the word again."""
    label = str(ReturnMethod(dossier.return_method).label).removeprefix("Nhận ")
    label = label[:1].upper() + label[1:]
    if dossier.return_method == ReturnMethod.POST:
        return f"{label}: {dossier.return_address}"
    if dossier.return_method == ReturnMethod.DESK and dossier.return_unit is not None:
        return f"{label}: {dossier.return_unit.name}"
    return label


def _supplement(
    actor: Actor, dossier: Dossier, head: shapes.Letterhead, more: dict[str, Any]
) -> shapes.SupplementRequest:
    supplement: Supplement = more["supplement"]
    return shapes.SupplementRequest(
        head=head,
        code=dossier.number,
        addressee=_party(dossier.submitter),
        procedure=dossier.version.procedure.name,
        items=tuple(
            shapes.Missing(name=item.name, reason=item.reason, ground=item.legal_ground, how=item.hint)
            for item in supplement.items.all()
        ),
        contact=_contact(dossier),
        signer=_signer(actor),
        answer_by=datetime.combine(supplement.until, time(17, 0), moment.TZ),
        lookup=_lookup(dossier),
    )


def _refusal(actor: Actor, dossier: Dossier, head: shapes.Letterhead, more: dict[str, Any]) -> shapes.Refusal:
    ground = str(more.get("legal_ground", ""))
    return shapes.Refusal(
        head=head,
        code=dossier.number,
        addressee=_party(dossier.submitter),
        procedure=dossier.version.procedure.name,
        submitted_at=_local(dossier.filed_at) or moment.now(),
        reasons=(str(more["reason"]), *_wrong_papers(dossier)),
        grounds=(ground,) if ground else (),
        signer=_signer(actor),
        now=str(more.get("hint") or "Ông/bà có thể chuẩn bị lại giấy tờ theo lý do trên rồi nộp hồ sơ mới."),
        contact=_contact(dossier),
    )


def _wrong_papers(dossier: Dossier) -> tuple[str, ...]:
    """Each paper that did not do, with what is wrong with it."""
    wrong = [each for each in dossier.live_papers() if each.verdict == each.Verdict.WRONG]
    return tuple(f"{each.name}: {each.remark}" for each in wrong)


def _apology(actor: Actor, dossier: Dossier, head: shapes.Letterhead, more: dict[str, Any]) -> shapes.Apology:
    new_due = _local(dossier.due_at) or moment.now()
    return shapes.Apology(
        head=head,
        code=dossier.number,
        addressee=_party(dossier.submitter),
        procedure=dossier.version.procedure.name,
        received_at=_local(dossier.accepted_at) or moment.now(),
        old_due=_local(more.get("old_due")) or new_due,
        new_due=new_due,
        reason=str(more["reason"]),
        signer=_signer(actor),
        contact=_contact(dossier),
    )


def _stop(actor: Actor, dossier: Dossier, head: shapes.Letterhead, more: dict[str, Any]) -> shapes.StopNotice:
    ground = str(more.get("legal_ground", ""))
    return shapes.StopNotice(
        head=head,
        code=dossier.number,
        addressee=_party(dossier.submitter),
        procedure=dossier.version.procedure.name,
        received_at=_local(dossier.accepted_at) or moment.now(),
        reason=str(more["reason"]),
        grounds=(ground,) if ground else (),
        signer=_signer(actor),
        stopped_at=moment.now(),
        fees=_about_fees(dossier),
        papers=_about_papers(dossier),
        contact=_contact(dossier),
    )


def _about_fees(dossier: Dossier) -> str:
    """What becomes of the money; whether what was paid comes back is for the tariff of each line to say."""
    obligation = dossier.obligation
    if obligation is None or not obligation.amount:
        return "hồ sơ này không phải nộp phí, lệ phí."
    if obligation.payments.exists():
        paid = dong(obligation.amount)
        return (
            f"đã nộp {paid}; được hoàn lại khi quy định về khoản thu đó cho phép, ông/bà hỏi nơi tiếp nhận."
        )
    return "khoản chưa nộp được hủy, ông/bà không phải nộp."


def _about_papers(dossier: Dossier) -> str:
    originals = [each for each in dossier.live_papers() if each.originals]
    if not originals:
        return "không có bản chính phải trả lại; giấy tờ điện tử được lưu theo hồ sơ."
    names = "; ".join(f"{each.name} ({each.originals} bản)" for each in originals)
    desk = dossier.receiving_unit.name if dossier.receiving_unit else "nơi tiếp nhận"
    return f"ông/bà mang giấy tiếp nhận đến {desk} để nhận lại bản chính: {names}."


_BUILD = {
    PrintedForm.Kind.RECEIPT.value: _receipt,
    PrintedForm.Kind.SUPPLEMENT.value: _supplement,
    PrintedForm.Kind.REFUSAL.value: _refusal,
    PrintedForm.Kind.APOLOGY.value: _apology,
    PrintedForm.Kind.STOP.value: _stop,
}


def control_sheet(dossier: Dossier) -> shapes.ControlSheet:
    """Form 06 out of the real history: who gave to whom, when, and whether each step kept its time."""
    unit = dossier.receiving_unit
    if unit is None:
        raise LookupError("A dossier without a desk has no control sheet.")
    return shapes.ControlSheet(
        head=_head(unit, dossier.number),
        code=dossier.number,
        procedure=dossier.version.procedure.name,
        owner=_owner(dossier),
        received_at=_local(dossier.accepted_at) or moment.now(),
        due_at=_local(dossier.due_at),
        rows=control_rows.rows(dossier),
        due_note="Hạn do hệ thống cũ ấn định" if dossier.due_kept is not None else "",
        case=dossier.case.name if dossier.case is not None else "",
    )


def result_pdf(dossier: Dossier, result: Result, *, signer: Actor, day: date, mark: str = "") -> bytes:
    """The result document (NĐ 30/2020): a draft with a mark across it, or ready for signing."""
    unit = issuing_unit(dossier)
    spec = dossier.spec.result(result.key)
    kind = spec.template if spec is not None and not result.is_refusal else "notice"
    symbol = _SYMBOLS[kind]
    document = shapes.ResultPaper(
        kind=kind,
        head=_head(unit, result.number, symbol, day),
        code=dossier.number,
        title=result.name.upper(),
        about=dossier.version.procedure.name,
        addressee="" if kind in {"certificate", "extract"} else _owner(dossier).name,
        paragraphs=tuple(result.body),
        fields=_certified(content.read_back(dossier)) if kind in {"certificate", "extract"} else (),
        signer=shapes.Signer(title=_title(signer), name=signer.name),
        recipients=(_owner(dossier).name, "Lưu: VT, hồ sơ."),
        verify_url=f"{settings.PUBLIC_URL}/xac-minh/{result.pk}/",
        mark=mark,
    )
    return paper.render(FormKind.RESULT, document, "a4")


_SYMBOLS = {"certificate": "GCN", "decision": "QĐ", "notice": "TB", "extract": "TL", "update": "TB"}


def _certified(sections: list[Section]) -> tuple[tuple[str, str], ...]:
    return tuple((line.label, line.text) for section in sections for line in section.lines)
