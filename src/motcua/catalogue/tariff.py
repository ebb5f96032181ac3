"""What a dossier costs: the rows of the tariff that apply, multiplied, reduced and explained. Pure.

Amounts are whole đồng. A fee (phí) and a charge (lệ phí) stay separate lines and are never added into one
(Luật Phí và lệ phí 2015 Điều 3). What a council has resolved for the province goes before the national price.
Of several benefits the single one that takes off most applies (TT 117/2026/TT-BTC Điều 2).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from motcua.catalogue.cases import CHANNEL
from motcua.catalogue.fee_rows import CouncilRow, Discount, Exemption, Fee, FeeKind, Tiers, Timing
from motcua.catalogue.labels import CHANNELS
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib.conditions import holds_or_absent
from motcua.lib.dates import short_date
from motcua.lib.money import dong, grouped
from motcua.lib.text import capital

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
Benefit = Exemption | Discount
ONE_BENEFIT = "TT 117/2026/TT-BTC Điều 2"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One row of the tariff as it applies to one dossier.

    `amount` is to be paid, `full` what it would be without the `benefit`; `council` is the council's row, if
    one applied; `counted` says whether every number it is multiplied by was known (otherwise it is the price
    of one).
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
    benefit: Benefit | None = None
    council: CouncilRow | None = None
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
    `spec` is the procedure as it holds in the province (`ProcedureSpec.of_province`).
    """
    known = {**facts, CHANNEL: channel}
    lines = (
        _line(fee, known, on, groups)
        for fee in spec.fees
        if fee.channel in (None, channel) and fee.valid_on(on) and holds_or_absent(fee.when, known)
    )
    return [line for line in lines if line is not None]


def totals(lines: Iterable[FeeLine]) -> dict[FeeKind, int]:
    """What is to be paid in fees and in charges, each for itself."""
    sums: dict[FeeKind, int] = {"fee": 0, "charge": 0}
    for line in lines:
        sums[line.kind] += line.amount
    return sums


def council_rows(fee: Fee, facts: Mapping[str, object], on: date) -> list[CouncilRow]:
    """The council's rows that hold, the one that is charged first: the later resolution replaces the earlier,
    and says more where it names a channel or a condition.
    """
    rows = [
        row
        for row in fee.council
        if row.valid_on(on) and row.channel in (None, facts.get(CHANNEL)) and holds_or_absent(row.when, facts)
    ]
    return sorted(rows, key=_precedence, reverse=True)


def price_row(fee: Fee, facts: Mapping[str, object], on: date) -> Fee | CouncilRow | None:
    """Whose price is charged: the council's, else the national one; None where nobody has named any."""
    rows = council_rows(fee, facts, on)
    if rows:
        return rows[0]
    return fee if fee.has_national_price else None


def offered(fee: Fee, row: Fee | CouncilRow, on: date) -> list[Benefit]:
    """Everything that could be taken off for somebody, the law's and the resolution's."""
    rows = [fee] if row is fee else [fee, row]
    return [each for row in rows for each in row.benefits if each.valid_on(on)]


def benefits(
    fee: Fee, row: Fee | CouncilRow, facts: Mapping[str, object], on: date, groups: Collection[str]
) -> list[Benefit]:
    """What of it is open to this payer, who belongs to these groups."""
    return [
        each
        for each in offered(fee, row, on)
        if (each.group in groups if isinstance(each, Exemption) else each.channel == facts.get(CHANNEL))
    ]


def best(open_to: Iterable[Benefit], full: int) -> Benefit | None:
    """The single benefit that takes off most, whatever the order they are written in."""
    return max(open_to, key=lambda row: (row.taken_off(full), row.percent, _with_basis(row)), default=None)


def what_is_taken_off(row: Benefit) -> str:
    """«miễn cho công dân số», «giảm 50% khi nộp trực tuyến, tối đa 5.000 đồng»."""
    what = "miễn" if row.percent == 100 else f"giảm {row.percent}%"
    if isinstance(row, Exemption):
        what += f" cho {GROUP_NAMES[row.group]}"
    else:
        what += f" khi {CHANNELS[row.channel].lower()}"
    return what if row.most is None else f"{what}, tối đa {_money(row.most)}"


def _with_basis(row: Benefit) -> str:
    what = what_is_taken_off(row)
    return f"{what} ({row.basis})" if row.basis else what


