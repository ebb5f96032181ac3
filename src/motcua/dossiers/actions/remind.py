"""Results that lie at the desk: the person is reminded, a few times, some working days apart."""

from django.db import transaction
from django.db.models import F, Q

from motcua.audit.actions import record
from motcua.dossiers import notices
from motcua.dossiers.actions.move import lock
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import ReturnMethod, WorkItem
from motcua.dossiers.queries import uncollected_before
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment

MOST_REMINDERS = 3


def remind_uncollected(*, most: int = 200) -> int:
    """Remind of what has waited longer than `MOTCUA_UNCOLLECTED_DAYS` working days. Run by the worker."""
    before = uncollected_before("", moment.now())
    waiting = (
        WorkItem.objects.open()
        .filter(kind=WorkItem.Kind.RETURN, paused_at=None, reminders__lt=MOST_REMINDERS)
        .filter(dossier__status=Status.DONE, dossier__return_method=ReturnMethod.DESK)
        .filter(Q(dossier__finished_at__lt=before), Q(reminded_at=None) | Q(reminded_at__lt=before))
    )
    done = 0
    for item_id, dossier_id in list(waiting.values_list("pk", "dossier_id")[:most]):
        with transaction.atomic():
            dossier = lock(dossier_id)
            again = waiting.filter(pk=item_id)
            if not again.update(reminded_at=moment.now(), reminders=F("reminders") + 1):
                continue
            notices.of_waiting_result(dossier=dossier)
            record(
                actor=SYSTEM_ACTOR.label,
                verb="remind_uncollected",
                subject_type="dossier",
                subject_id=str(dossier.pk),
                content={"number": dossier.number},
                chain=dossier.receiving_unit_id or "system",
            )
            done += 1
    return done
