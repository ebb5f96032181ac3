"""Orders reach the carrier, its signed call-backs reach us; lost, repeated, forged and mixed ones too."""

import json
import time
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client
from sandboxes.post.carrier import Carrier, Event
from sandboxes.signed import signature

from motcua.delivery.actions import MAX_ATTEMPTS, tell_carrier
from motcua.delivery.models import Parcel
from motcua.dossiers.actions.post import ask_carrier, note_parcel
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.integrations.post import codes
from motcua.integrations.post.client import PostCarrier, told_of
from motcua.lib import moment
from tests.cast import Cast
from tests.post.conftest import SECRET

pytestmark = pytest.mark.django_db

ADDRESS = "/buu-chinh/tin/"


def call(
    parcel: Parcel, event: Event, *, secret: str = SECRET, age: int = 0, raw: bytes | None = None
) -> tuple[int, Any]:
    """A call-back as the carrier makes it."""
    body = (
        raw or json.dumps({"key": str(parcel.pk), "number": parcel.number, "event": asdict(event)}).encode()
    )
    stamp = str(int(time.time()) - age)
    signed = signature(secret, stamp=stamp, method="POST", path=ADDRESS, body=body)
    headers = {codes.CLIENT_HEADER: "motcua", codes.TIME_HEADER: stamp, codes.SIGNATURE_HEADER: signed}
    answer = Client(enforce_csrf_checks=True).post(
        ADDRESS, body, content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def event_now(state: str, key: str = "1") -> Event:
    return Event(key, state, moment.now().isoformat(), "Nguyễn Thị Lan")


def test_an_order_goes_out_once_with_number_and_postage(carrier: Carrier, parcel: Parcel) -> None:
    assert tell_carrier() == 1
    assert tell_carrier() == 0
    parcel.refresh_from_db()
    assert (parcel.order, parcel.number, parcel.postage) == (Parcel.Order.PLACED, "EA000000001VN", 30_000)
    (order,) = carrier.orders.values()
    assert order.recipient["name"] == "Nguyễn Thị Lan"
    assert order.sender["name"] == parcel.unit.name
    Parcel.objects.update(order=Parcel.Order.WAITING, next_try_at=moment.now())
    tell_carrier()
    assert len(carrier.orders) == 1, "the key keeps it a single order"


def test_the_way_to_the_door_is_told_step_by_step(
    carrier: Carrier, parcel: Parcel, dossier: Dossier, cast: Cast
) -> None:
    tell_carrier()
    parcel.refresh_from_db()
    for state in ("collected", "out_for_delivery", "delivered"):
        order = carrier.advance(parcel.number, state, receiver="Nguyễn Thị Lan")
        for _ in range(2):
            assert call(parcel, order.events[-1]) == (200, {"heard": order.events[-1].id})
    assert cast.fresh(dossier).state == Status.RETURNED
    assert parcel.events.count() == 3


def test_lost_call_backs_are_made_up_for_by_asking(
    carrier: Carrier, parcel: Parcel, dossier: Dossier, cast: Cast
) -> None:
    tell_carrier()
    parcel.refresh_from_db()
    carrier.advance(parcel.number, "collected")
    assert ask_carrier() == 0, "not yet: they may still call"
    Parcel.objects.update(next_try_at=moment.now())
    assert ask_carrier() == 1
    parcel.refresh_from_db()
    assert parcel.state == Parcel.State.POSTED
    assert ask_carrier() == 0


@pytest.mark.parametrize("wrong", [{"secret": "guessed"}, {"age": 3600}, {"age": -3600}])
def test_what_the_carrier_did_not_sign_just_now_is_not_heard(
    carrier: Carrier, parcel: Parcel, wrong: dict[str, Any]
) -> None:
    assert call(parcel, event_now("collected"), **wrong)[0] == 401
    assert not parcel.events.exists()


def test_without_a_secret_nobody_is_trusted(carrier: Carrier, parcel: Parcel, settings: Any) -> None:
    settings.POST = {**settings.POST, "secret": ""}
    assert call(parcel, event_now("collected"), secret="")[0] == 401


@pytest.mark.parametrize("raw", [b"{", b"[]", b'{"key": "x"}', b"\xff", b'{"key": "1", "event": 7}'])
def test_nonsense_is_answered_politely(carrier: Carrier, parcel: Parcel, raw: bytes) -> None:
    assert call(parcel, event_now("collected"), raw=raw)[0] == 400


def test_unknown_states_and_orders_change_nothing(carrier: Carrier, parcel: Parcel) -> None:
    assert call(parcel, event_now("eaten_by_a_goat"))[0] == 400
    assert call(Parcel(), event_now("collected"))[0] == 404
    assert told_of({"id": "1", "state": "collected", "at": "2026-11-05T10:00"}) is None, "without a zone"
    assert told_of({"id": "1", "state": "collected", "at": "0001-01-01T00:00+07:00"}) is None, "absurd"
    assert Client().get(ADDRESS).status_code == 405


def test_a_carrier_that_is_away_is_tried_again_and_then_shown_to_the_desk(
    carrier: Carrier, parcel: Parcel, settings: Any
) -> None:
    settings.POST = {**settings.POST, "url": "http://127.0.0.1:9"}
    tell_carrier()
    parcel.refresh_from_db()
    assert (parcel.order, parcel.attempts) == (Parcel.Order.WAITING, 1)
    assert "không trả lời" in parcel.problem
    assert parcel.next_try_at is not None
    assert parcel.next_try_at > moment.now()
    Parcel.objects.update(attempts=MAX_ATTEMPTS - 1, next_try_at=moment.now())
    tell_carrier()
    parcel.refresh_from_db()
    assert parcel.order == Parcel.Order.REFUSED


def test_a_wrong_secret_is_the_carriers_no(carrier: Carrier, parcel: Parcel, settings: Any) -> None:
    settings.POST = {**settings.POST, "secret": "old"}
    tell_carrier()
    parcel.refresh_from_db()
    assert parcel.order == Parcel.Order.REFUSED
    assert "chữ ký" in parcel.problem


def test_what_is_called_off_at_the_desk_is_called_off_at_the_carrier(
    carrier: Carrier, parcel: Parcel, dossier: Dossier, cast: Cast
) -> None:
    tell_carrier()
    parcel.refresh_from_db()
    note_parcel(
        actor=cast.desk_of(dossier), dossier_id=dossier.pk, state=Parcel.State.CANCELLED, note="Dân đến nhận"
    )
    assert tell_carrier() == 1
    assert carrier.orders[parcel.number].state == "cancelled"
    PostCarrier().cancel(parcel.number)
    assert PostCarrier().check()
