"""Who works a step, in words, and back from the words to what a file says."""

from collections.abc import Mapping
from itertools import product

from motcua.identity.actor import ROLE_NAMES
from motcua.lib.text import fold
from motcua.workflow.spec import DIVISIONS, ROLES

DIVISION_NAMES = {"social": "Phòng Văn hóa – Xã hội", "economy": "Phòng Kinh tế", "office": "Văn phòng"}
_UNITS = {
    "competent": "cơ quan giải quyết",
    "desk": "bộ phận một cửa",
    **{f"division:{each}": DIVISION_NAMES[each] for each in DIVISIONS},
}


def office(unit: str, role: str, named: Mapping[str, str]) -> str:
    """A role and where it sits; `named` are the units of the province by their code in a file."""
    where = _UNITS.get(unit) or named.get(unit, unit)
    return ", ".join(filter(None, (ROLE_NAMES.get(role, role), where)))


def offices_by_name(named: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Unit and role by what `office` calls them, folded; where a name means two, the first."""
    found: dict[str, tuple[str, str]] = {}
    for unit, role in product((*_UNITS, *named), ROLES):
        found.setdefault(fold(office(unit, role, named)), (unit, role))
    return found
