"""Intake over the counter: what the officer types while the person stands there, and taking it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.catalogue.advice import competence
from motcua.dossiers import content, places, rules
from motcua.dossiers.actions import draft, papers
from motcua.dossiers.actions.file import take_in
from motcua.dossiers.actions.supplement import correct
from motcua.dossiers.form_files import with_own_files
from motcua.dossiers.models import Dossier, ReturnMethod
from motcua.forms.answers import as_raw, change_group, merged
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.payments.actions import take
from motcua.payments.models import Payment


@dataclass(frozen=True)
class Intake:
    """One sheet of the counter: answers, form, papers as (originals, copies) by component, and the return."""

    answers: Mapping[str, str]
    posted: Mapping[str, Any]
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fee_groups: Sequence[str] = ()
    return_method: str = ReturnMethod.DESK
    return_address: str = ""
    return_unit: str = ""
    place: str = ""


@dataclass(frozen=True)
class Taken:
    """Money taken there and then; without a method it is taken later."""

    method: str = ""
    reference: str = ""


_LATER = Taken()


@transaction.atomic
def keep_intake(*, actor: Actor, dossier_id: UUID, intake: Intake) -> Dossier:
    """Keep the whole sheet as it was typed, valid or not; every page of the form is replaced."""
    dossier = draft.editable(actor=actor, dossier_id=dossier_id)
    form = dossier.spec.form
    sent = with_own_files(form, as_raw(dossier.raw), as_raw(intake.posted), intake.files)
    raw = as_raw(dossier.raw)
    for page in form.pages:
        raw = merged(form, page.key, raw, sent)
    dossier.raw = change_group(form, raw, sent) or raw
    dossier.answers = dict(intake.answers)
    dossier.fee_groups = list(intake.fee_groups)
    dossier.chosen_place = intake.place[:5]
    if intake.return_method in ReturnMethod.values:
        dossier.return_method = intake.return_method
    dossier.return_address = intake.return_address.strip()[:300]
    dossier.return_unit = dossier.receiving_unit
    if intake.return_unit:
        dossier.return_unit = places.return_desk(dossier.spec, intake.return_unit, own=dossier.receiving_unit)
    dossier.draft_version += 1
    dossier.touched_at = moment.now()
    dossier.save()
    _keep_parts(actor, dossier, intake.parts)
    return dossier


def _keep_parts(actor: Actor, dossier: Dossier, parts: Mapping[str, tuple[int, int]]) -> None:
    """The papers on the desk are those ticked now; scans are left alone but for their counts."""
    wanted = {key: counts for key, counts in parts.items() if dossier.spec.component(key) is not None}
    for paper in [each for each in dossier.live_papers() if each.digitised_at is not None]:
        if paper.component_key in wanted:
            paper.originals, paper.copies = wanted.pop(paper.component_key)
            paper.save(update_fields=["originals", "copies"])
    for paper in [each for each in dossier.live_papers() if each.file_id is None]:
        if wanted.get(paper.component_key) == (paper.originals, paper.copies):
            wanted.pop(paper.component_key)
        else:
            papers.remove(actor=actor, dossier_id=dossier.pk, paper_id=paper.pk)
    for key, (originals, copies) in wanted.items():
        papers.attach(
            actor=actor, dossier_id=dossier.pk, component_key=key, originals=originals, copies=copies
        )


@transaction.atomic
def receive_intake(*, actor: Actor, dossier_id: UUID, seen_original: bool, taken: Taken = _LATER) -> Dossier:
    """Take the kept sheet in: form 01 with the code and the due date. Raises Refused with what is missing.

    `seen_original`: the officer has compared what was typed with the papers (NĐ 61/2018 Đ17 kh.1). `taken` is
    the money the officer has in hand; when it cannot be taken, nothing is taken in either.
    """
    dossier = draft.editable(actor=actor, dossier_id=dossier_id)
    if not seen_original:
        raise Refused(
            "Hãy đối chiếu nội dung với giấy tờ rồi đánh dấu «Tôi đã đối chiếu».", field="desk-compared"
        )
    draft.choose_return(
        actor=actor,
        dossier_id=dossier.pk,
        method=dossier.return_method,
        address=dossier.return_address,
        unit=dossier.return_unit_id or "",
    )
    if needs_place(dossier):
        draft.choose_place(actor=actor, dossier_id=dossier.pk, place=dossier.chosen_place)
    if taken.method == Payment.Method.TRANSFER and not taken.reference.strip():
        raise Refused("Hãy ghi số giao dịch chuyển khoản để đối chiếu.", field="desk-reference")
    dossier = take_in(actor=actor, dossier_id=dossier.pk)
    if taken.method:
        take_owed(actor=actor, dossiers=[dossier], taken=taken)
    return dossier


@transaction.atomic
def take_owed(*, actor: Actor, dossiers: Sequence[Dossier], taken: Taken) -> int:
    """Take what these dossiers owe, all of it or nothing; the sum in đồng. Nothing owed is no fault.

    Raises Forbidden for a dossier that does not lie at a desk of the officer.
    """
    total = 0
    for dossier in dossiers:
        if not rules.competent(dossier, actor, DESK_OFFICER):
            raise Forbidden("Việc thu tiền của hồ sơ này không thuộc đơn vị của bạn.", code="not-yours")
        owed = dossier.obligation
        if owed is not None and owed.is_open:
            total += take(
                actor=actor, obligation_id=owed.pk, method=taken.method, reference=taken.reference
            ).amount
    return total


def needs_place(dossier: Dossier) -> bool:
    """Whether the commune that decides is a choice in this dossier."""
    known = {**content.checked(dossier).answers, **content.given_facts(dossier)}
    return places.needs_choice(competence(dossier.spec, known), residence=dossier.owner.residence_unit)


@transaction.atomic
def keep_answer(
    *,
    actor: Actor,
    dossier_id: UUID,
    parts: Mapping[str, tuple[int, int]],
    posted: Mapping[str, Any],
) -> None:
    """What a person brings to the counter in answer to a supplement request: papers, corrected fields.

    Sent with `supply` once everything is there.
    """
    for key, (originals, copies) in parts.items():
        papers.attach(
            actor=actor, dossier_id=dossier_id, component_key=key, originals=originals, copies=copies
        )
    if posted:
        correct(actor=actor, dossier_id=dossier_id, raw=posted)
