"""The sandbox server by itself: what the protocol asks of it."""

import csv
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from sandboxes.eidentity.__main__ import main
from sandboxes.eidentity.citizens import COLUMNS, SHIPPED, BadRow, load
from sandboxes.eidentity.provider import signing_key

from motcua.cli.children import answers, free_port
from tests.eidentity.server import LAN, SECRET, Sandbox, agree, parameters

VERIFIER = "v" * 64
CHALLENGE = "w1TpKUdYE9hUAcNSeeSRFioHDxfUxuHho_JHAfZ_vDM"
ROOT = Path(__file__).resolve().parents[2]


def asked(sandbox: Sandbox, **changes: str | None) -> str:
    """An authorization request; None leaves a parameter out."""
    usual: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "motcua",
        "redirect_uri": sandbox.provider.client.redirects[0],
        "scope": "openid identity",
        "state": "st",
        "nonce": "no",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    sent = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    return str(requests.Request("GET", f"{sandbox.issuer}/authorize", params=sent).prepare().url)


def exchange(sandbox: Sandbox, code: str, /, **changes: str) -> requests.Response:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": sandbox.provider.client.redirects[0],
        "code_verifier": VERIFIER,
        **changes,
    }
    auth = None if "client_secret" in changes else ("motcua", SECRET)
    return requests.post(f"{sandbox.issuer}/token", data=sent, auth=auth, timeout=60)


def code_for(sandbox: Sandbox, **changes: str | None) -> str:
    return parameters(agree(asked(sandbox, **changes), LAN))["code"]


def test_the_discovery_document_names_what_is_really_there(eidentity_sandbox: Sandbox) -> None:
    issuer = eidentity_sandbox.issuer
    about = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=60).json()
    assert about["issuer"] == issuer
    assert about["code_challenge_methods_supported"] == ["S256"]
    keys = requests.get(about["jwks_uri"], timeout=60).json()["keys"]
    assert [key["kty"] for key in keys] == ["EC"]
    assert "d" not in keys[0]
    assert requests.get(f"{issuer}/health", timeout=60).json()["status"] == "ok"


def test_a_code_gives_an_id_token_and_the_claims_of_the_scope(eidentity_sandbox: Sandbox) -> None:
    token = exchange(eidentity_sandbox, code_for(eidentity_sandbox)).json()
    claims = eidentity_sandbox.claims_of(token["id_token"])
    assert (claims["aud"], claims["nonce"], claims["acr"]) == ("motcua", "no", "2")
    assert claims["exp"] > time.time()
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    told = requests.get(f"{eidentity_sandbox.issuer}/userinfo", headers=bearer, timeout=60).json()
    assert told["personal_id"] == LAN
    assert told["sub"] == claims["sub"]
    assert "name" not in told


def test_the_client_may_send_its_secret_in_the_form(eidentity_sandbox: Sandbox) -> None:
    code = code_for(eidentity_sandbox)
    answer = exchange(eidentity_sandbox, code, client_id="motcua", client_secret=SECRET)
    assert answer.status_code == 200


def test_a_code_works_once(eidentity_sandbox: Sandbox) -> None:
    code = code_for(eidentity_sandbox)
    assert exchange(eidentity_sandbox, code).status_code == 200
    again = exchange(eidentity_sandbox, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:8000/elsewhere/"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_id": "motcua", "client_secret": "wrong"}, "invalid_client"),
    ],
)
def test_the_token_endpoint_refuses(eidentity_sandbox: Sandbox, changes: dict[str, str], error: str) -> None:
    answer = exchange(eidentity_sandbox, code_for(eidentity_sandbox), **changes)
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_bad_request_of_a_known_client_is_told_to_the_client(
    eidentity_sandbox: Sandbox, changes: dict[str, str | None], error: str
) -> None:
    answer = requests.get(asked(eidentity_sandbox, **changes), allow_redirects=False, timeout=60)
    told = parameters(answer.headers["Location"])
    assert answer.headers["Location"].startswith(eidentity_sandbox.provider.client.redirects[0])
    assert (told["error"], told["state"], told["iss"]) == (error, "st", eidentity_sandbox.issuer)


