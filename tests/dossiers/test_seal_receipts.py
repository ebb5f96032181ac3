"""A receipt is drawn and sealed once for each state it is in; whoever downloads gets the same bytes."""

from collections.abc import Iterator
from typing import Any

import pytest
from sandboxes.ereceipt.app import App
from sandboxes.ereceipt.vendor import Vendor

from motcua.documents.signing import keystore, verify
from motcua.documents.signing.gateway import KeyStoreError
from motcua.dossiers import fee_receipts
from motcua.dossiers.actions.seal_receipts import seal_receipts
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import ACCOUNTANT
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.payments.actions import receipt as acts
from motcua.payments.actions import take
from motcua.payments.actions.receipt_orders import serve_receipts
from motcua.payments.models import Receipt, ReceiptPaper
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN
from tests.gateways.conftest import SECRET, served
from tests.payments.histories import PowerCut, stops_before_write
from tests.stories import begin_with

pytestmark = pytest.mark.django_db


def _owing(cast: Cast) -> Dossier:
    return cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return begin_with("owing at the counter", cast, _owing)


def paid(cast: Cast, dossier: Dossier) -> Receipt:
    take(actor=cast.desk_of(dossier), obligation_id=dossier.obligation_id or "", method="cash")
    return Receipt.objects.select_related("series__unit").get()


def due() -> None:
    Receipt.objects.exclude(paper_due_at=None).update(paper_due_at=moment.now())


def withdraw(cast: Cast, dossier: Dossier, found: Receipt) -> None:
    assert dossier.competent_unit is not None
    books = cast.officer(dossier.competent_unit, ACCOUNTANT)
    acts.withdraw(actor=books, receipt_id=found.pk, reason="Lập nhầm")
    found.refresh_from_db()


def test_it_is_sealed_once_and_stays_as_it_was(cast: Cast, dossier: Dossier) -> None:
    found = paid(cast, dossier)
    name = found.series.unit.name
    keystore().enroll(f"unit:{found.series.unit_id}", name, name, "agency")
    with pytest.raises(Refused, match="đang được ký số"):
        fee_receipts.kept(found)
    assert (seal_receipts(), seal_receipts()) == (1, 0)
    paper = fee_receipts.kept(found)
    assert [each.signer for each in verify(paper).signatures] == [name]
    found.series.unit.name = "Tên khác"
    found.series.unit.save()
    due()
    assert seal_receipts() == 0
    assert fee_receipts.kept(found) == paper


def test_a_cancelled_one_has_a_paper_that_says_so_and_keeps_the_first(cast: Cast, dossier: Dossier) -> None:
    found = paid(cast, dossier)
    seal_receipts()
    first = fee_receipts.kept(found)
    withdraw(cast, dossier, found)
    with pytest.raises(Refused):
        fee_receipts.kept(found)
    seal_receipts()
    assert fee_receipts.kept(found) != first
    assert fee_receipts.kept(found, "valid") == first
    assert list(found.papers.order_by("made_at").values_list("state", flat=True)) == ["valid", "cancelled"]


def test_cancelled_before_it_was_sealed_it_has_one_paper(cast: Cast, dossier: Dossier) -> None:
    found = paid(cast, dossier)
    withdraw(cast, dossier, found)
    seal_receipts()
    assert list(found.papers.values_list("state", flat=True)) == ["cancelled"]


def test_killed_at_any_write_it_has_one_paper_in_the_end(cast: Cast, dossier: Dossier) -> None:
    found, writes = paid(cast, dossier), 0
    for write in range(1, 9):
        try:
            with stops_before_write(write):
                seal_receipts()
        except PowerCut:
            writes = write
            assert not ReceiptPaper.objects.exists()
            due()
            continue
        break
    assert writes == 4, "its turn, the file, the paper, the receipt"
    found.refresh_from_db()
    assert (found.is_sealed, found.papers.count()) == (True, 1)


def test_a_signer_that_is_away_is_waited_for_and_one_without_certificate_is_not(
    cast: Cast, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = True

    def away(*_: Any, **__: Any) -> bytes:
        raise KeyStoreError("HSM đang bận." if busy else "Không có chứng thư số.", retry=busy)

    found = paid(cast, dossier)
    monkeypatch.setattr("motcua.documents.signing.receipts.seal_alone", away)
    assert seal_receipts() == 0
    assert seal_receipts() == 0, "not at once again"
    due()
    busy = False
    assert seal_receipts() == 1
    assert not verify(fee_receipts.kept(found)).signatures, "this agency has no certificate"


@pytest.fixture
def vendor(settings: Any) -> Iterator[Vendor]:
    made = Vendor(client="motcua", secret=SECRET)
    with served(App(made)) as url:
        settings.ERECEIPT = {"url": url, "client": "motcua", "secret": SECRET}
        settings.MOTCUA_RECEIPT_PROVIDER = "motcua.integrations.ereceipt.client.Vendor"
        yield made


def test_the_paper_of_a_vendor_is_the_vendors(vendor: Vendor, cast: Cast, dossier: Dossier) -> None:
    found = paid(cast, dossier)
    assert seal_receipts() == 0, "there is no number yet"
    serve_receipts()
    vendor.lose = 1
    assert seal_receipts() == 0
    due()
    assert seal_receipts() == 1
    found.refresh_from_db()
    assert fee_receipts.kept(found) == vendor.paper(str(found.pk))
