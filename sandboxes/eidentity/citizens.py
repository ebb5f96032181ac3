"""The invented citizens, read from CSV files, and the claims the server tells about them."""

import csv
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).with_name("citizens.csv")
COLUMNS = (
    "personal_id",
    "name",
    "birthdate",
    "gender",
    "level",
    "digital_citizen",
    "phone_number",
    "email",
    "address",
    "residence_code",
    "note",
)
_REQUIRED = ("personal_id", "name", "birthdate", "gender", "level")
_SUBJECTS = uuid.UUID("5d0b1a52-6c3e-4c58-9a53-0b4a6f0c2e11")

# Which claims a scope opens. Standard OpenID Connect names where there is one; the rest are our own.
SCOPE_CLAIMS: Mapping[str, tuple[str, ...]] = {
    "openid": ("sub",),
    "profile": ("name", "birthdate", "gender"),
    "phone": ("phone_number",),
    "email": ("email",),
    "address": ("address", "residence_code"),
    "identity": ("personal_id", "vneid_level", "digital_citizen"),
}
SCOPE_WORDS: Mapping[str, str] = {
    "profile": "Họ và tên, ngày sinh, giới tính",
    "phone": "Số điện thoại",
    "email": "Địa chỉ thư điện tử",
    "address": "Nơi cư trú",
    "identity": "Số định danh cá nhân, mức độ định danh, dấu công dân số",
}


class BadRow(ValueError):
    """A row of a citizens file that cannot be used; says which and why."""


@dataclass(frozen=True)
class Citizen:
    """One invented person. `birthdate` is ISO 8601, or only the year, as OpenID Connect allows."""

    personal_id: str
    name: str
    birthdate: str
    gender: str
    level: int
    digital_citizen: bool = False
    phone_number: str = ""
    email: str = ""
    address: str = ""
    residence_code: str = ""
    note: str = ""

    @property
    def sub(self) -> str:
        """The subject identifier: the same for this person for ever, and telling nothing about them."""
        return str(uuid.uuid5(_SUBJECTS, self.personal_id))

    def claims(self, scope: str) -> dict[str, object]:
        """What a client with this scope is told. What is not known is left out, never sent empty."""
        known: dict[str, object] = {
            "sub": self.sub,
            "name": self.name,
            "birthdate": self.birthdate,
            "gender": self.gender,
            "phone_number": self.phone_number,
            "email": self.email,
            "address": {"formatted": self.address} if self.address else "",
            "residence_code": self.residence_code,
            "personal_id": self.personal_id,
            "vneid_level": self.level,
            "digital_citizen": self.digital_citizen,
        }
        opened = [name for word in scope.split() for name in SCOPE_CLAIMS.get(word, ())]
        return {name: known[name] for name in opened if known[name] != ""}


def _read(row: Mapping[str, str], where: str) -> Citizen:
    if missing := [name for name in _REQUIRED if not row.get(name)]:
        raise BadRow(f"{where}: missing {', '.join(missing)}")
    if not re.fullmatch(r"\d{12}", row["personal_id"]):
        raise BadRow(f"{where}: personal_id must have 12 digits")
    if not re.fullmatch(r"\d{4}(-\d\d-\d\d)?", row["birthdate"]):
        raise BadRow(f"{where}: birthdate must be yyyy-mm-dd or yyyy")
    if row["gender"] not in {"male", "female"} or row["level"] not in {"1", "2"}:
        raise BadRow(f"{where}: gender is male or female, level is 1 or 2")
    told = {name: row.get(name) or "" for name in COLUMNS if name not in {"level", "digital_citizen"}}
    return Citizen(**told, level=int(row["level"]), digital_citizen=row.get("digital_citizen") == "yes")


def load(paths: Iterable[Path]) -> dict[str, Citizen]:
    """Everybody in these files by personal id, in order; a later file may replace a person of an earlier one.

    Raises BadRow for a row that cannot be used, OSError for a file that cannot be read.
    """
    found: dict[str, Citizen] = {}
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                citizen = _read(row, f"{path.name} line {number}")
                found[citizen.personal_id] = citizen
    return found
