"""About twelve hundred invented officers, so that every unit of the demo province has people in its posts.

Names are drawn from common family, middle and given names; any likeness to a real person is chance.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from motcua.identity.actor import (
    ACCOUNTANT,
    ADMIN,
    CLERK,
    DESK_OFFICER,
    HANDLER,
    HEAD,
    INSPECTOR,
    POSTAL,
    SIGNER,
)
from motcua.organisation import seed

# Where, tail of the login name, title, roles, shown on the portal. {code} is the commune's.
Plan = tuple[str, str, str, tuple[str, ...], bool]
_COMMUNE: tuple[Plan, ...] = (
    ("ttpvhcc-{code}", "desk1", "Cán bộ tiếp nhận và trả kết quả", (DESK_OFFICER,), True),
    ("ttpvhcc-{code}", "head", "Giám đốc Trung tâm", (HEAD, DESK_OFFICER), True),
    ("phong-vhxh-{code}", "handler", "Công chức tư pháp – hộ tịch", (HANDLER,), False),
    ("phong-vhxh-{code}", "head", "Trưởng phòng Văn hóa – Xã hội", (HEAD, HANDLER), False),
    ("phong-kt-{code}", "head", "Trưởng phòng Kinh tế", (HEAD, HANDLER), False),
    ("phong-kt-{code}", "handler", "Công chức địa chính – xây dựng", (HANDLER,), False),
    ("vp-{code}", "clerk", "Văn thư", (CLERK,), False),
    ("ubnd-{code}", "signer", "Phó Chủ tịch UBND", (SIGNER, HEAD), True),
    ("cax-{code}", "handler", "Cán bộ đăng ký, quản lý cư trú", (HANDLER, DESK_OFFICER, CLERK), False),
    ("cax-{code}", "signer", "Trưởng Công an", (SIGNER, HEAD), True),
)
_AGENCY: tuple[Plan, ...] = (
    ("{slug}", "handler1", "Chuyên viên", (HANDLER,), False),
    ("{slug}", "handler2", "Chuyên viên", (HANDLER,), False),
    ("{slug}", "head", "Trưởng phòng", (HEAD,), False),
    ("{slug}", "signer", "Phó Giám đốc", (SIGNER,), True),
    ("{slug}", "clerk", "Văn thư – kế toán", (CLERK, ACCOUNTANT), False),
)
_PROVINCE: tuple[Plan, ...] = (
    *(
        ("ttpvhcc-tinh", f"desk{n}", "Cán bộ tiếp nhận và trả kết quả", (DESK_OFFICER,), True)
        for n in range(1, 9)
    ),
    ("ttpvhcc-tinh", "head", "Giám đốc Trung tâm", (HEAD,), True),
    ("ttpvhcc-tinh", "accountant", "Kế toán", (ACCOUNTANT,), False),
    ("cong-an-tinh", "desk1", "Cán bộ tiếp nhận và trả kết quả", (DESK_OFFICER,), True),
    ("ubnd-tinh", "signer", "Phó Chủ tịch UBND tỉnh", (SIGNER,), True),
    ("vp-ubnd-tinh", "admin", "Quản trị hệ thống", (ADMIN,), False),
    ("vp-ubnd-tinh", "admin2", "Phó Trưởng phòng Kiểm soát thủ tục hành chính", (ADMIN,), False),
    ("vp-ubnd-tinh", "inspector", "Phòng Kiểm soát thủ tục hành chính", (INSPECTOR,), False),
)  # fmt: skip
# A common desk: the post takes in and hands over for it, and the social insurance answers for its own field.
_COMMON_DESK = "ttpvhcc-07894"
_AT_COMMON_DESK: tuple[tuple[Plan, tuple[str, ...]], ...] = (
    ((_COMMON_DESK, "postal", "Nhân viên bưu chính tại quầy", (POSTAL,), False), ()),
    ((_COMMON_DESK, "insurance", "Cán bộ bảo hiểm xã hội tại quầy", (DESK_OFFICER,), False), ("baohiem",)),
)
# Money belongs to the agency that decides, so the accountant of a commune sits at its committee.
_ACCOUNTANT: Plan = ("ubnd-{code}", "accountant", "Kế toán", (ACCOUNTANT,), False)
# These have no handlers and signers of their own: the committee signs, the centre only receives and returns.
_WITHOUT_HANDLING = {"ubnd-tinh", "ttpvhcc-tinh"}


@dataclass(frozen=True, slots=True)
class InventedOfficer:
    """One officer of the demo province and the post held."""

    login: str
    name: str
    unit_id: str
    title: str
    roles: tuple[str, ...]
    public: bool
    fields: tuple[str, ...] = ()


def invented_officers(seed_number: int = 25) -> list[InventedOfficer]:
    """The same officers every time for the same number, with logins such as `ubnd-08515.signer`."""
    draw = random.Random(seed_number)  # noqa: S311 - names for a demo, no secret depends on it
    return (
        [
            InventedOfficer(f"{unit}.{tail}", _name(draw), unit, title, roles, public)
            for unit, tail, title, roles, public in _plans()
        ]
        + [
            InventedOfficer(f"{unit}.{tail}", _name(draw), unit, title, roles, public, fields)
            for (unit, tail, title, roles, public), fields in _AT_COMMON_DESK
        ]
        + [_accountant(row["code"], _name(draw)) for row in seed.rows("communes.csv")]
    )


def _accountant(code: str, name: str) -> InventedOfficer:
    where, tail, title, roles, public = _ACCOUNTANT
    unit = where.format(code=code)
    return InventedOfficer(f"{unit}.{tail}", name, unit, title, roles, public)


def _plans() -> Iterator[Plan]:
    for where, tail, title, roles, public in _PROVINCE:
        yield where, tail, title, roles, public
    for row in seed.rows("departments.csv"):
        if row["slug"] not in _WITHOUT_HANDLING:
            for where, tail, title, roles, public in _AGENCY:
                called = row["signer_title"] if tail == "signer" else title
                yield where.format(slug=row["slug"]), tail, called, roles, public
    for row in seed.rows("communes.csv"):
        for where, tail, title, roles, public in _COMMUNE:
            yield where.format(code=row["code"]), tail, title, roles, public


def _name(draw: random.Random) -> str:
    sex = draw.choice(("woman", "man"))
    middle = _draw(draw, f"{sex}_middle")
    given = _draw(draw, f"{sex}_given")
    while given == middle:
        given = _draw(draw, f"{sex}_given")
    return f"{_draw(draw, 'family')} {middle} {given}"


def _draw(draw: random.Random, part: str) -> str:
    """One name of this part; `weight` in the file says how common it is."""
    names, weights = _names(part)
    return draw.choices(names, weights)[0]


@cache
def _names(part: str) -> tuple[list[str], list[int]]:
    rows = [row for row in seed.rows("names.csv") if row["part"] == part]
    return [row["name"] for row in rows], [int(row["weight"]) for row in rows]
