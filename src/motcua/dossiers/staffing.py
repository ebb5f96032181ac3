"""Whether somebody is there for every step of every route, and for every piece of work that is open."""

from collections.abc import Iterator
from datetime import date

from motcua.catalogue.models import Version, read_specs
from motcua.catalogue.spec import ProcedureSpec
from motcua.dossiers.models import WorkItem
from motcua.identity.actor import DESK_OFFICER, HEAD, ROLE_NAMES, SIGNER
from motcua.organisation.models import Assignment, Succession, Unit

Need = tuple[str, str]
"""A unit and a role in it."""


class Province:
    """The units of a day and the roles held in them, read once: some two thousand short rows."""

    def __init__(self, on: date) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.valid(on)}
        self.children: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            self.children.setdefault(unit.parent_id or "", []).append(unit)
        self.parts = {unit.pk for unit in Unit.objects.valid(on).parts()}
        self.heirs = dict(Succession.objects.in_effect(on).filter(main=True).values_list("old_id", "new_id"))
        self.centres = {unit.admin_code: unit for unit in self.of_kind(Unit.Kind.COMMUNE_CENTRE)}
        self.held: set[Need] = set()
        self.by_user: dict[int, set[Need]] = {}
        held = Assignment.objects.in_force(on).filter(user__is_active=True).select_related("post")
        for assignment in held.iterator():
            reach = self._reach(assignment.post.unit_id, frozenset(assignment.post.roles))
            self.held |= reach
            self.by_user.setdefault(assignment.user_id, set()).update(reach)

    def _reach(self, unit_id: str, roles: frozenset[str]) -> set[Need]:
        """As `organisation.actors.actor_at`: who leads a unit also does the work of its parts."""
        units = [unit_id]
        if roles & {HEAD, SIGNER}:
            units += [child.pk for child in self.children.get(unit_id, ()) if child.pk in self.parts]
        return {(unit, role) for unit in units for role in roles}

    def now(self, unit_id: str) -> str:
        """Who answers today for what this unit began."""
        for _ in self.heirs:
            if unit_id not in self.heirs:
                break
            unit_id = self.heirs[unit_id]
        return unit_id

    def of_kind(self, kind: str) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.kind == kind]

    def competent(self, agency: str) -> list[Unit]:
        """Every unit a row of competence can lead to."""
        if agency.startswith("unit:"):
            unit = self.units.get(self.now(agency.removeprefix("unit:")))
            return [unit] if unit is not None else []
        found = sorted(self.of_kind(agency), key=lambda unit: unit.pk)
        return found if agency.startswith("commune") else found[:1]

    def desk_of(self, unit: Unit) -> Unit | None:
        if unit.admin_code:
            return self.centres.get(unit.admin_code)
        return next(iter(self.of_kind(Unit.Kind.PROVINCE_CENTRE)), None)

    def step_unit(self, competent: Unit, named: str) -> str:
        """As `places.step_unit`, for a dossier that this unit decides; empty when there is no such unit."""
        if named == "desk":
            desk = self.desk_of(competent)
            return desk.pk if desk is not None else ""
        if named.startswith("unit:"):
            slug = self.now(named.removeprefix("unit:"))
            return slug if slug in self.units else ""
        if named.startswith("division:"):
            parts = (unit.pk for unit in self.children.get(competent.pk, ()) if unit.kind == named)
            return min(parts, default=competent.pk)
        return competent.pk


def staffed(on: date) -> Iterator[str]:
    """A sentence for every unit and role that a route needs and nobody holds,
    and for work left with who has gone.
    """
    province = Province(on)
    lacking: dict[Need, list[str]] = {}
    versions = list(Version.objects.all_for(on))
    read_specs(versions)
    for version in versions:
        for need in _needs(province, version.spec):
            if need not in province.held:
                lacking.setdefault(need, []).append(version.procedure_id)
    for (unit_id, role), procedures in sorted(lacking.items()):
        examples = ", ".join(procedures[:3])
        where = unit_id or "đơn vị chưa có"
        yield f"Không ai là «{ROLE_NAMES.get(role, role)}» ở {where}: thủ tục {examples}."
    yield from _left_behind(province)


def left_behind(on: date) -> Iterator[str]:
    """A sentence for every open piece of work that nobody can do, or that lies with somebody who has left."""
    yield from _left_behind(Province(on))


def _needs(province: Province, spec: ProcedureSpec) -> set[Need]:
    needs: set[Need] = set()
    for row in spec.competence:
        units = province.competent(row.agency)
        if not units:
            needs.add((row.agency, SIGNER))
        for unit in units:
            desk = province.desk_of(unit)
            needs.add((desk.pk if desk is not None else "", DESK_OFFICER))
            for step in spec.route.steps:
                needs.add((province.step_unit(unit, step.unit), step.role))
                needs |= {(province.step_unit(unit, ask.unit), ask.role) for ask in step.ask}
    return needs


def _left_behind(province: Province) -> Iterator[str]:
    open_work = WorkItem.objects.open().values_list(
        "dossier__temporary_number", "name", "unit", "role", "assignee"
    )
    for number, name, unit_id, role, assignee in open_work.iterator(chunk_size=2000):
        need = (province.now(unit_id), role)
        if assignee is not None and need not in province.by_user.get(assignee, set()):
            yield f"Hồ sơ {number}: việc «{name}» do người không còn giữ vai trò giữ; lãnh đạo hãy giao lại."
        elif need not in province.held:
            yield f"Hồ sơ {number}: việc «{name}» ở {unit_id} không ai làm được."
