"""Writing notices in the transaction of the act they tell of, and delivering them afterwards."""

from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.lib.ids import Id
from motcua.notifications.models import Notice

MAX_ATTEMPTS = 8
# A worker that dies while sending leaves its notice claimed for this long; then another one takes it.
CLAIM = timedelta(minutes=5)


def tell(
    *,
    kind: str,
    title: str,
    body: str,
    link: str = "",
    person: Person | None = None,
    user: User | None = None,
    by_mail: bool = False,
) -> Notice:
    """Put a notice in somebody's inbox, and in the queue for e-mail when there is an address.

    Citizens get every notice by mail; an officer only what is meant to be sent (`by_mail`), to the address at
    work: the desk is where officers read.
    """
    address = person.email if person is not None else ""
    if user is not None and by_mail:
        address = user.email
    at = moment.now()
    return Notice.objects.create(
        person=person,
        user=user,
        kind=kind,
        title=title,
        body=body,
        link=link,
        address=address,
        state=Notice.State.WAITING if address else Notice.State.INBOX,
        next_try_at=at if address else None,
        created_at=at,
    )


def mark_read(*, person_id: Id | None) -> int:
    """The person has seen the inbox; without a person there is none."""
    if person_id is None:
        return 0
    return Notice.objects.filter(person_id=person_id).unread().update(read_at=moment.now())


def _claim() -> Notice | None:
    """Take one waiting notice; the claim itself is the lease, so nothing is lost when the worker dies."""
    with transaction.atomic():
        waiting = Notice.objects.to_deliver(moment.now()).select_for_update(skip_locked=True, of=("self",))
        notice = waiting.first()
        if notice is None:
            return None
        if notice.attempts >= MAX_ATTEMPTS:
            # Whoever tried it last died of it: it must not take the next worker with it for ever.
            notice.state = Notice.State.FAILED
            notice.save(update_fields=["state"])
            return _claim()
        notice.attempts += 1
        notice.next_try_at = moment.now() + CLAIM
        notice.save(update_fields=["attempts", "next_try_at"])
    return notice


def _send(notice: Notice) -> None:
    try:
        EmailMessage(subject=notice.title, body=_letter(notice), to=[notice.address]).send()
    except (SMTPException, OSError, ValueError) as problem:  # ValueError: an address that is none
        notice.problem = str(problem)[:300]
        notice.next_try_at = moment.now() + timedelta(minutes=2**notice.attempts)
        if notice.attempts >= MAX_ATTEMPTS:
            notice.state = Notice.State.FAILED
    else:
        notice.state, notice.sent_at, notice.problem = Notice.State.SENT, moment.now(), ""
    notice.save(update_fields=["state", "sent_at", "problem", "next_try_at"])


def _letter(notice: Notice) -> str:
    """What the mail says; officers get the address of the page as well."""
    if notice.user_id is None or not notice.link:
        return notice.body
    return f"{notice.body}\n\n{settings.PUBLIC_URL}{notice.link}"


def deliver(*, most: int = 100) -> int:
    """Send what waits, at most so many; returns how many were tried. Safe to run in several workers."""
    tried = 0
    while tried < most and (notice := _claim()) is not None:
        _send(notice)
        tried += 1
    return tried
