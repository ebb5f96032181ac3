"""A procedure in one line, for lists: the span of its terms and of what it costs. Pure.

What is marked unverified is told apart, so that a list never promises what nobody has compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from motcua.catalogue.cases import CHANNEL, asked
from motcua.catalogue.fee_rows import Fee
from motcua.catalogue.spec import ProcedureSpec, Term
from motcua.catalogue.tariff import fees
from motcua.lib.conditions import names


@dataclass(frozen=True, slots=True)
class TermSpan:
    """The shortest and the longest term over all cases and channels; `certain` if both are verified."""

    shortest: Term
    longest: Term

    @property
    def is_one(self) -> bool:
        return (self.shortest.amount, self.shortest.unit) == (self.longest.amount, self.longest.unit)

    @property
    def certain(self) -> bool:
        return not self.shortest.unverified and not self.longest.unverified


@dataclass(frozen=True, slots=True)
class CostSpan:
    """The least and the most the shipped examples cost, in đồng.

    `open`: the sum also depends on what is written in the form, so the most is not known.
    """

    least: int
    most: int
    open: bool
    certain: bool


def term_span(spec: ProcedureSpec) -> TermSpan | None:
    """The span of the terms that some channel of the procedure can have; None when no term is stated."""
    terms = [
        term
        for case in spec.cases
        for term in case.terms
        if term.channel is None or term.channel in spec.channels
    ]
    if not terms:
        return None
    return TermSpan(min(terms, key=_length), max(terms, key=_length))


def cost_span(spec: ProcedureSpec, on: date) -> CostSpan:
    """What the cheapest and the dearest way through the procedure cost that day, without any exemption."""
    rows = [fee for fee in spec.fees if fee.valid_on(on)]
    sums = list(_sums(spec, on)) or [(0, True)]
    least = min(sums)[0]
    # A verified sum is the one told, where a verified and an unverified one are equally low.
    certain = any(verified for amount, verified in sums if amount == least)
    return CostSpan(least, max(sums)[0], any(_asks_the_form(spec, fee) for fee in rows), certain)


def _length(term: Term) -> tuple[int, bool]:
    """A same-day term is shorter than one working day, though both hold the same minutes."""
    return term.minutes, term.unit != "same-day"


def _sums(spec: ProcedureSpec, on: date) -> Iterator[tuple[int, bool]]:
    for case in spec.cases:
        for example in case.examples:
            for channel in spec.channels:
                facts = asked(spec, example.answers, channel=channel)[1]
                lines = fees(spec, facts, channel, on)
                yield sum(line.amount for line in lines), not any(line.unverified for line in lines)


def _asks_the_form(spec: ProcedureSpec, fee: Fee) -> bool:
    """Whether the row depends on what only the form says: a number, or a condition on its fields."""
    known = {CHANNEL, *(question.key for question in spec.questions)}
    said = names(fee.when) if fee.when is not None else set()
    return bool(fee.quantity or fee.tiers or said - known)
