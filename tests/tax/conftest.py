"""The sandbox tax office inside the test run, and a dossier that waits for it."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from sandboxes.tax.app import App
from sandboxes.tax.office import Office
from waitress import wasyncore
from waitress.server import create_server

from motcua.dossiers.actions.tax import ask_tax_office
from motcua.dossiers.models import Dossier, TaxSlip
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, handler_of

SECRET = "a-secret-of-the-test"
REASON = "Chuyển cơ quan thuế xác định nghĩa vụ tài chính"


@pytest.fixture(scope="session", autouse=True)
def _folder_of_static_files() -> None:
    """WhiteNoise warns of a folder that is not there, and warnings are errors."""
    Path(django_settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def _server() -> Iterator[tuple[str, App]]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = App(Office(client="motcua", secret=SECRET))
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
def office(_server: tuple[str, App], settings: Any) -> Office:
    """A running tax office without slips, and the system set up for it."""
    url, app = _server
    app.office = Office(client="motcua", secret=SECRET)
    settings.TAX = {"url": url, "client": "motcua", "secret": SECRET}
    settings.MOTCUA_TAX_OFFICE = "motcua.integrations.tax.client.TaxSystem"
    return app.office


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """In the hands of its handler."""
    return cast.accepted(BIRTH_AGAIN)


@pytest.fixture
def slip(cast: Cast, office: Office, dossier: Dossier) -> TaxSlip:
    """A slip that waits to be sent."""
    return ask_tax_office(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason=REASON)
