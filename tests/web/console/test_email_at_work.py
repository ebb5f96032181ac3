"""An officer's address at work: given, changed and taken away by administrators alone, on the record."""

import pytest
from django.test import Client

from motcua.audit.models import Entry
from motcua.identity import actor as who
from motcua.identity.accounts import set_email
from motcua.identity.models import User
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast
from tests.web.console.test_console import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Cast) -> User:
    return User.objects.get(pk=cast.officer(f"ttpvhcc-{cast.a_commune}", "desk_officer").user_id)


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast, who.ADMIN)


def put(admin: Client, officer: User, email: str, **more: str) -> tuple[int, str]:
    given = {"email": email, "meant": "1"} | more
    answer = admin.post(f"/quan-tri/can-bo/{officer.pk}/thu-dien-tu/", given)
    officer.refresh_from_db()
    return answer.status_code, answer.content.decode()


def test_it_is_given_changed_and_taken_away(admin: Client, officer: User) -> None:
    assert put(admin, officer, "  lan@phutho.gov.vn ")[0] == 302
    assert officer.email == "lan@phutho.gov.vn"
    assert 'value="lan@phutho.gov.vn"' in admin.get(f"/quan-tri/can-bo/{officer.pk}/").content.decode()
    assert put(admin, officer, "lan@phutho.gov.vn")[0] == 302
    assert put(admin, officer, "")[0] == 302
    assert officer.email == ""
    assert Entry.objects.filter(verb="set_email").count() == 2


@pytest.mark.parametrize("wrong", ["lan", "lan@", "lan@x y.vn", "a@b.vn\nbcc: c@d.vn", "a" * 250 + "@b.vn"])
def test_what_is_no_address_comes_back_with_a_sentence(admin: Client, officer: User, wrong: str) -> None:
    status, page = put(admin, officer, wrong)
    assert (status, officer.email) == (409, "")
    assert "chưa đúng" in page or "254" in page


def test_it_has_to_be_meant(admin: Client, officer: User) -> None:
    assert put(admin, officer, "lan@phutho.gov.vn", meant="")[0] == 409
    assert officer.email == ""


def test_only_administrators_give_one(cast: Cast, officer: User) -> None:
    for role in (who.INSPECTOR, who.SIGNER):
        actor = cast.officer("vp-ubnd-tinh" if role == who.INSPECTOR else f"ubnd-{cast.a_commune}", role)
        with pytest.raises(Forbidden):
            set_email(actor=actor, user_id=officer.pk, email="lan@phutho.gov.vn")
    assert put(logged_in(cast, who.INSPECTOR), officer, "lan@phutho.gov.vn")[0] == 403
    with pytest.raises(Refused):
        set_email(actor=cast.officer("vp-ubnd-tinh", who.ADMIN), user_id=0, email="lan@phutho.gov.vn")
