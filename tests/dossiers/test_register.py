"""Register 07: a line for every accepted dossier, whole numbers through the year, locked after it."""

import pytest

from motcua.audit.models import Entry
from motcua.dossiers.actions.register import digest_of, lock_past_years, lock_register, problem_of
from motcua.dossiers.models import Channel, Dossier, RegisterBook, RegisterRow
from motcua.dossiers.soundness import registered
from motcua.identity.actor import DESK_OFFICER, HEAD, Actor
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Post, Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on, refused


def accepted(cast: Cast, at: str) -> Dossier:
    with on(at):
        return cast.accepted(BIRTH_AGAIN, channel=Channel.COUNTER)


def book_of(dossier: Dossier) -> RegisterBook:
    return dossier.register_row.book


def leader_of(cast: Cast, unit_id: str) -> Actor:
    """Somebody who leads this desk, or the nearest that has a head."""
    roles = [post.roles for post in Post.objects.filter(unit_id=unit_id)]
    assert any(HEAD in each for each in roles), roles
    return cast.officer(unit_id, HEAD)


def test_numbers_go_on_through_the_year_and_begin_anew_with_the_next(cast: Cast) -> None:
    moments = ("2026-10-05T09:00", "2026-11-05T09:00", "2026-12-31T10:00", "2027-01-04T09:00")
    rows = [accepted(cast, each).register_row for each in moments]
    assert [(row.book.year, row.number) for row in rows] == [(2026, 1), (2026, 2), (2026, 3), (2027, 1)]
    assert not list(registered())


def test_what_was_entered_stands_when_the_person_moves(cast: Cast) -> None:
    dossier = accepted(cast, "2026-11-05T09:00")
    cast.lan.residence = "Nơi khác"
    cast.lan.save()
    facts = RegisterRow.objects.get(dossier=dossier).facts
    assert facts["owner"] == "Nguyễn Thị Lan"
    assert "Nông Trang" in facts["contact"]
    assert facts["code"] == dossier.code


def test_a_year_is_locked_when_it_is_over_and_takes_no_more(cast: Cast) -> None:
    dossier = accepted(cast, "2026-11-05T09:00")
    book = book_of(dossier)
    head = leader_of(cast, book.unit_id)
    with on("2026-12-31T16:00"), refused("year-running"):
        lock_register(actor=head, book_id=book.pk)
    with on("2027-01-02T08:00"):
        assert lock_past_years() == 0, "some days are left for what was written on paper"
        for other in (cast.desk_of(dossier), cast.officer(_elsewhere(book), DESK_OFFICER)):
            with pytest.raises(Forbidden):
                lock_register(actor=other, book_id=book.pk)
        locked = lock_register(actor=head, book_id=book.pk)
        with refused("book-locked"):
            lock_register(actor=head, book_id=book.pk)
    entry = Entry.objects.about("register", str(book.pk)).get()
    assert entry.content["digest"] == locked.digest
    assert entry.content["rows"] == 1
    with refused("book-locked"):
        accepted(cast, "2026-12-31T15:00")
    assert book.rows.count() == 1
    accepted(cast, "2027-01-04T09:00")


def _elsewhere(book: RegisterBook) -> Unit:
    return Unit.objects.of_kind("commune_centre").exclude(pk=book.unit_id).order_by("pk")[0]


def test_the_system_locks_what_nobody_locked_and_sees_every_change(cast: Cast) -> None:
    dossier = accepted(cast, "2026-11-05T09:00")
    with on("2027-01-06T08:00"):
        assert lock_past_years() == 1
        assert lock_past_years() == 0
    book = RegisterBook.objects.get(pk=book_of(dossier).pk)
    assert problem_of(book) == ""
    row = RegisterRow.objects.get(dossier=dossier)
    row.facts["owner"] = "Người khác"
    row.save()
    assert "không khớp" in problem_of(book)
    book.digest = digest_of(book)
    book.save()
    assert "không khớp" in problem_of(book), "the record still has the digest of that day"
    assert list(registered())


def test_a_missing_line_is_found(cast: Cast) -> None:
    dossier = accepted(cast, "2026-11-05T09:00")
    accepted(cast, "2026-11-06T09:00")
    RegisterRow.objects.filter(dossier=dossier).delete()
    assert len(list(registered())) == 2
