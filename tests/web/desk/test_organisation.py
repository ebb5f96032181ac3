"""A business as owner at the counter: found by its number, entered once, named on every paper."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers.actions.file import take_in
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER, HANDLER
from motcua.identity.models import Organisation
from motcua.identity.organisations import bare_number, identify_organisation, organisation_numbered
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CODE = "2.000635"
COMPANY = {"number": "0101234567", "name": "Công ty TNHH Đất Tổ Xanh", "address": "Khu 2, phường Nông Trang"}


@pytest.fixture
def browser(cast: Cast, as_officer: Callable[..., Client]) -> Client:
    return as_officer(cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0101 234 567", "0101234567"),
        ("0101234567-001", "0101234567-001"),
        ("0101234567001", "0101234567-001"),
        ("025190001234", "025190001234"),
        ("123", ""),
        ("01012345ab", ""),
    ],
)
def test_the_number_as_it_is_kept(typed: str, kept: str) -> None:
    assert bare_number(typed) == kept


def test_from_the_number_to_the_sheet(cast: Cast, browser: Client) -> None:
    page = reverse("desk:organisation", args=[cast.lan.pk])
    assert page in browser.get(reverse("desk:choose", args=[cast.lan.pk])).content.decode()
    assert "Chưa có tổ chức này" in browser.get(page, {"q": "0101234567"}).content.decode()
    onwards = browser.post(page, COMPANY)["Location"]
    found = browser.get(page, {"q": "0101 234 567"}).content.decode()
    assert COMPANY["name"] in found
    assert onwards.replace("&", "&amp;") in found
    organisation = Organisation.objects.get()
    assert "được làm thay Công ty" in browser.get(onwards).content.decode()
    typed = {"procedure": CODE, "seen": "yes", "channel": "counter", "to-chuc": str(organisation.pk)}
    answer = browser.post(reverse("desk:choose", args=[cast.lan.pk]), typed)
    dossier = Dossier.objects.drafts().get()
    assert answer["Location"] == reverse("desk:intake", args=[dossier.pk])
    assert dossier.owner_organisation == organisation
    assert dossier.owner_name == COMPANY["name"]
    assert (dossier.submitter, dossier.typist_id is not None) == (cast.lan, True)
    assert COMPANY["name"] in browser.get(answer["Location"]).content.decode()
    assert "làm thay" in Entry.objects.get(verb="see_identity").content["paper"]


def test_the_receipt_names_the_business(cast: Cast) -> None:
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    organisation = identify_organisation(actor=desk, **COMPANY)
    dossier = cast.draft(CODE, channel=Channel.COUNTER)
    Dossier.objects.filter(pk=dossier.pk).update(owner_organisation=organisation)
    taken = take_in(actor=desk, dossier_id=dossier.pk)
    assert taken.printed_forms.get(kind="01").facts["owner"]["name"] == COMPANY["name"]


def test_what_is_wrong_is_said_and_the_typing_stays(cast: Cast, browser: Client) -> None:
    page = reverse("desk:organisation", args=[cast.lan.pk])
    answer = browser.post(page, COMPANY | {"number": "12"})
    assert answer.status_code == 409
    assert COMPANY["name"] in answer.content.decode()
    assert not Organisation.objects.exists()


def test_a_number_belongs_to_one_name(cast: Cast) -> None:
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    first = identify_organisation(actor=desk, **COMPANY)
    assert identify_organisation(actor=desk, **COMPANY) == first
    with pytest.raises(Refused, match="tên khác"):
        identify_organisation(actor=cast.citizen, **(COMPANY | {"name": "Công ty Khác"}))


def test_who_may_not(cast: Cast, browser: Client) -> None:
    handler = cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER)
    assert organisation_numbered(handler, COMPANY["number"]) is None
    with pytest.raises(Forbidden):
        identify_organisation(actor=handler, **COMPANY)


def test_a_citizen_files_for_a_business_online(cast: Cast, client: Client) -> None:
    client.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")
    spec = cast.version(CODE).spec
    answers = spec.cases[0].examples[0].answers
    typed = {
        "for_whom": "organisation",
        "org_number": COMPANY["number"],
        "org_name": COMPANY["name"],
        "org_address": COMPANY["address"],
        **answers,
    }
    wrong = client.post(reverse("filing:start", args=[CODE]), typed | {"org_number": "12"})
    assert "Mã số tổ chức gồm 10 số" in wrong.content.decode()
    answer = client.post(reverse("filing:start", args=[CODE]), typed)
    assert answer.status_code == 302, answer.content.decode()
    dossier = Dossier.objects.drafts().get()
    assert dossier.owner_name == COMPANY["name"]
    assert dossier.owner == dossier.submitter == cast.lan
