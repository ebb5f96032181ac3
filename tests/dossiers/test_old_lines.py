"""Lines of an earlier system: read strictly, one way of writing each thing, a sentence for every fault."""

from io import StringIO
from typing import Any

import pytest

from motcua.dossiers import codes
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.old_files import LONGEST, read_lines
from motcua.dossiers.old_line import digest_of, facts_of, identity_of, read
from motcua.lib.errors import Refused
from tests.dossiers.hand import on, refused

LINE = {
    "system": "Một cửa cũ",
    "code": "H62.9-260901-00012",
    "procedure": "1.001193",
    "unit": "04789",
    "channel": "counter",
    "status": "4",
    "owner_name": "Nguyễn Văn An",
    "received_at": "2026-09-01T08:00",
    "accepted_at": "2026-09-01T08:30",
    "due_at": "2026-09-09",
}
ASKED = {
    "status": "5",
    "waiting_since": "2026-09-03T08:00",
    "waiting_for": "Bản sao",
    "supplement_until": "01/12/2026",
}


def line(**more: Any) -> dict[str, Any]:
    return facts_of({**LINE, **more})


@pytest.mark.parametrize(
    "text",
    ["H44.12-261123-0001", "000.00.12.H44-261123-0001", "H44.12-20261123-0000001", "h44.12‑261123‑00001 "],
)
def test_every_known_form_of_a_code_has_one_key(text: str) -> None:
    assert codes.key(text) == "H44.12-261123-0001"


def test_a_foreign_code_is_its_own_key() -> None:
    assert codes.key(" hs/2025/ 000123") == "HS/2025/000123"


@pytest.mark.parametrize(
    "text", ["2026-09-01 08:00", "01/09/2026 8:00", "1/9/2026 08:00", "2026-09-01T01:00Z"]
)
def test_moments_are_read_as_people_and_machines_write_them(text: str) -> None:
    with on("2026-11-18T09:00"):
        at = read(line(received_at=text)).at("received_at")
    assert at is not None
    assert at.isoformat() == "2026-09-01T08:00:00+07:00"


def test_a_due_day_alone_is_the_end_of_that_day_and_none_can_be_said() -> None:
    with on("2026-11-18T09:00"):
        due = read(line()).at("due_at")
        assert due is not None
        assert (due.hour, due.minute) == (17, 0)
        assert read(line(due_at="không")).at("due_at") is None


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"received_at": "2026-09-01"}, "date"),
        ({"received_at": "2026-12-01T08:00"}, "date"),
        ({"accepted_at": "2026-08-01T08:00"}, "date"),
        ({"received_at": "0001-01-01T08:00"}, "date"),
        ({**ASKED, "waiting_since": "2026-08-01T08:00"}, "date"),
        ({**ASKED, "supplement_until": "mai"}, "date"),
        ({"status": "0"}, "status"),
        ({"status": "1"}, "contradiction"),
        ({"papers": {"name": "x"}}, "papers"),
        ({"papers": [{"name": "x", "copies": "2"}]}, "papers"),
        ({"paid": "-1"}, "money"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], code: str) -> None:
    with on("2026-11-18T09:00"), refused(code):
        read(line(**more))


@pytest.mark.parametrize(
    "more", [{"lạ": "x"}, {"fee": 1.5}, {"fee": True}, {"answers": "{"}, {"owner_name": ["x"]}]
)
def test_what_is_no_column_or_no_value_is_refused(more: dict[str, Any]) -> None:
    with refused("column"):
        line(**more)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"system": ""}, "missing"), ({"code": "x" * 61}, "code"), ({"system": "x" * 101}, "system")],
)
def test_a_line_is_known_by_system_and_code(more: dict[str, Any], code: str) -> None:
    with refused(code):
        identity_of(line(**more))


def test_every_status_is_known_by_number_and_by_its_words() -> None:
    with on("2026-11-18T09:00"):
        assert read(line(status=4)).status == read(line(status="Đang xử lý")).status == Status.IN_PROGRESS


def test_notes_and_empty_cells_say_nothing() -> None:
    assert digest_of(line(_why="x", desk="", papers="[]", fee=None)) == digest_of(line())


def test_a_line_without_an_end_or_of_another_kind_stops_nobody() -> None:
    text = StringIO('{"a": 1}\n[1]\n' + '{"b": "' + "x" * LONGEST + '"}\n\n{"c": "\ufffd"}\n{"d": 1}')
    found = list(read_lines(text))
    assert [each.number for each in found] == [1, 2, 3, 5, 6]
    assert [bool(each.problem) for each in found] == [False, True, True, True, False]


def test_a_table_may_have_short_rows_but_no_long_ones() -> None:
    found = list(read_lines(StringIO("\ufeffa,b\n1,2\n3\n,\n4,5,6\n", newline="")))
    assert [each.row for each in found[:2]] == [{"a": "1", "b": "2"}, {"a": "3"}]
    assert [each.number for each in found] == [2, 3, 5]
    assert found[2].problem


def test_an_empty_file_has_no_line() -> None:
    assert list(read_lines(StringIO(""))) == []


def test_the_sentences_name_the_column() -> None:
    with pytest.raises(Refused, match="«due_at»"):
        read(line(due_at=""))
