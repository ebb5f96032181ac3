"""Fees and charges: each row has a price, a base in law and, where it multiplies, a number to multiply by."""

from collections.abc import Iterator

from motcua.catalogue.faults.cases import CHANNEL_NAMES
from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import Exemption, Fee, ProcedureSpec
from motcua.forms.fields import NumberField


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Rows without a price or with two, quantities that are no numbers, days in the wrong order."""
    for at, fee in enumerate(spec.fees):
        place: Place = ("fees", at)
        yield from _price(fee, place)
        yield from _numbers(spec, fee, place)
        yield from _days(fee, place)
        yield from _exemptions(fee, place)
        if fee.channel is not None and fee.channel not in spec.channels:
            yield warning((*place, "channel"), f"Thủ tục không nhận hồ sơ {CHANNEL_NAMES[fee.channel]}.")
    yield from _silent_channels(spec)


def _price(fee: Fee, place: Place) -> Iterator[Finding]:
    if fee.amount is None and fee.tiers is None:
        yield error(place, f"«{fee.name}» chưa ghi mức thu (amount hoặc tiers).")
    if fee.amount is not None and fee.tiers is not None:
        yield error(place, f"«{fee.name}» ghi cả amount và tiers; chỉ được một.")
    word = {"fee": "phí", "charge": "lệ phí"}[fee.kind]
    says_charge = fee.name.lower().startswith("lệ phí")
    if says_charge != (fee.kind == "charge") and fee.name.lower().startswith(("phí", "lệ phí")):
        yield error((*place, "kind"), f"«{fee.name}» được khai là {word}; phí và lệ phí không được lẫn nhau.")


def _numbers(spec: ProcedureSpec, fee: Fee, place: Place) -> Iterator[Finding]:
    wanted = [((*place, "quantity"), fee.quantity)]
    if fee.tiers is not None:
        wanted.append(((*place, "tiers", "pages"), fee.tiers.pages))
    for where, key in wanted:
        if key is None:
            continue
        field = spec.form.field(key)
        if field is None:
            yield error(where, f"«{fee.name}» nhân với «{key}» nhưng biểu mẫu không có trường đó.")
        elif not isinstance(field, NumberField):
            yield error(
                where, f"«{fee.name}» nhân với «{key}» nhưng trường đó không phải là số (type: number)."
            )


def _days(row: Fee | Exemption, place: Place) -> Iterator[Finding]:
    if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
        yield error((*place, "to"), "Ngày hết hiệu lực (to) đứng trước ngày bắt đầu (from).")


def _exemptions(fee: Fee, place: Place) -> Iterator[Finding]:
    seen = set()
    for at, row in enumerate(fee.exemptions):
        here = (*place, "exemptions", at)
        yield from _days(row, here)
        key = (row.group, row.valid_from, row.valid_to)
        if key in seen:
            yield error((*here, "group"), f"«{fee.name}» có hai dòng miễn, giảm cho cùng nhóm «{row.group}».")
        seen.add(key)
        if not row.basis and not row.unverified:
            yield warning(here, "Dòng miễn, giảm chưa ghi căn cứ (basis).")


def _silent_channels(spec: ProcedureSpec) -> Iterator[Finding]:
    """A fee written for some channels only: silence about another may be a forgotten row."""
    for name in dict.fromkeys(_bare_name(fee) for fee in spec.fees):
        rows = [(at, fee) for at, fee in enumerate(spec.fees) if _bare_name(fee) == name]
        covered = {fee.channel for _, fee in rows}
        silent = [channel for channel in spec.channels if channel not in covered]
        if None not in covered and silent:
            names = ", ".join(CHANNEL_NAMES[channel] for channel in silent)
            yield warning(
                ("fees", rows[0][0]), f"«{name}» không nói mức thu khi nộp {names}; nếu miễn hãy ghi 0."
            )


def _bare_name(fee: Fee) -> str:
    """«Lệ phí đăng ký (trực tuyến)» and «Lệ phí đăng ký (hồ sơ giấy)» are one charge."""
    return fee.name.partition("(")[0].strip()
