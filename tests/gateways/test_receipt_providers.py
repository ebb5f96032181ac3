"""What must be true of whoever numbers receipts: ourselves, or a vendor asked over HTTP by the worker."""

from collections.abc import Callable, Iterator
from dataclasses import replace as changed
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from sandboxes.ereceipt.app import App
from sandboxes.ereceipt.vendor import Vendor

from motcua.identity.actor import ACCOUNTANT
from motcua.identity.models import User
from motcua.integrations.ereceipt import codes
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from motcua.payments.actions import LineToPay, determine, receipt, take
from motcua.payments.actions.declared import reject
from motcua.payments.actions.receipt_orders import ask_again, serve_receipts
from motcua.payments.checks import SOUND
from motcua.payments.models import Payment, Receipt, ReceiptOrder, ReceiptSeries
from motcua.payments.receipt_provider import ProviderError, provider, wanted
from tests.cast import Cast
from tests.gateways.conftest import SECRET, served
from tests.payments.histories import PowerCut, officer, stops_before_write

pytestmark = pytest.mark.django_db
UNIT = "ubnd-tinh"
BOOKS = officer(7, UNIT)


@pytest.fixture(scope="module")
def _vendor() -> Iterator[tuple[str, App]]:
    app = App(Vendor(client="motcua", secret=SECRET))
    with served(app) as url:
        yield url, app


@pytest.fixture
def vendor(_vendor: tuple[str, App], settings: Any) -> Vendor:
    """A running vendor that has issued nothing yet, and the system set up for it."""
    url, app = _vendor
    app.vendor = Vendor(client="motcua", secret=SECRET)
    settings.ERECEIPT = {"url": url, "client": "motcua", "secret": SECRET}
    settings.MOTCUA_RECEIPT_PROVIDER = "motcua.integrations.ereceipt.client.Vendor"
    return app.vendor


@pytest.fixture(params=["own", "vendor"])
def either(request: pytest.FixtureRequest) -> str:
    """Both providers, one after the other."""
    if request.param == "vendor":
        request.getfixturevalue("vendor")
    return str(request.param)


def paid(method: str = "cash") -> Payment:
    """A fee and a charge, taken at the counter."""
    lines = [
        LineToPay("fee", "fee", "Phí thẩm định", 8_000, "on_acceptance", "", ()),
        LineToPay("charge", "charge", "Lệ phí", 20_000, "on_acceptance", "", ()),
    ]
    unit = Unit.objects.get(pk=UNIT)
    owed = determine(actor=BOOKS, payer="Nguyễn Thị Lan", lines=lines, unit=unit)
    return take(actor=BOOKS, obligation_id=owed.pk, method=method, reference="FT1")


def of(payment: Payment, kind: str = "fee") -> Receipt:
    found = payment.receipts.select_related("series__unit", "payment").filter(series__kind=kind)
    return found.order_by("pk").last()  # type: ignore[return-value]


def due() -> None:
    """Everything that waits has its turn now."""
    ReceiptOrder.objects.undone().exclude(next_try_at=None).update(next_try_at=moment.now())


def sound() -> None:
    assert {name: found for name, check in SOUND.items() if (found := list(check()))} == {}


