"""Something is wrong: asked for once, complete, and answered (NĐ 61/2018 Đ11, Đ17)."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way


def before(life: Life) -> None:
    """The desk asks before it accepts; the citizen answers online; then it is accepted and goes its way."""
    life.bring_to(Status.FILED)
    life.handling.ask(life.handling.desk_officer)
    life.is_now(Status.SUPPLEMENT)
    life.answer()
    life.is_now(Status.FILED)
    life.handling.accept()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


def online(life: Life) -> None:
    """The agency asks while it works; the citizen answers online and the clock runs on."""
    life.bring_to(Status.SUPPLEMENT)
    life.answer()
    life.is_now(Status.IN_PROGRESS)


def at_the_counter(life: Life) -> None:
    """The answer is brought to the counter."""
    life.bring_to(Status.SUPPLEMENT)
    life.handling.take_answer()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


_AFTER = (("ask_supplement", Status.IN_PROGRESS), ("supply", Status.SUPPLEMENT))

WAYS = (
    Way(
        "supplement-before",
        "Bổ sung trước khi tiếp nhận",
        before,
        (("ask_before", Status.FILED), ("supply_before", Status.SUPPLEMENT)),
    ),
    Way("supplement-online", "Bổ sung trực tuyến khi đang xử lý", online, _AFTER),
    Way("supplement-counter", "Mang phần bổ sung đến quầy", at_the_counter, _AFTER),
)
