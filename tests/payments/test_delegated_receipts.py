"""The post writes receipts under contract, out of numbers of its own; its list and our book agree."""

import threading
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.payments.actions import LineToPay, determine, request, take
from motcua.payments.actions.delegation import Contract, delegate, end_delegation
from motcua.payments.actions.post_collect import Outcome, collect
from motcua.payments.actions.receipt import replace
from motcua.payments.checks import SOUND
from motcua.payments.models import (
    CollectingAccount,
    Obligation,
    Payment,
    Receipt,
    ReceiptDelegation,
    ReceiptSeries,
)
from tests.dossiers.hand import fork
from tests.elsewhere import Elsewhere
from tests.payments.histories import officer
from tests.payments.test_ledger_histories import account

UNIT = "ubnd-tinh"
BOOKS = officer(7, UNIT)
AT = datetime(2026, 11, 28, 9, tzinfo=moment.TZ)
HEAD = "Mã hồ sơ,Số tiền,Ngày thu,Số biên nhận,Số biên lai phí,Số biên lai lệ phí\n"


def contract(
    first: date = date(2026, 1, 1),
    last: date | None = None,
    *,
    mark: str = "BD",
    told: date = date(2025, 12, 1),
) -> Contract:
    return Contract("Bưu điện tỉnh", "Số 1 đường Hùng Vương", mark, "HD-01/2026", told, first, last)


def asked() -> str:
    """A request for a fee and a charge; its number."""
    lines = [
        LineToPay("fee", "fee", "Phí", 8_000, "on_acceptance", "", ()),
        LineToPay("charge", "charge", "Lệ phí", 20_000, "on_acceptance", "", ()),
    ]
    where = account_there()
    owed = determine(actor=BOOKS, payer="Nguyễn Thị Lan", lines=lines, unit=where.unit)
    return request.by_qr(actor=BOOKS, obligation_id=owed.pk, code="H44.12-261128-0001").number


def account_there() -> CollectingAccount:
    return CollectingAccount.objects.first() or account()


def read(text: str) -> Outcome:
    return collect(actor=BOOKS, name="thu-ho.csv", content=(HEAD + text).encode(), find=lambda _: None)


def faults() -> list[str]:
    return [sentence for question in SOUND.values() for sentence in question()]


def numbers(kind: str) -> list[int]:
    found = Receipt.objects.filter(series__kind=kind, series__delegation__isnull=False)
    return sorted(found.values_list("number", flat=True))


@pytest.fixture
def delegated() -> ReceiptDelegation:
    return delegate(actor=BOOKS, unit_id=UNIT, contract=contract())


