"""What changes for the citizen when a dossier goes by another version: before and after, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.catalogue.spec import Component, ProcedureSpec
from motcua.dossiers import content
from motcua.dossiers.models import Dossier
from motcua.dossiers.outlook import Outlook
from motcua.dossiers.printing import term_words
from motcua.lib import moment
from motcua.lib.dates import vn_moment
from motcua.lib.money import dong


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same any more. `key`: case, papers, fee, term, due, agency or result."""

    key: str
    label: str
    before: str
    after: str


def differences(dossier: Dossier, after: Outlook, spec: ProcedureSpec) -> tuple[Difference, ...]:
    """What the dossier has against what it gets under `spec`, with the due moment it ends up with."""
    rows = (
        ("case", "Trường hợp", _case_name(dossier), after.case_name),
        ("papers", "Giấy tờ phải nộp", _names(_asked(dossier)), _names(after.papers)),
        ("fee", "Phí, lệ phí", _fee(dossier), dong(after.amount)),
        ("term", "Thời hạn giải quyết", kept_term_words(dossier.term), _new_term(dossier, after)),
        ("due", "Hạn trả kết quả", due_words(dossier.due_at), due_words(after.due)),
        ("agency", "Cơ quan giải quyết", str(dossier.competent_unit or ""), str(after.unit or "")),
        ("result", "Kết quả", _results(dossier.spec, dossier.case_key), _results(spec, after.case_key)),
    )
    return tuple(Difference(*row) for row in rows if row[2] != row[3])


def kept_term_words(term: dict[str, Any]) -> str:
    """A kept term as people say it."""
    if "amount" not in term:
        return "không quy định"
    return term_words(term["amount"], term["unit"])


def due_words(at: datetime | None) -> str:
    return vn_moment(at.astimezone(moment.TZ)) if at is not None else "chưa tính được"


def _new_term(dossier: Dossier, after: Outlook) -> str:
    """Before acceptance no term has been fixed: none is compared."""
    return kept_term_words(after.term if dossier.accepted_at is not None else dossier.term)


def _case_name(dossier: Dossier) -> str:
    return dossier.case.name if dossier.case is not None else ""


def _asked(dossier: Dossier) -> tuple[Component, ...]:
    return tuple(each for each in content.components(dossier) if content.is_asked(each, dossier.channel))


def _names(papers: tuple[Component, ...]) -> str:
    return "; ".join(each.name for each in papers) or "không có"


def _fee(dossier: Dossier) -> str:
    return dong(dossier.obligation.amount if dossier.obligation is not None else 0)


def _results(spec: ProcedureSpec, case_key: str) -> str:
    case = spec.case(case_key)
    found = [spec.result(key) for key in case.results] if case is not None else []
    return "; ".join(each.name for each in found if each is not None)
