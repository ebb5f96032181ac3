"""The result lies at the desk for weeks; it stays in the list of the desk until somebody comes."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.browser import Failed
from motcua.rehearsal.life import Days, Life
from motcua.rehearsal.ways import Way

_WEEKS = 45


def go(life: Life) -> Days:
    """Done, not fetched; weeks later still on the list, and then given out."""
    life.file()
    life.handling.accept()
    life.work_off()
    yield _WEEKS
    officer = life.handling.desk_officer
    officer.open("/can-bo/danh-sach/cho-tra/")
    if not any(life.walked.code in link.text or life.address in link.href for link in officer.page.links):
        raise Failed(f"Danh sách «Chờ trả kết quả» không có {life.walked.code}.")
    life.receive()


WAYS = (Way("uncollected", "Kết quả chưa ai đến nhận", go, (("hand_over", Status.DONE),)),)
