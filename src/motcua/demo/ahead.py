"""A second process that signs and seals what the load of the demo province will sign and seal next.

Signing is half of the computing of a load, and on SQLite it would happen while the database is locked. Who
signs what at which moment is known as soon as the act is planned: another process can do it meanwhile.
"""

import multiprocessing
from collections import Counter as Count
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import django

from motcua.demo.office import Office
from motcua.documents.files import read
from motcua.documents.signing import check_before_issue, seal_as_agency, sign_as_person
from motcua.documents.signing.ahead import Made, at_hand, key_of
from motcua.dossiers import counters, printing
from motcua.dossiers.actions.result import ISSUING, SIGNING, place
from motcua.dossiers.models import Counter, Dossier
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.moment import TZ

_SIGN = "sign"


@dataclass(frozen=True)
class Signing:
    """A signature (`act` «sign») or a seal («number») that will be wanted at a moment."""

    act: str
    dossier_id: UUID
    actor: Actor
    at: datetime


class Ahead:
    """Hands signings to the other process and keeps what comes back until its turn."""

    def __init__(self, pool: Executor, office: Office) -> None:
        self.pool = pool
        self.office = office
        self._coming: dict[Signing, Future[Made]] = {}
        # Signatures that come before another one of the same agency take a number each.
        self._numbers: dict[Signing, tuple[str, int]] = {}

    def expect(self, signing: Signing) -> None:
        """Have it made. A number that turns out otherwise only means that it is made again, here."""
        number = 0
        if signing.act == _SIGN:
            dossier = Dossier.objects.select_related("competent_unit__parent").get(pk=signing.dossier_id)
            unit = printing.issuing_unit(dossier)
            self.office.enroll(signing.actor, unit)
            number = self._next_number(signing, counters.identifier_of(unit), dossier.results.count())
        with suppress(BrokenProcessPool):
            self._coming[signing] = self.pool.submit(_make, signing, number)

    def _next_number(self, signing: Signing, series: str, results: int) -> int:
        period = str(signing.at.astimezone(TZ).year)
        row = Counter.objects.filter(unit=series, series="result", period=period).first()
        sooner = Count(
            {
                at: count
                for at, (other, count) in self._numbers.items()
                if other == series and at.at < signing.at
            }
        )
        self._numbers[signing] = (series, results)
        return (row.last if row else 0) + sooner.total() + 1

    @contextmanager
    def in_turn(self, signing: Signing | None) -> Iterator[None]:
        """The act itself happens inside: with what was made ahead, if it was begun in time."""
        coming = self._coming.pop(signing, None) if signing is not None else None
        if signing is not None:
            self._numbers.pop(signing, None)
        if coming is None or coming.cancel():
            yield
            return
        with at_hand(_came(coming)):
            yield


def _came(coming: Future[Made]) -> Made:
    """What was made; nothing when the other process has died: then everything is made here."""
    try:
        return coming.result()
    except BrokenProcessPool:
        return Made()


@contextmanager
def ahead_of(office: Office) -> Iterator[Ahead]:
    """The other process for as long as the load runs."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=django.setup) as pool:
        yield Ahead(pool, office)
        pool.shutdown(cancel_futures=True)


def _make(signing: Signing, number: int) -> Made:
    """In the other process: what the act will make. Whatever stands in the way will be told by the act."""
    try:
        with moment.at(signing.at):
            dossier = Dossier.objects.with_screen().get(pk=signing.dossier_id)
            return _signed(dossier, signing, number) if signing.act == _SIGN else _sealed(dossier, signing)
    except Exception:
        return Made()


def _signed(dossier: Dossier, signing: Signing, number: int) -> Made:
    made: dict[str, bytes] = {}
    owner = f"officer:{signing.actor.user_id}"
    for each in sorted(dossier.results.filter(is_refusal=False), key=lambda result: result.key):
        if not each.number:
            each.number, number = f"{number:02d}", number + 1
        pdf = printing.result_pdf(dossier, each, signer=signing.actor, day=signing.at.astimezone(TZ).date())
        signed = sign_as_person(pdf, owner=owner, now=moment.now(), reason=SIGNING, location=place())
        made[key_of(pdf, "person", owner, moment.now(), SIGNING, place())] = signed
    return Made(made)


def _sealed(dossier: Dossier, signing: Signing) -> Made:
    made: dict[str, bytes] = {}
    checked: set[str] = set()
    owner = f"unit:{printing.issuing_unit(dossier).pk}"
    for each in dossier.results.filter(signed_at__isnull=False, issued_at__isnull=True):
        if each.signed_file is not None:
            pdf, person = read(each.signed_file), f"officer:{each.signer_id}"
            sealed = seal_as_agency(pdf, owner=owner, now=moment.now(), reason=ISSUING, location=place())
            check_before_issue(sealed, person=person, agency=owner)
            made[key_of(pdf, "agency", owner, moment.now(), ISSUING, place())] = sealed
            checked.add(key_of(sealed, person, owner))
    return Made(made, frozenset(checked))
