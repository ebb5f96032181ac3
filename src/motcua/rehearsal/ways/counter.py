"""Over the counter, and at the counter of another commune."""

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.browser import Failed
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way, plain


def by_counter(life: Life) -> None:
    """In person (NĐ 61/2018 Đ16), to the result on paper."""
    life.take_in()
    life.is_now(Status.ACCEPTED)
    life.handling.take_payment()
    life.handling.forward()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


def elsewhere(life: Life) -> None:
    """Taken in by the desk of another commune, decided where the law says (NĐ 309/2026 Đ7–9)."""
    communes = {unit.removeprefix("ttpvhcc-") for unit in life.people.desks()}
    other = next(code for code in sorted(communes) if code != life.who.commune)
    life.take_in(at=other)
    if life.handling.competent.endswith(other):
        raise Failed("Hồ sơ phi địa giới phải do xã nơi cư trú giải quyết, không phải xã tiếp nhận.")
    life.is_now(Status.ACCEPTED)
    life.handling.take_payment()
    life.handling.send_on_a_list()
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


def _anywhere(spec: ProcedureSpec, case: Case) -> bool:
    return plain(spec, case) and spec.boundary_free and any(row.at for row in spec.competence)


_MOVES = (("take_in", Status.DRAFT), ("forward", Status.ACCEPTED))

WAYS = (
    Way("counter", "Nộp tại quầy, nhận tại quầy", by_counter, _MOVES),
    Way("boundary-free", "Nộp tại quầy của xã khác", elsewhere, _MOVES, _anywhere),
)
