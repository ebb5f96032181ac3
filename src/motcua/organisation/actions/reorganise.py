"""Units end and others take over: the only way in which a unit goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.organisation.models import Assignment, Succession, Unit
from motcua.organisation.rules import check_may_organise, check_works_on


@dataclass(frozen=True, slots=True)
class Heir:
    """One successor of the unit that ends; `main` answers for what was begun there."""

    unit: Unit
    main: bool = True
    partial: bool = False


@transaction.atomic
def reorganise(*, actor: Actor, unit: Unit, heirs: Sequence[Heir], on: date, ground: str) -> None:
    """End `unit` the day before `on` and let `heirs` take over from that day.

    Nothing is renamed, moved or deleted: dossiers keep their unit and `queries.responsible_unit` says who
    answers. Exactly one heir is the main one. People in the posts of the unit leave them with its last day.
    """
    check_may_organise(actor)
    check_works_on(unit, on - timedelta(days=1))
    if sum(heir.main for heir in heirs) != 1:
        raise Refused("Cần đúng một đơn vị kế thừa chính.", field="heirs", code="one_main_heir")
    if not ground.strip():
        raise Refused("Cần ghi nghị quyết hoặc quyết định sắp xếp.", field="ground", code="no_ground")
    for heir in heirs:
        if heir.unit.pk == unit.pk:
            raise Refused("Đơn vị kết thúc không thể kế thừa chính mình.", field="heirs", code="own_heir")
        check_works_on(heir.unit, on)
    last = on - timedelta(days=1)
    unit.valid_to = last
    unit.save(update_fields=["valid_to"])
    Succession.objects.bulk_create(
        [Succession(old=unit, new=heir.unit, on=on, partial=heir.partial, main=heir.main) for heir in heirs]
    )
    staying = Assignment.objects.in_force(on).filter(post__unit=unit)
    staying.filter(starts__lte=last).update(ends=last)
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb="reorganise",
        subject_type="unit",
        subject_id=unit.pk,
        content={"on": on.isoformat(), "heirs": [heir.unit.pk for heir in heirs], "ground": ground},
    )
