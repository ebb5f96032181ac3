"""C-11: some rules still want people to come: that is said, and an hour is kept for it, not hidden."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from motcua.catalogue.check import check_spec
from motcua.catalogue.models import Version
from motcua.dossiers.models import Dossier
from motcua.dossiers.presence import presence_now, presences
from motcua.identity.actor import ADMIN, DESK_OFFICER, HEAD
from motcua.organisation.models import Unit
from motcua.reception.actions.halls import open_hall
from motcua.reception.models import Appointment
from tests.cast import Cast
from tests.dossiers.hand import on, step_of

pytestmark = pytest.mark.django_db
MARRIAGE = "1.000894"


@pytest.fixture
def dossier(cast: Cast) -> Iterator[Dossier]:
    """A marriage whose next step is the signing of the register, at a desk with a hall."""
    with on("2026-11-18T08:00"):
        accepted = cast.accepted(MARRIAGE)
        assert accepted.receiving_unit_id is not None
        unit = Unit.objects.get(pk=accepted.receiving_unit_id)
        head = next(each for each in cast.officers(unit, DESK_OFFICER) if each.has(HEAD, ADMIN))
        open_hall(actor=head, unit=unit)
        yield accepted


def page_of(client: Client, dossier: Dossier) -> str:
    text: str = client.get(reverse("mine:dossier", args=[dossier.pk])).content.decode()
    return text


def test_it_is_told_beforehand_and_shown_when_it_is_time(
    cast: Cast, client: Client, dossier: Dossier
) -> None:
    client.force_login(cast.lan.user)
    (wanted,) = presences(dossier)
    assert wanted.basis
    assert presence_now(dossier) is None
    page = page_of(client, dossier)
    assert wanted.name in page
    assert "Đặt lịch hẹn" not in page
    while step_of(dossier).step_key != wanted.step:
        dossier = cast.step(dossier)
    assert presence_now(dossier) == wanted
    page = page_of(client, dossier)
    assert "Cần có mặt trực tiếp" in page
    assert wanted.bring in page
    book = reverse("mine:appointment", args=[dossier.pk])
    assert book in page
    hours = client.get(book)
    slot = hours.context["slots"][0].starts_at.isoformat()
    assert client.post(book, {"starts_at": "hôm nào đó"}).status_code == 409
    assert client.post(book, {"starts_at": slot}).status_code == 302
    made = Appointment.objects.get(dossier=dossier)
    assert (made.purpose, made.about) == ("appear", wanted.name)
    page = page_of(client, dossier)
    assert "Lịch hẹn của bạn" in page
    assert "08:30" in page
    assert client.get(book).status_code == 302, "one hour is enough"
    client.post(reverse("mine:cancel-appointment", args=[dossier.pk]))
    assert "Đặt lịch hẹn" in page_of(client, dossier)


def test_a_stranger_finds_no_appointment(cast: Cast, client: Client, dossier: Dossier) -> None:
    client.force_login(cast.stranger_person.user)
    for name in ("mine:appointment", "mine:cancel-appointment"):
        url = reverse(name, args=[dossier.pk])
        assert client.post(url).status_code == 404


def test_the_register_of_births_is_signed_with_the_result(cast: Cast) -> None:
    dossier = cast.finished("1.001193")
    wanted = presence_now(dossier)
    assert wanted is not None
    assert not wanted.step


def test_a_presence_at_a_step_that_is_not_there_is_a_fault() -> None:
    spec = Version.objects.filter(procedure_id=MARRIAGE)[0].spec
    (wanted,) = spec.presences
    broken = spec.model_copy(update={"presences": (wanted.model_copy(update={"step": "nowhere"}),)})
    assert any("nowhere" in str(fault) for fault in check_spec(broken).errors)
