"""What a dossier costs: the rows of the tariff that apply, multiplied, reduced and explained. Pure.

Amounts are whole đồng. A fee (phí) and a charge (lệ phí) stay separate lines and are never added into one
(Luật Phí và lệ phí 2015 Điều 3). Of several exemptions the highest one applies (TT 117/2026/TT-BTC Điều 2).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from motcua.catalogue.cases import CHANNEL
from motcua.catalogue.spec import Exemption, Fee, FeeKind, ProcedureSpec, Tiers, Timing
from motcua.lib.conditions import holds_or_absent
from motcua.lib.money import dong, grouped

KIND_NAMES: Mapping[str, str] = {"fee": "Phí", "charge": "Lệ phí"}
GROUP_NAMES: Mapping[str, str] = {
    "poor_household": "người thuộc hộ nghèo",
    "near_poor": "người thuộc hộ cận nghèo",
    "meritorious": "người có công với cách mạng",
    "disabled": "người khuyết tật",
    "elderly": "người cao tuổi",
    "child": "trẻ em",
    "ethnic_hardship": "người dân tộc thiểu số ở xã đặc biệt khó khăn",
    "student": "học sinh, sinh viên",
    "digital_citizen": "công dân số",
}


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One row of the tariff as it applies to one dossier.

    `amount` is to be paid, `full` what it would be without exemption; `counted` says whether every number it
    is multiplied by was known (otherwise it is the price of one).
    """

    key: str
    kind: FeeKind
    name: str
    amount: int
    full: int
    quantity: int
    timing: Timing
    basis: str
    explanation: tuple[str, ...]
    exemption: Exemption | None = None
    unverified: str = ""
    counted: bool = True
    refundable: bool = True


def fees(
    spec: ProcedureSpec,
    facts: Mapping[str, object],
    channel: str,
    on: date,
    groups: Collection[str] = frozenset(),
) -> list[FeeLine]:
    """The lines a dossier costs when its fees are determined on this day.

    `groups` are those the payer has been shown to belong to; a claim not yet proved must not be among them.
    """
    known = {**facts, CHANNEL: channel}
    return [
        _line(fee, known, on, groups)
        for fee in spec.fees
        if fee.channel in (None, channel) and fee.valid_on(on) and holds_or_absent(fee.when, known)
    ]


def totals(lines: Iterable[FeeLine]) -> dict[FeeKind, int]:
    """What is to be paid in fees and in charges, each for itself."""
    sums: dict[FeeKind, int] = {"fee": 0, "charge": 0}
    for line in lines:
        sums[line.kind] += line.amount
    return sums


def best_exemption(fee: Fee, on: date, groups: Collection[str]) -> Exemption | None:
    """The single highest exemption open to someone of these groups on that day."""
    rows = [row for row in fee.exemptions if row.group in groups and row.valid_on(on)]
    return max(rows, key=lambda row: row.percent, default=None)


def _line(fee: Fee, facts: Mapping[str, object], on: date, groups: Collection[str]) -> FeeLine:
    quantity = _count(facts, fee.quantity)
    pages = _count(facts, fee.tiers.pages) if fee.tiers else None
    times = 1 if quantity is None else quantity
    if fee.tiers is not None:
        price, explanation = _tiered(fee.tiers, 1 if pages is None else pages)
    else:
        price = fee.amount or 0
        explanation = [f"Mức thu {_money(price)}."]
    full = price * times
    if times != 1:
        explanation.append(f"{_money(price)} × {grouped(times)} = {_money(full)}.")
    counted = not (fee.quantity and quantity is None) and not (fee.tiers and pages is None)
    if not counted:
        explanation.append("Chưa biết số lượng nên mới tính cho một; số tiền sẽ tính lại theo tờ khai.")
    exemption = best_exemption(fee, on, groups)
    amount = full
    if exemption is not None:
        # A fraction of a đồng is left to the payer.
        amount = full * (100 - exemption.percent) // 100
        explanation.append(_reduced(exemption, amount))
    return FeeLine(
        key=fee.key,
        kind=fee.kind,
        name=fee.name,
        amount=amount,
        full=full,
        quantity=times,
        timing=fee.timing,
        basis=fee.basis,
        explanation=tuple(explanation),
        exemption=exemption,
        unverified=fee.unverified,
        counted=counted,
        refundable=fee.refundable,
    )


def _tiered(tiers: Tiers, pages: int) -> tuple[int, list[str]]:
    dear, rest = min(pages, tiers.first), max(pages - tiers.first, 0)
    price = tiers.amount(pages)
    sums = f"{dear} trang × {_money(tiers.price)}"
    if rest:
        sums += f" + {rest} trang × {_money(tiers.then)}"
    formula = dear * tiers.price + rest * tiers.then
    lines = [f"{sums} = {_money(formula)} mỗi bản."]
    if price < formula:
        lines.append(f"Áp dụng mức tối đa {_money(price)} mỗi bản.")
    return price, lines


def _reduced(exemption: Exemption, amount: int) -> str:
    group = GROUP_NAMES[exemption.group]
    basis = f" ({exemption.basis})" if exemption.basis else ""
    if exemption.percent == 100:
        return f"Miễn cho {group}{basis}."
    return f"Giảm {exemption.percent}% cho {group}{basis}: còn {_money(amount)}."


def _count(facts: Mapping[str, object], key: str | None) -> int | None:
    """A whole number among the facts, never below zero; None when it is not there or not a number."""
    value = facts.get(key) if key else None
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return max(int(number), 0) if number.is_finite() else None


def _money(amount: int) -> str:
    # `dong` says «Miễn phí» for nothing, which is a conclusion and not a number to reckon with.
    return dong(amount) if amount else "0 đồng"
