"""The sheet of the counter as the page draws it: questions, form, papers, return, money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from motcua.catalogue import advice as advising
from motcua.catalogue.spec import Term
from motcua.catalogue.tariff import GROUP_NAMES
from motcua.dossiers import clock, content, form_files, places
from motcua.dossiers.actions.intake import Intake
from motcua.dossiers.models import Channel, Dossier, ReturnMethod
from motcua.dossiers.printing import term_words
from motcua.forms.answers import all_facts, as_raw, prefill
from motcua.forms.screen import ScreenPage, screen
from motcua.forms.spec import Form
from motcua.lib import moment
from motcua.lib.conditions import Condition, holds_or_absent
from motcua.lib.dates import vn_moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.organisation.queries import calendar_for
from motcua.web.ui.parts import ErrorLine

_FROM_RECORD = "Lấy từ thông tin người dân trong hệ thống"
_MOST_OF_A_PAPER = 20


@dataclass(frozen=True)
class SheetQuestion:
    """A question that picks the case, as radio buttons."""

    key: str
    ask: str
    why: str
    options: Sequence[tuple[str, str, bool]]
    when: str
    hidden: bool


@dataclass(frozen=True)
class SheetPage:
    """One page of the form, shown or not by its own condition."""

    screen: ScreenPage
    when: str
    hidden: bool


@dataclass(frozen=True)
class SheetPart:
    """One component: a tick and two counts; what the State holds is only named."""

    key: str
    name: str
    note: str
    ticked: bool
    originals: int
    copies: int
    required: bool
    held: str
    when: str
    hidden: bool


def _when(condition: Condition | None) -> str:
    return condition.model_dump_json(by_alias=True) if condition is not None else ""


def sheet(dossier: Dossier, *, checking: bool, problem: str = "", field: str = "") -> dict[str, Any]:
    """The context of the page. With `checking` every input that is not right yet says so."""
    spec = dossier.spec
    cleaned = content.checked(dossier)
    facts = all_facts(spec.form, cleaned.answers, content.given_facts(dossier))
    advised = advising.advise(
        spec,
        dossier.answers,
        channel=dossier.channel,
        on=moment.today(),
        facts=facts,
        groups=content.fee_groups(dossier),
    )
    errors = cleaned.errors if checking else {}
    pages = list(_pages(spec.form, dossier, errors, cleaned.warnings, facts))
    row = advising.competence(spec, facts)
    needs_choice = places.needs_choice(row, residence=dossier.owner.residence_unit)
    return {
        "dossier": dossier,
        "spec": spec,
        "questions": list(_questions(dossier, facts)),
        "pages": pages,
        "parts": list(_parts(dossier, facts)),
        "methods": [
            (str(value), str(label), value == dossier.return_method) for value, label in ReturnMethod.choices
        ],
        "needs_place": needs_choice,
        "place": dossier.chosen_place or _own_commune(dossier),
        "groups": _groups(dossier),
        "case": advised.case.name if advised.case else "",
        "term": term_words(advised.term.amount, advised.term.unit) if advised.term else "",
        "due": _due(dossier, advised.term),
        "away": _away(dossier),
        "return_desks": _return_desks(dossier),
        "lines": advised.fees,
        "total": sum(line.amount for line in advised.fees),
        "facts": {"channel": dossier.channel},
        "errors": list(_error_lines(pages, dossier, problem, field, checking=checking)),
        "channel": Channel(dossier.channel).label,
        "wrong": field,
    }


def _due(dossier: Dossier, term: Term | None) -> str:
    """When it will be due, if it is taken in now (or was, during an outage); nothing while that is open."""
    if term is None:
        return ""
    try:
        agency = content.competent_unit_of(dossier)
    except Refused:
        return ""
    length, calendar = clock.Term(Decimal(term.amount), clock.Unit(term.unit)), calendar_for(agency)
    start = dossier.paper_received_at or moment.now()
    if _is_away(dossier, agency):
        start = clock.transfer_due(start, calendar)
    due = clock.due(start, length, calendar).due
    return vn_moment(due) if due is not None else ""


def _is_away(dossier: Dossier, agency: Unit) -> bool:
    """Whether this desk takes in for an agency whose own desk is another."""
    desk = dossier.receiving_unit_id
    return desk not in (None, agency.pk) and places.desk_of(agency).pk != desk


def _away(dossier: Dossier) -> str:
    """What the officer has to know of a dossier that another place decides; nothing otherwise."""
    try:
        agency = content.competent_unit_of(dossier)
    except Refused:
        return ""
    if not _is_away(dossier, agency):
        return ""
    if not dossier.spec.boundary_free:
        return f"{agency.name} giải quyết, và thủ tục này chưa được tiếp nhận ngoài địa giới."
    until = clock.transfer_due(moment.now(), calendar_for(agency))
    return (
        f"{agency.name} giải quyết; bạn tiếp nhận phi địa giới. Giấy tờ phải giao đến đó chậm nhất"
        f" {vn_moment(until)}; thời hạn tính từ khi nơi đó xác nhận đã nhận."
    )


def _return_desks(dossier: Dossier) -> list[tuple[str, str, bool]]:
    """Where else the person may fetch the result, where the procedure leaves the choice."""
    if not dossier.spec.boundary_free:
        return []
    chosen = dossier.return_unit_id or dossier.receiving_unit_id
    return [(each.pk, each.name, each.pk == chosen) for each in places.return_desks()]


def _own_commune(dossier: Dossier) -> str:
    """At a commune's desk its own commune is what most people mean."""
    return dossier.receiving_unit.admin_code if dossier.receiving_unit else ""


