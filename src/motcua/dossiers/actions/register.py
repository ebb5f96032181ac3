"""Entering dossiers in the book of the desk (register 07), locking a year, proving that it is unchanged."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from motcua.audit.actions import record
from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier, RegisterBook, RegisterRow
from motcua.identity.actor import HEAD, SIGNER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused

LOCK = "lock_register"


def enter(dossier: Dossier) -> RegisterRow:
    """Give an accepted dossier its line in the book of its desk and year; within the act of accepting it.

    Raises Refused when that year is locked.
    """
    accepted = dossier.accepted_at or moment.now()
    year = accepted.astimezone(moment.TZ).year
    key: dict[str, Any] = {"unit_id": dossier.receiving_unit_id, "year": year}
    RegisterBook.objects.get_or_create(**key)
    book = RegisterBook.objects.select_for_update().get(**key)
    if book.locked_at is not None:
        raise Refused(
            f"Sổ theo dõi hồ sơ năm {year} đã khóa nên không ghi thêm được. Hãy tiếp nhận vào ngày hôm nay.",
            code="book-locked",
        )
    book.last += 1
    book.save(update_fields=["last"])
    return RegisterRow.objects.create(
        book=book,
        number=book.last,
        dossier=dossier,
        entered_at=moment.now(),
        received_at=accepted,
        facts=facts_of(dossier),
    )


def facts_of(dossier: Dossier) -> dict[str, str]:
    """The columns that are known at acceptance, as they are then (TT 01/2018/TT-VPCP Đ9, form 07)."""
    owner, organisation = dossier.owner, dossier.owner_organisation
    return {
        "code": dossier.code or "",
        "procedure": dossier.version.procedure.name,
        "sets": "1",
        "owner": organisation.name if organisation is not None else owner.full_name,
        "contact": "; ".join(filter(None, (owner.residence, owner.phone))),
        "agency": dossier.competent_unit.name if dossier.competent_unit else "",
        "received": (dossier.accepted_at or moment.now()).astimezone(moment.TZ).isoformat(),
        "due": dossier.due_at.astimezone(moment.TZ).isoformat() if dossier.due_at else "",
        "channel": dossier.channel,
    }


def digest_of(book: RegisterBook) -> str:
    """SHA-256 over every line of the book, in the order of its numbers."""
    digest = hashlib.sha256()
    for number, code, facts in _lines(book):
        line = json.dumps([number, code, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _lines(book: RegisterBook) -> Iterator[tuple[int, str | None, dict[str, str]]]:
    rows = RegisterRow.objects.filter(book=book).order_by("number")
    yield from rows.values_list("number", "dossier__code", "facts").iterator(chunk_size=2000)


@transaction.atomic
def lock_register(*, actor: Actor, book_id: int) -> RegisterBook:
    """Close the book of a year that is over: no line can be added, and its digest stands in the record."""
    book = RegisterBook.objects.get(pk=book_id)
    if actor is not SYSTEM_ACTOR and (not actor.has(HEAD, SIGNER) or book.unit_id not in actor.units):
        raise Forbidden("Chỉ lãnh đạo của nơi tiếp nhận mới khóa sổ.", code="not-yours")
    if not book.year_is_over:
        raise Refused(f"Năm {book.year} chưa hết nên chưa khóa sổ được.", code="year-running")
    if book.locked_at is not None:
        raise Refused("Sổ này đã khóa.", code="book-locked")
    digest = digest_of(book)
    # The chain first, then the book: acceptance takes its locks in this order, too.
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=LOCK,
        subject_type="register",
        subject_id=str(book.pk),
        content={"unit": book.unit_id, "year": book.year, "rows": book.last, "digest": digest},
        chain=book.unit_id,
    )
    held = RegisterBook.objects.select_for_update().get(pk=book_id)
    if held.locked_at is not None or held.last != book.last:
        raise Refused("Sổ vừa được ghi thêm hoặc vừa khóa. Hãy tải lại trang.", code="book-changed")
    held.locked_at, held.locked_by, held.digest = moment.now(), actor.label[:200], digest
    held.save(update_fields=["locked_at", "locked_by", "digest"])
    return held


def lock_past_years(*, most: int = 20) -> int:
    """Close the books of past years once `MOTCUA_REGISTER_LOCK_DAYS` of the new year are over."""
    today = moment.today()
    if today < date(today.year, 1, 1) + timedelta(days=settings.REGISTER_LOCK_DAYS):
        return 0
    open_books = RegisterBook.objects.filter(year__lt=today.year, locked_at=None).order_by("year", "pk")
    done = 0
    for book_id in list(open_books.values_list("pk", flat=True)[:most]):
        try:
            lock_register(actor=SYSTEM_ACTOR, book_id=book_id)
        except Refused:
            continue
        done += 1
    return done


def problem_of(book: RegisterBook) -> str:
    """What is wrong with a book, in a sentence; nothing when numbers are whole and what is locked unchanged.

    The digest is compared with the record, which is chained and cannot be rewritten unseen, not with the
    book's own column alone.
    """
    count, last = book.rows.count(), book.rows.order_by("-number").values_list("number", flat=True).first()
    if not count == (last or 0) == book.last:
        return f"Sổ {book.unit_id} năm {book.year}: {count} dòng nhưng số cuối là {book.last}."
    if book.locked_at is None:
        return ""
    entry = Entry.objects.about("register", str(book.pk)).filter(verb=LOCK).first()
    kept = entry.content["digest"] if entry is not None else ""
    if not digest_of(book) == book.digest == kept:
        return f"Sổ {book.unit_id} năm {book.year}: nội dung không khớp với lúc khóa sổ."
    return ""
