"""The table of a route: nothing typed is lost, keys come from names, faults stand in words at their row."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.choices import Surroundings
from motcua.catalogue.editing.offices import office, offices_by_name
from motcua.catalogue.editing.route.checking import RowFault, as_drawn, faults, times
from motcua.catalogue.editing.route.rows import rows
from motcua.catalogue.editing.route.taking import changed, is_table, taken
from motcua.lib.text import fold
from motcua.workflow.picture.draw import draw

AROUND = Surroundings(units={"unit:so-noi-vu": "Sở Nội vụ"})
TERMS = [{"terms": [{"amount": "3", "unit": "working-days"}, {"amount": "2", "unit": "working-days"}]}]
FILES = sorted(SHIPPED.rglob("*.yaml"))


def sent(*steps: dict[str, Any]) -> QueryDict:
    """What the page sends for these rows; outcomes are «label > target» or «label < target»."""
    form = QueryDict(mutable=True)
    for at, step in enumerate(steps):
        form[f"s.{at}.here"] = "1"
        for key, value in step.items():
            if key == "ways":
                for number, way in enumerate(value):
                    label, sign, to = way.partition(" < ") if " < " in way else way.partition(" > ")
                    form[f"s.{at}.o.{number}.label"], form[f"s.{at}.o.{number}.to"] = label, to
                    if "<" in sign:
                        form[f"s.{at}.o.{number}.back"] = "1"
            else:
                form[f"s.{at}.{key}"] = value
    return form


def as_shown(route: Any) -> QueryDict:
    """What a page that nobody touched sends back."""
    form = QueryDict(mutable=True)
    for row in rows(route, AROUND):
        form[f"{row.name}.here"], form[f"{row.name}.key"] = "1", row.key
        inputs = [row.title, row.act, row.unit, row.role, row.hours]
        inputs += [each for ask in row.asked for each in (ask.unit, ask.role, ask.hours)]
        for way in row.ways:
            form[f"{way.name}.key"] = way.key
            inputs += [way.label, way.to]
            if way.back:
                form[f"{way.name}.back"] = "1"
        for each in inputs:
            chosen = [option.value for option in each.options if option.chosen]
            form[each.name] = chosen[0] if chosen else each.value
    return form


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_page_nobody_touched_changes_no_shipped_route(file: Any) -> None:
    spec = check_file(file)[1]
    assert spec is not None
    route = tree.of_spec(spec)["route"]
    assert taken(route, as_shown(route)) == route


_TEXT = st.text("aAđỉ 1<,.", max_size=6)
_PART = st.fixed_dictionaries({}, optional=dict.fromkeys(("unit", "role", "hours"), _TEXT))
_WAY = st.fixed_dictionaries({}, optional=dict.fromkeys(("key", "label", "to", "back"), _TEXT))
_STEP = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("key", "name", "act", "unit", "role", "hours", "other"), _TEXT)
    | {"ask": st.lists(_PART, max_size=2), "outcomes": st.lists(_WAY, max_size=2)},
)


@given(st.lists(_STEP, max_size=4))
def test_whatever_a_draft_says_is_shown_drawn_and_checked(steps: list[dict[str, Any]]) -> None:
    route = {"steps": steps}
    drawn = as_drawn(route)
    assert (drawn is None) == (not steps)
    if drawn is not None:
        draw(drawn)
    assert faults(route, TERMS)
    times(route, None)
    again = taken(route, as_shown(route))
    assert taken(again, as_shown(again)) == again, "A second look changes nothing more."


@pytest.mark.parametrize(
    "route", ["text", {"steps": "text"}, {"steps": ["text"]}, {"steps": [{"outcomes": ["x"]}]}, []]
)
def test_what_is_no_table_is_said_to_be_none(route: Any) -> None:
    assert not is_table(route)
    assert as_drawn(route) is None
    assert faults(route, None)


def test_keys_come_from_names_and_old_steps_keep_theirs() -> None:
    before = {"steps": [{"key": "handle", "name": "Thẩm tra"}, {"key": "buoc"}]}
    route = taken(
        before,
        sent(
            {"key": "handle", "name": "Thẩm tra kỹ", "ways": ["Đủ điều kiện > buoc"]},
            {"key": "buoc", "name": "Ký duyệt", "ways": ["Ký > buoc_2", "Trả lại < handle", "Sửa < buoc"]},
            {"key": "buoc_2", "name": "Ký duyệt", "ways": ["Ký > end"]},
        ),
    )
    first, second, third = route["steps"]
    assert [each["key"] for each in (first, second, third)] == ["handle", "ky_duyet", "ky_duyet_2"]
    assert first["outcomes"] == [{"key": "du_dieu_kien", "label": "Đủ điều kiện", "to": "ky_duyet"}]
    assert [each["to"] for each in second["outcomes"]] == ["ky_duyet_2", "handle", "ky_duyet"]
    assert [each.get("back") for each in second["outcomes"]] == [None, "true", "true"]


def test_nothing_typed_is_lost_and_an_untouched_empty_row_is_none() -> None:
    before = {"note": "x", "steps": [{"key": "a", "name": "A", "extra": "kept"}]}
    route = taken(
        before,
        sent(
            {"key": "a", "name": "", "hours": "hai giờ", "a.0.unit": "desk", "a.0.hours": "1,5"},
            {"key": "buoc"},
        ),
    )
    assert route == {
        "note": "x",
        "steps": [
            {"key": "a", "extra": "kept", "hours": "hai giờ", "ask": [{"unit": "desk", "hours": "1.5"}]}
        ],
    }


def test_rows_are_put_in_moved_and_taken_out() -> None:
    route: dict[str, Any] = {
        "steps": [
            {"key": "a", "outcomes": [{"label": "x"}, {"label": "y"}], "ask": [{"unit": "desk"}]},
            {"key": "b"},
        ]
    }

    def keys(act: str) -> tuple[list[str], int | None]:
        found, row = changed(route, act)
        return [step["key"] for step in found["steps"]], row

    assert keys("them.1") == (["a", "buoc", "b"], 1)
    assert keys("them.2") == (["a", "b", "buoc"], 2)
    assert keys("len.1") == (["b", "a"], 0)
    assert keys("len.0") == (["a", "b"], None)
    assert keys("xuong.0") == (["b", "a"], 1)
    assert keys("bo.0") == (["b"], 0)
    assert changed(route, "bo-ra.0.0")[0]["steps"][0]["outcomes"] == [{"label": "y"}]
    assert "ask" not in changed(route, "bo-hoi.0.0")[0]["steps"][0]
    for nonsense in ("", "bo", "bo.99", "bo-ra.9.9", "bo.x", "nothing.1", "them.1.2.3"):
        assert len(changed(route, nonsense)[0]["steps"]) in (1, 2, 3), nonsense
    assert route["steps"][0]["outcomes"] == [{"label": "x"}, {"label": "y"}]


def test_faults_stand_at_their_row_without_words_of_the_file() -> None:
    route = taken(None, sent({"key": "buoc", "name": "Ký", "hours": "x", "ways": ["Xong > end"]}))
    found = faults(route, TERMS)
    assert RowFault("Chưa điền «Việc của bước».", 0) in found
    assert RowFault("«x» không phải số.", 0) in found
    assert RowFault("Bước «Ký» chưa ghi vai trò người làm.", 0) in found
    assert not any(
        word in fault.message for fault in found for word in ("role", "unit", "act", "hours", "end")
    )


def test_the_longest_way_is_held_against_the_shortest_term() -> None:
    signed = {"act": "sign", "unit": "competent", "role": "signer"}
    route = taken(
        None, sent({"key": "buoc", "name": "Ký", "hours": "16,5", "ways": ["Xong > end"], **signed})
    )
    known = times(route, TERMS)
    assert (known.needed, known.allowed, known.too_long) == ("16,5", "16", True)
    assert any("vượt thời hạn theo luật là 16 giờ" in fault.message for fault in faults(route, TERMS))
    assert faults(route, None) == ()
    assert times({"steps": [{"outcomes": [{"to": "?0"}]}]}, None).needed == ""


def test_an_office_is_found_again_by_its_name() -> None:
    names = offices_by_name(AROUND.units)
    for unit, role in (("competent", "signer"), ("unit:so-noi-vu", "handler"), ("desk", "clerk")):
        assert names[fold(office(unit, role, AROUND.units))] == (unit, role)
