"""Routes: what comes next, how long the longest way is, and every way in which a route can be unfit."""

import pytest

from motcua.lib.errors import Refused
from motcua.workflow.routes import (
    End,
    StepRef,
    check_route,
    first,
    next_step,
    path_hours,
    path_minutes,
)
from motcua.workflow.spec import Route


def step(key: str, act: str, *outcomes: str, **changes: object) -> dict[str, object]:
    """A step; an outcome «sign» leads on to sign, «<handle» back to handle."""
    return {
        "key": key,
        "name": key,
        "act": act,
        "role": "handler",
        "unit": "competent",
        "hours": "2",
        "outcomes": [
            {"key": f"o{at}", "label": f"Chọn {at}", "to": to.lstrip("<"), "back": to.startswith("<")}
            for at, to in enumerate(outcomes)
        ],
    } | changes


def route(*steps: dict[str, object]) -> Route:
    return Route.model_validate({"steps": steps})


def sound(*more: dict[str, object]) -> Route:
    return route(
        step("handle", "draft", "sign", "sign_refusal", hours="4"),
        step("sign", "sign", "number", "<handle"),
        step("number", "number", "end", hours="1.5"),
        step("sign_refusal", "sign_refusal", "end_refused", "<handle", hours="1"),
        *more,
    )


def sentences(checked: Route, legal_minutes: int | None = None) -> list[str]:
    return [str(fault) for fault in check_route(checked, legal_minutes)]


def test_a_sound_route_has_no_fault() -> None:
    assert sentences(sound(), 8 * 60) == []


def test_the_first_step_listed_begins() -> None:
    assert first(sound()).key == "handle"


def test_an_outcome_leads_to_a_step_back_or_to_an_end() -> None:
    assert next_step(sound(), "handle", "o0") == StepRef(sound().steps[1])
    assert next_step(sound(), "sign", "o1") == StepRef(sound().steps[0], back=True)
    assert next_step(sound(), "number", "o0") == End("end")
    refused = next_step(sound(), "sign_refusal", "o0")
    assert isinstance(refused, End)
    assert refused.refused


@pytest.mark.parametrize(("at", "chosen"), [("handle", "o9"), ("nowhere", "o0")])
def test_an_outcome_the_step_does_not_have_is_refused(at: str, chosen: str) -> None:
    with pytest.raises(Refused, match="không có lựa chọn"):
        next_step(sound(), at, chosen)


def test_a_route_with_a_hole_refuses_to_go_on() -> None:
    with pytest.raises(Refused, match="chưa có bước tiếp theo"):
        next_step(route(step("a", "check", "gone")), "a", "o0")


def test_the_longest_way_counts_no_step_back() -> None:
    assert path_hours(sound()) == 7.5


def test_parallel_opinions_count_with_the_longest_of_them() -> None:
    asked = [{"unit": "division:economy", "role": "handler", "hours": hours} for hours in ("6", "3")]
    opinions = step("opinion", "opinions", "sign", hours="4", ask=asked)
    checked = route(step("handle", "draft", "opinion"), opinions, step("sign", "sign", "end"))
    assert path_minutes(checked) == (2 + 6 + 2) * 60
    assert sentences(checked) == []


def test_hours_over_the_legal_term_are_a_fault() -> None:
    assert sentences(sound(), 450) == []
    [fault] = sentences(sound(), 449)
    assert "7,5 giờ" in fault
    assert "vượt thời hạn" in fault