class TestEither:
    def test_each_kind_is_numbered_from_1_without_a_gap(self, either: str) -> None:
        payments = [paid() for _ in range(3)]
        serve_receipts()
        for kind in ("fee", "charge"):
            found = [of(payment, kind) for payment in payments]
            assert [(each.number, each.state) for each in found] == [(1, "valid"), (2, "valid"), (3, "valid")]
            assert len({each.series_id for each in found}) == 1
            assert all(each.series.symbol and each.series.template for each in found)
        sound()

    def test_a_replacement_and_an_adjustment_have_numbers_of_their_own_and_name_the_old(
        self, either: str
    ) -> None:
        payment = paid()
        serve_receipts()
        old = of(payment)
        new = receipt.replace(actor=BOOKS, receipt_id=old.pk, reason="Sai tên", payer="Nguyễn Thị Lân")
        serve_receipts()
        new.refresh_from_db()
        assert (new.number, new.state, new.corrects_id, new.payer) == (2, "valid", old.pk, "Nguyễn Thị Lân")
        lines = [("Phí thẩm định hồ sơ", 8_000)]
        last = receipt.adjust(actor=BOOKS, receipt_id=new.pk, reason="Sai tên khoản", lines=lines)
        serve_receipts()
        states = (
            payment.receipts.filter(series__kind="fee").order_by("number").values_list("state", flat=True)
        )
        assert list(states) == ["replaced", "adjusted", "valid"]
        assert last.corrects_id == new.pk
        sound()

    def test_a_cancelled_one_keeps_its_number_and_the_next_goes_on(self, either: str) -> None:
        first = paid()
        serve_receipts()
        receipt.withdraw(actor=BOOKS, receipt_id=of(first).pk, reason="Lập nhầm")
        second = paid()
        serve_receipts()
        assert (of(first).state, of(first).number) == ("cancelled", 1)
        assert of(second).number == 2
        assert not ReceiptOrder.objects.undone().exists()
        sound()

    def test_of_what_it_never_issued_it_says_no_for_good(self, either: str) -> None:
        about = wanted(of(paid()), of(paid()).series)
        who = provider()
        asks: list[Callable[[], object]] = [
            lambda: who.cancel("x" * 8, "Nhầm"),
            lambda: who.fetch("x" * 8),
            lambda: who.replace(about, "x" * 8, "Sai tên"),
            lambda: who.adjust(about, "x" * 8, "Sai khoản"),
        ]
        if not who.name:
            asks = [lambda: who.cancel(str(Receipt().pk), ""), lambda: who.fetch(str(Receipt().pk))]
        else:
            about = changed(about, key="another")
        for ask in asks:
            with pytest.raises(ProviderError) as refusal:
                ask()
            assert not refusal.value.retry

    def test_asked_again_with_its_key_it_gives_the_same(self, either: str) -> None:
        payment = paid()
        serve_receipts()
        found, who = of(payment), provider()
        about = wanted(found, found.series)
        for _ in range(2):
            again = who.issue(about)
            assert (again.symbol, again.number) == (found.series.symbol, found.number)

    def test_the_paper_is_the_vendors_or_ours_to_draw(self, either: str) -> None:
        payment = paid()
        serve_receipts()
        paper = provider().fetch(str(of(payment).pk))
        assert (paper is None) == (either == "own")
        assert paper is None or paper.startswith(b"%PDF-")


