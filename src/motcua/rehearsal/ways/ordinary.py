"""From filing to the rated result: the way of nearly every dossier, walked by every case."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import DESK, ELECTRONIC, ONLINE, Life
from motcua.rehearsal.ways import Way


def go(life: Life) -> None:
    """Online where the procedure is offered so, otherwise over the counter; every third result on paper."""
    if ONLINE in life.spec.channels:
        life.file(ELECTRONIC if life.number % 3 else DESK)
        life.handling.accept()
    else:
        life.take_in()
        life.handling.take_payment()
        life.handling.forward()
    life.look()
    life.work_off()
    life.receive()
    life.rate()
    life.look_up()
    life.verify()


WAYS = (
    Way(
        "ordinary",
        "Nộp, tiếp nhận, xử lý, trả kết quả, đánh giá",
        go,
        (
            ("file", Status.DRAFT),
            ("accept", Status.FILED),
            ("forward", Status.ACCEPTED),
            ("conclude", Status.IN_PROGRESS),
            ("hand_over", Status.DONE),
        ),
        lambda spec, case: True,
    ),
)
