"""An inspection with a finding, officers asked to explain, reports as files, for the scenes; where Django is
awake.
"""

from datetime import timedelta

from motcua.identity.actor import INSPECTOR
from motcua.lib import moment
from motcua.reporting.explaining import ask_for_explanations
from motcua.reporting.exporting import ask_for_export
from motcua.reporting.inspecting import Wanted, draw, find
from motcua.reporting.making import make_exports
from motcua.reporting.models import Export
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
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


def files(cast: Cast) -> dict[str, str]:
    """The ids of a report that is there as a file, of one that is being made, of one that could not be."""
    today = moment.today()
    inspector, asked = cast.officer("vp-ubnd-tinh", INSPECTOR), Asked(today - timedelta(days=60), today)

    def ask(name: str) -> Export:
        return ask_for_export(actor=inspector, kind=REPORTS[name], asked=asked, form="xlsx")

    ready = ask("register-07")
    make_exports()
    running, failed = ask("late"), ask("reasons")
    rows = Export.objects.all()
    later = moment.now() + timedelta(days=1)
    rows.filter(pk=running.pk).update(
        state=Export.State.WORKING, rows_expected=20000, rows_done=9000, attempts=1, lease_until=later
    )
    problem = "Máy gặp lỗi khi làm tệp này. Hãy yêu cầu làm lại; nếu vẫn lỗi, hãy báo quản trị."
    rows.filter(pk=failed.pk).update(state=Export.State.FAILED, problem=problem)
    return {"file": str(ready.pk), "file-running": str(running.pk), "file-failed": str(failed.pk)}
