"""The history of a dossier for its owner: acts and steps in plain words, and what comes next."""

from motcua.dossiers.lifecycle import CARRYING, RUNNING, Status
from motcua.dossiers.models import Dossier, Movement, ReturnMethod, Transition, WorkItem
from motcua.web.ui.parts import Event, Tone
from motcua.workflow.spec import Step

# What happened, seen from the person's chair. What is said to officers is another text.
_SAID = {
    "file": "Bạn đã nộp hồ sơ",
    "take_back": "Bạn lấy hồ sơ về để sửa",
    "take_in": "Hồ sơ được tiếp nhận tại quầy",
    "accept": "Hồ sơ được tiếp nhận",
    "ask_before": "Bạn được yêu cầu bổ sung",
    "refuse": "Hồ sơ không được tiếp nhận",
    "forward": "Hồ sơ được chuyển đến cơ quan giải quyết",
    "ask_supplement": "Bạn được yêu cầu bổ sung",
    "supply_before": "Bạn đã gửi phần bổ sung",
    "supply": "Bạn đã gửi phần bổ sung",
    "lapse_before": "Hồ sơ kết thúc vì quá hạn bổ sung",
    "lapse": "Hồ sơ dừng vì quá hạn bổ sung",
    "demand_payment": "Bạn được yêu cầu thực hiện nghĩa vụ tài chính",
    "settle_payment": "Nghĩa vụ tài chính đã xong, hồ sơ được xử lý tiếp",
    "withdraw": "Hồ sơ được rút theo yêu cầu",
    "stop": "Cơ quan dừng giải quyết",
    "apologise": "Cơ quan xin lỗi và hẹn lại ngày trả",
    "change_case": "Hồ sơ được xác định lại trường hợp",
    "change_version": "Hồ sơ chuyển sang bản mới của thủ tục",
    "conclude": "Hồ sơ đã có kết quả",
    "decline": "Hồ sơ không đủ điều kiện, có văn bản trả lời",
    "hand_over": "Kết quả đã được trả",
    **dict.fromkeys(CARRYING, "Hồ sơ được chuyển sang từ hệ thống trước"),
}


_CHOSEN: dict[str, str] = {
    Transition.State.MOVED: "Bạn đồng ý chuyển sang quy định mới.",
    Transition.State.DECLINED: "Bạn chọn giữ quy định lúc nộp.",
    Transition.State.SILENT: "Bạn không trả lời, hồ sơ giữ quy định lúc nộp.",
}


def events(dossier: Dossier) -> list[Event]:
    """Newest first; on top, what has not happened yet."""
    told = [(each.at, each.pk, _moved(each)) for each in dossier.movements.all()]
    worked = [(item.done_at, 0, _worked(item)) for item in dossier.work_items.all() if _is_told(item)]
    told += [(each.at, each.pk, _asked(each)) for each in dossier.transitions.all() if each.answer_by]
    dated = sorted([*told, *((at, key, event) for at, key, event in worked if at)], key=lambda row: row[:2])
    return [*_next(dossier), *(event for _, _, event in reversed(dated))]


def _moved(movement: Movement) -> Event:
    state = movement.state
    tone: Tone = state.tone  # type: ignore[assignment]
    who = movement.unit.name if movement.unit is not None else ""
    said = _SAID.get(movement.verb, state.word)
    if movement.verb == "file" and movement.user_id is None:
        said = "Hồ sơ này tự mở để cơ quan khác cùng giải quyết"
    return Event(said, movement.at, who, movement.reason, state.icon, tone)


def _asked(transition: Transition) -> Event:
    """That the person was asked about a newer version, and what was said to it."""
    if transition.is_awaiting:
        return Event("Bạn được hỏi: quy định cũ hay mới", transition.at, icon="message", tone="amber")
    said = _CHOSEN.get(transition.state, "")
    return Event("Bạn được hỏi: quy định cũ hay mới", transition.at, "", said, "message", "grey")


def _is_told(item: WorkItem) -> bool:
    """Steps that were done. What ended with the dossier, was taken out of its way by a newer version, or an
    opinion between offices, is no step.
    """
    over = item.outcome in ("ended", "recalled")
    return item.kind == WorkItem.Kind.STEP and item.done_at is not None and not over


def _worked(item: WorkItem) -> Event:
    return Event(f"Xong bước: {item.name}", item.done_at, item.unit.name, "", "check", "blue")


def _next(dossier: Dossier) -> list[Event]:
    title = next_title(dossier)
    return [Event(title, icon="running", is_next=True)] if title else []


def next_title(dossier: Dossier) -> str:
    """What happens next, in a few words; empty when it is over."""
    match dossier.state:
        case Status.FILED:
            return "Cán bộ kiểm tra và trả lời bạn"
        case Status.SUPPLEMENT:
            return "Bạn gửi phần bổ sung"
        case Status.FINANCIAL:
            return "Bạn thực hiện nghĩa vụ tài chính"
        case Status.DONE if dossier.return_method == ReturnMethod.ELECTRONIC:
            return "Bạn nhận kết quả điện tử"
        case Status.DONE:
            return "Bạn nhận kết quả"
        case state if state in RUNNING:
            return _next_step(dossier)
        case _:
            return ""


def _next_step(dossier: Dossier) -> str:
    item = next((item for item in dossier.open_items() if item.kind == WorkItem.Kind.STEP), None)
    steps = ahead(dossier, item.step_key) if item is not None else dossier.spec.route.steps[:1]
    return steps[0].name if steps else "Trả kết quả cho bạn"


def ahead(dossier: Dossier, step_key: str) -> list[Step]:
    """The steps that follow when everything goes well: the first way forward of each."""
    route = dossier.spec.route
    found: list[Step] = []
    step = route.step(step_key)
    while step is not None and len(found) < len(route.steps):
        onward = next((each for each in step.outcomes if not each.back), None)
        step = route.step(onward.to) if onward is not None else None
        if step is None or step in found:
            break
        found.append(step)
    return found
