"""Amounts of money (whole đồng) and shares, as Vietnamese readers expect them."""

from decimal import ROUND_HALF_UP, Decimal


def grouped(number: int) -> str:
    """1234567 becomes «1.234.567»."""
    return f"{number:,}".replace(",", ".")


def dong(amount: int) -> str:
    """8000 becomes «8.000 đồng»; nothing to pay is said in words."""
    return "Miễn phí" if amount == 0 else f"{grouped(amount)} đồng"


def percent(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in percent, rounded half up to two decimals; None when there is no whole."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def ratio(part: int, whole: int) -> str:
    """«7.733/23.866 (32,40%)»: a share is never shown without what it was computed from."""
    share = percent(part, whole)
    counts = f"{grouped(part)}/{grouped(whole)}"
    return counts if share is None else f"{counts} ({str(share).replace('.', ',')}%)"
