"""Each fault a procedure file can have: what is said about it, and on which line."""

from pathlib import Path

import pytest

from motcua.catalogue.check import check_file, check_spec
from tests.catalogue.sample import GOOD, NAME, faults_of, report_of, spec_of, spoiled

ON_TIME_TERM = "terms: [{unit: same-day, basis: Luật Hộ tịch 2014 Điều 16}]"
LATE_WHEN = 'name: Quá hạn\n    when: {fact: late, is: "yes"}'

ERRORS = [
    # (what is changed, part of the path, part of the sentence)
    ((('code: "1.001193"', "code: 1.1193"),), "code", "Mã thủ tục «1.1193» sai"),
    ((('code: "1.001193"', "code: 01.001193"),), "code", "«01.001193» sai"),
    ((('code: "1.001193"', "code: 1.001612.000.00.00.48"),), "code", "sai"),
    ((('code: "1.001193"', 'code: "1.001194"'),), "code", "Tên tệp"),
    ((("name: Đăng ký khai sinh\n", ""),), "name", "Thiếu mục «name»"),
    ((("summary: Bạn nhận Giấy khai sinh cho trẻ.", "summary: ''"),), "summary", "đang trống"),
    ((("summary:", "sumary:"),), "sumary", "Có phải bạn muốn viết «summary»?"),
    ((("label: Nơi sinh", "label: Nơi sinh, nếu biết"),), "nếu biết", "đặt trong dấu nháy"),
    ((("effective_from: 2026-07-01", "effective_from: 01/07/2026"),), "effective_from", "2026-07-01"),
    ((("effective_from: 2026-07-01", "effective_from: 2026-02-30"),), "effective_from", "2026-02-30"),
    ((("levels: [commune]", "levels: [district]"),), "levels[1]", "Chọn một trong: province, commune"),
    ((("levels: [commune]", "levels: []"),), "levels", "ít nhất 1"),
    ((("levels: [commune]", "levels: commune"),), "levels", "phải là danh sách"),
    ((("field: {code: hotich, name: Hộ tịch}", "field: Hộ tịch"),), "field", "khóa: giá trị"),
    ((("amount: 5000", "amount: năm nghìn"),), "fees[1].amount", "không phải số nguyên"),
    ((("amount: 5000", "amount: -1"),), "fees[1].amount", "quá nhỏ"),
    ((("from_form: true", "from_form: có"),), "components[1].from_form", "true hoặc false"),
    ((("key: birth_proof", "key: Giấy"),), "components[2].key", "sai cách viết"),
    ((("type: admin_unit", "type: commune"),), "form.pages[1].fields[3]", "«commune» không phải loại"),
    ((("{fact: proof, is: witness}", "{fact: proof, equals: witness}"),), "components[3].when", "Điều kiện"),
    ((("max: 50", "max: -5"),), "form.pages[1].fields[4]", "lớn hơn mức cao nhất"),
    # conditions
    ((("{fact: proof, is: witness}", "{fact: prof, is: witness}"),), "components[3].when.fact", "«proof»"),
    ((("{fact: proof, is: witness}", "{fact: proof, is: x}"),), "components[3].when.is", "paper, witness"),
    ((("{fact: proof, is: witness}", "{fact: proof, in: [paper, x]}"),), "components[3].when.in", "«x»"),
    (
        (("{fact: proof, is: witness}", "{fact: child, at_least: 1}"),),
        "components[3].when",
        "không phải là số",
    ),
    ((("{fact: proof, is: witness}", "{not: {any: [{fact: y, filled: true}]}}"),), "not.any[1].fact", "«y»"),
    ((("{fact: proof, is: witness}", "{fact: channel, is: phone}"),), "components[3].when.is", "«phone»"),
    (
        (
            (
                '    when: {fact: late, is: "yes"}\n    options: [{value: paper',
                "    when: {fact: sex, is: m}\n    options: [{value: paper",
            ),
        ),
        "questions[2].when",
        "chưa dùng được «sex»",
    ),
    (((LATE_WHEN, "name: Quá hạn\n    when: {fact: sex, is: m}"),), "cases[2].when", "chưa dùng được «sex»"),
    (
        (
            ("  - key: proof\n", "  - key: sex\n"),
            ('{late: "yes", proof: paper}', '{late: "yes", sex: paper}'),
            ("{fact: proof, is_not: witness}", "{fact: late, filled: true}"),
            ("{fact: proof, is: witness}", "{fact: late, filled: true}"),
        ),
        "fields[2].key",
        "trùng khóa",
    ),
    (
        (
            ("  - key: proof\n", "  - key: channel\n"),
            ('{late: "yes", proof: paper}', '{late: "yes", channel: paper}'),
            ("{fact: proof, is_not: witness}", "{fact: late, filled: true}"),
            ("{fact: proof, is: witness}", "{fact: late, filled: true}"),
        ),
        "questions[2].key",
        "dành cho cách nộp",
    ),
    # cases
    (
        ((LATE_WHEN, LATE_WHEN.replace('"yes"', '"no"')),),
        "cases",
        "«Trẻ sinh đã quá 60 ngày chưa?» = «Đã quá»",
    ),
    (((LATE_WHEN, LATE_WHEN.replace('"yes"', '"no"')),), "cases[2]", "không bao giờ được chọn"),
    (((ON_TIME_TERM, "terms: []"),), "cases[1].terms", "chưa có thời hạn khi nộp trực tiếp"),
    (
        ((ON_TIME_TERM, "terms: [{unit: same-day, basis: x, channel: online}]"),),
        "cases[1].terms",
        "trực tiếp",
    ),
    (
        ((ON_TIME_TERM, 'terms: [{unit: same-day, basis: x, when: {fact: late, is: "yes"}}]'),),
        "cases[1].terms",
        "Không có thời hạn cho tổ hợp",
    ),
    (
        ((ON_TIME_TERM, "terms: [{unit: same-day, basis: x, when: {fact: sex, is: m}}]"),),
        "cases[1].terms",
        "Dòng thời hạn cuối",
    ),
    ((('examples: [{answers: {late: "no"}}]', "examples: []"),), "cases[1]", "chưa có ví dụ"),
    (
        (('{answers: {late: "no"}}', '{answers: {late: "yes", proof: paper}}'),),
        "cases[1].examples[1].answers",
        "lại chọn trường hợp «Quá hạn»",
    ),
    (
        (('{answers: {late: "no"}}', "{answers: {}}"),),
        "cases[1].examples[1].answers",
        "chưa trả lời câu hỏi: late",
    ),
    ((('{answers: {late: "no"}}', "{answers: {early: x}}"),), "answers.early", "không có trong thủ tục"),
    (
        (('{answers: {late: "no"}}', "{answers: {late: maybe}}"),),
        "answers.late",
        "không có câu trả lời «maybe»",
    ),
    ((("values: {child: Nguyễn Minh An}", "values: {kid: An}"),), "values.kid", "không có trường «kid»"),
    (
        (
            (
                'results: [certificate]\n    examples: [{answers: {late: "no"}}]',
                'results: [paper]\n    examples: [{answers: {late: "no"}}]',
            ),
        ),
        "cases[1].results[1]",
        "«paper» không có trong danh sách",
    ),
    (
        (
            (
                'results: [certificate]\n    examples: [{answers: {late: "no"}}]',
                'results: []\n    examples: [{answers: {late: "no"}}]',
            ),
        ),
        "cases[1]",
        "chưa ghi kết quả",
    ),
    (
        (('{value: "no", label: Chưa quá}', '{value: "yes", label: Chưa quá}'),),
        "questions[1].options",
        "cùng giá trị",
    ),
    # competence
    (
        (("{agency: commune_committee, at: residence}", "{agency: commune_committee}"),),
        "competence[2]",
        "phải ghi «at»",
    ),
    (
        (("{agency: commune_committee, at: residence}", "{agency: tax, at: residence}"),),
        "competence[2].at",
        "Chỉ cơ quan cấp xã",
    ),
    (
        (("{agency: commune_committee, at: residence}", "{agency: ministry}"),),
        "competence[2].agency",
        "Không có loại cơ quan",
    ),
    (
        (("{agency: commune_committee, at: residence}", "{agency: department}"),),
        "competence[2].agency",
        "nói rõ Sở nào",
    ),
    (
        (("{agency: commune_committee, at: residence}", "{agency: commune_committee, at: home}"),),
        "competence[2].at",
        "không dùng được",
    ),
    ((('at: "field:place"', 'at: "field:child"'),), "competence[1].at", "type: admin_unit"),
    ((('at: "field:place"', 'at: "field:mother.full_name"'),), "competence[1].at", "type: admin_unit"),
    (
        (
            (
                "{agency: commune_committee, at: residence}",
                '{agency: commune_committee, at: residence, when: {fact: late, is: "no"}}',
            ),
        ),
        "competence[2]",
        "cuối cùng không được có điều kiện",
    ),
    (
        (('at: "field:place", when: {fact: late, is: "yes"}}', 'at: "field:place"}'),),
        "competence[1]",
        "các dòng sau không bao giờ",
    ),
    # service
    ((("service_level: full", "service_level: partial"),), "service_level", "phải ghi lý do"),
    ((("channels: [counter, online]", "channels: [counter]"),), "channels", "phải nhận hồ sơ trực tuyến"),
    (
        (("service_level: full", "service_level: information\nservice_level_reason: x"),),
        "channels",
        "không nhận hồ sơ trực tuyến",
    ),
    ((("channels: [counter, online]", "channels: [online, online]"),), "channels", "ghi hai lần"),
    ((("guide: [Trả lời câu hỏi., Điền tờ khai., Nhận giấy.]", "guide: [Nộp.]"),), "guide", "ít nhất 3 bước"),
    (
        (
            (
                "legal_basis: [{number: 60/2014/QH13, title: Luật Hộ tịch, article: Điều 16}]",
                "legal_basis: []",
            ),
        ),
        "legal_basis",
        "căn cứ pháp lý",
    ),
    (
        (("effective_from: 2026-07-01", "effective_from: 2026-07-01\neffective_to: 2026-06-30"),),
        "effective_to",
        "đứng trước",
    ),
    ((("key: witness, name", "key: birth_proof, name"),), "components[3].key", "bị dùng 2 lần"),
    # components, results
    (
        (
            (
                "key: marriage, name: Giấy chứng nhận kết hôn, copies: 1",
                "key: marriage, name: Giấy chứng nhận kết hôn, copies: 1, max_mb: 5",
            ),
        ),
        "components[4].max_mb",
        "không được yêu cầu tải lên",
    ),
    (
        (
            (
                "key: marriage, name: Giấy chứng nhận kết hôn, copies: 1",
                "key: marriage, name: Giấy chứng nhận kết hôn, from_form: true",
            ),
        ),
        "components[4]",
        "vừa là tờ khai",
    ),
    (
        (
            ("kind: show, originals: 1", "kind: submit, originals: 1"),
            ("name: Căn cước", "name: Giấy chứng nhận Kết hôn"),
        ),
        "components[5]",
        "vẫn bắt nộp",
    ),
    ((("kind: show, originals: 1", "kind: show, from_form: true"),), "components[5]", "kind: submit"),
    ((("code: KQ.G15.000031", "code: KQ.15.31"),), "results[1].code", "Mã kết quả «KQ.15.31» sai"),
    ((("code: KQ.G15.000031, ", ""),), "results[1]", "chưa có mã"),
    ((("Trẻ: {child}.", "Trẻ: {kid}."),), "results[1].body[1]", "{kid}"),
    # fees
    ((("amount: 5000\n", "\n"),), "fees[1]", "chưa ghi mức thu"),
    (
        (("amount: 5000", "amount: 5000\n    tiers: {first: 2, price: 2000, then: 1000, pages: copies}"),),
        "fees[1]",
        "cả amount và tiers",
    ),
    ((("kind: charge", "kind: fee"),), "fees[1].kind", "không được lẫn nhau"),
    ((("quantity: copies", "quantity: sheets"),), "fees[2].quantity", "không có trường đó"),
    ((("quantity: copies", "quantity: child"),), "fees[2].quantity", "không phải là số"),
    (
        (("amount: 5000", "tiers: {first: 2, price: 2000, then: 1000, pages: leaves}"),),
        "fees[1].tiers.pages",
        "không có trường đó",
    ),
    (
        (("amount: 5000", "amount: 5000\n    from: 2026-07-01\n    to: 2026-06-30"),),
        "fees[1].to",
        "đứng trước",
    ),
    (
        (("percent: 100, basis: TT 250/2016}", "percent: 100, basis: x, from: 2026-07-01, to: 2026-06-30}"),),
        "exemptions[1].to",
        "đứng trước",
    ),
    (
        (
            (
                "percent: 100, basis: TT 250/2016}",
                "percent: 100, basis: x}, {group: poor_household, percent: 50, basis: x}",
            ),
        ),
        "exemptions[2].group",
        "hai dòng miễn",
    ),
    ((("percent: 100, basis: TT 250/2016}", "percent: 101, basis: x}"),), "exemptions[1].percent", "quá lớn"),
    # route
    ((("unit: competent, hours: 4", "unit: competent, hours: 40"),), "route", "«Đúng hạn»"),
    ((("role: clerk, ", ""),), "route.steps[3]", "chưa ghi vai trò"),
]

