"""What a receipt opens: the look-up by dossier code and secret, for people without a telephone.

More than the look-up for everybody (TT 01/2018/TT-VPCP Điều 16), for whoever holds the receipt has its
content in the hand; still no name, number, address or word of the form (Luật 91/2025).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers import public, receipt_secrets
from motcua.dossiers.lifecycle import FINISHED, WAITING, Status
from motcua.dossiers.models import Dossier, ReturnMethod, Supplement, WorkItem
from motcua.payments.actions.request import open_qr
from motcua.payments.models import PaymentRequest

_BRING = "Giấy tiếp nhận này và giấy tờ tùy thân; người nhận thay mang thêm văn bản ủy quyền."


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to bring or to correct, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Followed:
    """All a holder of the receipt is told. `places` are the rooms where the dossier lies, with the step;
    `pay_by` is behind the code to pay with.
    """

    progress: public.Progress
    procedure: str
    places: tuple[str, ...]
    due_at: datetime | None
    finished_at: datetime | None
    asked: tuple[Asked, ...]
    asked_until: date | None
    owed: int
    pay_by: PaymentRequest | None
    collect_at: str
    bring: str


def followed(number: str, secret: str) -> Followed | None:
    """The dossier with this number, if this is a secret of its receipt; None does not tell what was wrong."""
    dossier_id = public.id_of(number)
    dossier = Dossier.objects.filed().with_screen().filter(pk=dossier_id).first() if dossier_id else None
    if dossier is None or not receipt_secrets.opens(dossier, secret):
        return None
    supplement = dossier.supplements.filter(answered_at=None).prefetch_related("items").last()
    waits = supplement if dossier.state == Status.SUPPLEMENT else None
    ready = dossier.state == Status.DONE and dossier.return_method == ReturnMethod.DESK
    return Followed(
        progress=public.progress(dossier),
        procedure=dossier.version.procedure.name,
        places=tuple(_places(dossier)),
        due_at=None if dossier.state in WAITING or dossier.has_ended else dossier.due_at,
        finished_at=dossier.finished_at if dossier.state in FINISHED else None,
        asked=tuple(_asked(waits)),
        asked_until=waits.until if waits is not None else None,
        owed=_owed(dossier),
        pay_by=open_qr(dossier.obligation) if dossier.obligation is not None else None,
        collect_at=_collect_at(dossier) if ready else "",
        bring=_BRING if ready else "",
    )


def _places(dossier: Dossier) -> Iterator[str]:
    """Which room works on it, in which step; opinions between offices as well."""
    work = dossier.work_items.filter(done_at=None).exclude(kind=WorkItem.Kind.RETURN)
    for item in work.select_related("unit").order_by("opened_at"):
        yield f"{item.unit.name}: {item.name}"


def _asked(supplement: Supplement | None) -> Iterator[Asked]:
    for item in supplement.items.all() if supplement is not None else ():
        yield Asked(item.name, item.reason)


def _owed(dossier: Dossier) -> int:
    obligation = dossier.obligation
    return obligation.remaining() if obligation is not None else 0


def _collect_at(dossier: Dossier) -> str:
    unit = dossier.return_unit or dossier.receiving_unit
    return "" if unit is None else ", ".join(part for part in (unit.name, unit.address, unit.phone) if part)
