"""What anybody may learn without logging in: how far a dossier is, and whether a result was issued.

TT 01/2018/TT-VPCP Điều 16: the public look-up shows the code and the degree of completion and nothing else.
No function here gives a name, a telephone number, a paper, an officer or a procedure of a dossier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from motcua.documents.files import Damaged, read
from motcua.documents.models import StoredFile
from motcua.dossiers import codes
from motcua.dossiers.lifecycle import FINISHED, WAITING, Status
from motcua.dossiers.models import Dossier, Result
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import UnitAlias
from motcua.organisation.queries import unit_by_identifier

STAGES = ("Đã nộp", "Đã tiếp nhận", "Đang xử lý", "Có kết quả", "Đã trả kết quả")
_STAGE = {
    Status.FILED: 1,
    Status.ACCEPTED: 2,
    Status.IN_PROGRESS: 3,
    Status.SUPPLEMENT: 3,
    Status.FINANCIAL: 3,
    Status.DONE: 4,
    Status.RETURNED: 5,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """All a visitor may know of a dossier. `stage` counts from 1 in `STAGES`; 0: it ended on another way."""

    number: str
    state: Status
    stage: int

    @property
    def waits_for_applicant(self) -> bool:
        return self.state in WAITING

    @property
    def is_over(self) -> bool:
        return self.state in FINISHED or not self.stage


@dataclass(frozen=True, slots=True)
class Issued:
    """All a visitor may know of an issued result; `file` is for comparing, never for showing."""

    id: UUID
    name: str
    number: str
    day: date
    agency: str
    valid_until: date | None
    file: StoredFile

    def content(self) -> bytes | None:
        """The file as it is kept; None when the store does not give it back as it was."""
        try:
            return read(self.file)
        except (Damaged, OSError):
            return None


def progress_of(text: str) -> Progress | None:
    """How far the dossier with this code or temporary number is; None when there is none."""
    dossier = _filed(codes.tidy(text))
    return progress(dossier) if dossier is not None else None


def progress(dossier: Dossier) -> Progress:
    """How far this dossier is, as everybody may know it."""
    stage = _STAGE.get(dossier.state, 0)
    if dossier.state in WAITING and dossier.accepted_at is None:
        stage = 1
    return Progress(dossier.number, dossier.state, stage)


def id_of(text: str) -> UUID | None:
    """The id of the dossier with this code or number, for those who may ask the record about it."""
    dossier = _filed(codes.tidy(text))
    return dossier.pk if dossier is not None else None


def numbers_of(ids: Iterable[str]) -> dict[str, str]:
    """The numbers of these dossiers by id, for lists of the record."""
    rows = Dossier.objects.filter(pk__in=list(ids)).values_list("pk", "code", "temporary_number")
    return {str(pk): code or temporary for pk, code, temporary in rows}


def issued_result(result_id: UUID) -> Issued | None:
    """The issued result with this id (the QR code on the paper); None before it was issued."""
    return _issued(Result.objects.filter(pk=result_id))


def issued_with_digest(digest: str) -> Issued | None:
    """The issued result whose file has exactly this SHA-256."""
    return _issued(Result.objects.filter(file__sha256=digest))


def _filed(tidied: str) -> Dossier | None:
    if not tidied:
        return None
    filed = Dossier.objects.filed().only("code", "old_code", "temporary_number", "status", "accepted_at")
    spellings = _spellings(tidied)
    found = filed.filter(code__in=spellings).first() or filed.filter(temporary_number=tidied).first()
    # A code of an earlier system stays good for ever, also after a new one was given on acceptance here.
    keys = {codes.key(each) for each in spellings}
    return found or filed.filter(carried__key__in=keys).order_by("carried__pk").first()


def _issued(results: QuerySet[Result]) -> Issued | None:
    rows = results.filter(issued_at__isnull=False, file__isnull=False)
    result = rows.select_related("file", "dossier__competent_unit").order_by("issued_at").first()
    if result is None or result.issued_at is None or result.file is None:
        return None
    unit = result.dossier.competent_unit
    return Issued(
        id=result.pk,
        name=result.name,
        number=result.number,
        day=result.issued_at.astimezone(moment.TZ).date(),
        agency=unit.name if unit is not None else "",
        valid_until=result.valid_until,
        file=result.file,
    )


def _spellings(tidied: str) -> list[str]:
    """Every code that may stand for the dossier meant: with today's, the former and further identifiers."""
    code = codes.parse(tidied)
    if code is None:
        return [tidied]
    return [tidied, *codes.spellings(code, _identifiers(code.unit, tidied.split("-")[0]))]


def _identifiers(today: str, written: str) -> list[str]:
    """Every identifier of the agency meant: an alias may be kept in either order."""
    known = [today]
    for identifier in dict.fromkeys((today, written)):
        try:
            unit = unit_by_identifier(identifier)
        except Refused:
            continue
        if unit is not None:
            aliases = UnitAlias.objects.filter(unit=unit).values_list("identifier", flat=True)
            known += [unit.agency_identifier, *aliases]
    return list(dict.fromkeys(each for each in known if each))
