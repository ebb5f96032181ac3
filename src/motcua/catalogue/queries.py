"""What several screens ask about the procedures of the province."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When

from motcua.catalogue import words
from motcua.catalogue.check import check_data
from motcua.catalogue.drafts import Draft
from motcua.catalogue.faults.versions import Days
from motcua.catalogue.models import (
    Field,
    NationalRecord,
    Procedure,
    ProcedureQuerySet,
    Synonym,
    Version,
    VersionQuerySet,
    read_specs,
)
from motcua.catalogue.report import Finding
from motcua.catalogue.search.find import search
from motcua.catalogue.spec import ProcedureSpec

_MOST_FOUND = 100
_WORTH_SHOWING = 0.6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means «any»."""

    words: str = ""
    field: str = ""
    level: str = ""
    agency: str = ""
    audience: str = ""
    event: str = ""


def found(wanted: Wanted, *, on: date) -> ProcedureQuerySet:
    """The procedures listed that day which fit everything wanted, best first."""
    procedures = Procedure.objects.listed(on).select_related("field")
    if wanted.field:
        procedures = procedures.in_field(wanted.field)
    if wanted.level:
        procedures = procedures.at_level(wanted.level)
    if wanted.agency:
        procedures = procedures.of_agency(wanted.agency)
    if wanted.audience:
        procedures = procedures.for_audience(wanted.audience)
    if wanted.event:
        procedures = procedures.for_event(wanted.event)
    return _meant(procedures, wanted.words, on) if wanted.words.strip() else procedures.popular_first()


def _meant(procedures: ProcedureQuerySet, said: str, on: date) -> ProcedureQuerySet:
    """Those that the words mean, in the search's order; what fits much worse than the best is left out."""
    hits = search(said, on=on, limit=_MOST_FOUND)
    codes = [hit.code for hit in hits if hit.score >= _WORTH_SHOWING * hits[0].score]
    order = Case(*[When(pk=code, then=Value(at)) for at, code in enumerate(codes)], default=Value(len(codes)))
    return procedures.filter(pk__in=codes).order_by(order)


def nearest(query: str, *, on: date, most: int = 5) -> ProcedureQuerySet:
    """Procedures with some of the words, those with most of them first: for a search that found none."""
    looked_for = words.wanted(query)
    if not looked_for:
        return Procedure.objects.none()
    hits = [
        Case(
            When(search_text__contains=f" {word} ", then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        for word in looked_for
    ]
    score = hits[0]
    for hit in hits[1:]:
        score = score + hit  # type: ignore[assignment]
    some = Procedure.objects.listed(on).annotate(score=score).filter(score__gt=0)
    return some.select_related("field").order_by("-score", "-popularity", "code")[:most]


def fields_in_force(on: date) -> list[Field]:
    """The fields that have listed procedures, with their number as `procedure_count`; the largest first."""
    current = Procedure.objects.listed(on).values("pk")
    counted = Field.objects.annotate(
        procedure_count=Count("procedures", filter=Q(procedures__in=current), distinct=True)
    )
    return list(counted.filter(procedure_count__gt=0).order_by("-procedure_count", "name"))


def field_names() -> dict[str, str]:
    """Every field by its code."""
    return dict(Field.objects.values_list("code", "name"))


class Codes(NamedTuple):
    """The codes there are: of fields and of procedures."""

    fields: frozenset[str]
    procedures: frozenset[str]


def known_codes() -> Codes:
    """Every code of the catalogue, to compare what somebody typed with."""
    return Codes(
        frozenset(Field.objects.values_list("pk", flat=True)),
        frozenset(Procedure.objects.values_list("pk", flat=True)),
    )


def agencies_in_force(on: date) -> list[str]:
    """The kinds of agency (or `unit:<slug>`) that decide some procedure in force."""
    found: set[str] = set()
    for tags in Procedure.objects.in_force(on).values_list("tags", flat=True):
        found |= {tag.removeprefix("agency:") for tag in tags.split() if tag.startswith("agency:")}
    return sorted(found)


def versions_of(procedures: Iterable[Procedure], *, on: date) -> dict[str, Version]:
    """By code, the version in force of each of these procedures; two queries whatever their number."""
    versions = list(Version.objects.all_for(on).filter(procedure__in=[each.pk for each in procedures]))
    read_specs(versions)
    return {version.procedure_id: version for version in versions}


def national_record(code: str) -> NationalRecord | None:
    """The newest record of the national catalogue for this code."""
    return NationalRecord.objects.filter(code=code).order_by("-number").first()


def national_results(code: str) -> frozenset[str]:
    """The codes of the results the newest national record of this procedure names."""
    record = national_record(code)
    return frozenset(result.code for result in record.read.results if result.code) if record else frozenset()


def published_days(code: str) -> list[Days]:
    """The days of every version of a procedure, for the check of the next one."""
    rows = Version.objects.filter(procedure_id=code).order_by("number")
    return [Days(*row) for row in rows.values_list("number", "effective_from", "effective_to")]


def national_records(*, typed: str = "", flagged: bool = False) -> QuerySet[NationalRecord]:
    """The newest record of every code, those with most flags first; narrowed by a code or by having flags."""
    newer = NationalRecord.objects.filter(code=OuterRef("code"), number__gt=OuterRef("number"))
    records = NationalRecord.objects.filter(~Exists(newer)).order_by("-flag_count", "code")
    if typed.strip():
        records = records.filter(code__in=Procedure.objects.find(typed).values("pk"))
    return records.filter(flag_count__gt=0) if flagged else records


def synonyms() -> QuerySet[Synonym]:
    return Synonym.objects.order_by("words")


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Names of procedures by code."""
    return dict(Procedure.objects.filter(pk__in=list(codes)).values_list("code", "name"))


def unverified_marks(on: date) -> int:
    """How many numbers of the versions in force are still to be compared («cần đối chiếu»)."""
    total = Version.objects.all_for(on).aggregate(total=Sum("unverified_count"))["total"]
    return int(total or 0)


def history_of(code: str) -> list[Version]:
    """Every version of a procedure, the latest first."""
    return list(Version.objects.filter(procedure_id=code).select_related("procedure").latest_first())


def current_versions(on: date, *, typed: str = "", marked: bool = False) -> VersionQuerySet:
    """The version in force of every procedure, by code; `marked`: only those with marks of doubt."""
    versions = Version.objects.all_for(on).select_related("procedure__field").order_by("procedure_id")
    if typed.strip():
        versions = versions.filter(procedure__in=Procedure.objects.find(typed).values("pk"))
    return versions.filter(unverified_count__gt=0) if marked else versions


def draft_called(draft_id: UUID) -> Draft | None:
    """One draft with the version it came from."""
    return Draft.objects.select_related("base__content", "version").filter(pk=draft_id).first()


def found_in(draft: Draft) -> tuple[list[Finding], ProcedureSpec | None]:
    """Everything found in a draft beside what is published; and the procedure, if it is one yet."""
    known, days = national_results(draft.code), published_days(draft.code)
    return check_data(draft.data, results=known, published=days)


def drafts(*, opened: bool = True) -> QuerySet[Draft]:
    """Drafts, the one changed last first; `opened`: only those not yet published or given up."""
    found = Draft.objects.defer("data").select_related("base")
    return found.open() if opened else found


def open_draft_of(code: str) -> Draft | None:
    """The draft somebody is writing for this procedure."""
    return Draft.objects.open().defer("data").filter(code=code).first()
