"""The sandbox gateways and the sandbox bank inside the test run, and the system answering them over HTTP.

The sandboxes serve from threads of their own. The system answers in the thread of the test, and so inside
its transaction: `System.while_serving` does something elsewhere and answers requests meanwhile.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from sandboxes.bank.app import App as BankApp
from sandboxes.bank.bank import Bank
from sandboxes.cashier.app import App
from sandboxes.cashier.orders import Cashier
from sandboxes.payplat.platform import Platform
from sandboxes.redirectpay.gateway import Gateway

from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.payments import gateway
from motcua.payments.actions import LineToPay, determine, request
from motcua.payments.gateway import Bill
from motcua.payments.models import CollectingAccount, Obligation, PaymentRequest
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN

T = TypeVar("T")
SECRET = "a-secret-of-the-test"
AMOUNT = 8000


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on standard error."""


class System:
    """The system behind a port of this machine."""

    def __init__(self, server: WSGIServer) -> None:
        self.server = server
        self.url = f"http://127.0.0.1:{server.server_port}"

    def while_serving(self, work: Callable[[], T]) -> T:
        """Do it in another thread and answer its requests here until it is done."""
        found: list[T] = []
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        # As Django's own test client does: the connection is the test's, with its transaction open.
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        try:
            while thread.is_alive():
                self.server.handle_request()
        finally:
            request_started.connect(close_old_connections)
            request_finished.connect(close_old_connections)
        return found[0]

    def get(self, address: str) -> requests.Response:
        """A browser opens an address of the system."""
        return self.while_serving(lambda: requests.get(address, timeout=60, allow_redirects=False))


@pytest.fixture(scope="session")
def _system() -> Iterator[WSGIServer]:
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Silent) as server:
        server.timeout = 0.02
        yield server


@pytest.fixture
def system(_system: WSGIServer, db: None, settings: Any) -> System:
    found = System(_system)
    settings.PUBLIC_URL = found.url
    return found


@contextmanager
def served(app: Any) -> Iterator[str]:
    """A WSGI application behind a port; its address."""
    with make_server("127.0.0.1", 0, app, handler_class=_Silent) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(timeout=60)


