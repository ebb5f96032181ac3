"""How running dossiers meet a newer version in tests."""

from motcua.dossiers import soundness
from motcua.dossiers.actions.transition import take_effect
from motcua.dossiers.models import Dossier, Transition
from motcua.payments import checks
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on

BEGINS = "2026-11-05"


def running(cast: Cast, **more: object) -> Dossier:
    """A dossier accepted on Monday 2 November: due on the 9th after five working days."""
    with on("2026-11-02T09:00"):
        return cast.accepted(BIRTH_AGAIN, **more)


def takes_effect(at: str = f"{BEGINS}T08:00") -> int:
    with on(at):
        return take_effect()


def of(dossier: Dossier) -> Transition:
    return Transition.objects.get(dossier=dossier)


def sound() -> list[str]:
    found = [*soundness.queued(), *soundness.moved(), *soundness.timed(), *soundness.watched()]
    return found + [sentence for check in checks.SOUND.values() for sentence in check()]
