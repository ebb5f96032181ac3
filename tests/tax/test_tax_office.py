"""A slip goes to the tax office, its notice to the payer, its voucher lets the dossier go on by itself."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from sandboxes.signed import signature
from sandboxes.tax.office import Office

from motcua.dossiers.actions.refuse import withdraw
from motcua.dossiers.actions.tax import ask_tax_office, send_again, serve_tax_office
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, TaxSlip
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.notifications.models import Notice
from motcua.payments.checks import SOUND
from motcua.payments.models import Obligation, Payment, Receipt
from tests.cast import Cast
from tests.dossiers.hand import handler_of, on, verbs
from tests.tax.conftest import REASON, SECRET
from tests.web.test_files import logged_in

pytestmark = pytest.mark.django_db

ADDRESS = "/thue/tin/"


def tell(slip: TaxSlip, news: dict[str, Any], *, secret: str = SECRET, age: int = 0) -> int:
    """A call-back as the tax office makes it."""
    body = json.dumps({"key": str(slip.pk), "news": news}).encode()
    stamp = str(int(time.time()) - age)
    signed = signature(secret, stamp=stamp, method="POST", path=ADDRESS, body=body)
    headers = {"X-Tax-Client": "motcua", "X-Tax-Time": stamp, "X-Tax-Signature": signed}
    answer = Client(enforce_csrf_checks=True).post(
        ADDRESS, body, content_type="application/json", headers=headers
    )
    return answer.status_code


def fresh(slip: TaxSlip) -> TaxSlip:
    return TaxSlip.objects.select_related("dossier", "obligation").get(pk=slip.pk)


def is_sound() -> None:
    assert [sentence for question in SOUND.values() for sentence in question()] == []


def test_asked_notified_paid_and_gone_on(cast: Cast, office: Office, slip: TaxSlip) -> None:
    assert fresh(slip).dossier.status == Status.FINANCIAL
    assert serve_tax_office() == 1
    assert serve_tax_office() == 0, "the key keeps it a single slip, and nothing is asked at once again"
    (asked,) = office.slips.values()
    assert asked.payer == "Nguyễn Thị Lan"
    assert asked.payer_id == cast.lan.personal_id
    assert asked.facts

    assert tell(slip, office.give_notice(asked.key)) == 200
    noticed = fresh(slip)
    assert noticed.state == TaxSlip.State.NOTICED
    assert noticed.obligation is not None
    assert noticed.obligation.amount == 30_000_000
    assert {line.kind for line in noticed.obligation.lines.all()} == {"tax"}
    assert "30.000.000 đồng" in Notice.objects.filter(kind="tax-notice").latest("pk").body

    voucher = office.take_money(asked.key)
    assert tell(slip, voucher) == 200
    assert tell(slip, voucher) == 200
    closed = fresh(slip)
    assert (closed.state, closed.dossier.status) == (TaxSlip.State.CLOSED, Status.IN_PROGRESS)
    assert closed.obligation is not None
    assert closed.obligation.state == Obligation.State.PAID
    assert Payment.objects.filter(obligation=closed.obligation).count() == 1
    assert not Receipt.objects.filter(payment__obligation=closed.obligation).exists()
    assert verbs(closed.dossier)[-2:] == ["demand_payment", "settle_payment"]
    is_sound()


def test_the_wait_does_not_count(cast: Cast, office: Office) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.accepted("1.001776")
        due = dossier.due_at
    with on("2026-11-04T09:00"):
        slip = ask_tax_office(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason=REASON)
        serve_tax_office()
        office.give_notice(str(slip.pk))
        office.take_money(str(slip.pk))
    with on("2026-11-11T09:00"):
        TaxSlip.objects.update(next_try_at=moment.now())
        serve_tax_office()
    later = cast.fresh(dossier)
    assert later.status == Status.IN_PROGRESS
    assert later.due_at is not None
    assert due is not None
    assert later.due_at == due + timedelta(days=7)


def test_paid_in_parts_and_the_rest_let_off(office: Office, slip: TaxSlip) -> None:
    serve_tax_office()
    key = str(slip.pk)
    tell(slip, office.give_notice(key))
    tell(slip, office.take_money(key, paid=10_000_000))
    partly = fresh(slip)
    assert partly.obligation is not None
    assert (partly.obligation.state, partly.dossier.status) == (Obligation.State.PART, Status.FINANCIAL)
    tell(slip, office.take_money(key, paid=15_000_000, reduced=5_000_000))
    whole = fresh(slip)
    assert whole.obligation is not None
    assert (whole.obligation.state, whole.dossier.status) == (Obligation.State.PAID, Status.IN_PROGRESS)
    is_sound()


def test_nothing_to_pay_goes_on_at_once(office: Office, slip: TaxSlip) -> None:
    serve_tax_office()
    tell(slip, office.give_notice(str(slip.pk), "nothing"))
    assert fresh(slip).dossier.status == Status.IN_PROGRESS
    is_sound()


def test_news_lost_on_the_way_are_asked_for(office: Office, slip: TaxSlip) -> None:
    serve_tax_office()
    office.give_notice(str(slip.pk))
    office.take_money(str(slip.pk))
    TaxSlip.objects.update(next_try_at=moment.now())
    assert serve_tax_office() == 1
    assert fresh(slip).state == TaxSlip.State.CLOSED


def test_the_voucher_before_the_notice_is_told_again_later(office: Office, slip: TaxSlip) -> None:
    serve_tax_office()
    notice = office.give_notice(str(slip.pk))
    voucher = office.take_money(str(slip.pk))
    assert tell(slip, voucher) == 409
    assert tell(slip, notice) == 200
    assert tell(slip, voucher) == 200
    assert fresh(slip).state == TaxSlip.State.CLOSED


@pytest.mark.parametrize(
    ("news", "how", "status"),
    [
        ({"kind": "notice"}, {}, 400),
        ({"kind": "gossip"}, {}, 400),
        ({"kind": "voucher", "number": "1", "notice": "2", "reduced": 0, "paid": -5, "left": 0}, {}, 400),
        ({"kind": "notice"}, {"secret": "another"}, 401),
        ({"kind": "notice"}, {"age": 900}, 401),
    ],
)
def test_what_is_no_news_of_theirs_is_refused(
    office: Office, slip: TaxSlip, news: dict[str, Any], how: dict[str, Any], status: int
) -> None:
    assert tell(slip, news, **how) == status


def test_an_office_that_is_away_is_tried_again_and_one_that_refuses_is_told(
    cast: Cast, office: Office, slip: TaxSlip, settings: Any
) -> None:
    there, settings.TAX = settings.TAX, {**settings.TAX, "url": "http://127.0.0.1:9"}
    serve_tax_office()
    assert fresh(slip).state == TaxSlip.State.WAITING
    assert "sẽ tự gửi lại" in fresh(slip).problem
    settings.TAX = {**there, "secret": "another"}
    TaxSlip.objects.update(next_try_at=moment.now())
    serve_tax_office()
    assert fresh(slip).state == TaxSlip.State.REFUSED
    settings.TAX = there
    send_again(actor=handler_of(cast, slip.dossier), slip_id=slip.pk)
    serve_tax_office()
    assert fresh(slip).state == TaxSlip.State.SENT


def test_a_dossier_that_ends_waits_for_nobody(cast: Cast, office: Office, slip: TaxSlip) -> None:
    serve_tax_office()
    notice = office.give_notice(str(slip.pk))
    tell(slip, notice)
    withdraw(actor=cast.citizen, dossier_id=slip.dossier_id, reason="Không chuyển nhượng nữa")
    ended = fresh(slip)
    assert ended.state == TaxSlip.State.CANCELLED
    assert ended.obligation is not None
    assert ended.obligation.state == Obligation.State.CANCELLED
    assert tell(slip, office.take_money(str(slip.pk))) == 200
    assert fresh(slip).dossier.status == Status.WITHDRAWN
    is_sound()


def test_without_a_tax_office_the_slip_goes_on_paper(cast: Cast, dossier: Dossier) -> None:
    with pytest.raises(Refused) as refusal:
        ask_tax_office(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason=REASON)
    assert refusal.value.code == "no-tax-office"
    assert cast.fresh(dossier).status == dossier.status


def test_payer_and_officer_read_what_is_owed(cast: Cast, office: Office, slip: TaxSlip) -> None:
    serve_tax_office()
    tell(slip, office.give_notice(str(slip.pk), "small"))
    number = fresh(slip).notice
    for actor, address in (
        (cast.citizen, reverse("mine:dossier", args=[slip.dossier_id])),
        (handler_of(cast, slip.dossier), reverse("desk:case", args=[slip.dossier_id])),
    ):
        page = logged_in(actor).get(address).content.decode()
        assert number in page
        assert "250.000 đồng" in page
