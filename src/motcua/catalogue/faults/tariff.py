"""Fees and charges: each row has a price, a base in law and, where it multiplies, a number to multiply by."""

from collections.abc import Iterator

from motcua.catalogue.faults.cases import CHANNEL_NAMES
from motcua.catalogue.fee_rows import Benefit, CouncilRow, Dated, Fee
from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import ProcedureSpec
from motcua.forms.fields import NumberField
from motcua.lib.dates import short_date

_WHOM = {"exemptions": "group", "discounts": "channel"}


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Rows without a price or with two, quantities that are no numbers, days in the wrong order."""
    for at, fee in enumerate(spec.fees):
        place: Place = ("fees", at)
        yield from _price(fee, place)
        yield from _numbers(spec, fee, place)
        yield from _days(fee, place)
        yield from _benefits(spec, fee, fee.name, place)
        yield from _council(spec, fee, place)
        if fee.channel is not None and fee.channel not in spec.channels:
            yield warning(
                "channel-not-offered",
                (*place, "channel"),
                f"Thủ tục không nhận hồ sơ {CHANNEL_NAMES[fee.channel]}.",
            )
    yield from _silent_channels(spec)


def _price(fee: Fee, place: Place) -> Iterator[Finding]:
    if not fee.has_national_price and not fee.council:
        yield error("fee-without-price", place, f"«{fee.name}» chưa ghi mức thu (amount hoặc tiers).")
    yield from _two_prices(fee, fee.name, place)
    word = {"fee": "phí", "charge": "lệ phí"}[fee.kind]
    says_charge = fee.name.lower().startswith("lệ phí")
    if says_charge != (fee.kind == "charge") and fee.name.lower().startswith(("phí", "lệ phí")):
        yield error(
            "fee-kind",
            (*place, "kind"),
            f"«{fee.name}» được khai là {word}; phí và lệ phí không được lẫn nhau.",
        )


def _two_prices(row: Fee | CouncilRow, name: str, place: Place) -> Iterator[Finding]:
    if row.amount is not None and row.tiers is not None:
        yield error("fee-two-prices", place, f"«{name}» ghi cả amount và tiers; chỉ được một.")


def _numbers(spec: ProcedureSpec, fee: Fee, place: Place) -> Iterator[Finding]:
    wanted = [((*place, "quantity"), fee.quantity)]
    priced: list[tuple[Place, Fee | CouncilRow]] = [(place, fee), *_council_places(fee, place)]
    wanted += [((*where, "tiers", "pages"), row.tiers.pages) for where, row in priced if row.tiers]
    for where, key in wanted:
        if key is None:
            continue
        field = spec.form.field(key)
        if field is None:
            message = f"«{fee.name}» nhân với «{key}» nhưng biểu mẫu không có trường đó."
            yield error("fee-number", where, message)
        elif not isinstance(field, NumberField):
            message = f"«{fee.name}» nhân với «{key}» nhưng trường đó không phải là số (type: number)."
            yield error("fee-number", where, message)


def _days(row: Dated, place: Place) -> Iterator[Finding]:
    if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
        yield error("days-reversed", (*place, "to"), "Ngày hết hiệu lực (to) đứng trước ngày bắt đầu (from).")


def _benefits(spec: ProcedureSpec, row: Fee | CouncilRow, name: str, place: Place) -> Iterator[Finding]:
    """What is taken off: each group and channel once, with days in order and a basis."""
    seen = set()
    listed: list[tuple[str, int, Benefit, str]] = [
        ("exemptions", at, each, each.group) for at, each in enumerate(row.exemptions)
    ]
    listed += [("discounts", at, each, each.channel) for at, each in enumerate(row.discounts)]
    for word, at, each, whom in listed:
        here = (*place, word, at)
        yield from _days(each, here)
        if (whom, each.valid_from, each.valid_to) in seen:
            message = f"«{name}» có hai dòng miễn, giảm cho cùng «{whom}»."
            yield error("benefit-twice", (*here, _WHOM[word]), message)
        seen.add((whom, each.valid_from, each.valid_to))
        if not each.basis and not each.unverified:
            yield warning("benefit-without-basis", here, "Dòng miễn, giảm chưa ghi căn cứ (basis).")
        if word == "discounts" and whom not in spec.channels:
            message = f"Thủ tục không nhận hồ sơ {CHANNEL_NAMES[whom]}."
            yield warning("channel-not-offered", (*here, "channel"), message)


def _council(spec: ProcedureSpec, fee: Fee, place: Place) -> Iterator[Finding]:
    """Each row whole; of two that begin on the same day for the same people nobody could say which holds."""
    seen: dict[tuple[object, ...], CouncilRow] = {}
    for here, row in _council_places(fee, place):
        name = f"{fee.name}, {row.resolution}"
        if row.amount is None and row.tiers is None:
            yield error("fee-without-price", here, f"«{name}» chưa ghi mức thu (amount hoặc tiers).")
        yield from _two_prices(row, name, here)
        yield from _days(row, here)
        yield from _benefits(spec, row, name, here)
        if row.channel is not None and row.channel not in spec.channels:
            message = f"Thủ tục không nhận hồ sơ {CHANNEL_NAMES[row.channel]}."
            yield warning("channel-not-offered", (*here, "channel"), message)
        key = (row.province, row.valid_from, row.channel, row.when and row.when.model_dump_json())
        if key in seen:
            message = (
                f"«{fee.name}»: {seen[key].resolution} và {row.resolution} cùng áp dụng từ"
                f" {short_date(row.valid_from)} cho cùng trường hợp, nên không biết thu theo nghị quyết nào."
            )
            yield error("council-ambiguous", here, message)
        seen.setdefault(key, row)


def _council_places(fee: Fee, place: Place) -> list[tuple[Place, CouncilRow]]:
    return [((*place, "council", at), row) for at, row in enumerate(fee.council)]


def _silent_channels(spec: ProcedureSpec) -> Iterator[Finding]:
    """A fee written for some channels only: silence about another may be a forgotten row."""
    for name in dict.fromkeys(_bare_name(fee) for fee in spec.fees):
        rows = [(at, fee) for at, fee in enumerate(spec.fees) if _bare_name(fee) == name]
        covered = {fee.channel for _, fee in rows}
        silent = [channel for channel in spec.channels if channel not in covered]
        if None not in covered and silent:
            names = ", ".join(CHANNEL_NAMES[channel] for channel in silent)
            yield warning(
                "fee-silent-channel",
                ("fees", rows[0][0]),
                f"«{name}» không nói mức thu khi nộp {names}; nếu miễn hãy ghi 0.",
            )


def _bare_name(fee: Fee) -> str:
    """«Lệ phí đăng ký (trực tuyến)» and «Lệ phí đăng ký (hồ sơ giấy)» are one charge."""
    return fee.name.partition("(")[0].strip()
