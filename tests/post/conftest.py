"""The sandbox carrier inside the test run, and a result that waits for the post."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from sandboxes.post.app import App
from sandboxes.post.carrier import Carrier
from waitress import wasyncore
from waitress.server import create_server

from motcua.delivery.actions import Sheet
from motcua.delivery.models import Parcel
from motcua.dossiers.actions.post import send_by_post
from motcua.dossiers.models import Channel, Dossier
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN
from tests.stories import begin_with

SECRET = "a-secret-of-the-test"


@pytest.fixture(scope="session", autouse=True)
def _folder_of_static_files() -> None:
    """WhiteNoise warns of a folder that is not there, and warnings are errors."""
    Path(django_settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def _server() -> Iterator[tuple[str, App]]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = App(Carrier(client="motcua", secret=SECRET))
    server = create_server(app, sockets=[listening], threads=1, ident="", map={})
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", app
    # In its own thread: a socket closed under a waiting select() is an exception nobody catches.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(timeout=60)
    server.task_dispatcher.shutdown()
    listening.close()


@pytest.fixture
def carrier(_server: tuple[str, App], settings: Any) -> Carrier:
    """A running carrier without orders, and the system set up for it."""
    url, app = _server
    app.carrier = Carrier(client="motcua", secret=SECRET)
    settings.POST = {"url": url, "client": "motcua", "secret": SECRET}
    settings.MOTCUA_CARRIER = "motcua.integrations.post.client.PostCarrier"
    return app.carrier


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return begin_with(
        "a result for the post", cast, lambda cast: cast.finished(BIRTH_AGAIN, channel=Channel.COUNTER)
    )


@pytest.fixture
def parcel(cast: Cast, carrier: Carrier, dossier: Dossier) -> Parcel:
    """An order that waits to be told to the carrier."""
    sheet = Sheet(
        reference="",
        recipient="Nguyễn Thị Lan",
        phone="0912000111",
        address="Khu 3, phường Nông Trang, tỉnh Phú Thọ",
        contents="",
        payer=Parcel.Payer.RECEIVER,
    )
    return send_by_post(actor=cast.desk_of(dossier), dossier_id=dossier.pk, sheet=sheet)