def test_a_step_needs_a_role_and_a_unit() -> None:
    checked = route(step("sign", "sign", "end", role="", unit=""))
    assert ["vai trò" in s or "đơn vị" in s for s in sentences(checked)] == [True, True]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "king"}, "vai trò «king» không có"),
        ({"unit": "division:secret"}, "đơn vị «division:secret» không hiểu"),
        ({"unit": "unit:Sở"}, "không hiểu"),
        ({"hours": "0"}, "chưa ghi số giờ"),
        ({"outcomes": []}, "không có lựa chọn nào"),
        ({"act": "opinions"}, "chưa ghi hỏi ai"),
        ({"ask": [{"unit": "desk", "role": "handler", "hours": "1"}]}, "không phải bước lấy ý kiến"),
        ({"act": "opinions", "ask": [{"hours": "1"}]}, "Ý kiến thứ 1 của bước «handle» chưa ghi vai trò"),
    ],
)
def test_a_step_that_nobody_could_work_is_a_fault(changes: dict[str, object], sentence: str) -> None:
    checked = route(step("handle", "draft", "sign") | changes, step("sign", "sign", "end"))
    found = [fault for fault in check_route(checked) if sentence in fault.message]
    assert found, sentences(checked)
    assert found[0].path[:2] == ("steps", 0)


@pytest.mark.parametrize(
    "unit", ["competent", "desk", "division:social", "unit:so-tu-phap", "unit:ubnd-07894"]
)
def test_a_unit_may_be_named_in_four_ways(unit: str) -> None:
    assert sentences(route(step("sign", "sign", "end", unit=unit))) == []


def test_a_loop_without_exit_is_a_fault() -> None:
    checked = route(step("sign", "sign", "end", "a"), step("a", "check", "b"), step("b", "check", "<a"))
    assert sum("không bao giờ kết thúc" in s for s in sentences(checked)) == 2


def test_a_forward_cycle_must_be_marked_as_a_way_back() -> None:
    checked = route(step("a", "draft", "sign"), step("sign", "sign", "a", "end"))
    assert any("«a» → «sign» → «a»" in s for s in sentences(checked, 60))
    with pytest.raises(ValueError, match="cycle"):
        path_minutes(checked)


def test_a_way_back_may_lead_only_to_an_earlier_step() -> None:
    onward = route(step("a", "draft", "sign", "<sign"), step("sign", "sign", "end"))
    itself = route(step("sign", "sign", "end", "<sign"))
    ended = route(step("sign", "sign", "end", "<end"))
    for checked in (onward, itself, ended):
        assert any("không phải bước đứng trước" in s for s in sentences(checked))


def test_a_branch_without_result_is_a_fault() -> None:
    assert any("dẫn tới «gone»" in s for s in sentences(route(step("sign", "sign", "end", "gone"))))
    assert any(
        "tới bước «number»" in s
        for s in sentences(route(step("sign", "sign", "end"), step("number", "number", "end")))
    )
    only_refused = route(step("sign_refusal", "sign_refusal", "end_refused"))
    assert any("phát hành kết quả (end)" in s for s in sentences(only_refused))


def test_nothing_is_issued_unsigned() -> None:
    unsigned = route(step("a", "draft", "sign", "end"), step("sign", "sign", "end"))
    assert any("(end) mà không qua bước ký" in s for s in sentences(unsigned))
    refused = route(step("a", "draft", "sign", "end_refused"), step("sign", "sign", "end"))
    assert any("(end_refused) mà không qua bước ký" in s for s in sentences(refused))
    # The signature under a refusal does not carry a permit.
    crossed = route(step("sign_refusal", "sign_refusal", "end"))
    assert any("(end) mà không qua bước ký" in s for s in sentences(crossed))


def test_keys_are_used_once_and_not_those_of_ends() -> None:
    twice = route(step("sign", "sign", "end"), step("sign", "sign", "end"))
    assert sum("bị dùng 2 lần" in s for s in sentences(twice)) == 2
    assert any("dành cho điểm kết thúc" in s for s in sentences(route(step("end", "sign", "end"))))
    same = step("sign", "sign", "end")
    same["outcomes"] = [{"key": "ok", "label": "A", "to": "end"}, {"key": "ok", "label": "B", "to": "end"}]
    assert any("hai lựa chọn cùng khóa «ok»" in s for s in sentences(route(same)))
