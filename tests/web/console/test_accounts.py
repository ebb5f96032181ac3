"""Collecting accounts: added and ended by an administrator, on the record, used by QR codes from then on."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.audit.models import Entry
from motcua.identity import actor as who
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.organisation.models import Unit
from motcua.payments.actions.request import account_for
from motcua.payments.models import CollectingAccount
from tests.cast import Cast
from tests.web.console.test_console import logged_in

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/tai-khoan-thu/"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast, who.ADMIN)


def sent(**more: str) -> dict[str, str]:
    return {
        "unit": "so-tu-phap",
        "bank_bin": "970415",
        "bank_name": "VietinBank",
        "number": "114 000 123 456",
        "holder": "SO TU PHAP",
        "valid_from": short_date(moment.today()),
        "valid_to": "",
    } | more


def test_an_account_is_added_used_and_ended(admin: Client) -> None:
    assert admin.post(PAGE + "them/", sent()).status_code == 302
    account = CollectingAccount.objects.get()
    assert account.number == "114000123456"
    assert account_for(Unit.objects.get(pk="so-tu-phap")) == account
    assert account.number in admin.get(PAGE).content.decode()
    assert admin.post(PAGE + "them/", sent()).status_code == 409, "it is there already"
    end = f"{PAGE}{account.pk}/thoi-dung/"
    before = short_date(moment.today() - timedelta(days=3))
    for wrong in ("", "mai", before):
        answer = admin.post(end, {"last_day": wrong})
        assert (answer.status_code, f'href="#last_day-{account.pk}"' in answer.content.decode()) == (
            409,
            True,
        )
    admin.post(end, {"last_day": short_date(moment.today())})
    with moment.at(moment.now() + timedelta(days=1)):
        assert account_for(Unit.objects.get(pk="so-tu-phap")) is None
    verbs = Entry.objects.filter(subject_type="collecting_account").values_list("verb", flat=True)
    assert sorted(verbs) == ["add_account", "end_account"]


def test_the_unit_is_searched_by_name_and_chosen(admin: Client) -> None:
    first = admin.get(PAGE).content.decode()
    assert 'name="bank_bin"' not in first
    found = admin.get(PAGE, {"q": "tu phap"}).content.decode()
    assert "?don-vi=so-tu-phap#new" in found
    assert (
        "Không có đơn vị đang hoạt động nào khớp" in admin.get(PAGE, {"q": "khong co dau"}).content.decode()
    )
    chosen = admin.get(PAGE, {"don-vi": "so-tu-phap"}).content.decode()
    assert 'name="unit" value="so-tu-phap"' in chosen
    assert Unit.objects.get(pk="so-tu-phap").name in chosen
    assert 'name="bank_bin"' not in admin.get(PAGE, {"don-vi": "khong-co"}).content.decode()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("unit", "khong-co"),
        ("bank_bin", "97041"),
        ("bank_name", " "),
        ("number", "12"),
        ("holder", ""),
        ("valid_from", "32/1/2026"),
        ("valid_to", "01/01/2020"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(admin: Client, field: str, wrong: str) -> None:
    answer = admin.post(PAGE + "them/", sent(**{field: wrong}))
    text = answer.content.decode()
    assert (answer.status_code, f'href="#{field}"' in text) == (409, True)
    kept = "970415" if field != "bank_bin" else wrong
    assert f'value="{kept}"' in text
    assert not CollectingAccount.objects.exists()


def test_an_inspector_stays_outside(cast: Cast) -> None:
    inspector = logged_in(cast, who.INSPECTOR)
    assert inspector.get(PAGE).status_code == 403
    assert inspector.post(PAGE + "them/", sent()).status_code == 403