def test_the_accountant_sees_what_the_vendor_said_no_to_and_asks_again(
    vendor: Vendor, settings: Any, cast: Cast, client: Client
) -> None:
    right, settings.ERECEIPT = settings.ERECEIPT, {**settings.ERECEIPT, "secret": "old"}
    found = of(paid())
    serve_receipts()
    books = cast.officer(f"ubnd-{cast.a_commune}", ACCOUNTANT)
    ReceiptSeries.objects.update(unit=books.unit_id)
    client.force_login(User.objects.get(pk=books.user_id), "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["post"] = books.post_id
    session.save()
    url = reverse("desk:receipt-page", args=[found.pk])
    page = client.get(url).content.decode()
    assert "Đang chờ cấp số" in page
    assert "chữ ký không đúng" in page
    settings.ERECEIPT = right
    assert client.post(reverse("desk:receipt-again", args=[found.pk])).status_code == 302
    serve_receipts()
    assert "Hỏi lại nhà cung cấp" not in client.get(url).content.decode()


class TestTheVendor:
    def test_the_money_is_there_before_the_number(self, vendor: Vendor) -> None:
        payment = paid()
        assert (payment.settled, {each.state for each in payment.receipts.all()}) == (28_000, {"waiting"})
        assert {str(each) for each in payment.receipts.select_related("series")} == {"chờ cấp số"}
        assert vendor.receipts == {}
        sound()
        assert serve_receipts() == 2
        told = vendor.receipts[str(of(payment).pk)]
        assert (told.payer, told.amount, told.collector) == (
            "Nguyễn Thị Lan",
            8_000,
            Unit.objects.get(pk=UNIT).name,
        )
        assert serve_receipts() == 0

    def test_an_answer_that_got_lost_is_no_second_receipt(self, vendor: Vendor) -> None:
        vendor.lose = 2
        payment = paid()
        serve_receipts()
        assert len(vendor.receipts) == 2
        assert {each.state for each in payment.receipts.all()} == {"waiting"}
        assert serve_receipts() == 0, "not at once again"
        due()
        serve_receipts()
        assert len(vendor.receipts) == 2
        assert {each.number for each in payment.receipts.all()} == {1}
        sound()

    @pytest.mark.parametrize("write", range(1, 8))
    def test_killed_at_any_write_it_is_asked_once_more_and_stays_one(
        self, vendor: Vendor, write: int
    ) -> None:
        payment = paid()
        try:
            with stops_before_write(write):
                serve_receipts()
        except PowerCut:
            pass
        due()
        serve_receipts()
        assert len(vendor.receipts) == 2
        assert [(each.number, each.state) for each in payment.receipts.all()] == [(1, "valid")] * 2
        sound()

    def test_away_for_long_it_is_asked_less_and_less_often_and_in_the_end_it_comes(
        self, vendor: Vendor, settings: Any
    ) -> None:
        here, settings.ERECEIPT = settings.ERECEIPT, {**settings.ERECEIPT, "url": "http://127.0.0.1:9"}
        payment = paid()
        waits = []
        for _ in range(14):
            due()
            serve_receipts(most=1)
            order = ReceiptOrder.objects.order_by("-attempts").first()
            assert order is not None
            assert order.next_try_at is not None
            waits.append(order.next_try_at - moment.now())
            ReceiptOrder.objects.exclude(pk=order.pk).update(next_try_at=moment.now() + timedelta(days=1))
        assert waits == sorted(waits) or max(waits) <= timedelta(hours=1)
        assert "đang không trả lời" in order.problem
        settings.ERECEIPT = here
        due()
        serve_receipts()
        assert {each.state for each in payment.receipts.all()} == {"valid"}

    def test_a_no_is_shown_and_asked_again_by_the_accountant(self, vendor: Vendor, settings: Any) -> None:
        right, settings.ERECEIPT = settings.ERECEIPT, {**settings.ERECEIPT, "secret": "old"}
        payment = paid()
        serve_receipts()
        due()
        assert serve_receipts() == 0, "a no is a no"
        found = of(payment)
        assert "chữ ký" in found.orders.get().problem
        settings.ERECEIPT = right
        with pytest.raises(Forbidden):
            ask_again(actor=officer(9, "ubnd-08515"), receipt_id=found.pk)
        ask_again(actor=BOOKS, receipt_id=found.pk)
        serve_receipts()
        found.refresh_from_db()
        assert found.state == "valid"
        with pytest.raises(Refused):
            ask_again(actor=BOOKS, receipt_id=found.pk)

    def test_what_waits_cannot_be_corrected(self, vendor: Vendor) -> None:
        with pytest.raises(Refused, match="chờ cấp số"):
            receipt.withdraw(actor=BOOKS, receipt_id=of(paid()).pk, reason="Lập nhầm")

    def test_a_transfer_rejected_before_its_number_came_is_cancelled_there_too(self, vendor: Vendor) -> None:
        payment = paid("transfer")
        reject(actor=BOOKS, payment_id=payment.pk, reason="Không thấy trên sao kê")
        serve_receipts()
        assert {each.state for each in vendor.receipts.values()} == {"cancelled"}
        assert [(each.number, each.state) for each in payment.receipts.all()] == [(1, "cancelled")] * 2
        sound()

    def test_receipts_of_our_own_numbers_are_corrected_by_us(self, settings: Any, request: Any) -> None:
        payment = paid()
        request.getfixturevalue("vendor")
        new = receipt.replace(actor=BOOKS, receipt_id=of(payment).pk, reason="Sai tên", payer="Lân")
        assert (new.number, new.series.provider) == (2, "")
        assert not ReceiptOrder.objects.exists()

    def test_without_the_vendor_its_receipts_are_corrected_there(self, vendor: Vendor, settings: Any) -> None:
        payment = paid()
        serve_receipts()
        settings.MOTCUA_RECEIPT_PROVIDER = "motcua.payments.own_numbers.OwnNumbers"
        assert serve_receipts() == 0
        with pytest.raises(Refused, match="không còn kết nối"):
            receipt.replace(actor=BOOKS, receipt_id=of(payment).pk, reason="Sai tên", payer="Lân")

    def test_the_same_number_for_two_is_told_not_kept(self, vendor: Vendor) -> None:
        first, second = paid(), paid()
        serve_receipts(most=2)
        taken = vendor.receipts[str(of(first).pk)]
        vendor.receipts[str(of(second).pk)] = changed(taken, key=str(of(second).pk))
        serve_receipts()
        assert of(second).state == "waiting"
        assert "cùng một số" in of(second).orders.get().problem
        sound()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"key": "other"},
            {"number": 0},
            {"number": 10**8},
            {"number": True},
            {"number": "1"},
            {"symbol": ""},
            {"template": "x" * 21},
            {"issued_at": "hom qua"},
            {"issued_at": "0001-01-01T00:00:00+07:00"},
        ],
    )
    def test_an_answer_that_is_no_receipt_is_none(self, wrong: dict[str, Any]) -> None:
        right = {"key": "k", "template": "01BLP", "symbol": "P26T", "number": 7}
        right["issued_at"] = "2026-11-28T09:00:00+07:00"
        assert codes.issued_of(right, "k") is not None
        assert codes.issued_of({**right, **wrong}, "k") is None
