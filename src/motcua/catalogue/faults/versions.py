"""The days of a version beside those already published: nobody left between two, nothing meant to hold that
does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.catalogue.report import Finding, error, warning
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib.dates import short_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of a published version; no last day: until something takes its place."""

    number: int
    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day <= (self.last or date.max)


def findings(spec: ProcedureSpec, published: Sequence[Days]) -> Iterator[Finding]:
    """What is wrong with the days of this version if it is published beside those.

    A version that begins on the very day of another one corrects it: the one published last counts.
    """
    yield from _gaps(spec, published)
    for other in published:
        yield from _overlap(spec, other)


def _gaps(spec: ProcedureSpec, published: Sequence[Days]) -> Iterator[Finding]:
    first, last = spec.effective_from, spec.effective_to
    before = [other.last for other in published if other.last is not None and other.last < first]
    if before and not any(other.covers(first - _DAY) for other in published):
        begins, ends = max(before) + _DAY, first - _DAY
        yield error("version-gap", ("effective_from",), _nobody(begins, ends))
    after = [other.first for other in published if last is not None and other.first > last]
    if last is not None and after and not any(other.covers(last + _DAY) for other in published):
        yield error("version-gap", ("effective_to",), _nobody(last + _DAY, min(after) - _DAY))


def _overlap(spec: ProcedureSpec, other: Days) -> Iterator[Finding]:
    first, last = spec.effective_from, spec.effective_to
    if other.first < first and other.last is not None and other.last >= first:
        message = (
            f"Bản {other.number} ghi còn hiệu lực đến hết {short_date(other.last)}; từ"
            f" {short_date(first)} bản này sẽ thay."
        )
        yield warning("version-overlap", ("effective_from",), message)
    if first < other.first <= (last or date.max):
        until = f"đến hết {short_date(last)}" if last else "không có ngày kết thúc"
        message = (
            f"Bản này ghi hiệu lực {until}, nhưng từ {short_date(other.first)} bản {other.number} đã công bố"
            " sẽ thay."
        )
        yield warning("version-overlap", ("effective_to",), message)


def _nobody(first: date, last: date) -> str:
    days = f"ngày {short_date(first)}" if first == last else f"{short_date(first)} đến {short_date(last)}"
    return (
        f"Không bản nào có hiệu lực {'' if first == last else 'từ '}{days}: người dân không nộp được hồ sơ."
    )
