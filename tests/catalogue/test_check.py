"""Each fault a procedure file can have: what is said about it, and on which line."""

import pytest

from tests.catalogue.sample import GOOD, NAME, report_of, spoiled

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
