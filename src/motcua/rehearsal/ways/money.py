"""The applicant owes tax or another duty first; the clock stands still until it is paid."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.tax import TaxMatter
from motcua.rehearsal.ways import Way


def go(life: Life) -> None:
    """Demanded by the handler, recorded with its voucher by the desk, and worked to the end."""
    life.bring_to(Status.FINANCIAL)
    handling = life.handling
    handling.act(handling.desk_officer, "/da-nop-nghia-vu/", {"reason": ["Giấy nộp tiền số 12, hôm nay."]})
    life.is_now(Status.IN_PROGRESS)
    life.work_off()
    life.receive()


def by_wire(life: Life) -> None:
    """Asked of the tax office, whose notice the citizen reads; its voucher lets the dossier go on."""
    life.bring_to(Status.IN_PROGRESS)
    life.handling.demand(life.spec.route.steps[0], way="tax")
    life.is_now(Status.FINANCIAL)
    office = TaxMatter(life)
    office.does("small")
    office.is_noticed()
    office.does("pay")
    office.goes_on()
    life.work_off()
    life.receive()


_MOVES = (("demand_payment", Status.IN_PROGRESS), ("settle_payment", Status.FINANCIAL))

WAYS = (
    Way("money", "Yêu cầu và thực hiện nghĩa vụ tài chính", go, _MOVES),
    Way("money-tax", "Nghĩa vụ tài chính do cơ quan thuế xác định", by_wire, _MOVES),
)
