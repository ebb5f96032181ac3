"""A citizen logs in through the real sandbox server: every good and every bad end."""

import time
from typing import Any

import pytest
import requests
from django.test import Client as Browser

from motcua.identity.models import Person, User
from tests.eidentity.server import LAN, TUAN_LEVEL_1, Sandbox, agree, begin, log_in, parameters

pytestmark = pytest.mark.django_db


def change_attempt(browser: Browser, **changes: Any) -> None:
    """What an attacker would do to the secrets kept in the session."""
    session = browser.session
    attempts = session["eidentity_attempts"]
    session["eidentity_attempts"] = {state: {**kept, **changes} for state, kept in attempts.items()}
    session.save()


def is_logged_in(browser: Browser) -> bool:
    return "_auth_user_id" in browser.session


def test_a_citizen_logs_in_and_returns_to_the_page_she_wanted(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    answer = log_in(client, LAN, "/nop-ho-so/abc/?trang=2")
    assert (answer.status_code, answer["Location"]) == (302, "/nop-ho-so/abc/?trang=2")
    person = Person.objects.get(personal_id=LAN)
    assert person.user_id == int(client.session["_auth_user_id"])
    assert person.full_name == "Nguyễn Thị Lan"
    assert (person.birth_date, person.sex, person.assurance) == ("1990-05-17", "female", 2)
    assert (person.residence_unit, person.phone) == ("07894", "0912000111")
    assert person.residence == "Khu 3, phường Nông Trang, tỉnh Phú Thọ"
    assert person.assured_at is not None


def test_logging_in_again_makes_no_second_account(client: Browser, eidentity_sandbox: Sandbox) -> None:
    log_in(client)
    before = User.objects.count()
    log_in(Browser())
    assert User.objects.count() == before


def test_somebody_of_level_1_may_log_in(client: Browser, eidentity_sandbox: Sandbox) -> None:
    log_in(client, TUAN_LEVEL_1)
    assert is_logged_in(client)
    assert Person.objects.get(personal_id=TUAN_LEVEL_1).assurance == 1


def test_a_person_known_only_by_year_of_birth_keeps_the_year(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    log_in(client, "025146805816")
    assert Person.objects.get(personal_id="025146805816").birth_date == "1946"


def test_the_session_key_changes_so_that_a_planted_one_is_worthless(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    address = begin(client)
    planted = client.session.session_key
    client.get(agree(address, LAN))
    assert client.session.session_key != planted
    assert is_logged_in(client)
    other = Browser()
    other.cookies["sessionid"] = str(planted)
    assert not is_logged_in(other)


def test_what_is_sent_asks_for_a_code_with_pkce_state_and_nonce(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    sent = parameters(begin(client))
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["state"]) >= 32
    assert len(sent["nonce"]) >= 32
    assert "openid" in sent["scope"].split()
    assert "verifier" not in "".join(sent)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http://testserver//evil.example/",
        "http://testserver/\\evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "ho-so/",
        "/dinh-danh/thoat/",
        "/dang-nhap/?next=/dang-nhap/",
    ],
)
def test_next_never_leads_off_the_site_nor_in_a_circle(
    client: Browser, eidentity_sandbox: Sandbox, wanted: str
) -> None:
    begin(client, wanted)
    (kept,) = client.session["eidentity_attempts"].values()
    assert kept["next"] == "/"


def test_next_may_be_the_full_address_of_a_page_here(client: Browser, eidentity_sandbox: Sandbox) -> None:
    begin(client, "http://testserver/ho-so/1/?a=b")
    (kept,) = client.session["eidentity_attempts"].values()
    assert kept["next"] == "/ho-so/1/?a=b"


def test_an_answer_with_another_state_is_refused(client: Browser, eidentity_sandbox: Sandbox) -> None:
    address = agree(begin(client), LAN)
    answer = client.get(address.replace("state=", "state=x"))
    assert answer.status_code == 400
    assert not is_logged_in(client)


def test_an_answer_in_a_browser_that_never_asked_is_refused(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    address = agree(begin(client), LAN)
    victim = Browser()
    assert victim.get(address).status_code == 400
    assert not is_logged_in(victim)


def test_an_answer_after_a_quarter_of_an_hour_is_too_late(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    address = agree(begin(client), LAN)
    change_attempt(client, at=time.time() - 901)
    answer = client.get(address)
    assert answer.status_code == 400
    assert "đã cũ" in answer.content.decode()
    assert not is_logged_in(client)


def test_the_same_answer_twice_logs_in_once_and_then_only_goes_home(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    address = agree(begin(client), LAN)
    client.get(address)
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_code_used_before_is_refused_and_its_token_taken_back(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    address = agree(begin(client), LAN)
    kept = client.session["eidentity_attempts"]
    client.get(address)
    assert eidentity_sandbox.provider.memory.tokens
    thief = Browser()
    session = thief.session
    session["eidentity_attempts"] = kept
    session.save()
    assert thief.get(address).status_code == 400
    assert not is_logged_in(thief)
    assert not eidentity_sandbox.provider.memory.tokens


def test_a_code_that_has_run_out_is_refused(client: Browser, eidentity_sandbox: Sandbox) -> None:
    eidentity_sandbox.provider.code_seconds = -1
    assert log_in(client).status_code == 400
    assert not is_logged_in(client)


def test_a_code_without_its_pkce_secret_is_refused(client: Browser, eidentity_sandbox: Sandbox) -> None:
    address = agree(begin(client), LAN)
    change_attempt(client, verifier="v" * 64)
    assert client.get(address).status_code == 400
    assert not is_logged_in(client)


def test_an_id_token_for_another_nonce_is_refused(client: Browser, eidentity_sandbox: Sandbox) -> None:
    address = agree(begin(client), LAN)
    change_attempt(client, nonce="another")
    assert client.get(address).status_code == 400
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["motcua", "another-client"]},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": "somebody-else"},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_an_id_token_truly_signed_but_not_for_us_is_refused(
    client: Browser, eidentity_sandbox: Sandbox, changes: dict[str, Any]
) -> None:
    eidentity_sandbox.spoil = eidentity_sandbox.resign(**changes)
    assert log_in(client).status_code == 400
    assert not is_logged_in(client)


def _another_letter(token: dict[str, Any]) -> dict[str, Any]:
    head, body, signature = token["id_token"].split(".")
    changed = ("B" if body[20] == "A" else "A").join((body[:20], body[21:]))
    return {**token, "id_token": ".".join((head, changed, signature))}


def _unsigned(token: dict[str, Any]) -> dict[str, Any]:
    _, body, _ = token["id_token"].split(".")
    return {**token, "id_token": f"eyJhbGciOiJub25lIn0.{body}."}


def _no_id_token(token: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in token.items() if name != "id_token"}


def _not_a_token(token: dict[str, Any]) -> dict[str, Any]:
    return {**token, "id_token": "x"}


@pytest.mark.parametrize("spoil", [_another_letter, _unsigned, _no_id_token, _not_a_token])
def test_an_id_token_not_signed_by_the_issuer_is_refused(
    client: Browser, eidentity_sandbox: Sandbox, spoil: Any
) -> None:
    eidentity_sandbox.spoil = spoil
    assert log_in(client).status_code == 400
    assert not is_logged_in(client)


def test_an_answer_of_another_issuer_mixed_in_is_refused(client: Browser, eidentity_sandbox: Sandbox) -> None:
    address = agree(begin(client), LAN)
    assert client.get(address.replace("iss=http", "iss=https")).status_code == 400
    assert not is_logged_in(client)


def test_new_keys_of_the_issuer_are_fetched_when_an_unknown_one_signs(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    from sandboxes.eidentity.provider import signing_key

    log_in(client)
    old = eidentity_sandbox.provider.key
    eidentity_sandbox.provider.key = signing_key(None)
    try:
        browser = Browser()
        log_in(browser)
        assert is_logged_in(browser)
    finally:
        eidentity_sandbox.provider.key = old


def test_not_agreeing_comes_back_with_a_calm_page_and_the_way_to_try_again(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    answer = client.get(agree(begin(client, "/ho-so/7/"), LAN, "deny"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Bạn chưa đăng nhập" in text
    assert "/dinh-danh/bat-dau/?next=%2Fho-so%2F7%2F" in text
    assert not is_logged_in(client)


def test_an_issuer_that_is_away_gives_a_page_and_not_a_crash(client: Browser, settings: Any) -> None:
    settings.EIDENTITY = {**settings.EIDENTITY, "issuer": "http://127.0.0.1:9"}
    answer = client.get("/dinh-danh/bat-dau/")
    assert answer.status_code == 503
    assert "không trả lời" in answer.content.decode()


def test_an_issuer_that_goes_away_in_the_middle_gives_a_page(
    client: Browser, eidentity_sandbox: Sandbox, settings: Any
) -> None:
    address = agree(begin(client), LAN)
    from django.core.cache import cache

    key = f"eidentity:{eidentity_sandbox.issuer}/.well-known/openid-configuration"
    cache.set(key, {**cache.get(key), "token_endpoint": "http://127.0.0.1:9/token"})
    answer = client.get(address)
    assert answer.status_code == 503
    assert not is_logged_in(client)


def test_without_an_issuer_the_page_says_so_and_points_to_the_desk(client: Browser, settings: Any) -> None:
    settings.EIDENTITY = {**settings.EIDENTITY, "issuer": ""}
    assert "tạm dừng" in client.get("/dinh-danh/").content.decode()
    assert client.get("/dinh-danh/bat-dau/").status_code == 503


def test_a_portal_on_https_does_not_talk_to_an_issuer_without(
    client: Browser, eidentity_sandbox: Sandbox, settings: Any
) -> None:
    settings.HTTPS = True
    assert client.get("/dinh-danh/bat-dau/").status_code == 503


def test_an_issuer_that_answers_under_another_name_is_refused(
    client: Browser, eidentity_sandbox: Sandbox, settings: Any
) -> None:
    other = eidentity_sandbox.issuer.replace("127.0.0.1", "localhost")
    settings.EIDENTITY = {**settings.EIDENTITY, "issuer": other}
    assert client.get("/dinh-danh/bat-dau/").status_code == 400


def test_names_of_claims_can_be_set(client: Browser, eidentity_sandbox: Sandbox, settings: Any) -> None:
    names = {"personal_id": "soDinhDanh", "name": "hoVaTen"}
    eidentity_sandbox.provider.claim_names = names
    settings.EIDENTITY = {
        **settings.EIDENTITY,
        "claims": {"personal_id": "soDinhDanh", "full_name": "hoVaTen"},
    }
    log_in(client)
    assert Person.objects.get(personal_id=LAN).full_name == "Nguyễn Thị Lan"


def test_who_does_not_share_the_personal_id_is_told_why_it_is_needed(
    client: Browser, eidentity_sandbox: Sandbox, settings: Any
) -> None:
    settings.EIDENTITY = {**settings.EIDENTITY, "scope": "openid profile"}
    answer = log_in(client)
    assert answer.status_code == 400
    assert "số định danh" in answer.content.decode()


def test_several_tabs_may_begin_and_any_of_them_finish(client: Browser, eidentity_sandbox: Sandbox) -> None:
    first = begin(client, "/mot/")
    for _ in range(4):
        begin(client, "/khac/")
    assert client.get(agree(first, LAN))["Location"] == "/mot/"


def test_logging_out_ends_both_sessions(client: Browser, eidentity_sandbox: Sandbox) -> None:
    with requests.Session() as visit:
        client.get(agree(begin(client), LAN, visit=visit))
        assert len(eidentity_sandbox.provider.memory.sessions) == 1
        answer = client.post("/dinh-danh/thoat/")
        assert not is_logged_in(client)
        assert "Nguyễn Thị Lan" not in answer.content.decode()
        address = answer["Refresh"].removeprefix("0; url=")
        # Session() closed its connections in `agree`; its cookies are still those of the browser.
        end = visit.get(address, allow_redirects=False, timeout=60)
    assert end.status_code == 302
    assert end.headers["Location"].endswith("/dinh-danh/da-thoat/")
    assert not eidentity_sandbox.provider.memory.sessions
    assert "Bạn đã thoát" in client.get("/dinh-danh/da-thoat/").content.decode()


def test_logging_out_never_hangs_on_an_issuer_that_is_away(
    client: Browser, eidentity_sandbox: Sandbox, settings: Any
) -> None:
    log_in(client)
    settings.EIDENTITY = {**settings.EIDENTITY, "issuer": "http://127.0.0.1:9"}
    answer = client.post("/dinh-danh/thoat/", follow=True)
    assert "chưa báo được cho VNeID" in answer.content.decode()
    assert not is_logged_in(client)


def test_logging_out_is_asked_for_by_a_form_with_its_token(eidentity_sandbox: Sandbox) -> None:
    browser = Browser(enforce_csrf_checks=True)
    log_in(browser)
    assert browser.get("/dinh-danh/thoat/").status_code == 405
    assert browser.post("/dinh-danh/thoat/").status_code == 403
    assert is_logged_in(browser)


def test_who_is_logged_in_does_not_see_the_log_in_page(client: Browser, eidentity_sandbox: Sandbox) -> None:
    log_in(client)
    answer = client.get("/dinh-danh/", {"next": "/ho-so/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ho-so/")


def test_the_log_in_page_says_what_is_shared_and_where_help_is(
    client: Browser, eidentity_sandbox: Sandbox
) -> None:
    text = client.get("/dinh-danh/", {"next": "/ho-so/9/"}).content.decode()
    assert "Đăng nhập bằng VNeID" in text
    assert "/dinh-danh/bat-dau/?next=%2Fho-so%2F9%2F" in text
    assert "Cổng nhận thông tin gì" in text
    assert "Chưa có tài khoản VNeID?" in text
