"""The acts on a proposal as buttons and history name them, and what people type into its forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from motcua.catalogue.simplification import MINUTES_PER_HOUR, ProposalState
from motcua.lib.errors import Refused
from motcua.web.ui.parts import Tone
from motcua.web.ui.typed import a_number

_HOURS = re.compile(r"[0-9]{1,6}([.,][0-9]{1,4})?")


@dataclass(frozen=True)
class Act:
    """`label` on the button, `done` after it, `told` in the history; `form`: what has to be said with it.

    `by_another`: not by whoever proposed.
    """

    verb: str
    label: str
    done: str
    told: str
    form: str = ""
    by_another: bool = True


ACTS: Mapping[str, Act] = {
    each.verb: each
    for each in (
        Act("propose", "Đề xuất", "Đã ghi đề xuất.", "Đề xuất"),
        Act("consider", "Đưa vào xem xét", "Đã đưa vào xem xét.", "Đưa vào xem xét"),
        Act("approve", "Phê duyệt", "Đã phê duyệt.", "Phê duyệt", "decision"),
        Act("reject", "Không chấp nhận", "Đã trả lời không chấp nhận.", "Không chấp nhận", "answer"),
        Act("carry_out", "Ghi đã thực hiện", "Đã ghi là đã thực hiện.", "Đã thực hiện", "version", False),
    )
}
TONES: Mapping[str, tuple[str, Tone]] = {
    ProposalState.PROPOSED.value: ("new", "grey"),
    ProposalState.CONSIDERED.value: ("running", "blue"),
    ProposalState.APPROVED.value: ("needs-you", "amber"),
    ProposalState.DONE.value: ("done", "green"),
    ProposalState.REJECTED.value: ("stop", "red"),
}


def whole(text: str, field: str, sentence: str) -> int:
    """A whole number as people write it (1.200). Raises Refused at the field."""
    found = a_number(text.strip().replace(".", ""))
    if found is None:
        raise Refused(sentence, field=field)
    return found


def minutes_of(text: str) -> int:
    """Hours as people write them («1,5») in whole minutes; nothing is none. Raises Refused at the field."""
    plain = text.strip() or "0"
    hours = Decimal(plain.replace(",", ".")) if _HOURS.fullmatch(plain) else None
    if hours is None or hours * MINUTES_PER_HOUR % 1:
        raise Refused("Hãy ghi số giờ như 2 hoặc 1,5.", field="hours")
    return int(hours * MINUTES_PER_HOUR)
