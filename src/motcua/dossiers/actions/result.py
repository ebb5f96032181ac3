"""The result: drafted by the handler, signed by the signer, numbered and sealed by the clerk."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction

from motcua.audit.actions import record
from motcua.documents.files import keep, read
from motcua.documents.models import StoredFile
from motcua.documents.signing import (
    ON_BEHALF,
    KeyStoreError,
    check_before_issue,
    keystore,
    seal_as_agency,
    sign_as_person,
)
from motcua.dossiers import content, counters, printing
from motcua.dossiers.actions.tasks import held_item
from motcua.dossiers.authority import check_may_sign
from motcua.dossiers.models import Dossier, Result
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import add_months
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.workflow.spec import END, END_REFUSED, Outcome

REFUSAL = "refusal"
SIGNING, ISSUING = "Ký kết quả giải quyết thủ tục", "Phát hành kết quả"
# The steps whose officer writes: those before any signature.
_WRITING = frozenset({"check", "draft", "field_visit", "opinions"})
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def result_spec_of(dossier: Dossier) -> list[tuple[str, str, str]]:
    """(key, name, national code) of the results the dossier's case ends with."""
    case = dossier.case
    keys: Iterable[str] = case.results if case is not None else ()
    found = [dossier.spec.result(key) for key in keys]
    return [(spec.key, spec.name, spec.code) for spec in found if spec is not None]


@transaction.atomic
def draft(*, actor: Actor, item_id: Id, bodies: dict[str, list[str]]) -> Dossier:
    """Write or change the text of the results, one list of paragraphs each; the key `refusal` makes a
    refusal.

    Raises Refused when the text is empty or somebody has signed already.
    """
    dossier, item = held_item(actor=actor, item_id=item_id)
    step = dossier.spec.route.step(item.step_key) if item.kind == item.Kind.STEP else None
    if step is None or step.act not in _WRITING:
        raise Refused("Bước này không soạn dự thảo kết quả.", code="no-drafting")
    if dossier.has_signed_result():
        raise Refused("Kết quả đã được ký, không sửa dự thảo được nữa.", code="signed")
    for key, paragraphs in bodies.items():
        _write(actor, dossier, key, paragraphs)
    return dossier


def _write(actor: Actor, dossier: Dossier, key: str, paragraphs: Iterable[str]) -> None:
    known = {key: (name, code) for key, name, code in result_spec_of(dossier)}
    known[REFUSAL] = ("Văn bản trả lời không đủ điều kiện giải quyết", "")
    if key not in known:
        raise Refused("Thủ tục này không có loại kết quả đó.", code="no-result")
    body = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    if not body:
        raise Refused("Nội dung dự thảo đang trống.", field="body", code="empty")
    name, code = known[key]
    Result.objects.update_or_create(
        dossier=dossier,
        key=key,
        defaults={
            "name": name,
            "code": code,
            "is_refusal": key == REFUSAL,
            "body": body,
            "drafted_by": actor.label,
            "drafted_at": moment.now(),
        },
    )


def suggested(dossier: Dossier, key: str) -> list[str]:
    """The text a draft begins with: the procedure's template with this dossier's values in it."""
    if key == REFUSAL:
        return [f"Hồ sơ «{dossier.version.procedure.name}» chưa đủ điều kiện giải quyết vì: "]
    spec = dossier.spec.result(key)
    body = spec.body if spec is not None else ()
    if not body:
        case_name = dossier.case.name if dossier.case is not None else ""
        return [f"Giải quyết hồ sơ {dossier.number}: {dossier.version.procedure.name} ({case_name})."]
    values = content.words(dossier)
    return [_filled(paragraph, values) for paragraph in body]


