"""Targets: set from above, split below, withdrawn; every act goes into the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from motcua.audit.actions import record
from motcua.catalogue.models import Procedure
from motcua.identity.actor import ADMIN, HEAD, SIGNER, SYSTEM, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Assignment, Unit
from motcua.organisation.queries import subtree
from motcua.reporting.measures import MEASURES
from motcua.reporting.models import Target
from motcua.reporting.rights import home_of

DATA = Path(__file__).resolve().parent / "data" / "targets.yaml"
PEOPLE = (Target.Scope.UNIT, Target.Scope.PERSON)


@dataclass(frozen=True)
class Aim:
    """What a target says: which share, of whom, from which day to which, how many percent, on what ground."""

    metric: str
    scope: str
    scope_id: str
    first: date
    last: date
    value: Decimal
    source: str = ""


@transaction.atomic
def set_target(*, actor: Actor, aim: Aim, parent: Target | None = None) -> Target:
    """Set a target; one of the same share, scope and period is withdrawn for it. Raises Refused.

    Heads and signers set targets within their own agency, those over all and administrators for anybody.
    """
    _check(aim)
    _check_may_set(actor, aim)
    same = Target.objects.live().filter(
        metric=aim.metric, scope=aim.scope, scope_id=aim.scope_id, first=aim.first, last=aim.last
    )
    for old in same.select_for_update():
        _end(actor, old)
    target = Target.objects.create(
        metric=aim.metric,
        scope=aim.scope,
        scope_id=aim.scope_id,
        first=aim.first,
        last=aim.last,
        value=aim.value,
        source=aim.source,
        parent=parent,
        set_by_id=actor.user_id,
        set_by_label=actor.label,
        set_at=moment.now(),
    )
    _record(actor, "set_target", target)
    return target


@transaction.atomic
def split(*, actor: Actor, target: Target, scope: str, values: Mapping[str, Decimal]) -> list[Target]:
    """Give a target on to those below it (slug, procedure code or account number → percent)."""
    if target.withdrawn_at is not None:
        raise Refused("Chỉ tiêu này đã được rút, không chia tiếp được.", code="withdrawn")
    return [
        set_target(
            actor=actor,
            aim=Aim(target.metric, scope, scope_id, target.first, target.last, value, target.source),
            parent=target,
        )
        for scope_id, value in values.items()
    ]


@transaction.atomic
def withdraw(*, actor: Actor, target: Target) -> Target:
    """The target no longer holds; it stays in the record."""
    held = Target.objects.select_for_update().get(pk=target.pk)
    _check_may_set(actor, _aim_of(held))
    if held.withdrawn_at is None:
        _end(actor, held)
    return held


def set_presets(*, actor: Actor, first: date, last: date) -> list[Target]:
    """Set the founding targets for the province in a period."""
    return [
        set_target(
            actor=actor,
            aim=Aim(each["metric"], each["scope"], "", first, last, Decimal(each["value"]), each["source"]),
        )
        for each in presets()
    ]


@cache
def presets() -> tuple[dict[str, str], ...]:
    """The founding targets with their sources."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(data["presets"])


def _end(actor: Actor, target: Target) -> None:
    target.withdrawn_at = moment.now()
    target.save(update_fields=["withdrawn_at"])
    _record(actor, "withdraw_target", target)


def _record(actor: Actor, verb: str, target: Target) -> None:
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="target",
        subject_id=str(target.pk),
        content={
            "metric": target.metric,
            "scope": target.scope,
            "scope_id": target.scope_id,
            "first": target.first.isoformat(),
            "last": target.last.isoformat(),
            "value": str(target.value),
            "parent": str(target.parent_id or ""),
        },
    )


def _aim_of(target: Target) -> Aim:
    return Aim(target.metric, target.scope, target.scope_id, target.first, target.last, target.value)


def _check(aim: Aim) -> None:
    measure = MEASURES.get(aim.metric)
    if measure is None:
        raise Refused(f"Không có chỉ tiêu «{aim.metric}».", field="metric", code="metric")
    if aim.scope not in Target.Scope.values:
        raise Refused("Hãy chọn phạm vi giao chỉ tiêu.", field="scope", code="scope")
    if aim.scope in PEOPLE and measure.of_people is None:
        raise Refused(f"«{measure.label}» không giao cho phòng, cá nhân được.", field="scope", code="people")
    if not 0 < aim.value <= 100:
        raise Refused("Mức phải đạt là số phần trăm lớn hơn 0, tối đa 100.", field="value", code="value")
    if aim.last < aim.first:
        raise Refused("Ngày cuối kỳ phải bằng hoặc sau ngày đầu kỳ.", field="last", code="period")
    if not _exists(aim):
        raise Refused("Không tìm thấy đối tượng được giao chỉ tiêu.", field="scope_id", code="unknown")


def _exists(aim: Aim) -> bool:
    match aim.scope:
        case Target.Scope.PROVINCE:
            return not aim.scope_id
        case Target.Scope.SERVICE:
            return Procedure.objects.filter(pk=aim.scope_id).exists()
        case Target.Scope.PERSON:
            return aim.scope_id.isdigit() and User.objects.filter(pk=int(aim.scope_id)).exists()
        case _:
            return Unit.objects.filter(pk=aim.scope_id).exists()


def _check_may_set(actor: Actor, aim: Aim) -> None:
    if actor.kind == SYSTEM or actor.has(ADMIN):
        return
    refusal = Forbidden("Chỉ lãnh đạo mới giao chỉ tiêu, trong phạm vi cơ quan mình.", code="not-yours")
    if not actor.has(HEAD, SIGNER):
        raise refusal
    home = home_of(actor)
    if not home:
        return
    below = subtree(home)
    if aim.scope == Target.Scope.PERSON:
        held = Assignment.objects.in_force(moment.today()).filter(user=int(aim.scope_id))
        if held.filter(post__unit__in=below).exists():
            return
    elif aim.scope in (Target.Scope.AGENCY, Target.Scope.UNIT) and aim.scope_id in below:
        return
    raise refusal
