"""One procedure after the other, out of versions and national records, in memory that does not grow."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from motcua.catalogue.fee_rows import CouncilRow, Exemption, Fee
from motcua.catalogue.models import NationalRecord, Procedure, Version
from motcua.catalogue.national.sheet import Sheet
from motcua.catalogue.national.sheet import Way as RecordWay
from motcua.catalogue.open_data import shape
from motcua.catalogue.queries import agencies_in_force
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib import moment
from motcua.organisation.public import agency_names

# So many at a time are in memory: three queries each.
CHUNK = 100


def open_procedures(on: date, *, chunk: int = CHUNK) -> Iterator[shape.OpenProcedure]:
    """Every procedure listed that day, by code."""
    names = agency_names(agencies_in_force(on))
    last = ""
    while True:
        rows = Procedure.objects.listed(on).filter(code__gt=last).select_related("field").order_by("code")
        found = list(rows[:chunk])
        if not found:
            return
        yield from _opened(found, on, names)
        last = found[-1].code


def _opened(rows: list[Procedure], on: date, names: Mapping[str, str]) -> Iterator[shape.OpenProcedure]:
    codes = [row.code for row in rows]
    versions = Version.objects.all_for(on).filter(procedure__in=codes).select_related("content")
    by_version = {version.procedure_id: version for version in versions}
    newer = NationalRecord.objects.filter(code=OuterRef("code"), number__gt=OuterRef("number"))
    told = [row.code for row in rows if row.state == Procedure.State.INFORMATION]
    records = NationalRecord.objects.filter(~Exists(newer), code__in=told)
    by_record = {record.code: record for record in records}
    for row in rows:
        if row.state == Procedure.State.INFORMATION and row.code in by_record:
            yield _of_record(row, by_record[row.code])
        elif row.code in by_version:
            yield _of_version(row, by_version[row.code], names)


def _of_version(row: Procedure, version: Version, names: Mapping[str, str]) -> shape.OpenProcedure:
    # Not through the memory of `Version.spec`: a whole catalogue would push everything else out of it.
    spec = ProcedureSpec.from_data(version.data)
    agencies = dict.fromkeys(each.agency for each in spec.competence)
    return shape.OpenProcedure(
        code=spec.code,
        name=spec.name,
        summary=spec.summary,
        field=shape.OpenField(code=spec.field.code, name=spec.field.name),
        state="in_force",
        source="province",
        version=version.number,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        changed=max(version.effective_from, _day(version.published_at)),
        decision=spec.decision,
        service_level=spec.service_level,
        service_level_reason=spec.service_level_reason,
        channels=spec.channels,
        levels=spec.levels,
        audience=spec.audience,
        life_events=spec.life_events,
        reach=spec.reach,
        agencies=tuple(shape.OpenAgency(code=code, name=names.get(code, code)) for code in agencies),
        terms=tuple(_terms(spec)),
        fees=tuple(_fees(spec)),
        components=tuple(_components(spec)),
        results=tuple(shape.OpenResult(name=each.name, code=each.code) for each in spec.results),
        conditions=spec.conditions,
        legal_basis=tuple(
            shape.OpenBasis(number=each.number, title=each.title, article=each.article)
            for each in spec.legal_basis
        ),
        page=f"/thu-tuc/{row.code}/",
    )


def _terms(spec: ProcedureSpec) -> Iterator[shape.OpenTerm]:
    for case in spec.cases:
        for term in case.terms:
            yield shape.OpenTerm(
                case=case.name,
                channel=term.channel,
                amount=term.amount,
                unit=term.unit,
                conditional=term.when is not None or case.when is not None,
                basis=term.basis,
                verified=not term.unverified,
            )


def _fees(spec: ProcedureSpec) -> Iterator[shape.OpenFee]:
    for fee in spec.of_province(settings.PROVINCE["code"]).fees:
        for row in fee.rows:
            if row.amount is not None or row.tiers is not None:
                yield _fee(fee, row)


def _fee(fee: Fee, row: Fee | CouncilRow) -> shape.OpenFee:
    tiers = row.tiers
    return shape.OpenFee(
        kind=fee.kind,
        name=fee.name,
        amount=row.amount,
        text="",
        tiers=shape.OpenTiers(first=tiers.first, price=tiers.price, then=tiers.then, cap=tiers.cap)
        if tiers is not None
        else None,
        each=bool(fee.quantity),
        council=row.council if isinstance(row, CouncilRow) else "",
        channel=row.channel,
        conditional=row.when is not None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        exemptions=tuple(_exemption(each) for each in row.exemptions),
        basis=row.basis,
        verified=not row.unverified,
    )


def _exemption(row: Exemption) -> shape.OpenExemption:
    return shape.OpenExemption(
        group=row.group,
        percent=row.percent,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=row.basis,
        verified=not row.unverified,
    )


def _components(spec: ProcedureSpec) -> Iterator[shape.OpenComponent]:
    for part in spec.components:
        yield shape.OpenComponent(
            case=None,
            name=part.name,
            kind=part.kind,
            required=part.required,
            conditional=part.when is not None,
            alternatives=part.alternatives,
            originals=part.originals,
            copies=part.copies,
            from_form=part.from_form,
            held_by_state=part.held_by_state.label if part.held_by_state is not None else None,
            verified=not part.unverified,
        )


def _of_record(row: Procedure, record: NationalRecord) -> shape.OpenProcedure:
    sheet = record.read
    agency = sheet.competent or sheet.agency
    return shape.OpenProcedure(
        code=row.code,
        name=sheet.name,
        summary="",
        field=shape.OpenField(code=row.field_id, name=row.field.name),
        state="information",
        source="national",
        version=None,
        effective_from=None,
        effective_to=None,
        changed=_day(record.imported_at),
        decision=sheet.decision,
        service_level="information",
        service_level_reason="",
        channels=tuple(dict.fromkeys(way.channel for way in sheet.ways)),
        levels=sheet.levels,
        audience=sheet.audience,
        life_events=(),
        reach="none",
        agencies=(shape.OpenAgency(code=None, name=agency),) if agency else (),
        terms=tuple(_record_term(way) for way in sheet.ways),
        fees=tuple(_record_fees(sheet)),
        components=tuple(_record_components(sheet)),
        results=tuple(shape.OpenResult(name=each.name, code=each.code) for each in sheet.results),
        conditions=sheet.conditions,
        legal_basis=tuple(
            shape.OpenBasis(number=each.number, title=each.title, article="") for each in sheet.basis
        ),
        page=f"/thu-tuc/{row.code}/",
    )


def _record_term(way: RecordWay) -> shape.OpenTerm:
    return shape.OpenTerm(
        case=None,
        channel=way.channel,
        amount=way.amount,
        unit=way.unit,
        conditional=False,
        basis="",
        verified=False,
    )


def _record_fees(sheet: Sheet) -> Iterator[shape.OpenFee]:
    for way in sheet.ways:
        for line in way.fees:
            yield shape.OpenFee(
                kind=None,
                name=line.note,
                amount=0 if line.free else line.amount,
                text=line.text,
                tiers=None,
                each=False,
                council="",
                channel=way.channel,
                conditional=False,
                valid_from=None,
                valid_to=None,
                exemptions=(),
                basis="",
                verified=False,
            )


def _record_components(sheet: Sheet) -> Iterator[shape.OpenComponent]:
    for case in sheet.cases:
        for paper in case.papers:
            yield shape.OpenComponent(
                case=case.name or None,
                name=paper.name,
                kind="submit",
                required=None,
                conditional=False,
                alternatives=None,
                originals=paper.originals,
                copies=paper.copies,
                from_form=False,
                held_by_state=None,
                verified=False,
            )


def _day(at: datetime) -> date:
    return at.astimezone(moment.TZ).date()
