"""The agency will be late: apology with one new date (form 04, NĐ 61/2018 Đ19)."""

from datetime import timedelta
from functools import partial

from motcua.dossiers.lifecycle import Status
from motcua.lib import moment
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way

_LONG = timedelta(days=200)


def go(before: Status, life: Life) -> None:
    """The signer apologises; the citizen reads a new date, and the status is as it was."""
    life.bring_to(before)
    typed = {
        "reason": ["Phải chờ đơn vị khác xác minh."],
        "new_date": [f"{moment.today() + _LONG:%d/%m/%Y}"],
    }
    life.handling.act(life.handling.signer, "/xin-loi/", typed)
    life.is_now(before)


WAYS = tuple(
    Way(
        f"apology-{before.name.lower().replace('_', '-')}",
        f"Xin lỗi và hẹn lại khi «{before.word}»",
        partial(go, before),
        (("apologise", before),),
    )
    for before in (Status.ACCEPTED, Status.IN_PROGRESS)
)
