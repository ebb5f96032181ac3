"""The sender finds a mistake before anybody checks: takes the dossier back, corrects it, sends it again."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.browser import Failed
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way


def go(life: Life) -> None:
    """It is a draft again, is sent again, and goes on as if it had come once."""
    life.bring_to(Status.FILED)
    life.citizen.open(f"{life.address}sua/")
    life.citizen.submit(life.citizen.need(text="Lấy về để sửa"))
    draft = life.address.replace("/ho-so/", "/nhap/")
    if life.citizen.path != draft:
        raise Failed(f"Hồ sơ lấy về phải là bản nháp, trình duyệt đang ở {life.citizen.path}.")
    life.citizen.open(f"{draft}kiem-tra/")
    life.citizen.submit(life.citizen.need("/nop/"), {"promise": ["yes"]})
    life.is_now(Status.FILED)
    life.handling.accept()
    life.is_now(Status.IN_PROGRESS)


WAYS = (Way("take-back", "Lấy về để sửa rồi nộp lại", go, (("take_back", Status.FILED),)),)
