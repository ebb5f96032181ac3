"""The route is done: the dossier has its result and waits to be handed over."""

from motcua.dossiers.actions.custody import result_is_ready
from motcua.dossiers.actions.move import move
from motcua.dossiers.actions.tasks import close_all, open_task
from motcua.dossiers.models import Dossier, ReturnMethod, WorkItem
from motcua.identity.actor import DESK_OFFICER, SYSTEM_ACTOR
from motcua.lib import moment


def conclude(*, dossier: Dossier, refused: bool, reason: str = "") -> None:
    """Take the dossier to «đã xử lý xong», with its result or with a refusal on the merits as result.

    Who asked for an electronic result can fetch it at once; the desk hands over all others.
    """
    verb = "decline" if refused else "conclude"
    given = {"reason": reason.strip() or "Hồ sơ không đủ điều kiện giải quyết"} if refused else {}
    move(
        actor=SYSTEM_ACTOR,
        dossier=dossier,
        verb=verb,
        given={**given, "refused": refused},
        change={"finished_at": moment.now()},
    )
    close_all(actor=SYSTEM_ACTOR, dossier=dossier)
    if dossier.return_method != ReturnMethod.ELECTRONIC:
        open_task(
            dossier=dossier,
            kind=WorkItem.Kind.RETURN,
            role=DESK_OFFICER,
            unit=dossier.return_unit or dossier.receiving_unit,
            due_at=dossier.due_at,
        )
        result_is_ready(dossier=dossier)
