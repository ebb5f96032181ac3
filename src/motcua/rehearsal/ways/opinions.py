"""Other agencies are asked for their opinion while the handler waits (liên thông)."""

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import ELECTRONIC, ONLINE, Life
from motcua.rehearsal.ways import Way


def go(life: Life) -> None:
    """Every asked unit answers, then the route goes on."""
    life.file(ELECTRONIC)
    life.handling.accept()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


def _asks(spec: ProcedureSpec, case: Case) -> bool:
    return ONLINE in spec.channels and any(step.ask for step in spec.route.steps)


WAYS = (Way("opinions", "Lấy ý kiến các cơ quan", go, (("conclude", Status.IN_PROGRESS),), _asks),)
