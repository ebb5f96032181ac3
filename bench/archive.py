"""A large archive, made by copying finished dossiers: rows of the right shape and spread, not acted out.

The acts themselves are measured elsewhere; here only the size of the tables matters.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from motcua.catalogue.models import Version
from motcua.dossiers import codes
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Movement, WorkItem
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.ids import uuid7
from motcua.lib.text import fold
from motcua.organisation.models import Unit

BATCH = 2000
_PATH = (
    ("file", Status.DRAFT, Status.FILED, "leave"),
    ("accept", Status.FILED, Status.ACCEPTED, "start"),
    ("forward", Status.ACCEPTED, Status.IN_PROGRESS, "leave"),
    ("conclude", Status.IN_PROGRESS, Status.DONE, "stop"),
    ("hand_over", Status.DONE, Status.RETURNED, "leave"),
)


def grow(count: int, *, seed: int = 1) -> None:
    """Add `count` returned dossiers of the last two years, over all communes."""
    draw = random.Random(seed)  # noqa: S311 - sizes of tables, no secret
    versions = list(Version.objects.select_related("procedure")[:40])
    committees = list(Unit.objects.of_kind("commune_committee"))
    people = _people(200, draw)
    start = moment.now() - timedelta(days=730)
    for first in range(0, count, BATCH):
        size = min(BATCH, count - first)
        dossiers = [_dossier(first + n, draw, versions, committees, people, start) for n in range(size)]
        with transaction.atomic():
            Dossier.objects.bulk_create(dossiers)
            Movement.objects.bulk_create([row for each in dossiers for row in _movements(each)])
            WorkItem.objects.bulk_create([_item(each) for each in dossiers])


def _people(count: int, draw: random.Random) -> list[Person]:
    people = [
        Person(
            full_name=f"Người Số {n} {draw.choice(('An', 'Bình', 'Cường', 'Dung'))}",
            personal_id=f"0251{draw.randrange(90) + 10}{n:06d}"[:12],
            search_text=f"nguoi so {n}",
            created_at=moment.now(),
        )
        for n in range(count)
    ]
    for person in people:
        Person.objects.filter(personal_id=person.personal_id).delete()
    return Person.objects.bulk_create(people)


def _dossier(
    number: int,
    draw: random.Random,
    versions: list[Version],
    committees: list[Unit],
    people: list[Person],
    start: datetime,
) -> Dossier:
    unit, person, version = draw.choice(committees), draw.choice(people), draw.choice(versions)
    desk = f"ttpvhcc-{unit.admin_code}"
    filed = start + timedelta(minutes=draw.randrange(60 * 24 * 720))
    accepted, due = filed + timedelta(hours=4), filed + timedelta(days=7)
    finished = filed + timedelta(days=draw.choice((2, 3, 5, 9)))
    code = codes.write(f"B{unit.admin_code}", filed.date(), number + 1, number_digits=7)
    return Dossier(
        temporary_number=f"BN{number:09d}",
        code=code,
        version=version,
        case_key="bench",
        status=Status.RETURNED,
        channel=draw.choice(("online", "counter")),
        submitter=person,
        owner=person,
        receiving_unit_id=desk,
        competent_unit=unit,
        return_unit_id=desk,
        created_at=filed,
        touched_at=finished,
        filed_at=filed,
        acceptance_due_at=filed + timedelta(days=1),
        accepted_at=accepted,
        clock_from=accepted,
        due_at=due,
        finished_at=finished,
        returned_at=finished,
        search_text=fold(f"{code} {person.full_name} {version.procedure.name}")[:500],
    )


def _movements(dossier: Dossier) -> Iterator[Movement]:
    at = dossier.filed_at or moment.now()
    for verb, before, after, clock in _PATH:
        yield Movement(
            dossier=dossier,
            at=at,
            verb=verb,
            before=before,
            after=after,
            clock=clock,
            actor="Bench",
            unit_id=dossier.receiving_unit_id,
            due_at=dossier.due_at,
        )
        at += timedelta(hours=6)


def _item(dossier: Dossier) -> WorkItem:
    return WorkItem(
        id=uuid7(),
        dossier=dossier,
        kind=WorkItem.Kind.STEP,
        step_key="handle",
        name="Thẩm định hồ sơ",
        role="handler",
        unit_id=dossier.competent_unit_id,
        opened_at=dossier.accepted_at,
        due_at=dossier.due_at,
        done_at=dossier.finished_at,
        done_by="Bench",
        outcome="ok",
    )