@pytest.mark.django_db
class TestReceipts:
    def test_they_bear_the_delegate_and_numbers_of_its_own_from_1(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            mine, theirs = asked(), asked()
            take(actor=BOOKS, obligation_id=Obligation.objects.get(requests__number=mine).pk, method="cash")
            outcome = read(f"{theirs},28000,27/11/2026,BC1,1,1\n")
        assert (outcome.new, outcome.faults, outcome.differ) == (1, [], [])
        found = Receipt.objects.filter(payment__method=Payment.Method.POST).select_related("series")
        assert {(each.series.kind, each.series.symbol, each.number) for each in found} == {
            ("fee", "P26BD", 1),
            ("charge", "P26BD", 1),
        }
        assert {each.collector for each in found} == {"Bưu điện tỉnh"}
        assert {each.issued_at.astimezone(moment.TZ).date() for each in found} == {date(2026, 11, 27)}
        own = Receipt.objects.exclude(payment__method=Payment.Method.POST)
        assert {(each.series.symbol, each.number) for each in own} == {("P26E", 1)}
        assert faults() == []

    def test_a_list_read_again_issues_nothing(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            text = f"{asked()},28000,27/11/2026,BC1,1,1\n"
            read(text)
            again = read(text)
        assert (again.new, again.known, Receipt.objects.count()) == (0, 1, 2)

    def test_what_the_post_collected_in_december_is_numbered_in_december(
        self, delegated: ReceiptDelegation
    ) -> None:
        with moment.at(datetime(2027, 1, 4, 9, tzinfo=moment.TZ)):
            first, second = asked(), asked()
            read(f"{first},28000,31/12/2026,BC1,1,1\n{second},28000,02/01/2027,BC2,1,1\n")
        series = ReceiptSeries.objects.filter(kind="fee").order_by("year")
        assert [(each.year, each.symbol, each.last) for each in series] == [
            (2026, "P26BD", 1),
            (2027, "P27BD", 1),
        ]
        assert faults() == []

    def test_another_number_than_ours_is_told_and_stays(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            outcome = read(f"{asked()},28000,27/11/2026,BC1,1,7\n")
        [(line, said)] = outcome.differ
        assert (line, said) == (2, "Bưu chính ghi biên lai lệ phí số 7, sổ cấp 01BLLP P26BD số 00000001.")
        [other] = Receipt.objects.numbered_otherwise([UNIT])
        assert (other.number, other.told_number) == (1, 7)
        assert list(Receipt.objects.numbered_otherwise(["ubnd-08515"])) == []

    def test_a_later_list_may_say_the_numbers(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            number = asked()
            read(f"{number},28000,27/11/2026,BC1,,\n")
            assert not Receipt.objects.numbered_otherwise([UNIT]).exists()
            read(f"{number},28000,27/11/2026,BC1,1,2\n")
        assert [each.series.kind for each in Receipt.objects.numbered_otherwise([UNIT])] == ["charge"]

    def test_without_a_contract_that_day_the_numbers_are_the_units_own(self) -> None:
        delegate(actor=BOOKS, unit_id=UNIT, contract=contract(date(2026, 11, 28)))
        with moment.at(AT):
            outcome = read(f"{asked()},28000,27/11/2026,BC1,1,\n")
        assert "không có ủy nhiệm" in outcome.differ[0][1]
        assert {each.series.symbol for each in Receipt.objects.all()} == {"P26E"}

    def test_a_number_that_is_none_and_a_day_to_come_are_faults_of_their_lines(
        self, delegated: ReceiptDelegation
    ) -> None:
        with moment.at(AT):
            number = asked()
            outcome = read(f"{number},28000,27/11/2026,BC1,123456789,\n{number},28000,30/11/2026,BC2,,\n")
        assert outcome.faults == [(2, "Số biên lai gồm 1 đến 8 chữ số."), (3, "Ngày thu chưa đến.")]
        assert not Receipt.objects.exists()

    def test_a_correction_comes_out_of_the_units_own_numbers(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            read(f"{asked()},28000,27/11/2026,BC1,1,1\n")
            old = Receipt.objects.get(series__kind="fee")
            new = replace(actor=BOOKS, receipt_id=old.pk, reason="Sai tên", payer="Nguyễn Thị Lân")
        assert (new.series.symbol, new.series.delegation, new.corrects) == ("P26E", None, old)
        assert faults() == []

    @settings(
        max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    )
    @given(order=st.permutations(range(1, 7)), phi=st.lists(st.booleans(), min_size=6, max_size=6))
    def test_in_whatever_order_a_list_stands_numbers_are_given_as_the_post_gave_them(
        self, order: list[int], phi: list[bool]
    ) -> None:
        """Phí and lệ phí are numbered apart: some of the six pay only one of the two."""
        with transaction.atomic(), moment.at(AT):
            if not ReceiptDelegation.objects.exists():
                delegate(actor=BOOKS, unit_id=UNIT, contract=contract())
            rows = {}
            fee = 0
            for number in range(1, 7):
                fee += phi[number - 1]
                # The charge is the second line: a request of the charge alone has no receipt for phí.
                lines = [LineToPay("charge", "charge", "Lệ phí", 20_000, "on_acceptance", "", ())]
                if phi[number - 1]:
                    lines.append(LineToPay("fee", "fee", "Phí", 8_000, "on_acceptance", "", ()))
                owed = determine(actor=BOOKS, payer="Lan", lines=lines, unit=account_there().unit)
                code = request.by_qr(actor=BOOKS, obligation_id=owed.pk, code="H44.12-261128-1").number
                told = fee if phi[number - 1] else ""
                rows[number] = f"{code},{owed.amount},27/11/2026,BC{number},{told},{number}\n"
            outcome = read("".join(rows[number] for number in order))
            assert (outcome.new, outcome.differ) == (6, [])
            assert faults() == []
            transaction.set_rollback(True)


@pytest.mark.django_db
class TestTheContract:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            (contract(mark="B1"), "mark"),
            (contract(told=date(2025, 12, 30)), "valid_from"),
            (contract(last=date(2025, 12, 31)), "valid_to"),
            (Contract("", "Số 1", "BD", "HD", date(2025, 1, 1), date(2026, 1, 1)), "name"),
            (Contract("Bưu điện", " ", "BD", "HD", date(2025, 1, 1), date(2026, 1, 1)), "address"),
        ],
    )
    def test_what_it_must_say(self, wrong: Contract, field: str) -> None:
        with pytest.raises(Refused) as refusal:
            delegate(actor=BOOKS, unit_id=UNIT, contract=wrong)
        assert refusal.value.field == field

    def test_one_at_a_time_and_no_mark_twice(self, delegated: ReceiptDelegation) -> None:
        for another in (contract(date(2027, 1, 1), mark="VT"), contract()):
            with pytest.raises(Refused):
                delegate(actor=BOOKS, unit_id=UNIT, contract=another)
        end_delegation(actor=BOOKS, delegation_id=delegated.pk, last_day=date(2026, 12, 31))
        delegate(actor=BOOKS, unit_id=UNIT, contract=contract(date(2027, 1, 1), mark="VT"))

    def test_it_does_not_end_before_a_receipt(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            read(f"{asked()},28000,27/11/2026,BC1,1,1\n")
        with pytest.raises(Refused, match="sau ngày này"):
            end_delegation(actor=BOOKS, delegation_id=delegated.pk, last_day=date(2026, 11, 26))
        end_delegation(actor=BOOKS, delegation_id=delegated.pk, last_day=date(2026, 11, 27))
        assert faults() == []

    def test_the_accountant_of_another_unit_has_no_say(self, delegated: ReceiptDelegation) -> None:
        far = officer(9, "ubnd-08515")
        with pytest.raises(Forbidden):
            delegate(actor=far, unit_id=UNIT, contract=contract(mark="VT"))
        with pytest.raises(Forbidden):
            end_delegation(actor=far, delegation_id=delegated.pk, last_day=date(2026, 12, 31))

    def test_a_receipt_outside_the_contract_is_a_fault(self, delegated: ReceiptDelegation) -> None:
        with moment.at(AT):
            read(f"{asked()},28000,27/11/2026,BC1,1,1\n")
        ReceiptDelegation.objects.update(valid_from=date(2026, 11, 28))
        assert len(faults()) == 2
        ReceiptDelegation.objects.update(valid_from=date(2026, 1, 1))
        Receipt.objects.filter(series__kind="fee").update(number=2)
        assert len(faults()) == 1, "a gap in the range"


def test_lists_read_at_once_number_without_a_gap(elsewhere: Elsewhere) -> None:
    """Two processes of five threads each read the same twenty lines, in orders of their own."""
    with transaction.atomic():
        account()
        delegate(actor=BOOKS, unit_id=UNIT, contract=contract())
        codes = [asked() for _ in range(20)]
    connections["default"].close()
    said = elsewhere.run("post", [codes] * 2, "tests.payments.alone")
    assert sorted(said) == ["known"] * 180 + ["new"] * 20
    assert numbers("fee") == numbers("charge") == list(range(1, 21))
    assert faults() == []


def test_one_number_of_the_post_on_two_lists_at_the_same_moment_is_told_to_the_second(
    elsewhere: Elsewhere,
) -> None:
    """Both have looked and found nothing before either has written: the engine decides, people read why."""
    with transaction.atomic():
        account()
        found = [str(Obligation.objects.get(requests__number=asked()).pk) for _ in range(2)]
    gate = threading.Barrier(2)
    said: list[Outcome] = []

    def find(pk: str) -> Obligation:
        # An engine with one writer lets the second in only when the first has ended.
        with suppress(threading.BrokenBarrierError):
            gate.wait(2)
        return Obligation.objects.get(pk=pk)

    def one(pk: str) -> None:
        content = f"Mã hồ sơ,Số tiền,Số biên nhận\n{pk},28000,BC1\n".encode()
        said.append(collect(actor=BOOKS, name="thu-ho.csv", content=content, find=find))

    fork(one, [[pk] for pk in found])
    assert sorted(outcome.new for outcome in said) == [0, 1]
    ((_, sentence),) = [fault for outcome in said for fault in outcome.faults]
    assert sentence == "Số biên nhận BC1 đã ghi với hồ sơ hoặc số tiền khác; hãy hỏi bưu chính."
    assert Payment.objects.count() == 1
    assert faults() == []
