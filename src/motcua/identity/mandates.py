"""Acting for somebody under a mandate: given, confirmed, used by an explicit choice, ended."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import CITIZEN, DESK_OFFICER, Actor
from motcua.identity.models import Mandate, MandateQuerySet, Person
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.text import fold


def acting_for(actor: Actor, person_id: UUID, on: date) -> Actor:
    """The actor standing for that person on that day, by a confirmed mandate. Ask it anew in every request.

    Choosing oneself ends standing for somebody else. Raises Forbidden when there is no such mandate (any
    more).
    """
    alone = replace(actor, for_person_id=None, for_procedures=frozenset(), for_name="")
    if actor.kind != CITIZEN or actor.person_id is None:
        raise Forbidden("Chỉ người dân đã đăng nhập mới làm thay người khác được.", code="no-mandate")
    if person_id == actor.person_id:
        return alone
    held = Mandate.objects.between(delegate_id=actor.person_id, principal_id=person_id).valid(on).confirmed()
    mandates = list(held.select_related("principal"))
    if not mandates:
        raise Forbidden(
            "Bạn không có ủy quyền còn hiệu lực của người này. Hãy đề nghị họ ủy quyền,"
            " hoặc mang giấy ủy quyền đến bộ phận một cửa.",
            code="no-mandate",
        )
    codes = {mandate.procedure_code for mandate in mandates}
    return replace(
        alone,
        for_person_id=person_id,
        for_procedures=frozenset() if "" in codes else frozenset(codes),
        for_name=mandates[0].principal.full_name,
    )


def may_file_for(*, delegate_id: UUID, principal_id: UUID, procedure_code: str, on: date) -> bool:
    """Whether this person may send a dossier of that other one: oneself, or a mandate, even only claimed.

    The proof of a claimed one is among the papers and is checked before acceptance (NĐ 61/2018 Đ16).
    """
    if delegate_id == principal_id:
        return True
    valid = Mandate.objects.between(delegate_id=delegate_id, principal_id=principal_id).valid(on)
    return valid.filter(procedure_code__in=["", procedure_code]).exists()


def held_by(actor: Actor, on: date) -> MandateQuerySet:
    """The mandates a person holds on that day, also those only claimed; by the names of those stood for."""
    held = Mandate.objects.filter(delegate_id=actor.person_id).valid(on)
    return held.select_related("principal").order_by("principal__full_name", "pk")


def given_by(actor: Actor, on: date) -> MandateQuerySet:
    """The mandates a person gave or that are claimed from the person, by the names of those who hold them."""
    given = Mandate.objects.filter(principal_id=actor.person_id).valid(on)
    return given.select_related("delegate").order_by("delegate__full_name", "pk")


def note_switch(*, actor: Actor) -> None:
    """The delegate has chosen to stand for somebody; every act says so as well."""
    record(
        actor=actor.label,
        user_id=actor.user_id,
        verb="stand_for",
        subject_type="person",
        subject_id=str(actor.for_person_id),
        content={"procedures": sorted(actor.for_procedures)},
        chain="identity",
    )


def give_by_number(
    *,
    actor: Actor,
    personal_id: str,
    full_name: str,
    ground: str,
    procedure_code: str = "",
    ends: date | None = None,
) -> Mandate:
    """As `give`, to the person with this number and this name; a wrong name tells nothing more."""
    number = "".join(personal_id.split())
    found = Person.objects.filter(personal_id=number, user__isnull=False).first() if number else None
    if found is None or fold(found.full_name) != fold(" ".join(full_name.split())):
        raise Refused(
            "Chưa tìm thấy người có họ tên và số định danh này. Hãy xem lại trên thẻ, và nhờ người đó"
            " đăng nhập Cổng một lần trước.",
            field="personal_id",
            code="unknown",
        )
    return give(actor=actor, delegate=found, ground=ground, procedure_code=procedure_code, ends=ends)


def _record(actor: Actor, verb: str, mandate: Mandate) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="mandate",
        subject_id=str(mandate.pk),
        content={
            "principal": str(mandate.principal_id),
            "delegate": str(mandate.delegate_id),
            "ground": mandate.ground,
            "procedure": mandate.procedure_code,
        },
    )


@transaction.atomic
def give(
    *, actor: Actor, delegate: Person, ground: str, procedure_code: str = "", ends: date | None = None
) -> Mandate:
    """The principal lets somebody act in the principal's place, from today; confirmed by being given."""
    if actor.kind != CITIZEN or actor.person_id is None or actor.for_person_id is not None:
        raise Forbidden("Chỉ chính người ủy quyền mới ủy quyền được.", code="not-yours")
    if delegate.pk == actor.person_id:
        raise Refused("Không thể ủy quyền cho chính mình.", code="oneself")
    if ground not in Mandate.Ground.values:
        raise Refused("Hãy chọn căn cứ ủy quyền.", field="ground")
    today = moment.today()
    if ends is not None and ends < today:
        raise Refused("Ngày hết ủy quyền phải từ hôm nay trở đi.", field="ends")
    mandate = Mandate.objects.create(
        principal_id=actor.person_id,
        delegate=delegate,
        ground=ground,
        procedure_code=procedure_code,
        starts=today,
        ends=ends,
        confirmed_at=moment.now(),
        confirmed_by=actor.label,
    )
    _record(actor, "give_mandate", mandate)
    return mandate


@transaction.atomic
def confirm(*, actor: Actor, mandate_id: int) -> Mandate:
    """A desk officer has seen the authority or the proof of kinship of a mandate that was only claimed."""
    if not actor.has(DESK_OFFICER):
        raise Forbidden("Chỉ cán bộ tiếp nhận mới xác nhận được giấy ủy quyền.", code="not-yours")
    mandate = Mandate.objects.select_for_update().get(pk=mandate_id)
    if mandate.confirmed_at is None:
        mandate.confirmed_at, mandate.confirmed_by = moment.now(), actor.label
        mandate.save(update_fields=["confirmed_at", "confirmed_by"])
        _record(actor, "confirm_mandate", mandate)
    return mandate


@transaction.atomic
def end(*, actor: Actor, mandate_id: int) -> Mandate:
    """Either side ends it, at once: its last day is yesterday. One that began today has then never held."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate_id)
    if actor.kind != CITIZEN or actor.person_id not in {mandate.principal_id, mandate.delegate_id}:
        raise Forbidden("Ủy quyền này không phải của bạn.", code="not-yours")
    if mandate.ends is None or mandate.ends >= moment.today():
        mandate.ends = _yesterday()
        mandate.save(update_fields=["ends"])
        _record(actor, "end_mandate", mandate)
    return mandate


def _yesterday() -> date:
    return date.fromordinal(moment.today().toordinal() - 1)
