"""What a dossier holds, seen through its procedure: questions, form, papers,
fees, and what is still missing.
"""

from collections.abc import Mapping
from typing import Any

from motcua.catalogue import cases
from motcua.catalogue.advice import competence
from motcua.catalogue.spec import Case, Component, Term
from motcua.dossiers import places
from motcua.dossiers.models import Channel, Dossier, Paper, Supplement, SupplementItem
from motcua.forms.asking import all_facts
from motcua.forms.cleaning import Cleaned, clean_all
from motcua.forms.summary import Section, placeholders, sections
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.text import fold
from motcua.organisation.models import AdminUnit, Unit
from motcua.organisation.queries import responsible_unit

_FULL_ASSURANCE = 2


def lookup(code: str) -> str | None:
    """The name of an administrative unit, for address fields; None when there is no such code."""
    return AdminUnit.objects.filter(pk=code).values_list("name", flat=True).first()


def given_facts(dossier: Dossier) -> dict[str, object]:
    """The answers that are still asked, and the channel."""
    return cases.asked(dossier.spec, dossier.answers, channel=dossier.channel)[1]


def checked(dossier: Dossier) -> Cleaned:
    """The form as it stands, cleaned: values, and a sentence for every input that is not right yet."""
    on = (dossier.filed_at or moment.now()).astimezone(moment.TZ).date()
    return clean_all(dossier.spec.form, dossier.raw, given_facts(dossier), on, lookup)


def facts(dossier: Dossier) -> dict[str, object]:
    """Everything conditions may ask about."""
    return all_facts(dossier.spec.form, dossier.values, given_facts(dossier))


def read_back(dossier: Dossier) -> list[Section]:
    """What was filled in, in words, page by page: the same before and after sending."""
    values = checked(dossier).values if dossier.is_draft else dossier.values
    return sections(dossier.spec.form, values, given_facts(dossier), lookup)


def words(dossier: Dossier) -> dict[str, str]:
    """Every answer in words by its name, for the text of a result."""
    return placeholders(dossier.spec.form, dossier.values, given_facts(dossier), lookup)


def fee_groups(dossier: Dossier) -> frozenset[str]:
    """The groups whose reductions apply: those found for this dossier, and «công dân số» by the mark of the
    e-identity at level 2 (TT 117/2026/TT-BTC Đ2; NQ 66.22/2026 Đ5 kh.1).
    """
    owner = dossier.owner
    marked = owner.digital_citizen and owner.assurance >= _FULL_ASSURANCE
    return frozenset(dossier.fee_groups) | ({"digital_citizen"} if marked else frozenset())


def refresh_values(dossier: Dossier) -> None:
    """After a supplement the values follow what was typed."""
    dossier.values = checked(dossier).values


def case_for(dossier: Dossier, answers: Mapping[str, str]) -> Case:
    """The case these answers pick. Raises Refused while a question that decides is open."""
    case = cases.case_for(dossier.spec, answers, channel=dossier.channel)
    if case is None:
        raise Refused("Hãy trả lời hết các câu hỏi để biết hồ sơ thuộc trường hợp nào.", code="no-case")
    return case


def term_for(dossier: Dossier) -> Term | None:
    """The legal term of the dossier's case and channel."""
    if dossier.case is None:
        return None
    return cases.term_for(dossier.case, facts(dossier), channel=dossier.channel)


def kept_term(case: Case, term: Term | None) -> dict[str, Any]:
    """A term as it is kept with a dossier; empty for a case without one."""
    if term is None:
        return {}
    return {
        "amount": str(term.amount),
        "unit": term.unit,
        "mode": case.supplement_mode,
        "basis": term.basis,
        "unverified": term.unverified,
    }


def components(dossier: Dossier) -> tuple[Component, ...]:
    """The papers that belong to this dossier, whoever has to bring them."""
    known = facts(dossier) if dossier.values else {**checked(dossier).answers, **given_facts(dossier)}
    return cases.needed_components(dossier.spec, known, channel=dossier.channel)


def is_asked(component: Component, channel: str) -> bool:
    """Whether the applicant has to hand it in: not what the state holds, what the form says, or is only shown
    online.

    «Không yêu cầu giấy tờ mà dữ liệu đã có» (NĐ 309/2026 Đ2 kh.2a, Đ8).
    """
    if component.held_by_state is not None:
        return False
    if channel == Channel.ONLINE:
        return component.kind == "submit" and not component.from_form
    return True


def component_name(dossier: Dossier, key: str) -> str:
    """The name of a component, or of something a supplement asked for besides."""
    component = dossier.spec.component(key)
    if component is not None:
        return component.name
    extra = SupplementItem.objects.filter(supplement__dossier=dossier, key=key).first()
    if extra is None:
        raise Refused("Thủ tục này không có giấy tờ đó.", code="no-component")
    return extra.name


