"""Where the dossiers of the bulk province lie and who works on them: what fills the slots of a template."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bench.steering.cells import NULL
from motcua.catalogue.models import Version, read_specs
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.demo.paths import forward, shortest
from motcua.dossiers.counters import identifier_of
from motcua.dossiers.places import desk_of
from motcua.lib import moment
from motcua.lib.text import fold
from motcua.organisation.models import Assignment, Unit
from motcua.workflow.spec import END, END_REFUSED, ROLES, Step

_PREFIX = "unit:"
_VARIANTS = 3


@dataclass(frozen=True)
class Office:
    """An agency that decides, with the desk that receives for it.

    `slots` are the slots that are the same for all its dossiers, in some variants: another officer of the
    same role in each.
    """

    unit_id: str
    desk_id: str
    identifier: str
    slots: tuple[Mapping[str, str], ...]
    at_desk: Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """One case of a procedure in force, and how often it is asked for."""

    version: Version
    case: Case
    weight: float
    offices: tuple[Office, ...] = field(repr=False)
    days: float

    @property
    def spec(self) -> ProcedureSpec:
        return self.version.spec

    @cached_property
    def search_words(self) -> str:
        return fold(self.version.procedure.name)

    @cached_property
    def _ways(self) -> dict[bool, list[Step]]:
        return {refused: list(self._way(END_REFUSED if refused else END)) for refused in (False, True)}

    def steps(self, *, refused: bool) -> list[Step]:
        """The ordinary way through the route, or the one to a refusal on the merits."""
        return self._ways[refused]

    def _way(self, end: str) -> Iterator[Step]:
        route = self.spec.route
        step: Step | None = route.steps[0]
        for _ in route.steps:
            if step is None:
                return
            yield step
            outcome = step.outcome(shortest(route, step.key, to_end=end)) or forward(step)
            step = route.step(outcome.to)


class _Holders:
    """Who holds which role in which unit today."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        held = Assignment.objects.in_force(moment.today()).select_related("user", "post")
        for each in held.order_by("post_id", "pk"):
            if each.post.fields or each.post.procedures:
                continue
            for role in each.post.roles:
                label = f"{each.user.name} ({each.post.title})"
                self._found[each.post.unit_id, role].append((each.user_id, label))

    def slots(self, where: str, unit_id: str, variant: int) -> dict[str, str]:
        """The slots of one place: the unit, and account and name of whoever has each role there."""
        slots = {f"{where}": unit_id}
        for role in ROLES:
            found = self._found.get((unit_id, role)) or [(0, "Cán bộ")]
            user, label = found[variant % len(found)]
            slots[f"{where}/{role}"] = str(user) if user else NULL
            slots[f"{where}/{role}/name"] = label
        return slots


def kinds(share: int = 0, of: int = 1) -> list[Kind]:
    """What is asked for at the desks of this share: every `of`-th commune, the province's at the first."""
    holders = _Holders()
    units = Unit.objects.valid(moment.today()).select_related("parent")
    by_kind: dict[str, list[Unit]] = defaultdict(list)
    parts: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.order_by("pk"):
        by_kind[unit.kind].append(unit)
        by_kind[_PREFIX + unit.pk].append(unit)
        parts[unit.parent_id or ""].append(unit)
    offices: dict[str, Office] = {}
    found = []
    versions = list(Version.objects.all_for(moment.today()).select_related("procedure").order_by("procedure"))
    read_specs(versions)
    for version in versions:
        agencies = [unit for row in version.spec.competence for unit in by_kind.get(row.agency, ())]
        agencies = [unit for unit in dict.fromkeys(agencies) if _mine(unit, share, of)]
        for unit in agencies:
            if unit.pk not in offices:
                offices[unit.pk] = _office(unit, parts[unit.pk], holders)
        here = tuple(offices[unit.pk] for unit in agencies)
        if here and version.spec.channels:
            found += [_kind(version, case, here, of) for case in version.spec.cases if case.terms]
    return found


def _mine(unit: Unit, share: int, of: int) -> bool:
    """A desk belongs to one share whole, so that its numbers of a day have no gap."""
    return (int(unit.admin_code) % of if unit.admin_code.isdigit() else 0) == share


def _kind(version: Version, case: Case, offices: tuple[Office, ...], of: int) -> Kind:
    # What communes decide is asked for in all of them; an agency of the province has one counter for all.
    at_communes = len(offices) > 3
    often = (30.0 if at_communes else 4.0 * of) / len(version.spec.cases)
    # Not all procedures are as common: the tenth of them are asked for ten times as often as the last.
    rank = 1 + sum(map(ord, version.procedure_id)) % 10
    days = case.terms[0].minutes / (8 * 60)
    return Kind(version, case, often / rank, offices, days)


def _office(unit: Unit, parts: Iterable[Unit], holders: _Holders) -> Office:
    desk = desk_of(unit)
    by_kind = {part.kind: part.pk for part in parts}
    places = {"competent": unit.pk, "desk": desk.pk}
    for division in ("division:social", "division:economy", "division:office"):
        places[division] = by_kind.get(division, unit.pk)
    slots = []
    for variant in range(_VARIANTS):
        found: dict[str, str] = {}
        for where, unit_id in places.items():
            found |= holders.slots(where, unit_id, variant)
        slots.append(found)
    at_desk = {key: value for key, value in slots[0].items() if key == "desk" or key.startswith("desk/")}
    return Office(unit.pk, desk.pk, identifier_of(desk), tuple(slots), at_desk)