@pytest.mark.parametrize(
    "changes", [{"redirect_uri": "https://evil.example/"}, {"client_id": "other"}, {"redirect_uri": None}]
)
def test_nobody_is_sent_to_an_unknown_address(
    eidentity_sandbox: Sandbox, changes: dict[str, str | None]
) -> None:
    answer = requests.get(asked(eidentity_sandbox, **changes), allow_redirects=False, timeout=60)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_prompt_none_asks_for_agreement_when_somebody_is_logged_in(eidentity_sandbox: Sandbox) -> None:
    with requests.Session() as visit:
        agree(asked(eidentity_sandbox), LAN, visit=visit)
        answer = visit.get(asked(eidentity_sandbox, prompt="none"), allow_redirects=False, timeout=60)
    assert parameters(answer.headers["Location"])["error"] == "consent_required"


def test_the_number_and_the_demo_password_log_in_and_a_wrong_one_says_what_to_do(
    eidentity_sandbox: Sandbox,
) -> None:
    address = asked(eidentity_sandbox).replace("/authorize", "/interact")
    with requests.Session() as visit:
        wrong = visit.post(address, data={"personal_id": LAN, "password": "x"}, timeout=60)
        assert wrong.status_code == 400
        assert f'value="{LAN}"' in wrong.text
        assert "motcua-demo" in wrong.text
        typed = {"personal_id": "025 190 001 234", "password": "motcua-demo"}
        assert "Nguyễn Thị Lan" in visit.post(address, data=typed, timeout=60).text


def test_a_form_of_another_site_is_refused(eidentity_sandbox: Sandbox) -> None:
    address = asked(eidentity_sandbox).replace("/authorize", "/interact")
    headers = {"Origin": "http://127.0.0.1:8000"}
    answer = requests.post(address, data={"pick": LAN}, headers=headers, timeout=60)
    assert answer.status_code == 403


def test_agreeing_without_being_logged_in_leads_to_the_log_in(eidentity_sandbox: Sandbox) -> None:
    address = asked(eidentity_sandbox).replace("/authorize", "/interact")
    answer = requests.post(address, data={"choice": "allow"}, timeout=60)
    assert "Đăng nhập thử" in answer.text


def test_somebody_may_change_to_another_identity(eidentity_sandbox: Sandbox) -> None:
    address = asked(eidentity_sandbox).replace("/authorize", "/interact")
    with requests.Session() as visit:
        visit.post(address, data={"pick": LAN}, timeout=60)
        answer = visit.post(address, data={"choice": "switch"}, timeout=60)
    assert "Chọn một người" in answer.text
    assert not eidentity_sandbox.provider.memory.sessions


def test_an_old_log_in_does_not_do_for_max_age(eidentity_sandbox: Sandbox) -> None:
    with requests.Session() as visit:
        agree(asked(eidentity_sandbox), LAN, visit=visit)
        assert "Chia sẻ thông tin" in visit.get(asked(eidentity_sandbox, max_age="60"), timeout=60).text
        sessions = eidentity_sandbox.provider.memory.sessions
        for name, session in list(sessions.items()):
            sessions[name] = type(session)(session.citizen, session.auth_time - 300, session.expires)
        assert "Chọn một người" in visit.get(asked(eidentity_sandbox, max_age="60"), timeout=60).text
        assert "Chọn một người" in visit.get(asked(eidentity_sandbox, prompt="login"), timeout=60).text


