"""Examples say what must come of them; the check computes it and refuses a file that says otherwise."""

from datetime import date, datetime
from pathlib import Path

import pytest

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file, check_spec
from motcua.catalogue.examples import Tried, tried
from motcua.lib.calendars import Calendar
from motcua.lib.moment import TZ
from tests.catalogue.sample import faults_of, spec_of

LATE = '{answers: {late: "yes", proof: paper}, values: {child: Nguyễn Minh An}}'
# Accepted on a Friday; Tuesday the 24th is a holiday.
FRIDAY = '"2026-11-20 10:00"'


def expecting(expect: str, *, values: str = "{child: Nguyễn Minh An}") -> tuple[str, str]:
    return LATE, f'{{answers: {{late: "yes", proof: paper}}, values: {values}, expect: {{{expect}}}}}'


def late(expect: str = "", *, values: str = "{child: Nguyễn Minh An}") -> Tried:
    """The example of a late registration, tried with what can only hold."""
    return tried(spec_of(expecting(expect, values=values)))[1]


def test_everything_about_an_example_is_computed() -> None:
    done = late(f"filed: {FRIDAY}, channel: online", values="{copies: 2}")
    assert (done.name, done.place) == ("Ví dụ 1 của «Quá hạn»", ("cases", 1, "examples", 0))
    assert (done.channel, done.papers) == ("online", ("birth_proof", "identity"))
    assert {line.key: line.amount for line in done.fees} == {"late_charge": 5000, "copies_fee": 16_000}
    assert done.due == datetime(2026, 11, 25, 17, 0, tzinfo=TZ)
    assert done.route == ("handle", "sign", "number")
    assert (done.results, done.passed) == (("certificate",), True)


def test_an_example_that_says_nothing_is_computed_all_the_same() -> None:
    first, second = tried(spec_of())
    assert not first.has_expectations
    assert first.passed
    assert first.filed == datetime(2026, 7, 1, 8, 0, tzinfo=TZ)
    assert (first.channel, second.channel) == ("counter", "counter")


def test_what_is_true_is_no_fault() -> None:
    all_true = (
        f"filed: {FRIDAY}, channel: counter, papers: [identity, birth_proof],"
        ' fees: {late_charge: 5000, copies_fee: 8000}, due: "2026-11-26 17:00",'
        " route: [handle, sign, number], result: certificate"
    )
    assert faults_of(expecting(all_true)) == ()


FAILURES = [
    (
        "fees: {late_charge: 8000, copies_fee: 8000}",
        "expect.fees.late_charge",
        "Ví dụ 1 của «Quá hạn» tính ra lệ phí «Lệ phí khai sinh quá hạn» 5.000 đồng, tệp ghi 8.000 đồng.",
    ),
    (
        "fees: {late_charge: 5000}",
        "expect.fees",
        "Ví dụ 1 của «Quá hạn» tính ra phí «Phí cấp bản sao» 8.000 đồng, tệp ghi không thu.",
    ),
    (
        "fees: {late_charge: 5000, copies_fee: 8000, stamp: 0}",
        "expect.fees.stamp",
        "Ví dụ 1 của «Quá hạn» tính ra khoản «stamp» không thu, tệp ghi 0 đồng.",
    ),
    (
        "groups: [poor_household], fees: {late_charge: 5000, copies_fee: 8000}",
        "expect.fees.late_charge",
        "Ví dụ 1 của «Quá hạn» tính ra lệ phí «Lệ phí khai sinh quá hạn» 0 đồng, tệp ghi 5.000 đồng.",
    ),
    (
        "papers: [birth_proof]",
        "expect.papers",
        "Ví dụ 1 của «Quá hạn» cần giấy tờ birth_proof, identity, tệp ghi birth_proof.",
    ),
    (
        f'filed: {FRIDAY}, due: "2026-11-25 17:00"',
        "expect.due",
        "Ví dụ 1 của «Quá hạn» có hạn trả 17:00 26/11/2026, tệp ghi 17:00 25/11/2026.",
    ),
    (
        "route: [handle, number]",
        "expect.route",
        "Ví dụ 1 của «Quá hạn» đi qua các bước handle, sign, number, tệp ghi handle, number.",
    ),
    (
        "result: licence",
        "expect.result",
        "Ví dụ 1 của «Quá hạn» có kết quả certificate, tệp ghi licence.",
    ),
]


@pytest.mark.parametrize(("expect", "path", "sentence"), FAILURES)
def test_what_is_not_true_is_refused_where_it_stands(expect: str, path: str, sentence: str) -> None:
    [fault] = faults_of(expecting(expect))
    assert (fault.kind, fault.code) == ("error", "example-fails")
    assert (fault.path, fault.message) == (f"cases[2].examples[1].{path}", sentence)
    assert fault.line


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ('filed: "20/11/2026"', "hãy viết như 2026-11-20 10:00"),
        ('filed: "2026-11-31 10:00"', "hãy viết như 2026-11-20 10:00"),
        ('due: "2026-11-26 17:00"', "phải ghi lúc nhận hồ sơ (filed)"),
        ("channel: phone", "Chọn một trong: counter, online, post"),
        ("cost: 5", "Không có mục nào tên «cost»"),
    ],
)
def test_an_expectation_nobody_could_read_is_refused(expect: str, sentence: str) -> None:
    assert any(sentence in fault.message for fault in faults_of(expecting(expect)))


def test_days_off_are_those_of_the_calendar_given() -> None:
    spec = spec_of(expecting(f"filed: {FRIDAY}, channel: counter"))
    plain = tried(spec, calendar=Calendar())[1]
    assert plain.due == datetime(2026, 11, 25, 17, 0, tzinfo=TZ)


ROW = "{province: '01', council: HĐND, resolution: NQ, from: 2026-01-01, amount: 7000}"
COUNCIL = ("    amount: 5000\n", f"    amount: 5000\n    council: [{ROW}]\n")
OF_HANOI = expecting('province: "01", fees: {late_charge: 7000, copies_fee: 8000}')


def test_without_a_province_only_national_prices_count() -> None:
    assert faults_of(COUNCIL, OF_HANOI) == ()
    assert faults_of(COUNCIL, expecting("fees: {late_charge: 5000, copies_fee: 8000}")) == ()


def test_elsewhere_an_expectation_of_another_province_is_not_asked() -> None:
    spec = spec_of(COUNCIL, OF_HANOI)
    assert check_spec(spec.of_province("25")).publishable
    assert not tried(spec.of_province("25"))[1].has_expectations
    assert tried(spec.of_province("01"))[1].has_expectations


def test_an_example_without_expectations_can_be_tried_in_a_province() -> None:
    spec = spec_of(COUNCIL)
    amounts = [tried(spec, province=province)[1].fees[0].amount for province in ("", "01", "25")]
    assert amounts == [5000, 7000, 5000]


def test_at_least_a_dozen_shipped_procedures_say_what_must_come_of_them() -> None:
    said = set()
    for path in sorted(SHIPPED.rglob("*.yaml")):
        spec = check_file(path)[1]
        assert spec is not None
        said |= {Path(path).stem for each in tried(spec) if each.has_expectations}
    assert len(said) >= 12
    assert {"1.001193", "2.000815", "1.004222", "1.001612", "2.000635"} <= said


def test_a_calendar_without_hours_gives_no_due_moment() -> None:
    assert tried(spec_of(), calendar=Calendar(opening=()))[1].due is None


def test_the_first_day_of_a_version_is_when_fees_are_determined_unless_said() -> None:
    spec = spec_of()
    assert all(done.filed.date() == date(2026, 7, 1) == spec.effective_from for done in tried(spec))
