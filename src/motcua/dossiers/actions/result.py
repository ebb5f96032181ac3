"""The result: drafted by the handler, signed by the signer, numbered and sealed by the clerk."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from motcua.documents.files import keep, read
from motcua.documents.models import StoredFile
from motcua.documents.signing import check_before_issue, keystore, seal_as_agency, sign_as_person
from motcua.dossiers import content, counters, printing
from motcua.dossiers.actions.tasks import held_item
from motcua.dossiers.models import Dossier, Result
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import add_months
from motcua.lib.errors import Refused
from motcua.workflow.spec import Outcome

REFUSAL = "refusal"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def result_spec_of(dossier: Dossier) -> list[tuple[str, str, str]]:
    """(key, name, national code) of the results the dossier's case ends with."""
    case = dossier.case
    keys: Iterable[str] = case.results if case is not None else ()
    found = [dossier.spec.result(key) for key in keys]
    return [(spec.key, spec.name, spec.code) for spec in found if spec is not None]


@transaction.atomic
def draft(*, actor: Actor, item_id: object, bodies: dict[str, list[str]]) -> Dossier:
    """Write or change the text of the results, one list of paragraphs each; the key `refusal` makes a refusal.

    Raises Refused when the text is empty or somebody has signed already.
    """
    dossier, _ = held_item(actor=actor, item_id=item_id)
    if dossier.has_signed_result():
        raise Refused("Kết quả đã được ký, không sửa dự thảo được nữa.", code="signed")
    known = {key: (name, code) for key, name, code in result_spec_of(dossier)}
    known[REFUSAL] = ("Văn bản trả lời không đủ điều kiện giải quyết", "")
    at = moment.now()
    for key, paragraphs in bodies.items():
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
                "drafted_at": at,
            },
        )
    return dossier


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
    """A drafting step is left with a draft: of every result, or of the refusal when the outcome leads there."""
    refusing = leads_to_refusal(dossier, outcome)
    drafted = {result.key for result in _drafts(dossier, refusal=refusing)}
    wanted = {REFUSAL} if refusing else {key for key, _, _ in result_spec_of(dossier)}
    if not wanted <= drafted:
        raise Refused("Hãy soạn và lưu dự thảo kết quả trước khi trình.", code="no-draft")


def leads_to_refusal(dossier: Dossier, outcome: Outcome) -> bool:
    """Whether this way out leads to the signing of a refusal."""
    following = dossier.spec.route.step(outcome.to)
    return outcome.to == "end_refused" or (following is not None and following.act == "sign_refusal")


def sign(*, actor: Actor, dossier: Dossier, outcome: Outcome, note: str) -> None:
    """The signer signs every drafted result with the personal certificate (Luật Giao dịch điện tử 2023)."""
    for result in _drafts(dossier, refusal=False):
        _sign_one(actor, dossier, result)


def sign_refusal(*, actor: Actor, dossier: Dossier, outcome: Outcome, note: str) -> None:
    """A refusal on the merits is the result (NĐ 61/2018 Đ19 kh.8); signed, and sealed at once when no clerk follows."""
    drafts = _drafts(dossier, refusal=True)
    if not drafts:
        raise Refused("Chưa có dự thảo văn bản từ chối.", code="no-draft")
    for result in drafts:
        _sign_one(actor, dossier, result)
        if outcome.to == "end_refused":
            _seal_one(actor, dossier, result)


def _sign_one(actor: Actor, dossier: Dossier, result: Result) -> None:
    """Number and date stand in the text before it is signed; the clerk enters them in the register and seals."""
    unit = printing.issuing_unit(dossier)
    at = moment.now()
    if not result.number:
        result.number = counters.new_result_number(unit)
    pdf = printing.result_pdf(dossier, result, signer=actor, day=at.date())
    owner = f"officer:{actor.user_id}"
    keystore().enroll(owner, actor.name, unit.name, "person")
    signed = sign_as_person(pdf, owner=owner, now=at, reason="Ký kết quả giải quyết thủ tục", location=_place())
    result.signed_file = _keep(signed, result, actor)
    result.signed_by, result.signer_id, result.signed_at = actor.label, actor.user_id, at
    result.save(update_fields=["number", "signed_file", "signed_by", "signer_id", "signed_at"])


def _place() -> str:
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
    keystore().enroll(owner, unit.name, unit.name, "agency")
    signed = read(result.signed_file)
    sealed = seal_as_agency(signed, owner=owner, now=at, reason="Phát hành kết quả", location=_place())
    # Nothing leaves the office that would not verify (point 8 of «First light»).
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
