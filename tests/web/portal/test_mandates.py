"""Switching to acting for somebody: by choice, visible on every page, only what the mandate names."""

from typing import Any

import pytest
from django.test import Client

from motcua.audit.models import Entry
from motcua.dossiers.models import Dossier
from motcua.identity import mandates
from motcua.identity.models import Mandate
from tests.cast import Cast

CODE, OTHER = "1.004884", "2.000635"
BANNER = "Đang làm thay Nguyễn Thị Lan"


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.stranger_person.user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def given(cast: Cast, **more: Any) -> Mandate:
    return mandates.give(actor=cast.citizen, delegate=cast.stranger_person, ground="written", **more)


def switch(cast: Cast, browser: Client) -> Any:
    return browser.post("/uy-quyen/lam-thay/", {"person": str(cast.lan.pk)}, follow=True)


def test_the_banner_stands_on_every_page_until_one_stops(cast: Cast, browser: Client) -> None:
    dossier = cast.filed(CODE)
    given(cast)
    assert browser.get(f"/ho-so/{dossier.pk}/").status_code == 404
    assert BANNER in switch(cast, browser).content.decode()
    for address in ("/", "/ho-so/", f"/ho-so/{dossier.pk}/", "/thu-tuc/", "/uy-quyen/"):
        assert BANNER in browser.get(address).content.decode(), address
    assert Entry.objects.filter(verb="stand_for").exists()
    browser.post("/uy-quyen/thoi-lam-thay/")
    assert BANNER not in browser.get("/").content.decode()
    assert browser.get(f"/ho-so/{dossier.pk}/").status_code == 404


def test_a_mandate_that_ends_ends_the_switch_at_once(cast: Cast, browser: Client) -> None:
    mandate = given(cast)
    switch(cast, browser)
    principal = Client()
    principal.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    assert cast.stranger_person.full_name in principal.get("/uy-quyen/").content.decode()
    principal.post("/uy-quyen/cham-dut/", {"mandate": mandate.pk})
    page = browser.get("/ho-so/").content.decode()
    assert BANNER not in page
    assert "Ủy quyền đã hết hiệu lực" in page


def test_only_the_procedures_of_the_mandate_are_begun_and_for_the_principal(
    cast: Cast, browser: Client
) -> None:
    given(cast, procedure_code=OTHER)
    switch(cast, browser)
    refused = browser.get(f"/nop/{CODE}/")
    assert refused.status_code == 403
    assert "không gồm thủ tục này" in refused.content.decode()
    page = browser.get(f"/nop/{OTHER}/")
    assert page.status_code == 200
    assert "Cho tôi" not in page.content.decode()


def test_without_a_mandate_nobody_switches_and_a_claim_is_none(cast: Cast, browser: Client) -> None:
    assert switch(cast, browser).status_code == 403
    assert browser.post("/uy-quyen/lam-thay/", {"person": "x"}).status_code == 409
    assert not Dossier.objects.exists()


def test_a_mandate_is_given_by_number_and_name_and_says_nothing_of_strangers(cast: Cast) -> None:
    principal, delegate = Client(), cast.stranger_person
    principal.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    sent = {"personal_id": delegate.personal_id, "full_name": "Người Khác", "ground": "kinship"}
    refused = principal.post("/uy-quyen/cho/", sent)
    assert refused.status_code == 409
    assert delegate.full_name not in refused.content.decode()
    principal.post("/uy-quyen/cho/", {**sent, "full_name": "tran van binh"})
    assert Mandate.objects.confirmed().get().delegate == delegate


def test_the_dossier_names_who_answers_for_it_as_far_as_that_is_public(cast: Cast) -> None:
    dossier = cast.accepted(CODE)
    browser = Client()
    browser.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    page = browser.get(f"/ho-so/{dossier.pk}/").content.decode()
    signer = cast.officer("ubnd-" + cast.a_commune, "signer")
    assert "Người phụ trách" in page
    assert signer.name in page