WARNINGS = [
    (
        (("also_known_as: [làm giấy khai sinh, khai sinh cho con]\n", ""),),
        "also_known_as",
        "tên gọi thường ngày",
    ),
    ((("life_events: [birth]\n", ""),), "life_events", "sự kiện"),
    ((("levels: [commune]", "levels: [commune, province]"),), "levels", "cấp tỉnh"),
    (
        (
            (
                "amount: 2, unit: working-days, channel: online",
                "amount: 4, unit: working-days, channel: online",
            ),
        ),
        "cases[2].terms[1]",
        "chậm hơn",
    ),
    (((ON_TIME_TERM, "terms: [{unit: same-day}]"),), "cases[1].terms[1]", "căn cứ"),
    (
        ((ON_TIME_TERM, "terms: [{unit: same-day, basis: x}, {unit: same-day, basis: x, channel: post}]"),),
        "cases[1].terms[2]",
        "bưu chính",
    ),
    (
        (('{answers: {late: "no"}}', '{answers: {late: "no", proof: paper}}'),),
        "answers.proof",
        "không được hỏi",
    ),
    (
        (
            ("{fact: proof, is_not: witness}", "{fact: late, filled: true}"),
            ("{fact: proof, is: witness}", "{fact: late, filled: true}"),
        ),
        "questions[2]",
        "không được dùng",
    ),
    (
        (("key: birth_proof, name", "key: birth_proof, alternatives: birth, name"),),
        "components[2].alternatives",
        "chỉ có một",
    ),
    (
        (
            (
                "key: birth_proof, name: Giấy chứng sinh, originals: 1",
                "key: birth_proof, name: Giấy chứng sinh",
            ),
        ),
        "components[2]",
        "số bản chính",
    ),
    (
        (("amount: 8000,", "amount: 8000, channel: counter,"),),
        "fees[2]",
        "không nói mức thu khi nộp trực tuyến",
    ),
    ((("amount: 8000,", "amount: 8000, channel: post,"),), "fees[2].channel", "bưu chính"),
    ((("percent: 100, basis: TT 250/2016}", "percent: 100}"),), "exemptions[1]", "căn cứ"),
    (
        (("results:\n", "results:\n  - {key: other, name: Khác, code: KQ.G15.000001, template: notice}\n"),),
        "results[1]",
        "không thuộc trường hợp nào",
    ),
]


def test_the_sample_file_is_sound() -> None:
    report = report_of(GOOD)
    assert (report.errors, report.warnings) == ((), ())
    assert report.publishable


@pytest.mark.parametrize(("changes", "path", "sentence"), ERRORS)
def test_an_error_is_named_where_it_stands(changes: tuple, path: str, sentence: str) -> None:
    report = report_of(spoiled(*changes))
    found = [fault for fault in report.errors if path in fault.path and sentence in fault.message]
    assert found, [str(fault) for fault in report.errors]
    assert all(fault.line > 0 and fault.file == NAME for fault in report.errors)
    assert not report.publishable


@pytest.mark.parametrize(("changes", "path", "sentence"), WARNINGS)
def test_a_warning_does_not_block(changes: tuple, path: str, sentence: str) -> None:
    report = report_of(spoiled(*changes))
    found = [fault for fault in report.warnings if path in fault.path and sentence in fault.message]
    assert found, [str(fault) for fault in report.warnings]
    assert report.publishable, [str(fault) for fault in report.errors]


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
