"""The people of the bulk province."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.steering.cells import PERSON
from motcua.lib.text import fold
from motcua.organisation.models import Unit

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quang", "Ngọc", "Hữu", "Thanh", "Xuân")
_GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quý")
MOST = 200_000


@dataclass(frozen=True, slots=True)
class Human:
    """A person as the slots of a template want it."""

    id: str
    name: str
    search: str


def count_for(dossiers: int) -> int:
    """Eight dossiers a year for everybody who comes at all."""
    return min(MOST, max(40, dossiers // 8))


def people(count: int, seed: int) -> list[Human]:
    """The same people for the same seed."""
    draw = random.Random(f"people/{seed}")  # noqa: S311 - names of nobody, no secret
    found = []
    for number in range(count):
        name = f"{draw.choice(_SURNAMES)} {draw.choice(_MIDDLE)} {draw.choice(_GIVEN)}"
        found.append(
            Human(f"0190a000-0000-7000-9000-{number:012x}", name, f"{fold(name)} {_personal_id(number)}")
        )
    return found


def _personal_id(number: int) -> str:
    return f"0250{number:08d}"


def rows(found: list[Human], born: datetime, seed: int) -> Iterator[str]:
    """Their rows for COPY."""
    draw = random.Random(f"homes/{seed}")  # noqa: S311
    homes = list(
        Unit.objects.of_kind(Unit.Kind.COMMUNE_COMMITTEE)
        .order_by("pk")
        .values_list("admin_code", "short_name")
    )
    for number, each in enumerate(found):
        code, name = draw.choice(homes)
        yield (
            PERSON.row(
                id=each.id,
                personal_id=_personal_id(number),
                full_name=each.name,
                residence=name,
                residence_unit=code,
                search_text=each.search,
                created_at=born - timedelta(days=1),
            )
            % {}
        )
