"""The dossier is not taken in, or it is decided and the answer is no."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way


def refused(life: Life) -> None:
    """The desk refuses with a reason and its ground (form 03)."""
    life.bring_to(Status.FILED)
    life.handling.refuse()
    life.is_now(Status.REFUSED)


def declined(life: Life) -> None:
    """The conditions of the law are not met: a signed refusal on the merits, handed over like a result."""
    life.file()
    life.handling.accept()
    life.work_off(declined=True)
    life.receive()


WAYS = (
    Way("refusal", "Từ chối tiếp nhận", refused, (("refuse", Status.FILED),)),
    Way("decline", "Không đủ điều kiện giải quyết", declined, (("decline", Status.IN_PROGRESS),)),
)
