"""`./motcua deadline`: what it prints, and how it answers wrong input."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from motcua.cli.deadline import deadline


def run(*arguments: str) -> Result:
    return CliRunner().invoke(deadline, arguments)


def data(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_it_prints_the_due_moment_and_the_reasons() -> None:
    result = run("--from", "2026-11-20", "--amount", "3")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "17:00, Thứ Năm, 26/11/2026"
    assert "- Thứ Ba 24/11/2026 nghỉ Ngày Văn hóa Việt Nam, không tính (Nghị quyết 28/2026/QH16)." in lines
    assert "không ghi giờ" not in result.stdout


def test_json_gives_the_moment_with_its_offset() -> None:
    found = data("--from", "2026-11-18", "--amount", "7", "--unit", "working-days")
    assert found["due"] == "2026-11-30T17:00:00+07:00"
    assert found["paused"] is False
    assert found["explanation"][-1] == "Hạn trả: 17:00 Thứ Hai 30/11/2026 (BLDS 2015 Điều 148)."


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        ("--from 2026-11-09 --amount 15 --unit calendar-days", "2026-11-25T17:00:00+07:00"),
        ("--from 2026-11-23T15:30 --amount 4 --unit working-hours", "2026-11-25T09:30:00+07:00"),
        ("--from 2026-11-23T08:30:00+00:00 --amount 4 --unit working-hours", "2026-11-25T09:30:00+07:00"),
        ("--from 2026-11-20T15:01 --unit same-day", "2026-11-23T17:00:00+07:00"),
        ("--from 2026-11-23 --amount 1 --unit months", "2026-12-23T17:00:00+07:00"),
        ("--from 2026-11-02 --amount 5 --pause 2026-11-04,2026-11-10", "2026-11-13T17:00:00+07:00"),
        (
            "--from 2026-11-02 --amount 5 --pause 2026-11-04,2026-11-10 --mode restart",
            "2026-11-17T17:00:00+07:00",
        ),
        (
            "--from 2026-11-02 --amount 5 --pause 2026-11-04,2026-11-05 --pause 2026-11-06T07:00,2026-11-09",
            "2026-11-11T17:00:00+07:00",
        ),
        ("--from 2026-11-02 --amount 5 --extension 2026-11-12", "2026-11-12T17:00:00+07:00"),
    ],
)
def test_units_waits_and_extensions_are_understood(arguments: str, due: str) -> None:
    assert data(*arguments.split())["due"] == due


def test_a_date_without_a_time_counts_from_opening_time_and_says_so() -> None:
    found = data("--from", "2026-11-20", "--amount", "1,5", "--unit", "working-hours")
    assert found["due"] == "2026-11-20T08:30:00+07:00"
    assert found["explanation"][0] == "Ngày 20/11/2026 không ghi giờ: lấy giờ mở cửa 07:00."


def test_a_wait_still_going_on_leaves_no_due_moment() -> None:
    arguments = ("--from", "2026-11-02", "--amount", "5", "--pause", "2026-11-04,")
    assert data(*arguments)["due"] is None
    assert run(*arguments).stdout.startswith("Chưa có hạn trả: thời hạn đang tạm dừng.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("--amount 3", "Chưa có ngày bắt đầu. Hãy thêm --from, ví dụ --from 2026-11-18."),
        ("--from 2026-11-18", "Chưa có thời hạn. Hãy thêm --amount, ví dụ --amount 7."),
        ("--from 18/11/2026 --amount 3", "Không đọc được «18/11/2026». Hãy viết như 2026-11-18"),
        ("--from 2026-11-31 --amount 3", "Không đọc được «2026-11-31»."),
        ("--from 2026-11-18 --amount ba", "Thời hạn «ba» không phải là số."),
        ("--from 2026-11-18 --amount nan", "Thời hạn «nan» không phải là số."),
        ("--from 2026-11-18 --amount 0", "Thời hạn phải lớn hơn 0. Hãy sửa --amount."),
        ("--from 2026-11-18 --amount 0.5", "nửa ngày thì ghi 4 giờ làm việc. Hãy sửa --amount."),
        ("--from 2026-11-18 --amount 100000", "quá dài. Hãy kiểm tra lại --amount."),
        (
            "--from 2026-11-18 --amount 3 --unit weeks",
            "Không có đơn vị «weeks». Hãy chọn một trong: working-days,",
        ),
        ("--from 2026-11-18 --amount 3 --mode stop", "Hãy chọn --mode pause hoặc --mode restart."),
        (
            "--from 2026-11-18 --amount 3 --pause 2026-11-19",
            "Hãy viết hai thời điểm như 2026-11-20,2026-11-25.",
        ),
        (
            "--from 2026-11-18 --amount 3 --pause 2026-11-20,2026-11-19",
            "Hãy sửa --pause «2026-11-20,2026-11-19».",
        ),
        ("--from 9999-12-30 --amount 3", "vượt quá lịch tính được"),
        ("--form 2026-11-18", "Không hiểu «--form». Hãy xem cách dùng bằng lệnh: ./motcua deadline --help"),
        ("2026-11-18", "Không hiểu «2026-11-18»."),
    ],
)
def test_wrong_input_is_answered_with_one_vietnamese_sentence(arguments: str, sentence: str) -> None:
    result = run(*arguments.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_help_is_in_vietnamese() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "Tính hạn trả kết quả và nói rõ vì sao." in result.stdout


def test_it_does_without_django() -> None:
    code = "import sys, motcua.cli.deadline; sys.exit('django' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
