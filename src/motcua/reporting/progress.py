"""How far a target is, and where it will be at the end of its period. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from motcua.reporting.table import Share

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Progress:
    """What was reached of a target in percent, and the straight line to the end of the period.

    `elapsed` and `total` are working days. `fixed`: the whole does not grow with time.
    """

    target: Decimal
    share: Share
    elapsed: int
    total: int
    fixed: bool = False

    @property
    def is_reached(self) -> bool:
        return self.missing == 0 and self.share.denominator > 0

    @property
    def gap(self) -> Decimal | None:
        """Percentage points short of the target (negative) or above it; None without a whole."""
        percent = self.share.percent
        return None if percent is None else percent - self.target

    @property
    def missing(self) -> int:
        """How many more (dossiers, services) of the present whole would have to count."""
        return _missing(self.share, self.target)

    @property
    def forecast(self) -> Share | None:
        """The share at the end of the period if every working day goes on as those until now did."""
        if not self.elapsed or self.elapsed >= self.total:
            return self.share if self.elapsed else None
        whole = self.share.denominator if self.fixed else self._extended(self.share.denominator)
        return Share(min(whole, self._extended(self.share.numerator)), whole)

    def _extended(self, count: int) -> int:
        return int((Decimal(count) * self.total / self.elapsed).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def missing_at_end(self) -> int | None:
        """How many would be missing at the end of the period, going on like this."""
        return None if self.forecast is None else _missing(self.forecast, self.target)

    @property
    def wanted_from_now(self) -> Decimal | None:
        """What share of all that is still to come has to count for the target to be reached, in percent.

        Over 100: it can no longer be reached. None when nothing more is expected, or the whole is fixed.
        """
        forecast = self.forecast
        if self.fixed or forecast is None or forecast.denominator <= self.share.denominator:
            return None
        short = Decimal(forecast.denominator) * self.target / 100 - self.share.numerator
        coming = forecast.denominator - self.share.denominator
        return max(Decimal(0), short * 100 / coming).quantize(_CENT, ROUND_HALF_UP)


def _missing(share: Share, target: Decimal) -> int:
    return max(0, ceil(Decimal(share.denominator) * target / 100) - share.numerator)
