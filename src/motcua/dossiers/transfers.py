"""What is asked about paper on its way: where it is, where it goes, who gives and who may confirm."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from motcua.dossiers.models import (
    Custody,
    CustodyQuerySet,
    Dossier,
    Result,
    TransferLine,
    TransferList,
    What,
)
from motcua.dossiers.models.transfer import TransferListQuerySet
from motcua.identity.actor import CLERK, DESK_OFFICER, HANDLER, HEAD, OFFICER, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.ids import Id
from motcua.organisation.models import Unit
from motcua.organisation.queries import responsible_unit

HANDS = (DESK_OFFICER, HANDLER, HEAD, CLERK, SIGNER)
"""Who gives and takes paper."""


def destination(dossier: Dossier, what: str, to: str = "") -> Unit | None:
    """Where it goes: papers to the competent agency, a result to the desk that returns it; or as chosen."""
    places = {
        "competent": dossier.competent_unit,
        "receiving": dossier.receiving_unit,
        "return": dossier.return_unit or dossier.receiving_unit,
    }
    chosen = to or ("competent" if what == What.PAPERS else "return")
    unit = places.get(chosen)
    return responsible_unit(unit, on=moment.today()) if unit is not None else None


def counted(dossier: Dossier, what: str) -> list[dict[str, Any]]:
    """The pieces of paper by name: what was handed in, or the results that were issued."""
    if what == What.RESULT:
        return [
            {"name": result.name, "originals": _originals(dossier, result), "copies": 0}
            for result in dossier.results.all()
            if result.issued_at is not None
        ]
    return [
        {"name": paper.name, "originals": paper.originals, "copies": paper.copies}
        for paper in dossier.live_papers()
        if paper.originals or paper.copies
    ]


def _originals(dossier: Dossier, result: Result) -> int:
    spec = dossier.spec.result(result.key)
    return spec.originals if spec is not None else 1


def sides(actor: Actor) -> frozenset[str]:
    """The units in whose name this officer takes paper in: the own ones, and the agency the own one is part
    of.
    """
    above = Unit.objects.filter(pk=actor.unit_id).parts().values_list("parent_id", flat=True).first()
    return actor.units | ({above} if above else frozenset())


def may_confirm(actor: Actor, made: TransferList) -> bool:
    """Of the receiving side, not of the giving one, and not the very person who made the list."""
    return (
        actor.kind == OFFICER
        and actor.has(*HANDS)
        and made.receiver_id in sides(actor)
        and made.giver_id != actor.unit_id
        and made.made_by_user_id != actor.user_id
    )


def incoming(actor: Actor) -> TransferListQuerySet:
    """Lists that wait for the actor's side to confirm."""
    mine = TransferList.objects.filter(receiver_id__in=sides(actor)).exclude(giver_id=actor.unit_id)
    return mine.open()


def outgoing(actor: Actor) -> TransferListQuerySet:
    """Lists of the actor's units that the other side has not confirmed: the giver still answers for them."""
    return TransferList.objects.filter(giver_id__in=actor.units).open()


def to_pass_on(actor: Actor) -> CustodyQuerySet:
    """What the actor's units have to hand on, the most pressing first."""
    return Custody.objects.held_by(actor).to_pass_on().order_by("due_at", "pk")


def resting(actor: Actor) -> CustodyQuerySet:
    """What the actor's units keep, the latest first."""
    return Custody.objects.held_by(actor).resting().order_by("-since", "pk")


def counts(actor: Actor, at: datetime) -> dict[str, int]:
    """How much there is of each, and how much of it is late."""
    own = to_pass_on(actor).aggregate(many=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    waiting = TransferLine.objects.waiting()
    return {
        "to_pass_on": own["many"],
        "late": own["late"],
        "incoming": incoming(actor).count(),
        "outgoing": outgoing(actor).count(),
        "resting": resting(actor).count(),
        "late_out": waiting.filter(transfer__giver_id__in=actor.units, due_at__lt=at).count(),
    }


def list_of(actor: Actor, list_id: Id) -> TransferList:
    """A list of either side. Raises Refused when it is nobody's the actor works for."""
    found = (
        TransferList.objects.with_screen()
        .filter(pk=list_id)
        .filter(Q(giver_id__in=actor.units) | Q(receiver_id__in=sides(actor)))
        .first()
    )
    if found is None or actor.kind != OFFICER:
        raise Refused("Không tìm thấy giấy bàn giao này.", code="no-list")
    return found


def lines_of(made: TransferList) -> list[TransferLine]:
    return list(made.lines.select_related("dossier__version__procedure", "dossier__owner").order_by("pk"))


def called(actor: Actor, number: str) -> TransferList | None:
    """The list with this number, as scanned from its head."""
    mine = Q(giver_id__in=actor.units) | Q(receiver_id__in=sides(actor))
    return TransferList.objects.filter(mine, number__iexact=number.strip()).first()


def of_dossier(dossier: Dossier) -> list[TransferLine]:
    """Every line this dossier ever stood on, the latest first."""
    rows = dossier.transfers.select_related("transfer__giver", "transfer__receiver")
    return list(rows.order_by("-transfer__made_at", "-pk"))
