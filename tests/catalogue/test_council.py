"""Whose price holds, and what is taken off it: councils, channels, groups, days. Rules 38–41."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.fee_rows import Fee
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.tariff import FeeLine, doubt, fees
from tests.catalogue.sample import GOOD, faults_of, report_of, spec_of

DAY = date(2026, 11, 23)
SAMPLE = spec_of()
HANOI = {"province": "01", "council": "HĐND thành phố Hà Nội"}
DIGITAL = {
    "group": "digital_citizen",
    "percent": 100,
    "from": "2026-08-15",
    "to": "2027-02-28",
    "basis": "TT 117/2026/TT-BTC",
}
# Hộ kinh doanh in Hà Nội (rule 40): NQ 78/2026/NQ-HĐND from 2026-07-25, online for nothing.
HOUSEHOLD: dict[str, Any] = {
    "kind": "charge",
    "name": "Lệ phí đăng ký hộ kinh doanh",
    "amount": 150_000,
    "basis": "TT 85/2019/TT-BTC",
    "refundable": False,
    "council": [
        HANOI | {"resolution": "NQ 78/2026/NQ-HĐND", "from": "2026-07-25", "amount": 100_000},
        HANOI | {"resolution": "NQ 78/2026/NQ-HĐND", "from": "2026-07-25", "amount": 0, "channel": "online"},
    ],
}

NOT_THE_GENERAL_ROW = (
    "Không thu mức 100.000 đồng của NQ 78/2026/NQ-HĐND từ 25/07/2026: có mức riêng khi nộp trực tuyến."
)
NOT_THE_NATIONAL_PRICE = (
    "Không thu mức chung 150.000 đồng (TT 85/2019/TT-BTC): tỉnh có nghị quyết riêng của hội đồng nhân dân."
)
THE_CHOICE = (
    "Có 3 mức được hưởng: miễn cho công dân số (TT 117/2026/TT-BTC): bớt 10.000 đồng; giảm 50% khi nộp trực"
    " tuyến (NQ B): bớt 5.000 đồng; giảm 30% cho trẻ em (Luật A): bớt 3.000 đồng. Chỉ tính một mức có lợi"
    " nhất, không cộng dồn (TT 117/2026/TT-BTC Điều 2)."
)


def with_fee(row: dict[str, Any], *, province: str = "01") -> ProcedureSpec:
    fee = Fee.model_validate({"key": "f", "kind": "fee", "name": "Phí", "basis": "x"} | row)
    return SAMPLE.model_copy(update={"fees": (fee,)}).of_province(province)


def one(
    row: dict[str, Any],
    *,
    province: str = "01",
    on: date = DAY,
    channel: str = "online",
    groups: tuple[str, ...] = (),
    **facts: object,
) -> FeeLine:
    [line] = fees(with_fee(row, province=province), facts, channel, on, groups)
    return line


class TestRules:
    def test_38_three_extracts_cost_24000_and_nothing_for_a_digital_citizen_until_28_february(self) -> None:
        extract = {"amount": 8000, "quantity": "copies", "exemptions": [DIGITAL]}
        assert one(extract, copies=3).amount == 24_000
        assert one(extract, copies=3, groups=("digital_citizen",)).amount == 0
        later = one(extract, copies=3, groups=("digital_citizen",), on=date(2027, 3, 1))
        assert later.amount == 24_000

    @pytest.mark.parametrize(("channel", "amount"), [("online", 10_000), ("counter", 20_000)])
    def test_39_residence_costs_half_online_and_nothing_under_the_policy(
        self, channel: str, amount: int
    ) -> None:
        rows = [
            {"key": key, "kind": "charge", "name": "Lệ phí", "basis": "TT 75/2022/TT-BTC", "channel": way}
            | {"amount": price, "exemptions": [DIGITAL]}
            for key, way, price in (("a", "online", 10_000), ("b", "counter", 20_000))
        ]
        spec = SAMPLE.model_copy(update={"fees": tuple(Fee.model_validate(row) for row in rows)})
        assert [line.amount for line in fees(spec, {}, channel, DAY)] == [amount]
        assert [line.amount for line in fees(spec, {}, channel, DAY, {"digital_citizen"})] == [0]

    def test_40_a_household_business_in_hanoi_pays_100000_on_paper_and_nothing_online(self) -> None:
        assert one(HOUSEHOLD, channel="counter").amount == 100_000
        assert one(HOUSEHOLD, channel="online").amount == 0
        day_before = date(2026, 7, 24)
        assert one(HOUSEHOLD, channel="online", on=day_before).amount == 150_000
        assert not one(HOUSEHOLD, channel="counter").refundable

    def test_41_of_an_exemption_and_a_reduction_the_larger_one_counts_alone(self) -> None:
        rows = [{"group": "child", "percent": 60}, {"group": "student", "percent": 50}]
        discount = [{"channel": "online", "percent": 50}]
        line = one({"amount": 10_000, "exemptions": rows, "discounts": discount}, groups=("child", "student"))
        assert line.amount == 4000
        assert line.benefit is not None
        assert line.benefit.percent == 60


class TestCouncil:
    def test_in_another_province_the_national_price_holds(self) -> None:
        line = one(HOUSEHOLD, province="25", channel="counter")
        assert (line.amount, line.council, line.basis) == (150_000, None, "TT 85/2019/TT-BTC")
        assert line.explanation == ("Mức thu 150.000 đồng.",)

    def test_the_national_row_stays_beside_the_councils(self) -> None:
        fee = with_fee(HOUSEHOLD).fees[0]
        assert (fee.amount, fee.basis, len(fee.council)) == (150_000, "TT 85/2019/TT-BTC", 2)

    def test_which_row_applied_and_which_did_not_is_said(self) -> None:
        line = one(HOUSEHOLD, channel="online")
        assert line.basis == "NQ 78/2026/NQ-HĐND của HĐND thành phố Hà Nội"
        assert line.explanation == (
            "Thu theo NQ 78/2026/NQ-HĐND của HĐND thành phố Hà Nội, áp dụng từ 25/07/2026.",
            NOT_THE_GENERAL_ROW,
            NOT_THE_NATIONAL_PRICE,
            "Mức thu 0 đồng.",
        )

    def test_the_later_resolution_replaces_the_earlier(self) -> None:
        older = HANOI | {"resolution": "NQ 1", "from": "2020-01-01", "amount": 1, "channel": "online"}
        newer = HANOI | {"resolution": "NQ 2", "from": "2026-01-01", "amount": 2}
        line = one({"amount": 9, "council": [older, newer]})
        assert line.amount == 2
        assert (
            line.explanation[1]
            == "Không thu mức 1 đồng của NQ 1 từ 01/01/2020: đã có nghị quyết áp dụng sau."
        )
        assert one({"amount": 9, "council": [older, newer]}, on=date(2025, 12, 31)).amount == 1

    def test_a_row_for_a_condition_goes_before_the_one_for_all(self) -> None:
        general = HANOI | {"resolution": "NQ", "from": "2026-01-01", "amount": 25_000}
        child = general | {"amount": 5000, "when": {"fact": "late", "is": "yes"}}
        line = one({"council": [general, child]}, late="yes")
        assert line.amount == 5000
        assert line.explanation[1].endswith("từ 01/01/2026: có mức riêng cho trường hợp này.")
        assert one({"council": [general, child]}, late="no").amount == 25_000

    def test_after_its_last_day_the_national_price_is_back(self) -> None:
        row = HANOI | {"resolution": "NQ", "from": "2026-01-01", "to": "2026-11-23", "amount": 5}
        assert one({"amount": 9, "council": [row]}).amount == 5
        assert one({"amount": 9, "council": [row]}, on=DAY + timedelta(days=1)).amount == 9

    def test_a_fee_left_to_the_councils_is_charged_only_where_one_has_resolved(self) -> None:
        row = {"council": [HANOI | {"resolution": "NQ 06/2020", "from": "2020-08-01", "amount": 5000}]}
        assert one(row).amount == 5000
        assert fees(with_fee(row, province="25"), {}, "online", DAY) == []

    def test_pages_and_copies_count_in_a_councils_price_as_well(self) -> None:
        tiers = {"first": 2, "price": 3000, "then": 1500, "cap": 10_000, "pages": "pages"}
        row = HANOI | {"resolution": "NQ", "from": "2026-01-01", "tiers": tiers}
        assert one({"amount": 1, "quantity": "copies", "council": [row]}, pages=4, copies=2).amount == 18_000

    def test_what_the_law_takes_off_stays_and_the_resolution_may_take_off_more(self) -> None:
        row = HANOI | {
            "resolution": "NQ",
            "from": "2026-01-01",
            "amount": 1000,
            "exemptions": [{"group": "elderly", "percent": 100, "basis": "NQ"}],
        }
        fee = {
            "amount": 9,
            "exemptions": [{"group": "disabled", "percent": 50, "basis": "Luật"}],
            "council": [row],
        }
        assert one(fee, groups=("disabled",)).amount == 500
        assert one(fee, groups=("elderly",)).amount == 0
        assert one(fee, groups=("elderly",), province="25").amount == 9

    def test_a_doubt_belongs_to_the_row_that_was_charged(self) -> None:
        row = HANOI | {"resolution": "NQ", "from": "2026-01-01", "amount": 1, "unverified": "báo chí"}
        spec = with_fee({"amount": 9, "unverified": "bản ghi", "council": [row]})
        assert doubt(spec, "f", "NQ của HĐND thành phố Hà Nội") == "báo chí"
        assert doubt(spec, "f", "x") == "bản ghi"
        assert doubt(spec, "gone", "x") == ""


class TestBenefits:
    def test_the_choice_is_told_with_what_each_would_take_off(self) -> None:
        row = {
            "amount": 10_000,
            "exemptions": [{"group": "child", "percent": 30, "basis": "Luật A"}, DIGITAL],
            "discounts": [{"channel": "online", "percent": 50, "basis": "NQ B"}],
        }
        line = one(row, groups=("child", "digital_citizen"))
        assert line.explanation == (
            "Mức thu 10.000 đồng.",
            THE_CHOICE,
            "Miễn cho công dân số (TT 117/2026/TT-BTC).",
        )

    def test_a_discount_is_for_its_channel_only(self) -> None:
        row = {"amount": 10_000, "discounts": [{"channel": "online", "percent": 50}]}
        assert one(row, channel="online").amount == 5000
        assert one(row, channel="counter").amount == 10_000

    def test_a_capped_benefit_takes_off_no_more_than_its_cap(self) -> None:
        row = {"amount": 10_000, "exemptions": [{"group": "child", "percent": 100, "most": 3000}]}
        line = one(row, groups=("child",))
        assert line.amount == 7000
        assert line.explanation[-1] == "Miễn cho trẻ em, tối đa 3.000 đồng: còn 7.000 đồng."

    def test_a_lower_percentage_wins_when_it_takes_off_more(self) -> None:
        rows = [{"group": "child", "percent": 100, "most": 1000}, {"group": "student", "percent": 50}]
        assert one({"amount": 10_000, "exemptions": rows}, groups=("child", "student")).amount == 5000


groups = st.sampled_from(["child", "student", "elderly", "digital_citizen"])
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str)
benefit = {"percent": st.integers(1, 100), "most": st.none() | st.integers(0, 50_000), "to": days}
exemption = st.fixed_dictionaries({"group": groups, **benefit})
discount = st.fixed_dictionaries({"channel": st.sampled_from(["online", "counter"]), **benefit})
council = st.fixed_dictionaries(
    {
        "province": st.sampled_from(["01", "25"]),
        "council": st.just("HĐND"),
        "resolution": st.sampled_from(["NQ 1", "NQ 2"]),
        "from": st.dates(date(2025, 1, 1), date(2027, 1, 1)).map(str),
        "amount": st.integers(0, 100_000),
        "channel": st.none() | st.sampled_from(["online", "counter"]),
        "exemptions": st.lists(exemption, max_size=2),
    }
)
fee_rows = st.fixed_dictionaries(
    {
        "amount": st.integers(0, 100_000),
        "quantity": st.none() | st.just("copies"),
        "exemptions": st.lists(exemption, max_size=4),
        "discounts": st.lists(discount, max_size=2),
        "council": st.lists(council, max_size=3),
    }
)
held = st.frozensets(groups).map(tuple)


@given(fee_rows, held, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_written_changes_nothing(
    row: dict[str, Any], payer: tuple[str, ...], order: Random
) -> None:
    mixed = {
        word: order.sample(part, len(part)) if isinstance(part, list) else part for word, part in row.items()
    }
    first, second = (one(each, groups=payer, copies=3) for each in (row, mixed))
    assert (first.amount, first.basis, first.explanation) == (
        second.amount,
        second.basis,
        second.explanation,
    )


@given(fee_rows, held, st.integers(0, 20))
def test_an_amount_is_never_negative_and_never_has_more_than_one_benefit(
    row: dict[str, Any], payer: tuple[str, ...], copies: int
) -> None:
    line = one(row, groups=payer, copies=copies)
    assert 0 <= line.amount <= line.full
    off = line.benefit.taken_off(line.full) if line.benefit else 0
    assert line.amount == line.full - off
    # What each group alone would save is never topped by having several.
    alone = [one(row, groups=(each,), copies=copies).amount for each in payer]
    assert line.amount == min([*alone, one(row, copies=copies).amount])


@given(fee_rows, held, groups, st.integers(0, 20))
def test_belonging_to_one_more_group_never_costs_more_and_one_more_copy_never_less(
    row: dict[str, Any], payer: tuple[str, ...], another: str, copies: int
) -> None:
    line = one(row, groups=payer, copies=copies)
    assert one(row, groups=(*payer, another), copies=copies).amount <= line.amount
    assert one(row, groups=payer, copies=copies + 1).amount >= line.amount


@given(fee_rows, held, st.integers(0, 100_000))
def test_a_higher_national_price_never_costs_less(
    row: dict[str, Any], payer: tuple[str, ...], more: int
) -> None:
    dearer = row | {"amount": row["amount"] + more}
    assert one(dearer, groups=payer, copies=2).amount >= one(row, groups=payer, copies=2).amount


LATE = "    amount: 5000\n"
ROW = '{province: "25", council: HĐND tỉnh, resolution: NQ 1, from: 2026-01-01, amount: 4000}'


def planted(rows: str) -> tuple[str, str]:
    return LATE, f"{LATE}    council: [{rows}]\n"


def test_a_sound_council_row_is_no_fault() -> None:
    assert faults_of(planted(ROW)) == ()


@pytest.mark.parametrize(
    ("rows", "code", "path"),
    [
        (f"{ROW}, {ROW.replace('NQ 1', 'NQ 2')}", "council-ambiguous", "fees[1].council[2]"),
        (ROW.replace(", amount: 4000", ""), "fee-without-price", "fees[1].council[1]"),
        (ROW.replace("}", ", to: 2025-01-01}"), "days-reversed", "fees[1].council[1].to"),
        (ROW.replace("}", ", channel: post}"), "channel-not-offered", "fees[1].council[1].channel"),
        (ROW.replace('"25"', '"HN"'), "value-wrong", "fees[1].council[1].province"),
        (ROW.replace("from: 2026-01-01, ", ""), "value-missing", "fees[1].council[1].from"),
        (
            ROW.replace("}", ", exemptions: [{group: child, percent: 5}]}"),
            "benefit-without-basis",
            "fees[1].council[1].exemptions[1]",
        ),
        (
            ROW.replace("}", ", tiers: {first: 1, price: 1, then: 1, pages: copies}}"),
            "fee-two-prices",
            "fees[1].council[1]",
        ),
    ],
)
def test_a_faulty_council_row_is_named_where_it_stands(rows: str, code: str, path: str) -> None:
    assert (code, path) in [(fault.code, fault.path) for fault in faults_of(planted(rows))]


def test_a_discount_for_a_channel_that_is_not_offered_is_named() -> None:
    change = (LATE, f"{LATE}    discounts: [{{channel: post, percent: 50, basis: NQ}}]\n")
    [fault] = faults_of(change)
    assert (fault.code, fault.path) == ("channel-not-offered", "fees[1].discounts[1].channel")


def test_a_fee_with_neither_price_nor_council_is_refused() -> None:
    report = report_of(GOOD.replace(LATE, ""))
    assert [fault.code for fault in report.errors] == ["fee-without-price"]
