"""The sandbox e-identity server inside the test run, and a short way to log a citizen in through it.

Tests elsewhere import `_running_sandbox`, `eidentity_sandbox` (fixtures) and `log_in` from here.
"""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client as Browser
from joserfc import jwt
from sandboxes.eidentity.app import App
from sandboxes.eidentity.citizens import SHIPPED, load
from sandboxes.eidentity.provider import Client, Memory, Provider, signing_key
from sandboxes.eidentity.web import Environ, StartResponse
from waitress import wasyncore
from waitress.server import create_server

SECRET = "a-secret-of-the-test"
LAN = "025190001234"
TUAN_LEVEL_1 = "025097395273"

Spoil = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Sandbox:
    """The running server. `spoil` may change every answer of the token endpoint, as an attacker would."""

    issuer: str
    app: App
    spoil: Spoil | None = None

    @property
    def provider(self) -> Provider:
        return self.app.provider

    def __call__(self, environ: Environ, start: StartResponse) -> Any:
        if self.spoil is None or environ["PATH_INFO"] != "/token":
            return self.app(environ, start)
        seen: dict[str, Any] = {}

        def keep(status: str, headers: list[tuple[str, str]]) -> None:
            seen.update(status=status, headers=headers)

        body = b"".join(self.app(environ, keep))
        body = json.dumps(self.spoil(json.loads(body))).encode()
        headers = [pair for pair in seen["headers"] if pair[0] != "Content-Length"]
        start(seen["status"], [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def claims_of(self, id_token: str) -> dict[str, Any]:
        return dict(jwt.decode(id_token, self.provider.key, algorithms=["ES256"]).claims)

    def signed(self, claims: dict[str, Any]) -> str:
        """An id token that is the issuer's own, whatever it says."""
        return jwt.encode({"alg": "ES256", "kid": self.provider.key.kid}, claims, self.provider.key)

    def resign(self, **changes: Any) -> Spoil:
        """A spoiler that puts other claims under a true signature; None takes a claim away."""

        def spoil(token: dict[str, Any]) -> dict[str, Any]:
            claims = {**self.claims_of(token["id_token"]), **changes}
            kept = {name: value for name, value in claims.items() if value is not None}
            return {**token, "id_token": self.signed(kept)}

        return spoil


@contextmanager
def running(public_url: str) -> Iterator[Sandbox]:
    """The server on a free port, for a portal at `public_url`."""
    listening = socket.create_server(("127.0.0.1", 0))
    issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
    client = Client(
        "motcua", SECRET, (f"{public_url}/dinh-danh/ve/",), (f"{public_url}/dinh-danh/da-thoat/",)
    )
    provider = Provider(issuer=issuer, client=client, key=signing_key(None))
    sandbox = Sandbox(issuer, App(provider, load([SHIPPED])))
    server = create_server(sandbox, sockets=[listening], threads=2, ident="")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield sandbox
    finally:
        # In its own thread: a socket closed under a waiting select() is an exception nobody catches.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=60)
        server.task_dispatcher.shutdown()
        listening.close()


@pytest.fixture(scope="session")
def _running_sandbox() -> Iterator[Sandbox]:
    with running(django_settings.PUBLIC_URL) as sandbox:
        yield sandbox


@pytest.fixture
def eidentity_sandbox(_running_sandbox: Sandbox, settings: Any) -> Iterator[Sandbox]:
    """A running sandbox server, fresh, and the portal set up for it."""
    cache.clear()
    provider = _running_sandbox.provider
    provider.memory, provider.code_seconds, provider.claim_names = Memory(), 60, {}
    settings.EIDENTITY = {
        **settings.EIDENTITY,
        "issuer": _running_sandbox.issuer,
        "client_id": "motcua",
        "client_secret": SECRET,
    }
    yield _running_sandbox
    _running_sandbox.spoil = None
    cache.clear()


def begin(browser: Browser, next_address: str = "") -> str:
    """Press «Đăng nhập bằng VNeID»; returns the address of the issuer that the browser is sent to."""
    answer = browser.get("/dinh-danh/bat-dau/", {"next": next_address} if next_address else {})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def agree(
    address: str, personal_id: str, choice: str = "allow", visit: requests.Session | None = None
) -> str:
    """At the issuer: choose a person and agree. Returns the path and query the browser is sent back to."""
    with visit or requests.Session() as http:
        page = http.get(address, timeout=60)
        assert page.status_code == 200, page.text
        page = http.post(_action(page), data={"pick": personal_id}, timeout=60)
        assert 'value="allow"' in page.text, page.text
        answer = http.post(_action(page), data={"choice": choice}, allow_redirects=False, timeout=60)
        assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def _action(page: requests.Response) -> str:
    found = re.search(r'action="([^"]+)"', page.text)
    assert found is not None, page.text
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    return origin + unescape(found.group(1))


def log_in(browser: Browser, personal_id: str = LAN, next_address: str = "") -> Any:
    """The whole way of a citizen logging in; returns the portal's last answer."""
    return browser.get(agree(begin(browser, next_address), personal_id))


def parameters(address: str) -> dict[str, str]:
    """The query of an address, one value per name."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