def _filled(paragraph: str, values: dict[str, str]) -> str:
    """With the answers put in; a name without a value stays a visible gap for the officer to fill."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], "……"), paragraph)


def _drafts(dossier: Dossier, *, refusal: bool) -> list[Result]:
    return [result for result in dossier.results.all() if result.is_refusal == refusal]


def check_drafted(*, actor: Actor, dossier: Dossier, outcome: Outcome, note: str) -> None:
    """A drafting step is left with a draft: of every result, or of the refusal
    when the outcome leads there.
    """
    refusing = leads_to_refusal(dossier, outcome)
    drafted = {result.key for result in _drafts(dossier, refusal=refusing)}
    wanted = {REFUSAL} if refusing else {key for key, _, _ in result_spec_of(dossier)}
    if not wanted <= drafted:
        raise Refused("Hãy soạn và lưu dự thảo kết quả trước khi trình.", code="no-draft")


def check_refusal_drafted(*, actor: Actor, dossier: Dossier, note: str) -> None:
    """Who finds already while checking that the conditions are not met says why; that becomes the draft
    refusal.
    """
    if _drafts(dossier, refusal=True):
        return
    if not note.strip():
        raise Refused("Hãy ghi rõ vì sao hồ sơ không đủ điều kiện giải quyết.", field="note", code="reason")
    _write(actor, dossier, REFUSAL, [suggested(dossier, REFUSAL)[0] + note.strip()])


def leads_to_refusal(dossier: Dossier, outcome: Outcome) -> bool:
    """Whether every way on from here leads to the signing of a refusal, and none to that of a result."""
    route = dossier.spec.route
    waiting, seen, refused = [outcome.to], set[str](), False
    while waiting:
        key = waiting.pop()
        step = route.step(key)
        if key == END or (step is not None and step.act == "sign"):
            return False
        if key == END_REFUSED or (step is not None and step.act == "sign_refusal"):
            refused = True
        elif step is not None and key not in seen:
            waiting += [each.to for each in step.outcomes if not each.back]
        seen.add(key)
    return refused


def sign(*, actor: Actor, dossier: Dossier, outcome: Outcome, note: str) -> None:
    """The signer signs every result with the personal certificate (Luật Giao dịch điện tử 2023).

    Drafts of another case or of a refusal that was thought of before are dropped: nobody may take them for
    valid.
    """
    if leads_to_refusal(dossier, outcome):
        sign_refusal(actor=actor, dossier=dossier, outcome=outcome, note=note)
        return
    wanted = {key for key, _, _ in result_spec_of(dossier)}
    drafts = {result.key: result for result in _drafts(dossier, refusal=False)}
    if not wanted <= drafts.keys():
        raise Refused("Chưa có đủ dự thảo kết quả. Hãy trả lại bước trước để soạn.", code="no-draft")
    _drop_drafts(dossier, wanted)
    for key in sorted(wanted):
        _sign_one(actor, dossier, drafts[key])


def _drop_drafts(dossier: Dossier, wanted: Collection[str]) -> None:
    dossier.results.filter(signed_at__isnull=True).exclude(key__in=wanted).delete()


def void_signatures(*, actor: Actor, dossier: Dossier, reason: str) -> None:
    """A step back takes the signature off again, so that the text can be mended; the number is kept for it.

    The signed file stays in the store and the act in the record. What was issued cannot be taken back so.
    """
    signed = [result for result in dossier.results.all() if result.signed_at is not None]
    if any(result.issued_at is not None for result in signed):
        raise Refused("Kết quả đã phát hành nên không trả lại bước trước được.", code="issued")
    for result in signed:
        record(
            actor=actor.label,
            user_id=actor.user_id,
            unit_id=actor.unit_id,
            verb="void_signature",
            subject_type="dossier",
            subject_id=str(dossier.pk),
            content={
                "result": result.key,
                "number": result.number,
                "file": result.signed_file.sha256 if result.signed_file else "",
                "reason": reason.strip(),
            },
            chain=dossier.receiving_unit_id or "system",
        )
        result.signed_by, result.signer_id, result.signed_at, result.signed_file = "", None, None, None
        result.save(update_fields=["signed_by", "signer_id", "signed_at", "signed_file"])


def sign_refusal(*, actor: Actor, dossier: Dossier, outcome: Outcome, note: str) -> None:
    """A refusal on the merits is the result (NĐ 61/2018 Đ19 kh.8); signed, and sealed at once when no clerk
    follows.
    """
    drafts = _drafts(dossier, refusal=True)
    if not drafts:
        raise Refused("Chưa có dự thảo văn bản từ chối.", code="no-draft")
    _drop_drafts(dossier, {REFUSAL})
    for result in drafts:
        _sign_one(actor, dossier, result)
        if outcome.to == END_REFUSED:
            _seal_one(actor, dossier, result)


def _sign_one(actor: Actor, dossier: Dossier, result: Result) -> None:
    """Number and date stand in the text before it is signed; the clerk enters
    them in the register and seals.
    """
    check_may_sign(actor, dossier, result)
    unit = printing.issuing_unit(dossier)
    at = moment.now()
    if not result.number:
        result.number = counters.new_result_number(unit)
    pdf = printing.result_pdf(dossier, result, signer=actor, day=at.date())
    owner = f"officer:{actor.user_id}"
    with _told():
        keystore().enroll(owner, actor.name, unit.name, "person", valid_from=at)
        signed = sign_as_person(pdf, owner=owner, now=at, reason=signing_words(actor), location=place())
    result.signed_file = _keep(signed, result, actor)
    result.signed_by, result.signer_id, result.signed_at = actor.label, actor.user_id, at
    result.save(update_fields=["number", "signed_file", "signed_by", "signer_id", "signed_at"])


def signing_words(actor: Actor) -> str:
    """What stands in the signature itself: the act, and for whom it was done."""
    return f"{SIGNING}{ON_BEHALF}{actor.on_behalf}" if actor.on_behalf else SIGNING


@contextmanager
def _told() -> Iterator[None]:
    """A key that cannot be used is no fault of ours: the officer reads what the key store says."""
    try:
        yield
    except KeyStoreError as problem:
        raise Refused(problem.message, code="keystore") from problem


def place() -> str:
    """Where signatures are said to be made."""
    name: str = settings.PROVINCE["name"]
    return name


def issue(*, actor: Actor, dossier: Dossier, outcome: Outcome, note: str) -> None:
    """The clerk enters the result in the register, seals it with the agency's certificate and issues it."""
    for result in dossier.results.all():
        if result.signed_at is not None and result.issued_at is None:
            _seal_one(actor, dossier, result)


def _seal_one(actor: Actor, dossier: Dossier, result: Result) -> None:
    if result.signed_file is None:
        raise Refused("Kết quả chưa được ký.", code="unsigned")
    unit = printing.issuing_unit(dossier)
    at = moment.now()
    owner = f"unit:{unit.pk}"
    signed = read(result.signed_file)
    with _told():
        keystore().enroll(owner, unit.name, unit.name, "agency", valid_from=at)
        sealed = seal_as_agency(signed, owner=owner, now=at, reason=ISSUING, location=place())
    # Nothing leaves the office that would not verify.
    check_before_issue(sealed, person=f"officer:{result.signer_id}", agency=owner)
    result.file = _keep(sealed, result, actor)
    result.issued_at = at
    spec = dossier.spec.result(result.key)
    if spec is not None and spec.validity_months is not None:
        result.valid_until = add_months(at.date(), spec.validity_months)
    result.save(update_fields=["file", "issued_at", "valid_until"])


def _keep(pdf: bytes, result: Result, actor: Actor) -> StoredFile:
    return keep(
        content=pdf,
        name=f"{result.name}.pdf",
        media_type="application/pdf",
        origin=StoredFile.Origin.RESULT,
        by=actor.label,
    )
