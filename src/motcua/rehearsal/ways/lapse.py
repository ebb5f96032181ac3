"""Nothing comes back: after the days of the request the desk confirms the end."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Days, Life
from motcua.rehearsal.ways import Way


def before(life: Life) -> Days:
    """Asked before acceptance: not taken in."""
    life.bring_to(Status.FILED)
    life.handling.ask(life.handling.desk_officer)
    life.is_now(Status.SUPPLEMENT)
    yield life.case.supplement_window + 1
    life.handling.lapse()
    life.is_now(Status.REFUSED)


def after(life: Life) -> Days:
    """Asked while it was worked on: stopped."""
    life.bring_to(Status.SUPPLEMENT)
    yield life.case.supplement_window + 1
    life.handling.lapse()
    life.is_now(Status.STOPPED)


WAYS = (
    Way("lapse-before", "Quá hạn bổ sung trước tiếp nhận", before, (("lapse_before", Status.SUPPLEMENT),)),
    Way("lapse", "Quá hạn bổ sung khi đang xử lý", after, (("lapse", Status.SUPPLEMENT),)),
)
