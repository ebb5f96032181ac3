"""Today's procedure, agency and desk for a dossier of an earlier system; each looked up once a run.

A unit that was merged away is led to the one that answers for it today (`responsible_unit`). What cannot be
led with certainty is Refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from motcua.catalogue import cases
from motcua.catalogue.models import Procedure, Version
from motcua.catalogue.spec import ProcedureSpec
from motcua.dossiers import places
from motcua.dossiers.lifecycle import ENDED, Status
from motcua.dossiers.old_line import OldDossier
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.organisation.queries import competent_commune_unit, responsible_unit, unit_by_identifier

Found = TypeVar("Found")
_COMMUNE_CODE = re.compile(r"\d{5}", re.ASCII)
_WHOLE_COMMUNES = frozenset({Unit.Kind.OLD_COMMUNE, Unit.Kind.OLD_DISTRICT})
# Nothing of these can be done without knowing which case it is.
_NEED_A_CASE = frozenset({Status.FILED, Status.SUPPLEMENT})


@dataclass
class Places:
    """What has been looked up in this run: a province has a few hundred units and thousands of dossiers."""

    _versions: dict[str, Version | Refused] = field(default_factory=dict)
    _units: dict[tuple[str, ...], Unit | Refused] = field(default_factory=dict)
    _desks: dict[str, Unit] = field(default_factory=dict)

    def version(self, old: OldDossier) -> Version:
        """The version of today: whoever takes the dossier over works by it."""
        code = old.text("procedure")
        if code not in self._versions:
            self._versions[code] = _or_refusal(partial(_version, code))
        return _or_raise(self._versions[code])

    def competent(self, old: OldDossier) -> Unit:
        """The agency that answers today for the one named."""
        spec, ended = self.version(old).spec, old.status in ENDED
        known = (old.text("unit"), spec.code, "ended" if ended else "open")
        if known not in self._units:
            self._units[known] = _or_refusal(partial(_competent, old.text("unit"), spec, ended))
        return _or_raise(self._units[known])

    def desk(self, old: OldDossier) -> Unit:
        """The desk named, or that of the agency."""
        named = old.text("desk")
        if named:
            known = (named, "desk")
            if known not in self._units:
                self._units[known] = _or_refusal(partial(_today, named))
            return _or_raise(self._units[known])
        unit = self.competent(old)
        if unit.pk not in self._desks:
            self._desks[unit.pk] = places.desk_of(unit)
        return self._desks[unit.pk]


def case_of(old: OldDossier, spec: ProcedureSpec) -> str:
    """The key of the case: named, or picked by the answers, or the only one; empty where an officer has to
    settle it (`change_case`).
    """
    named, answers = old.text("case"), old.facts.get("answers", {})
    if named:
        if all(case.key != named for case in spec.cases):
            raise Refused(f"Thủ tục {spec.code} không có trường hợp «{named}».", code="case")
        return named
    if answers:
        found = cases.case_for(spec, answers, channel=old.channel)
        if found is None:
            raise Refused("Các câu trả lời trong «answers» chưa cho biết trường hợp nào.", code="case")
        return found.key
    if len(spec.cases) == 1:
        return spec.cases[0].key
    if old.status in _NEED_A_CASE:
        names = ", ".join(case.key for case in spec.cases)
        raise Refused(f"Thủ tục {spec.code} có nhiều trường hợp: hãy ghi «case» ({names}).", code="case")
    return ""


def _or_refusal(look_up: Callable[[], Found]) -> Found | Refused:
    try:
        return look_up()
    except Refused as refusal:
        return refusal


def _or_raise(found: Found | Refused) -> Found:
    if isinstance(found, Refused):
        raise Refused(found.message, code=found.code)
    return found


def _version(code: str) -> Version:
    found = Version.objects.version_for(code, moment.today())
    if found is None:
        ended = Version.objects.filter(procedure_id=code).select_related("procedure")
        found = ended.latest_first().first()
    if found is not None:
        return found
    if Procedure.objects.filter(pk=code).exists():
        raise Refused(
            f"Thủ tục {code} mới có trong danh mục, chưa có quy trình: hãy soạn và công bố trước.",
            code="procedure-without-route",
        )
    raise Refused(f"Không có thủ tục «{code[:30]}» trong danh mục.", code="procedure")


def _named(text: str) -> Unit | None:
    unit = Unit.objects.filter(pk=text.lower()).first()
    if unit is not None:
        return unit
    try:
        return unit_by_identifier(text.upper())
    except Refused:
        return None


def _today(text: str) -> Unit:
    """The unit with this slug or identifier, or whoever answers for it today."""
    unit, today = _named(text), moment.today()
    if unit is None:
        raise Refused(f"Không biết đơn vị «{text[:40]}».", code="unit")
    heir = responsible_unit(unit, on=today)
    if not heir.is_valid(today):
        raise Refused(f"{unit.name} đã kết thúc mà chưa có đơn vị kế thừa.", code="unit-without-heir")
    return heir


def _competent(text: str, spec: ProcedureSpec, ended: bool) -> Unit:
    if _COMMUNE_CODE.fullmatch(text):
        return competent_commune_unit(_commune_kind(spec), text, moment.today())
    named = _named(text)
    heir = _today(text)
    if ended or _decides(heir, spec):
        return heir
    if named is not None and named.kind in _WHOLE_COMMUNES and heir.admin_code:
        return competent_commune_unit(_commune_kind(spec), heir.admin_code, moment.today())
    raise Refused(f"{heir.name} không phải nơi giải quyết thủ tục {spec.code}.", code="unit-not-competent")


def _decides(unit: Unit, spec: ProcedureSpec) -> bool:
    return any(row.agency in (unit.kind, f"unit:{unit.pk}") for row in spec.competence)


def _commune_kind(spec: ProcedureSpec) -> str:
    """The one kind of agency of a commune that decides."""
    kinds = {row.agency for row in spec.competence if row.agency.startswith("commune")}
    if len(kinds) != 1:
        raise Refused(
            f"Mã xã chưa đủ để biết cơ quan nào giải quyết thủ tục {spec.code}: hãy ghi mã định danh.",
            code="unit-not-competent",
        )
    return kinds.pop()
