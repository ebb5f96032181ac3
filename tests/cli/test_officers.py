"""`./motcua officers emails`: a list of addresses, taken whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from motcua.audit.models import Entry
from motcua.cli.officers import officers
from motcua.identity import actor as who
from motcua.identity.accounts import set_email
from motcua.identity.emails import Line, set_emails
from motcua.identity.models import User
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast: Cast) -> list[User]:
    """Two officers without an address."""
    found = [
        cast.officer(f"ttpvhcc-{cast.a_commune}", "desk_officer"),
        cast.officer("vp-ubnd-tinh", who.ADMIN),
    ]
    return [User.objects.get(pk=each.user_id) for each in found]


def run(folder: Path, content: str | bytes, *options: str) -> Result:
    file = folder / "thu.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return CliRunner().invoke(officers, ["emails", str(file), *options])


def told(folder: Path, content: str, *options: str) -> dict[str, Any]:
    result = run(folder, content, "--json", *options)
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if found["ok"] else 1)
    return found


def addresses(two: list[User]) -> list[str]:
    return [User.objects.get(pk=user.pk).email for user in two]


def recorded() -> int:
    return Entry.objects.filter(verb="set_email").count()


def test_a_right_list_is_written_with_a_line_each_in_the_record(tmp_path: Path, two: list[User]) -> None:
    lan, admin = (user.login for user in two)
    content = f"login,email\n{lan},lan@phutho.gov.vn\n\n {admin.upper()} , Admin@phutho.gov.vn\n"
    tried = told(tmp_path, content, "--dry-run")
    assert (tried["changed"], tried["dry_run"], addresses(two), recorded()) == (2, True, ["", ""], 0)
    result = run(tmp_path, content)
    assert (result.exit_code, result.stdout) == (0, "2 địa chỉ được ghi, 0 đã đúng từ trước.\n")
    assert addresses(two) == ["lan@phutho.gov.vn", "Admin@phutho.gov.vn"]
    assert recorded() == 2
    again = told(tmp_path, content)
    assert (again["changed"], again["same"], recorded()) == (0, 2, 2)
    assert "chạy thử" in run(tmp_path, content, "--dry-run").stdout


def test_what_a_spreadsheet_saves_is_understood(tmp_path: Path, two: list[User]) -> None:
    content = f"\ufeffHọ tên;Tên đăng nhập;Thư điện tử\r\nLan;{two[0].login};lan@phutho.gov.vn\r\n"
    assert told(tmp_path, content)["changed"] == 1
    assert addresses(two)[0] == "lan@phutho.gov.vn"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("khong-co,a@phutho.gov.vn", "Không có tài khoản cán bộ «khong-co»"),
        (",a@phutho.gov.vn", "Thiếu tên đăng nhập"),
        ("{admin},", "Thiếu địa chỉ"),
        ("{admin}", "Thiếu địa chỉ"),
        ("{admin},lan@", "chưa đúng"),
        ("{admin}," + "a" * 250 + "@b.vn", "254"),
        ("{admin},LAN@phutho.gov.vn", "đã ghi cho tài khoản khác"),
        ("{lan},khac@phutho.gov.vn", "có hơn một dòng"),
        ("{admin},huong@phutho.gov.vn", "đang là của tài khoản"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_written(
    tmp_path: Path, cast: Cast, two: list[User], line: str, why: str
) -> None:
    other = User.objects.get(pk=cast.officer(f"ubnd-{cast.a_commune}", who.SIGNER).user_id)
    set_email(actor=who.SYSTEM_ACTOR, user_id=other.pk, email="huong@phutho.gov.vn")
    lan, admin = (user.login for user in two)
    content = f"login,email\n{lan},lan@phutho.gov.vn\n{line.format(lan=lan, admin=admin)}\n"
    found = told(tmp_path, content)
    assert [(each["line"], why in each["why"]) for each in found["faults"]] == [(3, True)]
    result = run(tmp_path, content)
    assert result.exit_code == 1
    assert "✗ dòng 3: " in result.stdout
    assert "Không đổi gì" in result.stdout
    assert (addresses(two), recorded()) == (["", ""], 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Dòng đầu tệp"),
        (b"ten,thu\na,b@c.vn\n", "Dòng đầu tệp"),
        (b"login,email\n", "không có dòng nào"),
        (b"login,email\nlan,\xff\xfe\n", "UTF-8"),
        (b'login,email\n"lan,x@y.vn\n', "CSV bị hỏng"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    result = run(tmp_path, content)
    assert result.exit_code == 1
    assert why in result.output
    found = json.loads(run(tmp_path, content, "--json").stdout)
    assert (found["ok"], found["faults"][0]["line"]) == (False, 0)


def test_every_fault_is_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    content = "login,email\n" + "".join(f"khong-co-{n},a{n}@phutho.gov.vn\n" for n in range(60))
    result = run(tmp_path, content)
    assert "… và 10 dòng khác." in result.stdout
    assert "60 chỗ sai" in result.stdout


def test_addresses_may_change_hands_within_one_list(two: list[User]) -> None:
    lan, admin = two
    for user, email in ((lan, "a@phutho.gov.vn"), (admin, "b@phutho.gov.vn")):
        set_email(actor=who.SYSTEM_ACTOR, user_id=user.pk, email=email)
    lines = [Line(2, lan.login, "b@phutho.gov.vn"), Line(3, admin.login, "a@phutho.gov.vn")]
    assert set_emails(actor=who.SYSTEM_ACTOR, lines=lines).ok
    assert addresses(two) == ["b@phutho.gov.vn", "a@phutho.gov.vn"]


def test_no_two_officers_have_one_address_and_only_administrators_give_them(
    cast: Cast, two: list[User]
) -> None:
    lan, admin = two
    set_email(actor=who.SYSTEM_ACTOR, user_id=lan.pk, email="lan@phutho.gov.vn")
    with pytest.raises(Refused, match="đang là của tài khoản"):
        set_email(actor=who.SYSTEM_ACTOR, user_id=admin.pk, email="Lan@phutho.gov.vn")
    with pytest.raises(Forbidden):
        set_emails(actor=cast.officer(f"ubnd-{cast.a_commune}", who.SIGNER), lines=[])
