"""The rows of the tariff as the file says them: the national row of a fee, the council's beside it, and what
may be taken off. What they come to for one dossier is `motcua.catalogue.tariff`.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from motcua.catalogue.base import Amount, Basis, Channel, Key, Name, Part
from motcua.lib.conditions import Condition

# digital_citizen: the temporary policy of TT 117/2026/TT-BTC; the mark comes from the e-identity.
Group = Literal[
    "poor_household",
    "near_poor",
    "meritorious",
    "disabled",
    "elderly",
    "child",
    "ethnic_hardship",
    "student",
    "digital_citizen",
]
FeeKind = Literal["fee", "charge"]
Timing = Literal["on_filing", "on_acceptance", "on_return"]

ProvinceCode = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
# Both together are the basis of a determined line, whose column holds 200 characters.
Resolution = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=100)]
Council = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=90)]


class Dated(Part):
    """Something that holds between two days, both included; without a day, always."""

    valid_from: date | None = Field(default=None, alias="from")
    valid_to: date | None = Field(default=None, alias="to")

    def valid_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Tiers(Part):
    """A price by pages: `price` for each of the first `first` pages, `then` for each more, `cap` at most."""

    first: Annotated[int, Field(ge=1)]
    price: Amount
    then: Amount
    cap: Amount | None = None
    pages: Key

    def amount(self, pages: int) -> int:
        """The price in đồng of one copy of an original with this many pages (TT 226/2016/TT-BTC Điều 4)."""
        dear = min(pages, self.first)
        total = dear * self.price + (pages - dear) * self.then
        return total if self.cap is None else min(total, self.cap)


class Benefit(Dated):
    """What is taken off: `percent` of the full amount, at most `most` đồng of it."""

    percent: Annotated[int, Field(ge=1, le=100)]
    most: Amount | None = None
    basis: str = ""
    unverified: str = ""

    def taken_off(self, full: int) -> int:
        """So many đồng less; a fraction of a đồng is left to the payer."""
        off = full - full * (100 - self.percent) // 100
        return off if self.most is None else min(off, self.most)


class Exemption(Benefit):
    """Miễn, giảm for people of a group; a temporary policy is one with days."""

    group: Group


class Discount(Benefit):
    """Giảm theo cách nộp: for everybody who files through a channel."""

    channel: Channel


class Priced(Dated):
    """A price: for whom it is, and what may be taken off it."""

    amount: Amount | None = None
    tiers: Tiers | None = None
    channel: Channel | None = None
    when: Condition | None = None
    exemptions: tuple[Exemption, ...] = ()
    discounts: tuple[Discount, ...] = ()
    unverified: str = ""

    @property
    def benefits(self) -> tuple[Exemption | Discount, ...]:
        found: list[Exemption | Discount] = [*self.exemptions]
        return (*found, *self.discounts)


class CouncilRow(Priced):
    """What a provincial council (HĐND) has resolved for its own province, beside the national row.

    In its province it is charged instead of the national price; what the law takes off stays, what the
    resolution takes off comes to it (Luật Phí và lệ phí 2015).
    """

    province: ProvinceCode
    council: Council
    resolution: Resolution
    valid_from: date = Field(alias="from")

    @property
    def basis(self) -> str:
        """As a determined line keeps it."""
        return f"{self.resolution} của {self.council}"


class Fee(Priced):
    """One fee (phí) or charge (lệ phí), in whole đồng: its national price, and those of councils.

    A fee without a national price is charged only where a council has resolved one.
    """

    key: Key
    kind: FeeKind
    name: Name
    quantity: Key | None = None
    timing: Timing = "on_acceptance"
    basis: Basis
    council: tuple[CouncilRow, ...] = ()
    # Whether it is given back when nothing comes of the dossier.
    refundable: bool = True

    @property
    def rows(self) -> "tuple[Fee | CouncilRow, ...]":
        """The national row and the councils'."""
        return self, *self.council

    def of_province(self, code: str) -> Self:
        """The fee without the rows of other provinces' councils."""
        return self.model_copy(update={"council": tuple(row for row in self.council if row.province == code)})

    @property
    def has_national_price(self) -> bool:
        return self.amount is not None or self.tiers is not None
