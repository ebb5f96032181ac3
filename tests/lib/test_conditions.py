import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from motcua.lib.conditions import Condition, holds, names, sentence, text_of

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
SCRIPT = Path(__file__).parents[2] / "src/motcua/web/ui/static/ui/conditions.js"


def condition(written: object) -> Condition:
    return CONDITION.validate_python(written)


CASES = [
    ({"fact": "late", "is": "yes"}, {"late": "yes"}, True),
    ({"fact": "late", "is": "yes"}, {"late": True}, True),
    ({"fact": "late", "is": "yes"}, {"late": "no"}, False),
    ({"fact": "late", "is": "yes"}, {}, False),
    ({"fact": "late", "is_not": "yes"}, {}, True),
    ({"fact": "late", "is_not": "yes"}, {"late": "yes"}, False),
    ({"fact": "n", "is": "3"}, {"n": 3}, True),
    ({"fact": "n", "is": "1.5"}, {"n": 1.5}, True),
    ({"fact": "channel", "in": ["post", "online"]}, {"channel": "online"}, True),
    ({"fact": "channel", "in": ["post", "online"]}, {"channel": "counter"}, False),
    ({"fact": "channel", "in": ["post", "online"]}, {}, False),
    ({"fact": "channel", "not_in": ["post"]}, {}, True),
    ({"fact": "channel", "not_in": ["post"]}, {"channel": "post"}, False),
    ({"fact": "n", "at_least": "2"}, {"n": 2}, True),
    ({"fact": "n", "at_least": "2"}, {"n": "1.999"}, False),
    ({"fact": "n", "at_least": "-1.5"}, {"n": "-1"}, True),
    ({"fact": "n", "at_least": "2"}, {"n": "hai"}, False),
    ({"fact": "n", "at_least": "2"}, {"n": "Infinity"}, False),
    ({"fact": "n", "at_least": "2"}, {"n": "1e3"}, False),
    ({"fact": "n", "at_least": "0"}, {"n": False}, False),
    ({"fact": "n", "at_least": "2"}, {}, False),
    ({"fact": "n", "at_most": "2"}, {"n": 2}, True),
    ({"fact": "n", "at_most": "2"}, {"n": 2.5}, False),
    ({"fact": "n", "at_most": "2"}, {}, False),
    ({"fact": "x", "filled": "true"}, {"x": "   "}, False),
    ({"fact": "x", "filled": "true"}, {"x": 0}, True),
    ({"fact": "x", "filled": "false"}, {}, True),
    ({"fact": "x", "filled": "false"}, {"x": "a"}, False),
    ({"not": {"fact": "x", "is": "a"}}, {}, True),
    ({"all": [{"fact": "x", "is": "a"}, {"fact": "y", "is": "b"}]}, {"x": "a", "y": "b"}, True),
    ({"all": [{"fact": "x", "is": "a"}, {"fact": "y", "is": "b"}]}, {"x": "a"}, False),
    ({"any": [{"fact": "x", "is": "a"}, {"not": {"fact": "y", "is": "b"}}]}, {"y": "c"}, True),
    ({"any": [{"fact": "x", "is": "a"}, {"fact": "y", "is": "b"}]}, {}, False),
]


@pytest.mark.parametrize(("written", "facts", "expected"), CASES)
def test_a_condition_holds_as_the_contract_says(
    written: object, facts: dict[str, object], expected: bool
) -> None:
    assert holds(condition(written), facts) is expected


def test_the_browser_and_the_server_agree_on_every_case() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so conditions.js was NOT compared with conditions.py")
    cases = [[json.loads(CONDITION.dump_json(condition(written))), facts] for written, facts, _ in CASES]
    program = (
        "const { holds } = require(process.argv[1]);"
        "const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(cases.map(([when, facts]) => holds(when, (name) => facts[name]))));"
    )
    ran = subprocess.run(
        [node, "-e", program, str(SCRIPT)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == [expected for *_, expected in CASES]


leaves = st.builds(
    lambda fact, rest: {"fact": fact, **rest},
    st.sampled_from("abc"),
    st.one_of(
        st.builds(lambda value: {"is": value}, st.sampled_from("xyz")),
        st.builds(lambda value: {"not_in": [value]}, st.sampled_from("xyz")),
        st.builds(lambda value: {"filled": value}, st.booleans()),
    ),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)
facts_of_any_kind = st.dictionaries(
    st.sampled_from("abcd"), st.one_of(st.none(), st.sampled_from("xyz"), st.integers(), st.lists(st.none()))
)


@given(conditions, facts_of_any_kind)
def test_not_turns_every_condition_round_and_nothing_raises(
    written: object, facts: dict[str, object]
) -> None:
    assert holds(condition({"not": written}), facts) is not holds(condition(written), facts)


@given(conditions, facts_of_any_kind)
def test_only_the_facts_it_names_decide_a_condition(written: object, facts: dict[str, object]) -> None:
    asked = condition(written)
    assert holds(asked, {name: facts[name] for name in names(asked) & facts.keys()}) is holds(asked, facts)


@given(conditions)
def test_a_condition_survives_being_stored(written: object) -> None:
    asked = condition(written)
    assert CONDITION.validate_json(CONDITION.dump_json(asked)) == asked


@pytest.mark.parametrize(
    "written",
    [
        {"fact": "x"},
        {"fact": "x", "equals": "y"},
        {"fact": "x", "is": "a", "in": ["b"]},
        {"is": "a"},
        {"all": []},
        {"fact": "x", "in": []},
        {"fact": "x", "at_least": "many"},
        "late",
    ],
)
def test_what_is_no_condition_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        condition(written)


def test_an_unknown_word_is_refused_in_vietnamese() -> None:
    with pytest.raises(ValidationError, match="Điều kiện cần đúng một trong các từ"):
        condition({"fact": "x", "equals": "y"})


def test_a_condition_is_read_out_with_the_words_of_the_questions() -> None:
    labels = {"late": "Trẻ đã quá 60 ngày chưa?", "late=yes": "Đã quá 60 ngày", "n": "Số bản"}
    written = {
        "all": [
            {"fact": "late", "is": "yes"},
            {
                "any": [
                    {"fact": "n", "at_least": "1000"},
                    {"not": {"fact": "channel", "in": ["post", "online"]}},
                ]
            },
        ]
    }
    assert sentence(condition(written), labels) == (
        "«Trẻ đã quá 60 ngày chưa?» là «Đã quá 60 ngày» và («Số bản» từ 1.000 trở lên hoặc không phải trường "
        "hợp «Cách nộp» là «nộp qua bưu chính» hoặc «nộp trực tuyến»)"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"fact": "x", "is_not": "a"}, "«x» không phải là «a»"),
        ({"fact": "x", "not_in": ["a", "b"]}, "«x» không phải là «a» hoặc «b»"),
        ({"fact": "x", "at_most": "2.5"}, "«x» không quá 2,5"),
        ({"fact": "x", "filled": "true"}, "«x» đã điền"),
        ({"fact": "x", "filled": "false"}, "«x» để trống"),
    ],
)
def test_every_operator_has_words(written: object, said: str) -> None:
    assert sentence(condition(written), {}) == said


def test_facts_become_text_without_surprises() -> None:
    assert [text_of(value) for value in (None, True, 5, 2.0, 120.5, 0.000001, Decimal("10.50"), "á")] == [
        "", "yes", "5", "2", "120.5", "0.000001", "10.5", "á",
    ]  # fmt: skip
