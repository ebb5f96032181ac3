"""The applicant takes the dossier back, from every status in which nothing is signed."""

from functools import partial

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way

_BY_THE_DESK = frozenset({Status.ACCEPTED, Status.SUPPLEMENT})
_REASON = {"reason": ["Tôi chưa cần làm thủ tục này nữa."]}


def go(before: Status, life: Life) -> None:
    """By the citizen at the own page, or by the desk for somebody who stands there."""
    life.bring_to(before)
    if before in _BY_THE_DESK:
        life.handling.act(life.handling.desk_officer, "/rut/", _REASON)
    else:
        life.citizen.open(f"{life.address}rut/")
        life.citizen.submit(life.citizen.need(text="Rút hồ sơ"), _REASON)
    life.is_now(Status.WITHDRAWN)


WAYS = tuple(
    Way(
        f"withdrawal-{before.name.lower().replace('_', '-')}",
        f"Rút hồ sơ khi «{before.word}»",
        partial(go, before),
        (("withdraw", before),),
    )
    for before in (Status.FILED, Status.ACCEPTED, Status.IN_PROGRESS, Status.SUPPLEMENT, Status.FINANCIAL)
)
