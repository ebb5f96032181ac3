"""The procedure as a service: who is competent, through which channels, on what base, explained how."""

import re
from collections import Counter
from collections.abc import Iterator

from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import CompetenceRow, ProcedureSpec
from motcua.forms.fields import AdminUnitField, PersonField

COMMUNE_AGENCIES = frozenset({"commune_committee", "commune_centre", "commune_police"})
PROVINCE_AGENCIES = frozenset(
    {
        "province_committee",
        "province_office",
        "department",
        "province_centre",
        "province_police",
        "social_insurance",
        "tax",
        "land_office",
        "employment_centre",
    }
)
# Their branches work beside the communes, though the system knows each as one unit of the province.
_BOTH_LEVELS = frozenset({"social_insurance", "tax", "land_office"})
_ONE_UNIT = re.compile(r"^unit:[a-z0-9]+(-[a-z0-9]+)*$")
_FIELD = "field:"
_LEAST_GUIDE = 3


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Faults of competence, channels, dates, guide, legal basis and repeated keys."""
    yield from _competence(spec)
    yield from _channels(spec)
    if spec.boundary is not None and not spec.boundary_free:
        yield error(
            "boundary", ("boundary",), "Chỉ thủ tục phi địa giới (boundary_free) mới ghi phạm vi tiếp nhận."
        )
    yield from _texts(spec)
    yield from _repeated(spec)
    if spec.effective_to is not None and spec.effective_to < spec.effective_from:
        yield error("days-reversed", ("effective_to",), "Ngày hết hiệu lực đứng trước ngày có hiệu lực.")


def _competence(spec: ProcedureSpec) -> Iterator[Finding]:
    last = len(spec.competence) - 1
    for at, row in enumerate(spec.competence):
        place: Place = ("competence", at)
        if at == last and row.when is not None:
            yield error(
                "competence-last-row", place, "Dòng thẩm quyền cuối cùng không được có điều kiện (when)."
            )
        if at < last and row.when is None:
            yield error(
                "competence-shadowed",
                place,
                "Dòng thẩm quyền này không có điều kiện nên các dòng sau không bao giờ được dùng.",
            )
        yield from _agency(row, place)
        yield from _commune(spec, row, place)
    agencies = {row.agency for row in spec.competence}
    levels = {"commune" if agency in COMMUNE_AGENCIES else "province" for agency in agencies}
    for level in spec.levels:
        if level not in levels and agencies.isdisjoint(_BOTH_LEVELS):
            name = {"commune": "cấp xã", "province": "cấp tỉnh"}[level]
            yield warning(
                "competence-level",
                ("levels",),
                f"Thủ tục ghi {name} nhưng thẩm quyền không có cơ quan {name} nào.",
            )


def _agency(row: CompetenceRow, place: Place) -> Iterator[Finding]:
    if row.agency == "department":
        yield error(
            "competence-agency", (*place, "agency"), "Hãy nói rõ Sở nào: unit:so-tu-phap, unit:so-xay-dung…"
        )
    elif row.agency not in COMMUNE_AGENCIES | PROVINCE_AGENCIES and not _ONE_UNIT.match(row.agency):
        known = ", ".join(sorted(COMMUNE_AGENCIES | PROVINCE_AGENCIES - {"department"}))
        yield error(
            "competence-agency",
            (*place, "agency"),
            f"Không có loại cơ quan «{row.agency}». Dùng: {known} hoặc unit:<mã đơn vị>.",
        )


def _commune(spec: ProcedureSpec, row: CompetenceRow, place: Place) -> Iterator[Finding]:
    if row.agency not in COMMUNE_AGENCIES:
        if row.at is not None:
            yield error("competence-place", (*place, "at"), "Chỉ cơ quan cấp xã mới cần «at» (xã nào).")
        return
    if row.at is None:
        yield error(
            "competence-place",
            place,
            "Cơ quan cấp xã phải ghi «at»: residence, chosen hoặc field:<trường địa bàn>.",
        )
    elif row.at.startswith(_FIELD):
        key, _, part = row.at.removeprefix(_FIELD).partition(".")
        field = spec.form.field(key)
        whole = isinstance(field, AdminUnitField) and not part
        person = isinstance(field, PersonField) and part == "residence_unit" and part in field.parts
        if not whole and not person:
            yield error(
                "competence-place",
                (*place, "at"),
                f"«{row.at}» phải chỉ tới một trường địa bàn (type: admin_unit) của biểu mẫu.",
            )
    elif row.at not in {"residence", "chosen"}:
        yield error(
            "competence-place",
            (*place, "at"),
            f"«{row.at}» không dùng được: residence, chosen hoặc field:<trường địa bàn>.",
        )


def _channels(spec: ProcedureSpec) -> Iterator[Finding]:
    """NĐ 224/2026 Điều 14: why a service is not wholly online has to be said."""
    online = "online" in spec.channels
    if spec.service_level == "information":
        if online:
            yield error(
                "channels-and-level",
                ("channels",),
                "Dịch vụ chỉ cung cấp thông tin thì không nhận hồ sơ trực tuyến.",
            )
    elif not online:
        yield error(
            "channels-and-level",
            ("channels",),
            "Dịch vụ toàn trình hoặc một phần phải nhận hồ sơ trực tuyến (online).",
        )
    if spec.service_level != "full" and not spec.service_level_reason:
        yield error(
            "level-without-reason",
            ("service_level",),
            "Chưa toàn trình thì phải ghi lý do (service_level_reason).",
        )
    if len(set(spec.channels)) < len(spec.channels):
        yield error("channels-and-level", ("channels",), "Một cách nộp bị ghi hai lần.")


def _texts(spec: ProcedureSpec) -> Iterator[Finding]:
    if len(spec.guide) < _LEAST_GUIDE:
        yield error(
            "guide-too-short",
            ("guide",),
            f"Hướng dẫn cần ít nhất {_LEAST_GUIDE} bước để người dân tự làm được.",
        )
    if not spec.legal_basis:
        yield error("legal-basis-missing", ("legal_basis",), "Thủ tục chưa ghi căn cứ pháp lý.")
    if not spec.also_known_as:
        yield warning(
            "no-everyday-names", ("also_known_as",), "Chưa có tên gọi thường ngày để người dân tìm."
        )
    if not spec.life_events:
        yield warning(
            "no-life-event",
            ("life_events",),
            "Chưa gắn sự kiện trong đời nên không hiện ở trang «Tôi cần làm gì».",
        )


def _repeated(spec: ProcedureSpec) -> Iterator[Finding]:
    lists: dict[str, tuple[str, ...]] = {
        "questions": tuple(part.key for part in spec.questions),
        "cases": tuple(part.key for part in spec.cases),
        "components": tuple(part.key for part in spec.components),
        "fees": tuple(part.key for part in spec.fees),
        "results": tuple(part.key for part in spec.results),
    }
    for name, keys in lists.items():
        count = Counter(keys)
        for at, key in enumerate(keys):
            if count[key] > 1:
                yield error(
                    "key-repeated", (name, at, "key"), f"Khóa «{key}» bị dùng {count[key]} lần trong {name}."
                )
