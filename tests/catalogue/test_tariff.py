"""Fees: tiers by page, dates, exemptions; phí and lệ phí apart. Rules 37–41."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.fee_rows import Fee, Tiers
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.tariff import FeeLine, fees, totals
from tests.catalogue.sample import spec_of

DAY = date(2026, 11, 23)
# Read once: examples of hypothesis are timed.
SAMPLE = spec_of()
CERTIFIED_COPY = Tiers(first=2, price=2000, then=1000, cap=200_000, pages="pages")

amounts = st.integers(0, 1_000_000)
tiers = st.builds(
    Tiers,
    first=st.integers(1, 50),
    price=amounts,
    then=amounts,
    cap=st.none() | st.integers(0, 10_000_000),
    pages=st.just("pages"),
)


def with_fees(*rows: dict[str, object]) -> ProcedureSpec:
    basis = {"kind": "fee", "name": "Phí", "basis": "x"}
    made = tuple(Fee.model_validate(basis | {"key": f"f{at}"} | row) for at, row in enumerate(rows))
    return SAMPLE.model_copy(update={"fees": made})


def one(
    spec: ProcedureSpec,
    *,
    on: date = DAY,
    channel: str = "online",
    groups: set[str] | None = None,
    **facts: object,
) -> FeeLine:
    [line] = fees(spec, facts, channel, on, groups or set())
    return line


@pytest.mark.parametrize(
    ("pages", "amount"), [(1, 2000), (2, 4000), (3, 5000), (10, 12_000), (300, 200_000), (0, 0)]
)
def test_a_certified_copy_is_priced_by_the_pages_of_the_original(pages: int, amount: int) -> None:
    assert CERTIFIED_COPY.amount(pages) == amount


def test_three_copies_of_ten_pages_cost_three_times_ten_pages() -> None:
    spec = with_fees({"tiers": CERTIFIED_COPY.model_dump(), "quantity": "copies"})
    line = one(spec, pages="10", copies=3)
    assert (line.amount, line.quantity, line.counted) == (36_000, 3, True)
    assert line.explanation == (
        "2 trang × 2.000 đồng + 8 trang × 1.000 đồng = 12.000 đồng mỗi bản.",
        "12.000 đồng × 3 = 36.000 đồng.",
    )


def test_the_cap_is_explained() -> None:
    spec = with_fees({"tiers": CERTIFIED_COPY.model_dump()})
    assert "Áp dụng mức tối đa 200.000 đồng mỗi bản." in one(spec, pages=300).explanation


@given(tiers, st.integers(0, 5000))
def test_one_more_page_never_costs_less(row: Tiers, pages: int) -> None:
    assert row.amount(pages) <= row.amount(pages + 1)


@given(tiers, st.integers(0, 5000))
def test_a_copy_never_costs_more_than_the_cap_nor_less_than_nothing(row: Tiers, pages: int) -> None:
    assert row.amount(pages) >= 0
    if row.cap is not None:
        assert row.amount(pages) <= row.cap


@given(tiers, st.integers(0, 5000), st.integers(0, 100))
def test_copies_multiply_after_the_cap(row: Tiers, pages: int, copies: int) -> None:
    spec = with_fees({"tiers": row.model_dump(), "quantity": "copies"})
    assert one(spec, pages=pages, copies=copies).amount == row.amount(pages) * copies


@given(st.integers(0, 10**9), st.integers(1, 100), st.integers(1, 100))
def test_of_two_exemptions_only_the_higher_counts(amount: int, first: int, second: int) -> None:
    rows = [{"group": "child", "percent": first}, {"group": "student", "percent": second}]
    line = one(with_fees({"amount": amount, "exemptions": rows}), groups={"child", "student"})
    assert line.amount == amount * (100 - max(first, second)) // 100
    assert 0 <= line.amount <= line.full == amount


def test_without_a_number_the_price_of_one_is_shown_and_said_so() -> None:
    line = one(with_fees({"amount": 8000, "quantity": "copies"}))
    assert (line.amount, line.counted) == (8000, False)
    assert "mới tính cho một" in line.explanation[-1]


@pytest.mark.parametrize("odd", [None, True, "nhiều", "NaN", ""])
def test_what_is_no_number_counts_as_not_given(odd: object) -> None:
    assert not one(with_fees({"amount": 8000, "quantity": "copies"}), copies=odd).counted


def test_an_extract_is_free_for_digital_citizens_while_the_policy_runs() -> None:
    policy = {
        "group": "digital_citizen",
        "percent": 100,
        "from": "2026-08-15",
        "to": "2027-02-28",
        "basis": "TT 117/2026",
    }
    spec = with_fees({"amount": 8000, "quantity": "copies", "exemptions": [policy]})
    assert one(spec, copies=3).amount == 24_000
    assert one(spec, copies=3, groups={"digital_citizen"}).amount == 0
    assert one(spec, copies=3, groups={"digital_citizen"}, on=date(2027, 2, 28)).amount == 0
    assert one(spec, copies=3, groups={"digital_citizen"}, on=date(2027, 3, 1)).amount == 24_000


def test_a_row_counts_only_in_its_channel() -> None:
    spec = with_fees({"amount": 20_000, "channel": "counter"}, {"amount": 10_000, "channel": "online"})
    assert one(spec, channel="counter").amount == 20_000
    assert one(spec, channel="online").amount == 10_000


def test_a_row_counts_only_between_its_days_inclusive() -> None:
    spec = with_fees({"amount": 100_000, "to": "2026-07-24"}, {"amount": 0, "from": "2026-07-25"})
    assert one(spec, on=date(2026, 7, 24)).amount == 100_000
    assert one(spec, on=date(2026, 7, 25)).amount == 0


def test_a_row_counts_only_when_its_condition_holds() -> None:
    spec = spec_of()
    assert [line.key for line in fees(spec, {"late": "no"}, "online", DAY)] == ["copies_fee"]
    assert [line.key for line in fees(spec, {"late": "yes"}, "online", DAY)] == ["late_charge", "copies_fee"]


def test_fees_and_charges_are_summed_apart() -> None:
    lines = fees(spec_of(), {"late": "yes", "copies": 2}, "online", DAY)
    assert totals(lines) == {"fee": 16_000, "charge": 5000}


def test_an_exemption_keeps_its_base_in_law() -> None:
    lines = fees(spec_of(), {"late": "yes"}, "online", DAY, {"poor_household"})
    line = lines[0]
    assert (line.amount, line.full) == (0, 5000)
    assert line.benefit is not None
    assert line.explanation[-1] == "Miễn cho người thuộc hộ nghèo (TT 250/2016)."


def test_a_reduction_says_what_remains() -> None:
    line = one(
        with_fees({"amount": 50_001, "exemptions": [{"group": "child", "percent": 50}]}), groups={"child"}
    )
    assert line.amount == 25_000
    assert line.explanation[-1] == "Giảm 50% cho trẻ em: còn 25.000 đồng."


def test_nobody_without_a_group_is_exempt() -> None:
    [line, _] = fees(spec_of(), {"late": "yes"}, "online", DAY)
    assert line.benefit is None
