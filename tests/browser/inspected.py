"""An inspection with a finding, and officers asked to explain, for the scenes; where Django is awake."""

from datetime import timedelta

from motcua.identity.actor import INSPECTOR
from motcua.lib import moment
from motcua.reporting.explaining import ask_for_explanations
from motcua.reporting.inspecting import Wanted, draw, find
from tests.cast import Cast


def inspections(cast: Cast) -> dict[str, str]:
    """The ids of an inspection, of the first dossier of its sample, and of what was found in it."""
    today = moment.today()
    inspector = cast.officer("vp-ubnd-tinh", INSPECTOR)
    wanted = Wanted("Kiểm tra ngẫu nhiên tháng này", today - timedelta(days=30), today, 8, seed="2026")
    made = draw(actor=inspector, wanted=wanted)
    row = made.sample.all()[0]
    found = find(
        actor=inspector,
        inspected_id=row.pk,
        level="fault",
        text="Phiếu yêu cầu bổ sung không ghi căn cứ pháp lý của giấy tờ phải nộp thêm.",
        article="Nghị định 61/2018/NĐ-CP Điều 11 khoản 2",
        due_on=today + timedelta(days=7),
    )
    ask_for_explanations()
    return {"inspection": str(made.pk), "inspected": str(row.pk), "finding": str(found.pk)}
