"""The demo province can collect by QR code everywhere, and says where one pretends to pay."""

import pytest

from motcua.demo.accounts import open_accounts
from motcua.demo.guide import guide
from motcua.organisation.models import Unit
from motcua.payments.actions.request import account_for
from motcua.payments.models import CollectingAccount
from motcua.payments.vietqr import VietQR

pytestmark = pytest.mark.django_db


def test_the_province_its_centre_and_every_commune_have_one_account_each() -> None:
    open_accounts()
    once = set(CollectingAccount.objects.values_list("pk", flat=True))
    open_accounts()
    assert set(CollectingAccount.objects.values_list("pk", flat=True)) == once
    assert len(once) == 150
    for account in CollectingAccount.objects.all():
        assert VietQR(bin=account.bank_bin, account=account.number, amount=8000).is_dynamic
        assert account.holder.isascii()


def test_a_department_collects_on_the_account_of_the_province() -> None:
    open_accounts()
    department = Unit.objects.filter(parent="ubnd-tinh").order_by("pk").first()
    centre = Unit.objects.get(pk="ttpvhcc-tinh")
    commune = Unit.objects.of_kind("commune_committee").order_by("pk").first()
    assert commune is not None
    found = [account_for(unit) for unit in (department, centre, commune)]
    assert [account and account.unit_id for account in found] == ["ubnd-tinh", "ttpvhcc-tinh", commune.pk]


def test_the_guide_says_where_one_pretends_to_pay() -> None:
    lines = "\n".join(guide("http://127.0.0.1:8000", [], port=8000))
    for port in (8003, 8004, 8005, 8006):
        assert f"http://127.0.0.1:{port}/" in lines
