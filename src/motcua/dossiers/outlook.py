"""What a dossier gets under a version or a draft of its procedure, as one filed with the same answers, papers
and moments would. Reads only: nothing of the dossier changes.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from motcua.catalogue import cases
from motcua.catalogue.advice import competence
from motcua.catalogue.spec import CompetenceRow, Component, ProcedureSpec
from motcua.catalogue.tariff import FeeLine, fees
from motcua.dossiers import content, deadlines, places
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.forms.cleaning import Cleaned, clean_all
from motcua.forms.raw import to_raw
from motcua.lib import moment
from motcua.lib.calendars import Calendar
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for


@dataclass(slots=True)
class Known:
    """What was looked up already, so that many dossiers ask for each place, agency and calendar once."""

    _names: dict[str, str | None] = field(default_factory=dict)
    _units: dict[object, Unit | str] = field(default_factory=dict)
    _calendars: dict[str, Calendar] = field(default_factory=dict)

    def name(self, code: str) -> str | None:
        """The name of an administrative unit."""
        if code not in self._names:
            self._names[code] = content.lookup(code)
        return self._names[code]

    def unit(self, row: CompetenceRow, facts: Mapping[str, Any], residence: str, chosen: str) -> Unit | str:
        """The agency that decides, or the sentence that says why there is none."""
        place = str(facts.get((row.at or "").removeprefix("field:"), ""))
        asked = (row.agency, row.at, place, residence, chosen)
        if asked not in self._units:
            try:
                self._units[asked] = places.competent_unit(
                    row, facts=facts, residence=residence, chosen=chosen
                )
            except Refused as refusal:
                self._units[asked] = refusal.message
        return self._units[asked]

    def calendar(self, unit: Unit | str | None) -> Calendar:
        key = unit.pk if isinstance(unit, Unit) else unit or ""
        if key not in self._calendars:
            self._calendars[key] = calendar_for(key)
        return self._calendars[key]


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a dossier with these answers and papers could not be filed: a question, a field, a paper, the place
    or the channel. `words` name it as people read it.
    """

    kind: str
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the dossier gets. `due`: None before the clock starts, while it stands, or without a term."""

    case_key: str
    case_name: str
    papers: tuple[Component, ...]
    fees: tuple[FeeLine, ...]
    term: dict[str, Any]
    due: datetime | None
    unit: Unit | None
    values: dict[str, Any]
    gaps: tuple[Gap, ...]

    @property
    def amount(self) -> int:
        """What it costs, in whole đồng."""
        return sum(line.amount for line in self.fees)


def under(
    dossier: Dossier,
    spec: ProcedureSpec,
    known: Known | None = None,
    promises: Sequence[Mapping[str, Any]] = (),
) -> Outlook:
    """The outlook of this dossier under this content. Papers and history are read once if prefetched.

    `promises` are terms that are kept where they end sooner (`deadlines.promises_of`).
    """
    known = known or Known()
    seen = _as_if(dossier, spec)
    given = content.given_facts(seen)
    cleaned = clean_all(spec.form, _sent(dossier), given, filed_on(dossier), known.name)
    seen.values = cleaned.values
    case = cases.case_for(spec, dossier.answers, channel=dossier.channel)
    seen.case_key = case.key if case is not None else ""
    row = competence(spec, {**cleaned.answers, **given})
    unit = known.unit(row, {**cleaned.answers, **given}, dossier.owner.residence_unit, dossier.chosen_place)
    seen.competent_unit = unit if isinstance(unit, Unit) else dossier.competent_unit
    facts = content.facts(seen)
    lines = fees(spec, facts, dossier.channel, filed_on(dossier), content.fee_groups(dossier))
    term = cases.term_for(case, facts, channel=dossier.channel) if case is not None else None
    seen.term = content.kept_term(case, term) if case is not None else {}
    if promises:
        seen.term = {**seen.term, deadlines.PROMISED: list(promises)}
    return Outlook(
        case_key=seen.case_key,
        case_name=case.name if case is not None else "",
        papers=tuple(each for each in content.components(seen) if content.is_asked(each, dossier.channel)),
        fees=tuple(lines),
        term=seen.term,
        due=_due(seen, known),
        unit=unit if isinstance(unit, Unit) else None,
        values=cleaned.values,
        gaps=(
            *_channel(dossier, spec),
            *_questions(dossier, spec),
            *_fields(seen, cleaned),
            *_papers(seen),
            *([Gap("place", row.agency, unit)] if isinstance(unit, str) else []),
        ),
    )


def filed_on(dossier: Dossier) -> date:
    """The day whose tariff and rules a dossier is filed by: when it was really received."""
    at = dossier.paper_received_at or dossier.filed_at or moment.now()
    return at.astimezone(moment.TZ).date()


def _as_if(dossier: Dossier, spec: ProcedureSpec) -> Dossier:
    """A copy that is never saved and reads another content."""
    seen = copy(dossier)
    seen.__dict__["spec"] = spec
    seen.__dict__.pop("case", None)
    return seen


def _sent(dossier: Dossier) -> dict[str, list[str]]:
    """What was sent: while a supplement is open, corrections that are typed but not sent do not count."""
    if dossier.state == Status.SUPPLEMENT:
        return to_raw(dossier.spec.form, dossier.values)
    raw: dict[str, list[str]] = dossier.raw
    return raw


def _due(seen: Dossier, known: Known) -> datetime | None:
    found = deadlines.deadline_of(seen, calendars=known.calendar)
    return found.due if found is not None else None


def _channel(dossier: Dossier, spec: ProcedureSpec) -> list[Gap]:
    if dossier.channel in spec.channels:
        return []
    label = dossier.get_channel_display().lower()
    return [Gap("channel", dossier.channel, f"thủ tục không còn nhận hồ sơ {label}")]


def _questions(dossier: Dossier, spec: ProcedureSpec) -> list[Gap]:
    """Open questions without an answer that the older version did not leave open as well."""
    questions, given = cases.asked(spec, dossier.answers, channel=dossier.channel)
    open_before = {
        each.key
        for each in cases.open_questions(dossier.spec, dossier.answers, channel=dossier.channel)
        if dossier.answers.get(each.key) not in each.values
    }
    deciding = cases.deciding_names(spec)
    return [
        Gap("question", each.key, f"câu trả lời cho «{each.ask}»")
        for each in questions
        if each.key not in given and (each.key in deciding or each.key not in open_before)
    ]


def _fields(seen: Dossier, cleaned: Cleaned) -> list[Gap]:
    keys = dict.fromkeys(name.partition(".")[0] for name in cleaned.errors)
    return [Gap("field", key, f"mục «{content.label(seen, key)}»") for key in keys]


def _papers(seen: Dossier) -> list[Gap]:
    return [Gap("paper", each.key, f"giấy tờ «{each.name}»") for each in content.missing_components(seen)]