def test_user_info_wants_a_token_that_lives(eidentity_sandbox: Sandbox) -> None:
    for headers in ({}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic eDp5"}):
        answer = requests.get(f"{eidentity_sandbox.issuer}/userinfo", headers=headers, timeout=60)
        assert answer.status_code == 401
        assert "WWW-Authenticate" in answer.headers


def test_logout_without_proof_asks_first_and_never_leads_away(eidentity_sandbox: Sandbox) -> None:
    issuer = eidentity_sandbox.issuer
    with requests.Session() as visit:
        agree(asked(eidentity_sandbox), LAN, visit=visit)
        page = visit.get(f"{issuer}/logout?post_logout_redirect_uri=https://evil.example/", timeout=60)
        assert "Thoát khỏi máy chủ định danh thử?" in page.text
        assert eidentity_sandbox.provider.memory.sessions
        done = visit.post(f"{issuer}/logout", data={"choice": "leave"}, timeout=60)
        assert "Đã thoát" in done.text
    assert not eidentity_sandbox.provider.memory.sessions
    assert requests.get(f"{issuer}/logout?id_token_hint=x.y.z", timeout=60).status_code == 400


def test_pages_say_what_they_are_and_allow_no_script(eidentity_sandbox: Sandbox) -> None:
    page = requests.get(asked(eidentity_sandbox), timeout=60)
    assert "Máy chủ thử, không phải VNeID" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:8000" in policy
    assert "<script" not in page.text
    assert not re.search(r"\sstyle=", page.text)
    assert requests.get(f"{eidentity_sandbox.issuer}/nowhere", timeout=60).status_code == 404
    assert requests.get(f"{eidentity_sandbox.issuer}/token", timeout=60).status_code == 405
    assert requests.get(f"{eidentity_sandbox.issuer}/style.css", timeout=60).status_code == 200
    assert "công dân giả định" in requests.get(eidentity_sandbox.issuer, timeout=60).text


def test_memory_does_not_grow(eidentity_sandbox: Sandbox) -> None:
    eidentity_sandbox.provider.code_seconds = -1
    for _ in range(3):
        code_for(eidentity_sandbox)
    assert len(eidentity_sandbox.provider.memory.codes) == 1


def test_the_invented_citizens_are_well_made() -> None:
    with (ROOT / "src/motcua/organisation/data/communes.csv").open(encoding="utf-8") as file:
        communes = {row["code"]: row["name"] for row in csv.DictReader(file)}
    citizens = list(load([SHIPPED]).values())
    assert 28 <= len(citizens) <= 40
    assert {citizen.level for citizen in citizens} == {1, 2}
    assert {citizen.digital_citizen for citizen in citizens} == {True, False}
    assert len({citizen.sub for citizen in citizens}) == len(citizens)
    for citizen in citizens:
        year = int(citizen.birthdate[:4])
        century_and_sex = (year // 100 - 19) * 2 + (citizen.gender == "female")
        assert citizen.personal_id.startswith(f"025{century_and_sex}{year % 100:02}"), citizen
        assert communes[citizen.residence_code].lower() in citizen.address.lower(), citizen


def test_more_citizens_come_from_a_file(tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text("personal_id,name,birthdate,gender,level\n025090000001,Đỗ An,1990-01-02,male,1\n")
    assert load([SHIPPED, more])["025090000001"].name == "Đỗ An"
    assert set(COLUMNS) >= {"personal_id", "residence_code", "note"}


@pytest.mark.parametrize(
    "row",
    ["1,A,1990,male,1", "025090000001,,1990,male,1", "025090000001,A,90,male,1", "025090000001,A,1990,x,3"],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str) -> None:
    more = tmp_path / "more.csv"
    more.write_text(f"personal_id,name,birthdate,gender,level\n{row}\n")
    with pytest.raises(BadRow, match="line 2"):
        load([more])
    with pytest.raises(SystemExit, match="line 2"):
        main(["--citizens", str(more)])


def test_a_claim_that_does_not_exist_cannot_be_renamed() -> None:
    with pytest.raises(SystemExit, match="personal_id"):
        main(["--claim", "nothing=x"])


def test_the_key_is_kept_between_runs_and_for_its_owner_only(tmp_path: Path) -> None:
    assert signing_key(tmp_path).thumbprint() == signing_key(tmp_path).thumbprint()
    assert (tmp_path / "signing-key.json").stat().st_mode & 0o077 == 0


def test_the_program_starts_by_itself(tmp_path: Path) -> None:
    """As the demo starts it: another process, without Django anywhere."""
    port = free_port()
    command = [sys.executable, "-m", "sandboxes.eidentity", "--port", str(port), "--data", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            assert "không phải VNeID" in program.stdout.readline().decode()
            # It says its words before it listens.
            assert answers(port, program, within=60)
            answer = requests.get(f"http://127.0.0.1:{port}/health", timeout=60)
            assert json.loads(answer.text)["status"] == "ok"
        finally:
            program.terminate()
