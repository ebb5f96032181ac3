"""What the tests of the verbs share: days to live on, procedures to use, how a refusal is expected."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

import pytest
from django.db import connection

from motcua.audit.models import Entry
from motcua.dossiers.actions import papers
from motcua.dossiers.actions.supplement import Wanted
from motcua.dossiers.models import Dossier, Paper, WorkItem
from motcua.identity.actor import HANDLER, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from tests.cast import Cast

BIRTH_AGAIN = "1.004884"
"""Registering a birth again: a paper, a charge, five working days in the commune; draft, sign, number."""
OPINIONS = "1.014159"
"""Planning information: with parallel opinions."""
PAID_FIRST = "1.001612"
"""A household business: over the counter its charge is paid on filing."""


def day(text: str) -> datetime:
    """`2026-11-18T09:00` in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=moment.TZ)


def on(text: str) -> AbstractContextManager[None]:
    """Everything inside happens at that moment."""
    return moment.at(day(text))


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The act is refused for this reason, with a sentence that ends like one."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, caught.value.message
    assert caught.value.message.rstrip().endswith((".", "!", "?"))


def step_of(dossier: Dossier) -> WorkItem:
    """The open step of the route."""
    return WorkItem.objects.open().get(dossier=dossier, kind=WorkItem.Kind.STEP)


def handler_of(cast: Cast, dossier: Dossier) -> Actor:
    """Somebody who may work the open step."""
    return cast.worker_of(step_of(dossier))


def signer_of(cast: Cast, dossier: Dossier) -> Actor:
    assert dossier.competent_unit is not None
    return cast.officer(dossier.competent_unit, SIGNER)


def a_handler(cast: Cast, unit: str) -> Actor:
    return cast.officer(unit, HANDLER)


def wanted(dossier: Dossier, reason: str = "Bản chụp bị mờ") -> list[Wanted]:
    """A request for the first paper of the dossier."""
    paper = dossier.live_papers()[0]
    return [Wanted("component", paper.component_key, paper.name, reason)]


def all_fine(cast: Cast, dossier: Dossier) -> None:
    """The desk has looked at every paper and found nothing."""
    verdicts = {str(paper.pk): (Paper.Verdict.FINE.value, "") for paper in dossier.live_papers()}
    papers.check(actor=cast.desk_of(dossier), dossier_id=dossier.pk, verdicts=verdicts)


def answer(cast: Cast, dossier: Dossier, body: bytes = b"%PDF-1.4 again") -> None:
    """The applicant hands in anew whatever was asked for."""
    supplement = dossier.supplements.filter(answered_at=None).get()
    for item in supplement.items.exclude(kind="field"):
        papers.attach(
            actor=cast.citizen,
            dossier_id=dossier.pk,
            component_key=item.key,
            file=cast.stored(body + item.key.encode()),
        )


def fork(work: Callable[[str], None], shares: Sequence[Sequence[str]]) -> None:
    """Each share in a thread of its own, with a connection of its own, all let go at the same moment.

    What goes wrong in one of them is raised here: a thread that dies by itself takes its share along unseen.
    """
    gate = threading.Barrier(len(shares))
    problems: list[Exception] = []

    def run(share: Sequence[str]) -> None:
        try:
            gate.wait()
            for each in share:
                work(each)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def recorded(dossier: Dossier) -> list[str]:
    """The verbs the tamper-evident record has of this dossier."""
    entries = Entry.objects.about("dossier", str(dossier.pk)).order_by("at", "number")
    return list(entries.values_list("verb", flat=True))


def verbs(dossier: Dossier) -> list[str]:
    """The verbs of the history."""
    return [movement.verb for movement in dossier.movements.all()]
