"""A process of its own at work on a database of its own: `python -m tests.dossiers.alone <job> <argument>`.

Every job prints what it did, line by line and at once, so that a test can compare it with the database.
"""

import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")

import django

django.setup()

from django.db import connections  # noqa: E402

from motcua.dossiers.actions import draft  # noqa: E402
from motcua.dossiers.actions.accept import accept  # noqa: E402
from motcua.dossiers.actions.file import file  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.identity.models import Person  # noqa: E402
from motcua.lib.errors import Refused  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.dossiers.hand import BIRTH_AGAIN, fork  # noqa: E402
from tests.elsewhere import be_patient  # noqa: E402

THREADS = 5


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def cast() -> Cast:
    """The cast with the person the test has made."""
    found = Cast()
    found.__dict__["lan"] = Person.objects.get(full_name="Nguyễn Thị Lan")
    return found


def take_up(ids: list[str]) -> None:
    """Accept these dossiers in several threads, in any order; print each code."""
    desk = cast().desk_of(Dossier.objects.select_related("receiving_unit").get(pk=ids[0]))
    random.shuffle(ids)

    def one(dossier_id: str) -> None:
        try:
            say(str(accept(actor=desk, dossier_id=dossier_id).code))
        except Refused as refusal:
            say(f"refused {refusal.code}")

    fork(one, [ids[n::THREADS] for n in range(THREADS)])


def file_for_ever(_: list[str]) -> None:
    """File one dossier after the other, print each number when the person would be told, until killed."""
    people = cast()
    sample = people.draft(BIRTH_AGAIN)
    say("ready")
    while True:
        begun = draft.start(
            actor=people.citizen,
            version=sample.version,
            submitter=people.lan,
            answers=sample.answers,
            raw=sample.raw,
        )
        people.hand_in(people.citizen, begun)
        sent = file(actor=people.citizen, dossier_id=begun.pk)
        say(sent.temporary_number)


JOBS = {"accept": take_up, "file": file_for_ever}

if __name__ == "__main__":
    be_patient(connections.settings["default"])
    JOBS[sys.argv[1]](sys.argv[2].split(",") if len(sys.argv) > 2 else [])