@dataclass
class Counter:
    """A gateway with its sandbox: what a person does there, and what it tells the system."""

    name: str
    cashier: Cashier
    system: System
    dossier: Dossier

    def begin(self) -> tuple[PaymentRequest, str]:
        """Ask for what is owed; the request, and the page of the sandbox the browser ends on."""
        asked, bill = bill_for(self.dossier, self.name)
        address = gateway.adapter(self.name).begin(bill)
        return asked, requests.get(address, timeout=60).url

    def press(self, page: str, act: str) -> str:
        """Press a button of the page; where the browser is sent."""
        answer = requests.post(page, data={"act": act}, timeout=60, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def tells(self) -> int:
        """The sandbox tells what is due; how many calls were made."""
        return self.system.while_serving(self.cashier.call_back)

    def tells_again(self) -> bool:
        """Everything is told once more; whether every call was answered."""

        def again() -> bool:
            return all(
                self.cashier.tell(order, event)
                for order in self.cashier.orders.values()
                for event in order.events
            )

        return self.system.while_serving(again)


def bill_for(dossier: Dossier, name: str) -> tuple[PaymentRequest, Bill]:
    """As the page of the portal asks for it."""
    assert dossier.obligation is not None
    asked = request.by_gateway(
        actor=SYSTEM_ACTOR, obligation_id=dossier.obligation.pk, code=dossier.code, name=name
    )
    account = request.account_for(dossier.obligation.unit)
    assert account is not None
    bill = Bill(
        number=asked.number,
        amount=asked.amount,
        dossier=dossier.code,
        procedure_code=BIRTH_AGAIN,
        procedure_name="Đăng ký lại khai sinh | thử",
        unit_id=account.unit_id,
        unit_name=account.holder,
        payer="Nguyễn Thị Lan",
        payer_id="025190001234",
        address="Khu 3, phường Nông Trang",
        bank_bin=account.bank_bin,
        account=account.number,
        holder=account.holder,
        lines=tuple((line.kind, line.name, line.amount) for line in dossier.obligation.lines.all()),
        made_at=asked.made_at,
        ip="127.0.0.1",
    )
    return asked, bill


@pytest.fixture
def account(db: None) -> CollectingAccount:
    return CollectingAccount.objects.create(
        unit=Unit.objects.get(pk="ubnd-tinh"),
        bank_bin="970415",
        bank_name="VietinBank",
        number="118000002599",
        holder="UBND TINH",
        valid_from=moment.today(),
    )


@pytest.fixture
def dossier(cast: Cast, account: CollectingAccount) -> Dossier:
    """A dossier for which 8,000 đồng are owed to the province."""
    found = cast.accepted(BIRTH_AGAIN)
    found.obligation = determine(
        actor=cast.citizen,
        payer="Nguyễn Thị Lan",
        lines=[LineToPay("charge", "extract", "Lệ phí trích lục", AMOUNT, "on_filing", "", ())],
        unit=account.unit,
    )
    found.save(update_fields=["obligation"])
    return found


@pytest.fixture
def obligation(dossier: Dossier) -> Obligation:
    assert dossier.obligation is not None
    return dossier.obligation


@pytest.fixture
def payplat(system: System, dossier: Dossier, settings: Any) -> Iterator[Counter]:
    platform = Platform(
        partner="motcua",
        secret=SECRET,
        url="",
        callback=f"{system.url}/thanh-toan/payplat/tin/",
        back=f"{system.url}/thanh-toan/payplat/ve/",
    )
    with served(App(platform)) as url:
        platform.url = url
        settings.PAYPLAT = {"url": url, "partner": "motcua", "secret": SECRET}
        with _offered(settings, "payplat", "motcua.integrations.payplat.client.Platform"):
            yield Counter("payplat", platform.cashier, system, dossier)


@pytest.fixture
def redirectpay(system: System, dossier: Dossier, settings: Any) -> Iterator[Counter]:
    sandbox = Gateway(terminal="motcua", secret=SECRET, notify=f"{system.url}/thanh-toan/redirectpay/tin/")
    with served(App(sandbox)) as url:
        settings.REDIRECTPAY = {"url": url, "terminal": "motcua", "secret": SECRET}
        with _offered(settings, "redirectpay", "motcua.integrations.redirectpay.client.RedirectGateway"):
            yield Counter("redirectpay", sandbox.cashier, system, dossier)


@contextmanager
def _offered(settings: Any, name: str, adapter: str) -> Iterator[None]:
    settings.GATEWAYS = {name: {"label": "Cổng thử", "adapter": adapter}}
    gateway.adapter.cache_clear()
    yield
    gateway.adapter.cache_clear()


@pytest.fixture(params=["payplat", "redirectpay"])
def counter(request: pytest.FixtureRequest) -> Counter:
    """Either gateway: what must be true of both."""
    found: Counter = request.getfixturevalue(request.param)
    return found


@dataclass
class Branch:
    """The sandbox bank, its address, and the system it tells."""

    bank: Bank
    url: str
    system: System

    def transfer(self, **form: str) -> requests.Response:
        return requests.post(f"{self.url}/transfer", data=form, timeout=60, allow_redirects=False)

    def tells(self) -> int:
        return self.system.while_serving(self.bank.call_back)


@pytest.fixture
def branch(system: System, account: CollectingAccount, settings: Any) -> Iterator[Branch]:
    settings.BANK = {"client": "motcua", "secret": SECRET}
    bank = Bank(client="motcua", secret=SECRET, webhook=f"{system.url}/ngan-hang/tin/")
    with served(BankApp(bank)) as url:
        yield Branch(bank, url, system)
