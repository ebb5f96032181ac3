"""What a proposal saves in a year, told as a computation that anybody can redo. Pure."""

from motcua.lib.money import dong, grouped

_HOUR = 60


def hours(minutes: int) -> str:
    """«2 giờ», «1 giờ 30 phút», «45 phút»."""
    whole, rest = divmod(minutes, _HOUR)
    said = [f"{grouped(whole)} giờ"] if whole else []
    return " ".join([*said, f"{rest} phút"] if rest or not said else said)


def computation(yearly: int, minutes: int, amount: int) -> tuple[str, ...]:
    """«1.200 hồ sơ/năm × 2 giờ = 2.400 giờ/năm», and the same in đồng; nothing for what saves nothing."""
    lines = []
    if minutes:
        lines.append(f"{grouped(yearly)} hồ sơ/năm × {hours(minutes)} = {hours(yearly * minutes)}/năm")
    if amount:
        lines.append(f"{grouped(yearly)} hồ sơ/năm × {dong(amount)} = {money(yearly * amount)}/năm")
    return tuple(lines)


def money(amount: int) -> str:
    """«2.400.000 đồng»; nothing saved is no «Miễn phí»."""
    return f"{grouped(amount)} đồng"