def doubt(spec: ProcedureSpec, key: str, basis: str) -> str:
    """Why the price of a line determined on this basis has still to be compared; nothing when it has been."""
    fee = spec.fee(key)
    if fee is None:
        return ""
    row = next((row for row in fee.council if row.basis == basis), None)
    return fee.unverified if row is None else row.unverified


def _precedence(row: CouncilRow) -> tuple[date, bool, bool, str]:
    return row.valid_from, row.channel is not None, row.when is not None, row.model_dump_json()


def _line(fee: Fee, facts: Mapping[str, object], on: date, groups: Collection[str]) -> FeeLine | None:
    """None where neither the law nor a council names a price: without a basis nothing is charged."""
    row = price_row(fee, facts, on)
    if row is None:
        return None
    price, explanation, pages_known = _price(row, facts)
    explanation = [*_source(fee, council_rows(fee, facts, on), facts), *explanation]
    quantity = _count(facts, fee.quantity)
    times = 1 if quantity is None else quantity
    full = price * times
    if times != 1:
        explanation.append(f"{_money(price)} × {grouped(times)} = {_money(full)}.")
    counted = pages_known and not (fee.quantity and quantity is None)
    if not counted:
        explanation.append("Chưa biết số lượng nên mới tính cho một; số tiền sẽ tính lại theo tờ khai.")
    open_to = benefits(fee, row, facts, on, groups)
    benefit = best(open_to, full)
    amount = full if benefit is None else full - benefit.taken_off(full)
    if benefit is not None:
        explanation += _chosen(open_to, benefit, full)
    return FeeLine(
        key=fee.key,
        kind=fee.kind,
        name=fee.name,
        amount=amount,
        full=full,
        quantity=times,
        timing=fee.timing,
        basis=row.basis,
        explanation=tuple(explanation),
        benefit=benefit,
        council=row if isinstance(row, CouncilRow) else None,
        unverified=row.unverified,
        counted=counted,
        refundable=fee.refundable,
    )


def _price(row: Fee | CouncilRow, facts: Mapping[str, object]) -> tuple[int, list[str], bool]:
    """The price of one, how it comes about, and whether the pages it depends on are known."""
    if row.tiers is None:
        price = row.amount or 0
        return price, [f"Mức thu {_money(price)}."], True
    pages = _count(facts, row.tiers.pages)
    price, explanation = _tiered(row.tiers, 1 if pages is None else pages)
    return price, explanation, pages is not None


def _source(fee: Fee, rows: list[CouncilRow], facts: Mapping[str, object]) -> list[str]:
    """Which row applies and which ones do not, and why; silence where there is only the national one."""
    if not rows:
        return []
    applied, *replaced = rows
    said = [f"Thu theo {applied.basis}, áp dụng từ {short_date(applied.valid_from)}."]
    for row in replaced:
        price = _money(_price(row, facts)[0])
        said.append(
            f"Không thu mức {price} của {row.resolution} từ {short_date(row.valid_from)}:"
            f" {_why_not(row, applied)}."
        )
    if fee.has_national_price:
        national = _price(fee, facts)[0]
        said.append(
            f"Không thu mức chung {_money(national)} ({fee.basis}): tỉnh có nghị quyết riêng của hội đồng"
            " nhân dân."
        )
    return said


def _why_not(row: CouncilRow, applied: CouncilRow) -> str:
    if row.valid_from < applied.valid_from:
        return "đã có nghị quyết áp dụng sau"
    if applied.channel is not None and row.channel is None:
        return f"có mức riêng khi {CHANNELS[applied.channel].lower()}"
    return "có mức riêng cho trường hợp này"


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


def _chosen(open_to: list[Benefit], benefit: Benefit, full: int) -> list[str]:
    """The benefit that was taken and, where there was a choice, of which."""
    said = []
    if len(open_to) > 1:
        named = sorted(open_to, key=lambda row: (-row.taken_off(full), -row.percent, _with_basis(row)))
        each = "; ".join(f"{_with_basis(row)}: bớt {_money(row.taken_off(full))}" for row in named)
        said.append(
            f"Có {len(open_to)} mức được hưởng: {each}. Chỉ tính một mức có lợi nhất, không cộng dồn"
            f" ({ONE_BENEFIT})."
        )
    left = full - benefit.taken_off(full)
    return [*said, f"{capital(_with_basis(benefit))}{f': còn {_money(left)}' if left else ''}."]


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
