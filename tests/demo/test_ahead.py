"""Signatures of the demo province made ahead of their turn."""

from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from typing import Any

from motcua.demo.ahead import Ahead, Signing
from motcua.demo.office import Office
from motcua.documents.files import read
from motcua.documents.signing import ahead as signed_ahead
from motcua.documents.signing import check_before_issue, verify
from motcua.documents.signing.ahead import Made, at_hand, key_of
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.models import Dossier, WorkItem
from motcua.lib import moment
from motcua.lib.moment import TZ
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)


class Here(Executor):
    """Does at once, in this process, what the other one would do."""

    def __init__(self) -> None:
        self.made: list[Made] = []

    def submit(self, function: Any, /, *arguments: Any, **more: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self.made.append(function(*arguments, **more))
        future.set_result(self.made[-1])
        return future


def _step(dossier: Dossier) -> WorkItem:
    return next(item for item in dossier.open_items() if item.kind == WorkItem.Kind.STEP)


def test_what_was_made_ahead_is_what_is_signed_and_sealed(cast: Cast) -> None:
    with moment.at(NOW):
        dossier = cast.step(cast.accepted("1.001193"))
    here = Here()
    ahead = Ahead(here, Office([], certificates_from=NOW - timedelta(days=30)))
    for hours, act in ((1, "sign"), (2, "number")):
        at = NOW + timedelta(hours=hours)
        item = _step(dossier)
        signing = Signing(act, dossier.pk, cast.worker_of(item), at)
        ahead.expect(signing)
        with moment.at(at), ahead.in_turn(signing):
            finish_step(actor=signing.actor, item_id=item.pk, outcome="signed" if act == "sign" else "done")
        dossier = cast.fresh(dossier)
    result = dossier.results.get()
    assert result.signed_file is not None
    assert result.file is not None
    assert [read(result.signed_file)] == list(here.made[0].signed.values())
    assert [read(result.file)] == list(here.made[1].signed.values())
    assert verify(read(result.file)).good


def test_a_number_guessed_wrong_is_not_used(cast: Cast) -> None:
    with moment.at(NOW):
        dossier = cast.step(cast.accepted("1.001193"))
        other = cast.step(cast.accepted("1.001193"))
    here = Here()
    ahead = Ahead(here, Office([], certificates_from=NOW - timedelta(days=30)))
    item = _step(dossier)
    signing = Signing("sign", dossier.pk, cast.worker_of(item), NOW + timedelta(hours=2))
    ahead.expect(signing)
    with moment.at(NOW + timedelta(hours=1)):
        finish_step(actor=signing.actor, item_id=_step(other).pk, outcome="signed")
    with moment.at(signing.at), ahead.in_turn(signing):
        finish_step(actor=signing.actor, item_id=item.pk, outcome="signed")
    result = cast.fresh(dossier).results.get()
    assert result.number == "02"
    assert result.signed_file is not None
    assert read(result.signed_file) not in here.made[0].signed.values()


def test_two_of_one_agency_take_two_numbers(cast: Cast) -> None:
    with moment.at(NOW):
        dossiers = [cast.step(cast.accepted("1.001193")) for _ in range(2)]
    here = Here()
    ahead = Ahead(here, Office([], certificates_from=NOW - timedelta(days=30)))
    signings = []
    for hours, dossier in enumerate(dossiers, start=1):
        actor = cast.worker_of(_step(dossier))
        signings.append(Signing("sign", dossier.pk, actor, NOW + timedelta(hours=hours)))
        ahead.expect(signings[-1])
    for signing, dossier, made in zip(signings, dossiers, here.made, strict=True):
        with moment.at(signing.at), ahead.in_turn(signing):
            finish_step(actor=signing.actor, item_id=_step(dossier).pk, outcome="signed")
        result = cast.fresh(dossier).results.get()
        assert result.signed_file is not None
        assert [read(result.signed_file)] == list(made.signed.values())


def test_only_exactly_what_was_asked_for_is_found() -> None:
    made = Made(
        {key_of(b"pdf", "person", "officer:1", NOW): b"signed"}, frozenset({key_of(b"signed", "a", "b")})
    )
    assert signed_ahead.signed(b"pdf", "person", "officer:1", NOW) is None
    with at_hand(made):
        assert signed_ahead.signed(b"pdf", "person", "officer:1", NOW) == b"signed"
        assert signed_ahead.signed(b"pdf", "person", "officer:2", NOW) is None
        assert signed_ahead.signed(b"other", "person", "officer:1", NOW) is None
        assert signed_ahead.was_checked(b"signed", "a", "b")
        assert not signed_ahead.was_checked(b"signed", "a", "c")
        check_before_issue(b"signed", person="a", agency="b")
    assert not signed_ahead.was_checked(b"signed", "a", "b")
