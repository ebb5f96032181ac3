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


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")


def in_words(amount: int, *, thousand: str = "nghìn") -> str:
    """8000 becomes «Tám nghìn đồng», as a receipt has to say it (NĐ 254/2026 Điều 22).

    `thousand`: «ngàn» where a province says so. Raises ValueError below nothing.
    """
    if amount < 0:
        raise ValueError("an amount of money is never negative here")
    words = " ".join(_number(amount)).replace("nghìn", thousand)
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(number: int) -> list[str]:
    if number == 0:
        return [_DIGITS[0]]
    billions, rest = divmod(number, 10**9)
    # «tỷ» repeats for what is above it: a million million is «một nghìn tỷ».
    words = [*_number(billions), _GROUPS[3]] if billions else []
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            words += [*_three(group, full=bool(words)), *([_GROUPS[power]] if power else [])]
    return words


def _three(group: int, *, full: bool) -> list[str]:
    """Up to three digits; `full`: something stands before, so missing hundreds are said as well."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + (["lẻ"] if ones and words else []) + ([_DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*words, "mốt"]
    if ones == 5:
        return [*words, "lăm"]
    return words + ([_DIGITS[ones]] if ones else [])
