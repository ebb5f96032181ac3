"""Which unit decides, which desk receives, which unit works a step: out of the procedure and the dossier."""

from collections.abc import Mapping
from typing import Any

from motcua.catalogue.spec import CompetenceRow, ProcedureSpec
from motcua.dossiers.models import Dossier
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit, UnitQuerySet
from motcua.organisation.queries import competent_commune_unit, divisions, responsible_unit

_COMMUNE = "commune"


def competent_unit(
    row: CompetenceRow, *, facts: Mapping[str, Any], residence: str = "", chosen: str = ""
) -> Unit:
    """The agency that decides. Raises Refused when the place it depends on is not known yet."""
    today = moment.today()
    if row.agency.startswith("unit:"):
        unit = Unit.objects.filter(pk=row.agency.removeprefix("unit:")).first()
        if unit is None:
            raise Refused(f"Chưa có cơ quan «{row.agency}» trong danh mục đơn vị. Hãy báo quản trị hệ thống.")
        return responsible_unit(unit, on=today)
    if not row.agency.startswith(_COMMUNE):
        found = Unit.objects.of_kind(row.agency).valid(today).order_by("pk").first()
        if found is None:
            raise Refused(f"Chưa có đơn vị loại «{row.agency}». Hãy báo quản trị hệ thống.")
        return found
    place = _place(row, facts, residence, chosen)
    if not place:
        raise Refused("Hãy chọn xã, phường sẽ giải quyết hồ sơ.", field="chosen_place", code="no-place")
    return competent_commune_unit(row.agency, place, today)


def _place(row: CompetenceRow, facts: Mapping[str, Any], residence: str, chosen: str) -> str:
    if row.at and row.at.startswith("field:"):
        return str(facts.get(row.at.removeprefix("field:"), "") or "")
    if row.at == "residence":
        return residence or chosen
    return chosen or residence


def needs_choice(row: CompetenceRow, *, residence: str) -> bool:
    """Whether the person is asked for the commune: the law leaves the choice,
    or the residence is not known.
    """
    if not row.agency.startswith(_COMMUNE) or (row.at or "").startswith("field:"):
        return False
    return row.at == "chosen" or not residence


def desk_of(unit: Unit) -> Unit:
    """The desk that receives for an agency: the commune's centre, or the
    province's (NĐ 118/2025 as amended).
    """
    today = moment.today()
    if unit.admin_code:
        return competent_commune_unit(Unit.Kind.COMMUNE_CENTRE, unit.admin_code, today)
    centre = Unit.objects.of_kind(Unit.Kind.PROVINCE_CENTRE).valid(today).first()
    if centre is None:
        raise Refused("Tỉnh chưa có Trung tâm Phục vụ hành chính công trong danh mục đơn vị.")
    return centre


def return_desks() -> UnitQuerySet:
    """Where a result may be fetched: the centre of every commune, and the province's."""
    kinds = (Unit.Kind.COMMUNE_CENTRE, Unit.Kind.PROVINCE_CENTRE)
    return Unit.objects.of_kind(*kinds).valid(moment.today()).order_by("name")


def return_desk(spec: ProcedureSpec, unit_id: str, *, own: Unit | None) -> Unit:
    """The desk the person wants to fetch the result at: any in the province where the procedure is
    boundary-free (NĐ 309/2026 Đ7), else the one that receives. Raises Refused.
    """
    if own is not None and own.pk == unit_id:
        return own
    found = return_desks().filter(pk=unit_id).first() if spec.boundary_free else None
    if found is None:
        raise Refused(
            "Kết quả của thủ tục này không trả ở nơi bạn chọn. Hãy chọn nơi khác trong danh sách.",
            field="return_unit",
            code="no-desk",
        )
    return found


def step_unit(dossier: Dossier, named: str) -> Unit:
    """The unit a step of the route lies with: the competent agency, the desk, one of its divisions, a named
    unit.

    An agency without such a division works the step itself.
    """
    today = moment.today()
    competent = dossier.competent_unit
    if competent is None:
        raise Refused("Hồ sơ chưa xác định được cơ quan giải quyết.")
    if named == "desk":
        return dossier.receiving_unit or desk_of(competent)
    if named.startswith("unit:"):
        unit = Unit.objects.filter(pk=named.removeprefix("unit:")).first()
        if unit is None:
            raise Refused(f"Quy trình nhắc đến đơn vị «{named}» chưa có trong danh mục.")
        return responsible_unit(unit, on=today)
    competent = responsible_unit(competent, on=today)
    if named.startswith("division:"):
        return divisions(competent, on=today).of_kind(named).first() or competent
    return competent