def _questions(dossier: Dossier, facts: Mapping[str, object]) -> Iterator[SheetQuestion]:
    for question in dossier.spec.questions:
        given = dossier.answers.get(question.key)
        yield SheetQuestion(
            question.key,
            question.ask,
            question.why,
            [(option.value, option.label, option.value == given) for option in question.options],
            _when(question.when),
            not holds_or_absent(question.when, facts),
        )


def _pages(
    form: Form,
    dossier: Dossier,
    errors: Mapping[str, str],
    warnings: Mapping[str, str],
    facts: Mapping[str, object],
) -> Iterator[SheetPage]:
    files = form_files.names(form, as_raw(dossier.raw))
    known = prefill(form, content.person_sources(dossier.submitter), _FROM_RECORD)
    for page in form.pages:
        drawn = screen(
            form,
            page,
            as_raw(dossier.raw),
            errors,
            facts,
            known,
            content.lookup,
            warnings=warnings,
            files=files,
        )
        yield SheetPage(drawn, _when(page.when), not holds_or_absent(page.when, facts))


def _parts(dossier: Dossier, facts: Mapping[str, object]) -> Iterator[SheetPart]:
    have = {
        paper.component_key: paper
        for paper in dossier.live_papers()
        if paper.file_id is None or paper.digitised_at
    }
    for component in dossier.spec.components:
        paper = have.get(component.key)
        if component.held_by_state is not None:
            note = ""
        elif component.kind == "show":
            note = "Chỉ xuất trình"
        else:
            note = "In ra để người dân ký" if component.from_form else ""
        yield SheetPart(
            key=component.key,
            name=component.name,
            note=note,
            ticked=paper is not None,
            originals=paper.originals if paper else component.originals,
            copies=paper.copies if paper else component.copies,
            required=component.required,
            held=component.held_by_state.label if component.held_by_state else "",
            when=_when(component.when),
            hidden=not holds_or_absent(component.when, facts),
        )


def _groups(dossier: Dossier) -> list[tuple[str, str, bool]]:
    """The groups of people for whom this procedure costs less."""
    rows = [row for fee in dossier.spec.fees for row in fee.rows]
    named = {exemption.group for row in rows for exemption in row.exemptions}
    return [(key, words, key in dossier.fee_groups) for key, words in GROUP_NAMES.items() if key in named]


def _error_lines(
    pages: Sequence[SheetPage], dossier: Dossier, problem: str, field: str, *, checking: bool
) -> Iterator[ErrorLine]:
    fields = [error for page in pages if not page.hidden for error in page.screen.errors]
    if problem and not fields:
        yield ErrorLine(problem, field)
    for error in fields:
        yield ErrorLine(error.message, error.target)
    if checking and fields:
        for component in content.missing_components(dossier):
            yield ErrorLine(f"Chưa có giấy tờ «{component.name}».", f"part-{component.key}")


def intake_of(dossier: Dossier, posted: QueryDict, files: Mapping[str, Sequence[str]]) -> Intake:
    """What was sent, as the sheet it is."""
    spec = dossier.spec
    raw = {name: posted.getlist(name) for name in posted}
    given = {question.key: posted.get(question.key, "") for question in spec.questions}
    return Intake(
        answers={key: value for key, value in given.items() if value},
        posted=raw,
        parts={
            component.key: (
                count_in(posted, f"part-{component.key}-originals"),
                count_in(posted, f"part-{component.key}-copies"),
            )
            for component in spec.components
            if posted.get(f"part-{component.key}") == "yes"
        },
        files=files,
        fee_groups=[key for key in GROUP_NAMES if posted.get(f"desk-group-{key}") == "yes"],
        return_method=posted.get("desk-return", ReturnMethod.DESK),
        return_address=posted.get("desk-address", ""),
        return_unit=posted.get("desk-return-unit", ""),
        place=posted.get("desk-place", ""),
    )


def count_in(posted: QueryDict, name: str) -> int:
    """A small number of papers as typed; nonsense is none."""
    text = posted.get(name, "").strip()
    return min(int(text), _MOST_OF_A_PAPER) if text.isascii() and text.isdigit() else 0
