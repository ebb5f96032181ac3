"""What a lawyer would want to be told: each fault planted and found by its code where it stands."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from motcua.catalogue.check import check_spec
from motcua.catalogue.faults import versions
from motcua.catalogue.faults.versions import Days
from motcua.catalogue.finding_codes import all_codes
from motcua.catalogue.report import Fault
from motcua.catalogue.result_codes import known_results
from motcua.catalogue.spec import ProcedureSpec
from motcua.workflow import routes
from tests.catalogue.sample import report_of, spec_of, spoiled

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "reference" / "procedure-lint.md"
ON_TIME = "    terms: [{unit: same-day, basis: Luật Hộ tịch 2014 Điều 16}]\n"
LATE_COUNTER = "{amount: 3, unit: working-days, basis: Luật Hộ tịch 2014 Điều 16, unverified: chờ đối chiếu}"
LATE_ONLINE = "{amount: 2, unit: working-days, channel: online, basis: Luật Hộ tịch 2014 Điều 16}"
IDENTITY = "kind: show, originals: 1, original_at_return: true,\n     why: Cán bộ đối chiếu người đến nhận."
CHARGE = "    amount: 5000\n"
LAW = "legal_maximum: {amount: 2, unit: working-days, basis: Luật Hộ tịch 2014 Điều 16}"
DECLARATION = "  - {key: declaration, name: Tờ khai, from_form: true, originals: 1}\n"
NOT_DECLARATION = "  - {key: declaration, name: Giấy chuyển viện, originals: 1, why: x}\n"

# Code, kind, what is changed in the good file, and where it must be found.
PLANTED = [
    (
        "legal-basis-missing",
        "error",
        (("[{number: 60/2014/QH13, title: Luật Hộ tịch, article: Điều 16}]", "[]"),),
        "legal_basis",
    ),
    (
        "held-by-state-asked",
        "error",
        (
            ("name: Giấy chứng sinh", "name: Giấy chứng nhận kết hôn"),
            (", when: {fact: proof, is_not: witness}", ""),
        ),
        "components[2]",
    ),
    ("state-holds-it", "warning", ((IDENTITY, "originals: 1, original_at_return: true"),), "components[5]"),
    ("original-shown-online", "warning", ((IDENTITY, "kind: show, originals: 1, why: x"),), "components[5]"),
    ("original-sent-online", "hint", ((IDENTITY, "originals: 2, why: x"),), "components[5]"),
    (
        "term-over-legal",
        "error",
        ((LATE_COUNTER, LATE_COUNTER.replace("}", f", {LAW}}}")),),
        "cases[2].terms[2]",
    ),
    ("online-slower", "warning", ((LATE_ONLINE, LATE_ONLINE.replace("2,", "4,")),), "cases[2].terms[1]"),
    (
        "online-dearer",
        "warning",
        ((CHARGE, f"{CHARGE}    channel: online\n"),),
        "cases[2]",
    ),
    ("online-not-better", "hint", ((LATE_ONLINE, LATE_ONLINE.replace("2,", "3,")),), "cases[2]"),
    ("fee-without-price", "error", ((CHARGE, ""),), "fees[1]"),
    ("value-missing", "error", (("    basis: Nghị quyết HĐND\n", ""),), "fees[1].basis"),
    (
        "branch-unreachable",
        "error",
        (("{fact: proof, is: witness}", '{all: [{fact: proof, is: witness}, {fact: late, is: "no"}]}'),),
        "components[3].when",
    ),
    (
        "term-unreachable",
        "warning",
        ((LATE_ONLINE, LATE_ONLINE.replace("channel: online, ", "")),),
        "cases[2].terms[2]",
    ),
    ("route-unreachable", "error", (("to: sign_refusal}", "to: sign}"),), "route.steps[4]"),
    ("result-code-unknown", "warning", (("KQ.G15.000031", "KQ.G15.999999"),), "results[1].code"),
    ("field-unused", "hint", ((DECLARATION, NOT_DECLARATION),), "form.pages[1].fields[2]"),
]


def found(*changes: tuple[str, str]) -> set[tuple[str, str, str]]:
    return {(fault.code, fault.kind, fault.path) for fault in report_of(spoiled(*changes)).faults}


@pytest.mark.parametrize(("code", "kind", "changes", "path"), PLANTED, ids=[each[0] for each in PLANTED])
def test_a_planted_fault_is_found(
    code: str, kind: str, changes: tuple[tuple[str, str], ...], path: str
) -> None:
    assert (code, kind, path) in found(*changes)
    assert (code, kind, path) not in found()


class TestTerms:
    def test_a_maximum_of_the_case_holds_for_every_row_without_one_of_its_own(self) -> None:
        of_case = (ON_TIME, f"{ON_TIME}    {LAW.replace('2,', '1,')}\n")
        assert "term-over-legal" not in {code for code, _, _ in found(of_case)}
        late = ("name: Quá hạn\n", f"name: Quá hạn\n    {LAW}\n")
        assert ("term-over-legal", "error", "cases[2].terms[2]") in found(late)
        assert ("term-over-legal", "error", "cases[2].terms[1]") not in found(late)

    @pytest.mark.parametrize(
        ("law", "over"),
        [
            ("{amount: 5, unit: calendar-days, basis: x}", False),
            ("{amount: 4, unit: calendar-days, basis: x}", True),
            ("{amount: 24, unit: hours, basis: x}", False),
            ("{unit: same-day, basis: x}", True),
        ],
    )
    def test_units_are_compared_by_the_working_time_they_hold(self, law: str, over: bool) -> None:
        row = LATE_COUNTER.replace("}", f", legal_maximum: {law}}}")
        codes = {code for code, _, _ in found((LATE_COUNTER, row))}
        assert ("term-over-legal" in codes) is over

    def test_a_maximum_without_its_basis_is_refused(self) -> None:
        row = LATE_COUNTER.replace("}", ", legal_maximum: {amount: 9, unit: working-days}}")
        assert ("value-missing", "error", "cases[2].terms[2].legal_maximum.basis") in found(
            (LATE_COUNTER, row)
        )


class TestPapers:
    @pytest.mark.parametrize(
        "spared",
        [
            "why: Người dân giữ bản duy nhất",
            "required: false",
            "alternatives: proof",
            "when: {fact: late, filled: true}",
        ],
    )
    def test_a_paper_the_state_holds_may_be_asked_for_where_the_file_says_why_or_when(
        self, spared: str
    ) -> None:
        changes = (IDENTITY, f"copies: 1, {spared}")
        assert "state-holds-it" not in {code for code, _, _ in found(changes)}

    def test_no_original_is_asked_for_through_a_channel_that_is_not_online(self) -> None:
        at_counter = (IDENTITY, "kind: show, originals: 1, why: x, when: {fact: channel, is: counter}")
        assert "original-shown-online" not in {code for code, _, _ in found(at_counter)}

    def test_who_has_to_come_anyway_may_show_the_original_then(self) -> None:
        presence = (
            "results:\n  - {key: certificate",
            "presences: [{key: come, name: Ký sổ, basis: x}]\nresults:\n  - {key: certificate",
        )
        shown = (IDENTITY, "kind: show, originals: 1, why: x")
        assert "original-shown-online" not in {code for code, _, _ in found(presence, shown)}

    def test_a_code_of_the_national_record_is_known(self) -> None:
        spec = spec_of(("KQ.G15.000031", "KQ.G15.999999"))
        codes = {fault.code for fault in check_spec(spec, results=["KQ.G15.999999"]).faults}
        assert "result-code-unknown" not in codes
        assert "KQ.G15.000031" in known_results()

    def test_a_field_is_used_by_a_condition_a_price_a_result_an_agency_or_a_rule(self) -> None:
        unused = {path for code, _, path in found((DECLARATION, NOT_DECLARATION)) if code == "field-unused"}
        # child: in the result; place: whose commune decides; copies: multiplies. Nothing needs the others.
        assert unused == {f"form.pages[1].fields[{at}]" for at in (2, 5, 6)}


class TestOnline:
    def test_what_is_cheaper_online_in_some_province_is_better_there(self) -> None:
        same = (LATE_ONLINE, LATE_ONLINE.replace("2,", "3,"))
        row = '{province: "25", council: HĐND, resolution: NQ, from: 2027-01-01, channel: online, amount: 0}'
        cheaper = (CHARGE, f"{CHARGE}    council: [{row}]\n")
        assert ("online-not-better", "hint", "cases[2]") in found(same)
        assert ("online-not-better", "hint", "cases[2]") not in found(same, cheaper)

    def test_a_council_that_charges_more_online_is_named(self) -> None:
        row = (
            '{province: "25", council: HĐND, resolution: NQ, from: 2027-01-01, channel: online, amount: 9000}'
        )
        assert ("online-dearer", "warning", "cases[2]") in found((CHARGE, f"{CHARGE}    council: [{row}]\n"))

    def test_what_is_free_and_done_the_same_day_cannot_be_better_online(self) -> None:
        free = ("amount: 8000", "amount: 0")
        assert ("online-not-better", "hint", "cases[1]") in found()
        assert ("online-not-better", "hint", "cases[1]") not in found(free)


def version(first: str, last: str = "") -> ProcedureSpec:
    until = f"\neffective_to: {last}" if last else ""
    return spec_of(("effective_from: 2026-07-01", f"effective_from: {first}{until}"))


class TestVersions:
    @pytest.mark.parametrize(
        ("first", "last", "published", "expected"),
        [
            ("2026-07-01", "", [], []),
            ("2026-07-01", "", [("2026-01-01", "")], []),
            ("2026-07-01", "", [("2026-01-01", "2026-06-30")], []),
            ("2026-07-01", "", [("2026-01-01", "2026-06-29")], [("version-gap", "effective_from")]),
            ("2026-07-01", "2026-08-31", [("2026-10-01", "")], [("version-gap", "effective_to")]),
            ("2026-07-01", "2026-09-30", [("2026-10-01", "")], []),
            ("2026-07-01", "", [("2026-01-01", "2026-12-31")], [("version-overlap", "effective_from")]),
            ("2026-07-01", "", [("2026-10-01", "")], [("version-overlap", "effective_to")]),
            ("2026-07-01", "2026-08-31", [("2026-01-01", ""), ("2026-10-01", "")], []),
            ("2026-07-01", "", [("2026-07-01", "")], []),
            ("2026-07-01", "", [("2026-01-01", "2026-02-28"), ("2026-03-01", "")], []),
        ],
    )
    def test_days_beside_those_published(
        self, first: str, last: str, published: list[tuple[str, str]], expected: list[tuple[str, str]]
    ) -> None:
        days = [
            Days(at, date.fromisoformat(begins), date.fromisoformat(ends) if ends else None)
            for at, (begins, ends) in enumerate(published, 1)
        ]
        said = versions.findings(version(first, last), days)
        assert [(finding.code, finding.place[0]) for finding in said] == expected

    def test_the_days_of_a_gap_are_named(self) -> None:
        days = [Days(1, date(2026, 1, 1), date(2026, 6, 28))]
        [fault] = check_spec(version("2026-07-01"), published=days).errors
        assert fault.message == (
            "Không bản nào có hiệu lực từ 29/06/2026 đến 30/06/2026: người dân không nộp được hồ sơ."
        )


def written_codes() -> set[str]:
    """Every code a module of the check gives to a finding."""
    package = ROOT / "src" / "motcua" / "catalogue"
    modules = [package / f"{name}.py" for name in ("check", "source", "wording")]
    modules += [*(package / "faults").glob("*.py"), Path(routes.__file__)]
    return {
        node.value
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in all_codes()
    }


def test_every_code_is_given_to_some_finding() -> None:
    assert all_codes() - written_codes() == set()


def test_the_table_lists_every_code_once_and_no_other() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(all_codes())


def test_the_kinds_in_the_table_are_those_of_the_planted_faults() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {code: rows[code] for code, *_ in PLANTED} == {code: kind for code, kind, *_ in PLANTED}


def test_a_fault_says_its_code_to_programs() -> None:
    [fault] = report_of(spoiled((CHARGE, ""))).errors
    assert isinstance(fault, Fault)
    told = report_of(spoiled((CHARGE, ""))).data()["faults"]
    assert [each["code"] for each in told if each["kind"] == "error"] == [fault.code] == ["fee-without-price"]
