"""Papers on their way between units: what the tests of hand-over lists share."""

from motcua.dossiers import transfers
from motcua.dossiers.actions import draft, transfer
from motcua.dossiers.actions.file import take_in
from motcua.dossiers.actions.transfer import Answer
from motcua.dossiers.models import Channel, Custody, Dossier, TransferLine, TransferList, What
from motcua.identity.actor import DESK_OFFICER, HANDLER, Actor
from motcua.organisation.models import Unit
from tests.cast import Cast

RESIDENCE = "1.001731"
"""Decided by the commune of residence; taken in at any desk."""


def elsewhere(cast: Cast) -> Unit:
    """A desk of another commune."""
    return Unit.objects.of_kind("commune_centre").exclude(admin_code=cast.a_commune).order_by("pk")[0]


def taken_in_at(cast: Cast, unit: Unit) -> Dossier:
    """Papers of somebody of `cast.a_commune`, taken in at this desk."""
    sample = cast.draft(RESIDENCE, channel=Channel.COUNTER)
    desk = cast.officer(unit, DESK_OFFICER)
    dossier = draft.start(
        actor=desk,
        version=sample.version,
        submitter=cast.lan,
        channel=Channel.COUNTER,
        receiving_unit=unit,
        answers=sample.answers,
        raw=sample.raw,
    )
    cast.hand_in(desk, dossier)
    return take_in(actor=desk, dossier_id=dossier.pk)


def holder(dossier: Dossier, what: str = What.PAPERS) -> str:
    """Who has it now."""
    return Custody.objects.get(dossier=dossier, what=what).holder_id


def listed(cast: Cast, *dossiers: Dossier, by: Actor | None = None, to: str = "") -> TransferList:
    """The desk puts the papers of these dossiers on one list."""
    held = Custody.objects.filter(dossier__in=dossiers, what=What.PAPERS)
    actor = by or cast.desk_of(dossiers[0])
    (made,) = transfer.make(actor=actor, custody_ids=list(held.values_list("pk", flat=True)), to=to)
    return made


def receiver(cast: Cast) -> Actor:
    """A handler of the commune that decides."""
    return cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER)


def line_of(made: TransferList, dossier: Dossier) -> TransferLine:
    return made.lines.get(dossier=dossier)


def confirm(cast: Cast, made: TransferList, *, by: Actor | None = None, **said: str) -> TransferList:
    """Every waiting line answered alike."""
    answer = Answer(said.get("state", "received"), said.get("remark", ""))
    answers = {line.pk: answer for line in made.lines.waiting()}
    return transfer.answer(actor=by or receiver(cast), list_id=made.pk, answers=answers)


def waits_at(actor: Actor) -> set[str]:
    """The dossiers whose papers this officer's units still have to hand on."""
    return set(transfers.to_pass_on(actor).values_list("dossier__temporary_number", flat=True))
