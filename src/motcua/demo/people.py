"""The citizens of the demo province: those the sandbox e-identity server ships with, and some hundreds more.

All of them are invented. The sandbox server is told about every one of them by a file (`write_file`), so that
whoever logs in there finds the dossiers of that person here.
"""

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.audit.actions import record
from motcua.forms import personal_id
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.lib.text import fold
from motcua.organisation import seed

COUNT = 400
_BUSY = 8
_BUSY_WEIGHT = 14
_OLDEST, _YOUNGEST = 1945, 2006
_FIRST_PHONE = 1000
_HAMLETS = ("Khu", "Thôn", "Xóm", "Tổ dân phố")


@dataclass(frozen=True, slots=True)
class Citizen:
    """One invented person; the names are the columns of the sandbox server's file, all values as text."""

    personal_id: str
    name: str
    birthdate: str
    gender: str
    level: str
    digital_citizen: str
    phone_number: str
    email: str
    address: str
    residence_code: str
    note: str


def read_known(path: Path) -> list[Citizen]:
    """The people the sandbox server ships with; none when the file is not there."""
    if not path.exists():
        return []
    names = [field.name for field in fields(Citizen)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [Citizen(*(row.get(name) or "" for name in names)) for row in csv.DictReader(file)]


def invented_citizens(known: Sequence[Citizen], count: int = COUNT, seed_number: int = 25) -> list[Citizen]:
    """The known ones, then others up to `count`: the same every time for the same number."""
    draw = random.Random(seed_number)
    places = seed.rows("communes.csv")
    busy = {citizen.residence_code for citizen in known[:_BUSY]}
    weights = [_BUSY_WEIGHT if row["code"] in busy else 1 for row in places]
    taken = {citizen.personal_id for citizen in known}
    people = list(known)
    while len(people) < count:
        citizen = _invent(draw, draw.choices(places, weights)[0], len(people))
        if citizen.personal_id not in taken:
            taken.add(citizen.personal_id)
            people.append(citizen)
    return people


def _invent(draw: random.Random, place: seed.Row, number: int) -> Citizen:
    sex = draw.choice(("male", "female"))
    year = draw.randint(_OLDEST, _YOUNGEST)
    hamlet = "Tổ dân phố" if place["kind"] == "ward" else draw.choice(_HAMLETS[:3])
    return Citizen(
        personal_id=personal_id.example(year=year, sex_given=sex, chance=draw),
        name=_name(draw, "man" if sex == "male" else "woman"),
        birthdate=f"{year}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        gender=sex,
        level="2",
        digital_citizen=draw.choice(("yes", "no")),
        phone_number=f"0912{_FIRST_PHONE + number:06d}",
        # Nobody has an address: letters of a whole year would go out when the background work starts.
        email="",
        address=f"{hamlet} {draw.randint(1, 12)}, {seed.within(place['name'])}, tỉnh {seed.PROVINCE_NAME}",
        residence_code=place["code"],
        note="",
    )


def _name(draw: random.Random, sex: str) -> str:
    family, middle, given = (
        draw.choices(*_names(part))[0] for part in ("family", f"{sex}_middle", f"{sex}_given")
    )
    while given == middle:
        given = draw.choices(*_names(f"{sex}_given"))[0]
    return f"{family} {middle} {given}"


@cache
def _names(part: str) -> tuple[list[str], list[int]]:
    rows = [row for row in seed.rows("names.csv") if row["part"] == part]
    return [row["name"] for row in rows], [int(row["weight"]) for row in rows]


def write_file(path: Path, people: Iterable[Citizen]) -> None:
    """The file that the sandbox server is started with (`--citizens`)."""
    names = [field.name for field in fields(Citizen)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([getattr(citizen, name) for name in names] for citizen in people)


@transaction.atomic
def create_citizens(people: Sequence[Citizen]) -> int:
    """Register those who are not there yet, with an account each; returns how many were new.

    Logging in finds them by their personal id number and links the account of the e-identity system.
    """
    there = set(Person.objects.filter(personal_id__isnull=False).values_list("personal_id", flat=True))
    new = [citizen for citizen in people if citizen.personal_id not in there]
    if not new:
        return 0
    no_password = make_password(None)
    users = User.objects.bulk_create(
        User(
            login=f"demo:{citizen.personal_id}",
            name=citizen.name,
            kind=User.Kind.CITIZEN,
            password=no_password,
        )
        for citizen in new
    )
    at = moment.now()
    Person.objects.bulk_create(
        Person(
            user=user,
            personal_id=citizen.personal_id,
            full_name=citizen.name,
            birth_date=citizen.birthdate,
            sex=citizen.gender,
            phone=citizen.phone_number,
            email=citizen.email,
            residence=citizen.address,
            residence_unit=citizen.residence_code,
            assurance=int(citizen.level),
            assured_at=at,
            digital_citizen=citizen.digital_citizen == "yes",
            search_text=fold(citizen.name),
            created_at=at,
        )
        for citizen, user in zip(new, users, strict=True)
    )
    record(
        actor=SYSTEM_ACTOR.label,
        verb="create_citizens",
        subject_type="province",
        subject_id=seed.PROVINCE,
        content={"citizens": len(new)},
    )
    return len(new)
