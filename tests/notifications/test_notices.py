"""Notices: written with the act, delivered afterwards, never lost and never for ever."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.notifications import actions
from motcua.notifications.actions import CLAIM, MAX_ATTEMPTS, deliver, mark_read, tell
from motcua.notifications.models import Notice

pytestmark = pytest.mark.django_db


class Broken(BaseEmailBackend):
    """A mail server that is down."""

    problem: Exception = SMTPServerDisconnected("Mất kết nối")

    def send_messages(self, messages: Any) -> int:
        raise self.problem


def person(email: str = "lan@example.vn") -> Person:
    return Person.objects.create(full_name="Nguyễn Thị Lan", email=email, created_at=moment.now())


def told(to: Person, title: str = "Đã nhận hồ sơ") -> Notice:
    return tell(kind="file", title=title, body="Nội dung", person=to)


def test_a_person_with_an_address_gets_it_by_mail_as_well() -> None:
    notice = told(person())
    assert notice.state == Notice.State.WAITING
    assert deliver() == 1
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (Notice.State.SENT, 1)
    assert [message.to for message in mail.outbox] == [["lan@example.vn"]]
    assert deliver() == 0, "sent once"


def test_without_an_address_it_waits_in_the_inbox() -> None:
    notice = told(person(email=""))
    assert (notice.state, notice.next_try_at) == (Notice.State.INBOX, None)
    assert deliver() == 0


def test_officers_read_at_the_desk_and_get_by_mail_only_what_is_meant_for_it() -> None:
    user = User.objects.create(login="x", kind=User.Kind.OFFICER, name="Cán bộ")
    words = {"kind": "weekly", "title": "Chỉ tiêu", "body": "Còn thiếu 2", "link": "/dieu-hanh/chi-tieu/"}
    assert tell(**words, user=user, by_mail=True).state == Notice.State.INBOX
    user.email = "can.bo@phutho.gov.vn"
    assert tell(**words, user=user).state == Notice.State.INBOX
    assert tell(**words, user=user, by_mail=True).state == Notice.State.WAITING
    assert deliver() == 1
    assert mail.outbox[0].to == ["can.bo@phutho.gov.vn"]
    assert mail.outbox[0].body.endswith("/dieu-hanh/chi-tieu/")


def test_a_server_that_is_down_is_tried_again_later_and_not_for_ever(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    notice, at = told(person()), moment.now()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        with moment.at(at):
            assert deliver() == 1
            assert deliver() == 0, "not at once again"
        notice.refresh_from_db()
        assert notice.attempts == attempt
        at += timedelta(minutes=2**attempt + 1)
    assert notice.state == Notice.State.FAILED
    assert "Mất kết nối" in notice.problem
    with moment.at(at + timedelta(days=30)):
        assert deliver() == 0


def test_an_address_that_is_none_stops_nobody_elses_mail() -> None:
    bad, good = told(person("lan@example.vn\nbcc: all@example.vn")), told(person("binh@example.vn"))
    assert deliver() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert good.state == Notice.State.SENT
    assert bad.state == Notice.State.WAITING
    assert bad.problem


def test_a_worker_that_died_gives_back_after_its_lease() -> None:
    notice = told(person())
    with moment.at(moment.now() + timedelta(seconds=1)):
        assert actions._claim() == notice
        assert actions._claim() is None
    with moment.at(moment.now() + CLAIM + timedelta(seconds=2)):
        assert deliver() == 1


def test_what_kills_every_worker_is_given_up() -> None:
    notice, at = told(person()), moment.now()
    for _ in range(MAX_ATTEMPTS):
        at += CLAIM + timedelta(seconds=1)
        with moment.at(at):
            assert actions._claim() == notice
    with moment.at(at + CLAIM + timedelta(seconds=1)):
        assert deliver() == 0
    notice.refresh_from_db()
    assert notice.state == Notice.State.FAILED


def test_reading_the_inbox_reads_ones_own_alone() -> None:
    mine, other = person(), person("binh@example.vn")
    told(mine), told(mine), told(other)
    assert mark_read(person_id=mine.pk) == 2
    assert mark_read(person_id=mine.pk) == 0
    assert mark_read(person_id=None) == 0
    assert Notice.objects.inbox_of(other.pk).unread().count() == 1
