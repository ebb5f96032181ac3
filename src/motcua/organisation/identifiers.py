"""Electronic identifiers of agencies (mã định danh điện tử, QĐ 20/2020/QĐ-TTg), and the form before it.

Today the largest body stands first (`H44.12`); Thông tư 10/2016/TT-BTTTT wrote four groups of 3, 2, 2 and 3
characters the other way round (`000.00.12.H44`). Identifiers of businesses are their registration numbers and
not treated here.
"""

import re
from dataclasses import dataclass

from motcua.lib.errors import Refused

LONGEST = 35
TT10_SCHEME = "TT 10/2016/TT-BTTTT"

_AGENCY = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*")
# Bodies outside the state: a scheme id and at most 32 characters of that scheme.
_OTHER = re.compile(r"Z(?!00)[0-9]{2}[0-9A-Z.]{0,32}")
# A group that, standing first, would be read as a level 1 of today.
_LEVEL_ONE = re.compile(r"[A-Z][0-9]{2}")
_TT10 = re.compile(r"([0-9A-Z]{3})\.([0-9A-Z]{2})\.([0-9A-Z]{2})\.([A-Y][0-9]{2})")
# How many characters TT 10/2016 had for each group after level 1, in today's order; zeros mean "none".
_TT10_WIDTHS = (2, 2, 3)


@dataclass(frozen=True, slots=True)
class AgencyIdentifier:
    """A valid identifier in today's form. `str()` of it is the identifier itself."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, largest body first: («H44», «12»)."""
        return tuple(self.text.split("."))

    @property
    def level_one(self) -> str:
        """The ministry or province («H44»), or the scheme id («Z01») of a body outside the state."""
        return self.text[:3]

    @property
    def legacy(self) -> str | None:
        """The same agency in the form of TT 10/2016, or None where that form has no room for it."""
        rest = self.groups[1:]
        if self.text.startswith("Z") or len(rest) > len(_TT10_WIDTHS):
            return None
        padded = [*rest, *("0" * width for width in _TT10_WIDTHS[len(rest) :])]
        if any(len(group) != width for group, width in zip(padded, _TT10_WIDTHS, strict=True)):
            return None
        if any(set(group) == {"0"} for group in rest) or _LEVEL_ONE.fullmatch(padded[-1]):
            return None
        return ".".join([*reversed(padded), self.level_one])


def parse(text: str) -> AgencyIdentifier:
    """Read an identifier, in today's form or in that of TT 10/2016.

    Only digits, capitals A–Z and dots, at most 35 characters, level 1 = one letter A–Y and two digits, or
    Z01–Z99 (QĐ 20/2020/QĐ-TTg). Raises Refused for anything else; nothing is corrected silently.
    """
    if len(text) <= LONGEST and (_AGENCY.fullmatch(text) or _OTHER.fullmatch(text)):
        return AgencyIdentifier(text)
    old = _TT10.fullmatch(text)
    if old:
        return _from_legacy(old)
    raise Refused(
        f"Mã định danh «{text}» không đúng dạng. Mã gồm chữ in hoa, chữ số và dấu chấm, ví dụ H44.12.",
        field="agency_identifier",
        code="identifier_invalid",
    )


def _from_legacy(match: re.Match[str]) -> AgencyIdentifier:
    fourth, third, second, first = match.groups()
    groups = [first, second, third, fourth]
    while set(groups[-1]) == {"0"}:
        groups.pop()
    if any(set(group) == {"0"} for group in groups[1:]):
        raise Refused(
            f"Mã định danh «{match[0]}» bỏ trống một cấp ở giữa.",
            field="agency_identifier",
            code="identifier_invalid",
        )
    return AgencyIdentifier(".".join(groups))
