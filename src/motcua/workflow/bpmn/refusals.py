"""What a route has no place for, said so that whoever drew it knows what to draw instead."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from motcua.workflow.bpmn.names import children

TASKS = frozenset({"task", "userTask", "manualTask"})
_UNDERSTOOD = TASKS | {"exclusiveGateway", "startEvent", "endEvent", "sequenceFlow", "laneSet"}
# Notes and papers beside the flow change nothing in it.
_BESIDE = frozenset(
    {
        "documentation",
        "extensionElements",
        "textAnnotation",
        "association",
        "group",
        "category",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "property",
        "ioSpecification",
    }
)
_WORDS = {
    "parallelGateway": "cổng song song",
    "inclusiveGateway": "cổng bao hàm",
    "complexGateway": "cổng phức hợp",
    "eventBasedGateway": "cổng chờ sự kiện",
    "subProcess": "quy trình con",
    "adHocSubProcess": "quy trình con tự do",
    "transaction": "giao dịch",
    "callActivity": "bước gọi quy trình khác",
    "serviceTask": "bước do máy làm",
    "scriptTask": "bước chạy chương trình",
    "businessRuleTask": "bước theo bảng luật",
    "sendTask": "bước gửi tin",
    "receiveTask": "bước chờ tin",
    "boundaryEvent": "sự kiện gắn vào bước",
    "intermediateCatchEvent": "sự kiện chờ giữa đường",
    "intermediateThrowEvent": "sự kiện phát giữa đường",
    "timerEventDefinition": "đồng hồ hẹn giờ",
    "messageEventDefinition": "sự kiện tin nhắn",
    "signalEventDefinition": "sự kiện tín hiệu",
    "errorEventDefinition": "sự kiện lỗi",
    "conditionalEventDefinition": "sự kiện có điều kiện",
    "terminateEventDefinition": "điểm dừng mọi việc",
    "messageFlow": "luồng tin nhắn",
    "multiInstanceLoopCharacteristics": "bước làm nhiều lần",
    "standardLoopCharacteristics": "bước lặp",
}
_SUBPROCESS = "Hãy vẽ các bước của nó thẳng vào quy trình."
_MESSAGE = "Thông báo do hệ thống tự gửi, không cần vẽ."
_TIMER = "Thời gian ghi bằng số giờ của bước."
_LOOP = "Muốn làm lại, hãy vẽ đường trả về bước trước."
_INSTEAD = {
    "parallelGateway": "Muốn hỏi nhiều nơi cùng lúc, hãy dùng một bước lấy ý kiến.",
    "inclusiveGateway": "Hãy dùng cổng chọn một (exclusiveGateway).",
    "complexGateway": "Hãy dùng cổng chọn một (exclusiveGateway).",
    "eventBasedGateway": "Hãy dùng cổng chọn một (exclusiveGateway).",
    "subProcess": _SUBPROCESS,
    "adHocSubProcess": _SUBPROCESS,
    "transaction": _SUBPROCESS,
    "callActivity": _SUBPROCESS,
    "sendTask": _MESSAGE,
    "receiveTask": _MESSAGE,
    "messageFlow": _MESSAGE,
    "messageEventDefinition": _MESSAGE,
    "timerEventDefinition": _TIMER,
    "multiInstanceLoopCharacteristics": _LOOP,
    "standardLoopCharacteristics": _LOOP,
}
_USUAL = "Hãy vẽ lại bằng bước (userTask), cổng chọn một (exclusiveGateway) và điểm kết thúc."


def refused_parts(root: ET.Element, process: ET.Element) -> Iterator[str]:
    """One sentence for each part that cannot become part of a route."""
    for name, each in children(process):
        if name not in _UNDERSTOOD | _BESIDE:
            # What sort of event it is says more than where it stands: «đồng hồ hẹn giờ».
            kind = next((inner for inner, _ in children(each) if inner.endswith("EventDefinition")), name)
            yield _sentence(kind, each)
        elif name in TASKS | {"startEvent", "endEvent"}:
            for inner, _ in children(each):
                if inner.endswith(("EventDefinition", "LoopCharacteristics")):
                    yield _sentence(inner, each)
    for name, collaboration in children(root):
        if name == "collaboration":
            for inner, each in children(collaboration):
                if inner == "messageFlow":
                    yield _sentence(inner, each)


def _sentence(kind: str, element: ET.Element) -> str:
    name = " ".join(element.get("name", "").split()) or element.get("id", "")
    word = _WORDS.get(kind, "phần")
    return f"«{name}» là {word} ({kind}), quy trình ở đây không có phần này. {_INSTEAD.get(kind, _USUAL)}"
