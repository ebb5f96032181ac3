"""A process of its own at work on a database of its own: `python -m tests.dossiers.alone <job> <argument>`.

Every job prints what it did, line by line and at once, so that a test can compare it with the database.
"""

import os
import sys
import threading
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")

import django

django.setup()

from django.db import close_old_connections, connection  # noqa: E402

from motcua.dossiers.actions import tasks  # noqa: E402
from motcua.dossiers.actions.accept import accept  # noqa: E402
from motcua.dossiers.actions.file import file  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.identity.models import Person  # noqa: E402
from motcua.lib.errors import Refused  # noqa: E402
from motcua.organisation.actors import actor_of  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.dossiers.hand import BIRTH_AGAIN  # noqa: E402

THREADS = 5


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def cast() -> Cast:
    """The cast with the person the test has made."""
    found = Cast()
    found.__dict__["lan"] = Person.objects.get(full_name="Nguyễn Thị Lan")
    return found


def fork(work: Callable[[str], None], shares: list[list[str]]) -> None:
    """Each share in a thread of its own, all let go at the same moment."""
    gate = threading.Barrier(len(shares))

    def run(share: list[str]) -> None:
        gate.wait()
        for each in share:
            work(each)
        connection.close()

    threads = [threading.Thread(target=run, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def take_up(ids: list[str]) -> None:
    """Accept these dossiers in several threads; print each code."""
    people = cast()
    desk = people.desk_of(Dossier.objects.select_related("receiving_unit").get(pk=ids[0]))

    def one(dossier_id: str) -> None:
        try:
            say(str(accept(actor=desk, dossier_id=dossier_id).code))
        except Refused as refusal:
            say(f"refused {refusal.code}")

    fork(one, [ids[n::THREADS] for n in range(THREADS)])


def take(ids: list[str]) -> None:
    """Every officer of the unit tries to take each of these pieces of work."""
    from motcua.dossiers.models import WorkItem

    item = WorkItem.objects.select_related("unit").get(pk=ids[0])
    officers = cast().officers(item.unit, item.role)[:2]
    gate = threading.Barrier(len(officers))

    def run(number: int) -> None:
        gate.wait()
        for item_id in ids:
            try:
                tasks.take(actor=officers[number], item_id=item_id)
                say(f"{item_id} {officers[number].user_id}")
            except Refused as refusal:
                say(f"refused {refusal.code}")
        connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(officers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def send(ids: list[str]) -> None:
    """Two devices send each of these drafts at the same moment."""
    people = cast()
    citizen = actor_of(people.lan.user)

    def one(dossier_id: str) -> None:
        try:
            say(file(actor=citizen, dossier_id=dossier_id).temporary_number)
        except Refused as refusal:
            say(f"refused {refusal.code}")

    fork(one, [ids, ids])


def file_for_ever(_: list[str]) -> None:
    """File one dossier after the other, print each number when the person would be told, until killed."""
    people = cast()
    sample = people.draft(BIRTH_AGAIN)
    say("ready")
    while True:
        from motcua.dossiers.actions import draft

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
        close_old_connections()


JOBS = {"accept": take_up, "take": take, "send": send, "file": file_for_ever}

if __name__ == "__main__":
    JOBS[sys.argv[1]](sys.argv[2].split(",") if len(sys.argv) > 2 else [])
