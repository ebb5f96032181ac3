"""Where the check of a procedure finds faults: conditions, coverage, YAML, files; and how many it tells."""

from pathlib import Path

import pytest

from motcua.catalogue.check import check_file, check_spec
from tests.catalogue.sample import GOOD, faults_of, report_of, spec_of, spoiled
from tests.catalogue.test_check import LATE_WHEN, ON_TIME_TERM


def test_a_fault_is_on_the_line_of_its_value() -> None:
    text = spoiled(("{fact: proof, is: witness}", "{fact: proof, is: x}"))
    line = next(at for at, line in enumerate(text.splitlines(), 1) if "is: x" in line)
    assert [fault.line for fault in report_of(text).errors] == [line]


def test_one_channel_may_decide_a_case() -> None:
    faults = faults_of(
        (
            'name: Đúng hạn\n    when: {fact: late, is: "no"}',
            "name: Trực tuyến\n    when: {fact: channel, is: online}",
        ),
        (LATE_WHEN, "name: Quá hạn\n    when: {fact: channel, is: counter}"),
    )
    # Its row for the online channel is of no use any more; nothing else is wrong.
    assert [fault.code for fault in faults] == ["term-unreachable"]


def test_terms_that_cover_every_answer_need_no_unconditional_row() -> None:
    terms = """terms:
      - {unit: same-day, basis: x, when: {fact: proof, is: paper}}
      - {unit: same-day, basis: x, when: {fact: proof, is: witness}}"""
    old = """terms:
      - {amount: 2, unit: working-days, channel: online, basis: Luật Hộ tịch 2014 Điều 16}
      - {amount: 3, unit: working-days, basis: Luật Hộ tịch 2014 Điều 16, unverified: chờ đối chiếu}"""
    assert faults_of((old, terms)) == ()


def test_conditions_inside_a_group_may_speak_of_its_entries() -> None:
    old = "fields: [{key: witness_name, type: text, label: Họ tên}]"
    age = "{key: age, type: number, label: Tuổi, when: {fact: witness_name, filled: true}}"
    assert faults_of((old, old.replace("}]", "}, " + age + "]"))) == ()


def test_competence_may_follow_the_residence_of_a_person() -> None:
    assert faults_of(('at: "field:place"', 'at: "field:mother.residence_unit"')) == ()


def test_unverified_numbers_are_listed_apart_with_their_reason() -> None:
    [fault] = report_of(GOOD).unverified
    assert (fault.path, fault.message) == ("cases[2].terms[2]", "chờ đối chiếu")


def test_too_many_ways_to_answer_are_refused() -> None:
    options = ", ".join(f"{{value: v{n}, label: L{n}}}" for n in range(30))
    questions = "".join(f"  - {{key: q{n}, ask: Q?, options: [{options}]}}\n" for n in range(4))
    when = "any: [" + ", ".join(f"{{fact: q{n}, is: v1}}" for n in range(4)) + ', {fact: late, is: "yes"}]'
    report = report_of(
        spoiled(("cases:\n", questions + "cases:\n"), (LATE_WHEN, f"name: Quá hạn\n    when: {{{when}}}"))
    )
    assert any("quá nhiều tổ hợp" in fault.message for fault in report.errors)


def test_many_gaps_are_counted_instead_of_listed() -> None:
    options = ", ".join(f"{{value: v{n}, label: L{n}}}" for n in range(9))
    report = report_of(
        spoiled(
            ("cases:\n", f"  - {{key: q, ask: Q?, options: [{options}]}}\ncases:\n"),
            (LATE_WHEN, "name: Quá hạn\n    when: {fact: q, is: v1}"),
        )
    )
    assert any("Còn 3 tổ hợp" in fault.message for fault in report.errors)


def test_a_procedure_without_a_file_is_checked_as_well() -> None:
    assert check_spec(spec_of()).publishable


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 0, "Tệp trống"),
        ("- a\n- b\n", 1, "phải bắt đầu"),
        ("code: a\nname: [x\n", 3, "Không đọc được YAML"),
        ("code: a\nname: b\ncode: c\n", 3, "«code» đã có ở dòng 1"),
        ("? [a]\n: b\n", 1, "Khóa phải là một từ"),
        ("code: &x\n  a: *x\n", 1, "lặp vào chính nó"),
    ],
)
def test_what_is_wrong_with_the_yaml_itself_has_a_line(text: str, line: int, sentence: str) -> None:
    faults = report_of(text).errors
    assert any(fault.line == line and sentence in fault.message for fault in faults), [str(f) for f in faults]


def test_an_alias_of_aliases_does_not_grow_without_end() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for new, old in zip("bcdefg", "abcdef", strict=True):
        text += f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n"
    assert any("quá lớn" in fault.message for fault in report_of(text).errors)


def test_a_missing_or_foreign_file_is_a_fault_like_any_other(tmp_path: Path) -> None:
    report, spec = check_file(tmp_path / "1.000000.yaml")
    assert spec is None
    assert "Không mở được" in report.errors[0].message
    (tmp_path / "1.000000.yaml").write_bytes(b"\xff\xfe\x00")
    report, spec = check_file(tmp_path / "1.000000.yaml")
    assert spec is None
    assert "UTF-8" in report.errors[0].message


def test_a_gap_by_channel_is_named_by_channel() -> None:
    report = report_of(
        spoiled(
            (
                LATE_WHEN,
                'name: Quá hạn\n    when: {all: [{fact: late, is: "yes"}, {fact: channel, is: online}]}',
            )
        )
    )
    assert any("nộp trực tiếp" in fault.message for fault in report.errors)


def test_terms_that_hang_on_too_many_answers_need_an_unconditional_row() -> None:
    options = ", ".join(f"{{value: v{n}, label: L{n}}}" for n in range(30))
    questions = "".join(f"  - {{key: q{n}, ask: Q?, options: [{options}]}}\n" for n in range(4))
    last = ", ".join(f"{{fact: q{n}, is_not: v29}}" for n in range(4))
    report = report_of(
        spoiled(
            ("cases:\n", questions + "cases:\n"),
            (ON_TIME_TERM, f"terms: [{{unit: same-day, basis: x, when: {{any: [{last}]}}}}]"),
        )
    )
    assert any("Dòng thời hạn cuối" in fault.message for fault in report.errors)


def test_a_form_condition_outside_a_group_may_speak_of_the_form() -> None:
    assert faults_of(("label: Nơi sinh}", "label: Nơi sinh, when: {fact: sex, is: m}}")) == ()
