"""The record: append-only, chained, and found out when somebody changes it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.audit.actions import breaks, record
from motcua.audit.models import Chain, Entry

pytestmark = pytest.mark.django_db


def note(chain: str = "desk", **content: Any) -> Entry:
    return record(
        actor="Lan", verb="note", subject_type="thing", subject_id="1", content=content, chain=chain
    )


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_entries_are_numbered_and_chained() -> None:
    first, second = note(n=1), note(n=2)
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.digest
    assert Chain.objects.get(name="desk").head == second.digest
    assert list(breaks()) == []


def test_units_do_not_wait_for_each_other() -> None:
    assert [note("a").number, note("b").number, note("a").number] == [1, 1, 2]


def test_entries_are_neither_updated_nor_deleted() -> None:
    note()
    with pytest.raises(TypeError, match="append-only"):
        Entry.objects.all().update(actor="Bình")
    with pytest.raises(TypeError, match="append-only"):
        Entry.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda: sql("UPDATE audit_entry SET actor = 'Bình' WHERE chain = 'desk' AND number = 2"),
            "mục số 2 đã bị sửa",
        ),
        (
            lambda: sql("UPDATE audit_entry SET content = '{}' WHERE chain = 'desk' AND number = 1"),
            "mục số 1 đã bị sửa",
        ),
        (lambda: sql("DELETE FROM audit_entry WHERE chain = 'desk' AND number = 2"), "trước số 3"),
        (lambda: sql("DELETE FROM audit_entry WHERE chain = 'desk' AND number = 3"), "2/3 mục"),
        (lambda: sql("DELETE FROM audit_chain WHERE name = 'desk'"), "sổ đầu chuỗi đã mất"),
        (lambda: sql("UPDATE audit_chain SET length = 4 WHERE name = 'desk'"), "3/4 mục"),
    ],
)
def test_whoever_changes_the_record_is_found_out(change: Callable[[], None], sentence: str) -> None:
    for number in (1, 2, 3):
        note(n=number)
    change()
    assert any(sentence in said for said in breaks()), list(breaks())


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcđ", max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(content=st.dictionaries(st.text("abcđ", max_size=5), _json, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_written_is_read_back_unchanged(db: None, content: dict[str, Any]) -> None:
    note(content=content)
    assert list(breaks()) == []


def test_an_entry_falls_with_the_act_it_tells_of() -> None:
    @transaction.atomic
    def act() -> None:
        note()
        raise LookupError

    note()
    with pytest.raises(LookupError):
        act()
    assert Chain.objects.get(name="desk").length == 1
    assert list(breaks()) == []
