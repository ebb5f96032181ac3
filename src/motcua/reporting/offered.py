"""What the catalogue offers on a day, as figures need it: which services, by whom, how far online."""

from dataclasses import dataclass
from datetime import date

from motcua.catalogue.models import Version, read_specs
from motcua.catalogue.spec import ProcedureSpec
from motcua.organisation.models import Unit

UNIT_PREFIX = "unit:"
FULL, PARTIAL, INFORMATION = "full", "partial", "information"
LEVELS = {"province": "Cấp tỉnh", "commune": "Cấp xã"}


@dataclass(frozen=True, slots=True)
class Service:
    """One procedure in force, with what figures ask of it.

    `agencies` are kinds of unit, or `unit:<slug>`; `online` means a person may file it online; `priced` that
    some fee or charge may fall due; `complete` that every constituent part of its publication is there;
    `reach` how far it is taken in outside the boundary: none, province, nationwide.
    """

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    service_level: str
    channels: tuple[str, ...]
    agencies: frozenset[str]
    priced: bool
    complete: bool
    reach: str = "none"

    @property
    def online(self) -> bool:
        return self.service_level in (FULL, PARTIAL) and "online" in self.channels


def services(on: date, units: frozenset[str] | None = None) -> dict[str, Service]:
    """The procedures in force on a day, by code; with `units`, those that one of these agencies decides."""
    versions = list(Version.objects.all_for(on))
    read_specs(versions)
    found = {
        version.procedure_id: _service(version.content_id, version.spec, on)
        for version in versions
        if version.procedure.state == version.procedure.State.IN_FORCE
    }
    if units is None:
        return found
    able = {UNIT_PREFIX + unit for unit in units}
    able |= set(Unit.objects.filter(pk__in=units).values_list("kind", flat=True))
    return {code: service for code, service in found.items() if service.agencies & able}


# Specs cannot be keys; their digest can.
_read: dict[tuple[str, date], Service] = {}


def _service(digest: str, spec: ProcedureSpec, on: date) -> Service:
    key = (digest, on)
    found = _read.get(key)
    if found is None:
        if len(_read) > 5000:
            _read.clear()
        found = _read[key] = Service(
            code=spec.code,
            name=spec.name,
            field=spec.field.code,
            levels=spec.levels,
            service_level=spec.service_level,
            channels=spec.channels,
            agencies=frozenset(row.agency for row in spec.competence),
            priced=any(fee.valid_on(on) for fee in spec.fees),
            complete=_is_complete(spec),
            reach=spec.reach,
        )
    return found


def _is_complete(spec: ProcedureSpec) -> bool:
    """The constituent parts of an administrative procedure that have to be published are all there.

    Order of work, ways of filing, papers or form, term, who may ask, who decides, result, legal basis. Fees
    and conditions may rightly be empty.
    """
    return all(
        (
            spec.guide,
            spec.channels,
            spec.components or spec.form.pages,
            all(case.terms for case in spec.cases),
            spec.audience,
            spec.competence,
            spec.results,
            spec.legal_basis,
        )
    )