def missing(dossier: Dossier) -> list[str]:
    """What stands in the way of sending, in words: inputs not right, papers not there."""
    problems = [f"mục «{label(dossier, name)}»" for name in checked(dossier).errors]
    return problems + [f"giấy tờ «{component.name}»" for component in missing_components(dossier)]


def label(dossier: Dossier, name: str) -> str:
    """What a field of the form is called."""
    field = dossier.spec.form.field(name.partition(".")[0])
    return field.label if field is not None else name


def missing_components(dossier: Dossier) -> list[Component]:
    """Mandatory papers that nobody has handed in; of alternatives one is enough."""
    have = {paper.component_key for paper in dossier.live_papers()}
    wanted = [part for part in components(dossier) if part.required and is_asked(part, dossier.channel)]
    groups_met = {
        part.alternatives
        for part in components(dossier)
        if part.alternatives is not None and part.key in have
    }
    result: list[Component] = []
    groups_named: set[str] = set()
    for part in wanted:
        if part.key in have or part.alternatives in groups_met:
            continue
        if part.alternatives is not None:
            if part.alternatives in groups_named:
                continue
            groups_named.add(part.alternatives)
        result.append(part)
    return result


def asked_components(dossier: Dossier) -> set[str]:
    """The components that the open supplement request asks for."""
    items = SupplementItem.objects.filter(supplement__dossier=dossier, supplement__answered_at__isnull=True)
    return set(items.exclude(kind=SupplementItem.Kind.FIELD).values_list("key", flat=True))


def asked_fields(dossier: Dossier) -> set[str]:
    """The fields that the open supplement request asks to correct."""
    items = SupplementItem.objects.filter(supplement__dossier=dossier, supplement__answered_at__isnull=True)
    return set(items.filter(kind=SupplementItem.Kind.FIELD).values_list("key", flat=True))


def unanswered(dossier: Dossier, supplement: Supplement) -> list[str]:
    """What the supplement request asked for and is not there yet: papers, corrected fields."""
    new = {
        paper.component_key
        for paper in dossier.live_papers()
        if paper.verdict != Paper.Verdict.WRONG and paper.added_at >= supplement.asked_at
    }
    gaps: list[str] = []
    # The form of a dossier that was carried over stayed in the earlier system: nobody is asked for it again.
    errors = () if dossier.is_carried_over and not dossier.raw else checked(dossier).errors
    wrong = dict.fromkeys(label(dossier, name) for name in errors)
    for item in supplement.items.all():
        if item.kind != SupplementItem.Kind.FIELD:
            gaps += [] if item.key in new else [f"giấy tờ «{item.name}»"]
        elif item.answered_at is None:
            wrong.setdefault(label(dossier, item.key))
    return gaps + [f"mục «{label}»" for label in wrong]


def competent_unit_of(dossier: Dossier) -> Unit:
    """The agency that decides, by the answers, the form and the place of residence or choice; for a dossier
    carried over, whoever answers today for the agency that had it.
    """
    if dossier.is_carried_over and dossier.competent_unit is not None:
        return responsible_unit(dossier.competent_unit, on=moment.today())
    known = {**checked(dossier).answers, **given_facts(dossier)}
    row = competence(dossier.spec, known)
    return places.competent_unit(
        row, facts=known, residence=dossier.owner.residence_unit, chosen=dossier.chosen_place
    )


def is_outside_boundary(dossier: Dossier) -> bool:
    """Received by a desk that is not the competent agency's own (NĐ 309/2026 Đ7)."""
    if dossier.competent_unit is None or dossier.receiving_unit_id in (None, dossier.competent_unit_id):
        return False
    return places.desk_of(dossier.competent_unit).pk != dossier.receiving_unit_id


def person_sources(person: Person) -> dict[str, str]:
    """What the state already knows of a person, by prefill source; filled in, never asked again (S06)."""
    return {
        "person.full_name": person.full_name,
        "person.personal_id": person.personal_id or "",
        "person.birth_date": person.birth_date,
        "person.sex": person.sex,
        "person.phone": person.phone,
        "person.email": person.email,
        "person.residence": person.residence,
        "person.residence_unit": person.residence_unit,
        "today": moment.today().isoformat(),
    }


def search_text(dossier: Dossier) -> str:
    """What a dossier is found by: its numbers (with and without dots), its people, its procedure."""
    parts: list[Any] = [
        dossier.code or "",
        _bare(dossier.code or ""),
        dossier.old_code if dossier.old_code != dossier.code else "",
        _bare(dossier.old_code) if dossier.old_code != dossier.code else "",
        dossier.temporary_number,
        _bare(dossier.temporary_number),
        dossier.owner.full_name,
        dossier.submitter.full_name if dossier.submitter_id != dossier.owner_id else "",
        dossier.owner.personal_id or "",
        dossier.owner_organisation.name if dossier.owner_organisation else "",
        dossier.version.procedure.name,
    ]
    return fold(" ".join(part for part in parts if part))[:500]


def _bare(number: str) -> str:
    """A number as people type it in a hurry: letters and digits only."""
    return "".join(sign for sign in number if sign.isalnum())
