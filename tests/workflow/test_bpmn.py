"""A route as a BPMN 2.0 file: complete, the same on the way back; foreign ones read or refused."""

import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from hypothesis import given

from motcua.catalogue.editing.offices import office, offices_by_name
from motcua.lib.errors import Refused
from motcua.workflow.bpmn.export import exported
from motcua.workflow.bpmn.names import DC, DI, DIAGRAM, MODEL
from motcua.workflow.bpmn.reading import Read, read
from motcua.workflow.routes import check_route
from motcua.workflow.spec import Route
from tests.workflow.routes import routes
from tests.workflow.test_routes import route, sound, step

B = f"{{{MODEL}}}"
FLOW_NODES = {f"{B}{tag}" for tag in ("startEvent", "endEvent", "userTask", "exclusiveGateway")}
OFFICES = offices_by_name({})


def written(given: Route) -> bytes:
    return exported(given, name="Đăng ký <khai sinh>", office=lambda unit, role: office(unit, role, {}))


def back(content: bytes) -> Read:
    return read(content, offices=OFFICES)


def drawn(inner: str, lanes: str = "", more: str = "") -> bytes:
    """A file as another program writes it."""
    return (
        f'<bpmn:definitions xmlns:bpmn="{MODEL}" targetNamespace="x">{more}'
        f'<bpmn:process id="p"><bpmn:laneSet>{lanes}</bpmn:laneSet>{inner}</bpmn:process></bpmn:definitions>'
    ).encode()


def task(key: str, name: str) -> str:
    return f'<bpmn:task id="{key}" name="{name}"/>'


def flow(source: str, target: str, name: str = "") -> str:
    key = f"{source}-{target}-{name.replace(' ', '')}"
    return f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}" name="{name}"/>'


START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e" name="Xong"/>'
PLAIN = (
    START
    + task("a", "Thẩm tra&#10;hồ sơ")
    + '<bpmn:exclusiveGateway id="g"/>'
    + task("b", "Ký")
    + END
    + '<bpmn:endEvent id="n" name="Từ chối giải quyết"/>'
    + flow("s", "a")
    + flow("a", "g")
    + flow("g", "b", "Đủ điều kiện")
    + flow("g", "n", "Không đủ")
    + flow("b", "e")
    + flow("b", "a", "Trả lại")
)


@given(routes(faulty=False))
def test_what_we_write_comes_back_the_same(given: Route) -> None:
    found = back(written(given))
    assert Route.model_validate(found.data) == given


@given(routes(faulty=False))
def test_the_file_is_complete_as_the_standard_demands(given: Route) -> None:
    root = ET.fromstring(written(given))  # noqa: S314 (ours)
    [process] = root.findall(f"{B}process")
    nodes = {each.get("id"): each for each in process if each.tag in FLOW_NODES}
    flows = {each.get("id"): each for each in process.findall(f"{B}sequenceFlow")}
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)), "An id stands for one element."
    for key, node in nodes.items():
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            listed = [each.text for each in node.findall(f"{B}{tag}")]
            assert listed == [name for name, each in flows.items() if each.get(end) == key]
        order = [each.tag.removeprefix(B) for each in node]
        assert order == sorted(order, key=["extensionElements", "incoming", "outgoing"].index)
        branches = len(node.findall(f"{B}outgoing")) > 1
        assert branches <= (node.tag == f"{B}exclusiveGateway"), "Only a choice has more than one way out."
    assert {each.get("sourceRef") for each in flows.values()} <= nodes.keys()
    assert {each.get("targetRef") for each in flows.values()} <= nodes.keys()
    assert sum(node.tag == f"{B}startEvent" for node in nodes.values()) == 1
    members = Counter(ref.text for ref in process.iter(f"{B}flowNodeRef"))
    assert members == Counter(list(nodes)), "Everything stands in exactly one lane."
    participant = root.find(f"{B}collaboration/{B}participant")
    assert participant is not None
    assert participant.get("processRef") == process.get("id")
    lanes = [each.get("id") for each in process.iter(f"{B}lane")]
    shapes = {each.get("bpmnElement"): each for each in root.iter(f"{{{DIAGRAM}}}BPMNShape")}
    edges = {each.get("bpmnElement"): each for each in root.iter(f"{{{DIAGRAM}}}BPMNEdge")}
    assert set(shapes) == {*nodes, *lanes, participant.get("id")}
    assert set(edges) == set(flows)
    assert all(shape.find(f"{{{DC}}}Bounds") is not None for shape in shapes.values())
    assert all(len(edge.findall(f"{{{DI}}}waypoint")) >= 2 for edge in edges.values())


def test_a_route_that_points_nowhere_is_not_exported() -> None:
    with pytest.raises(Refused, match=r"Chưa xuất được BPMN.*gone"):
        written(route(step("a", "check", "gone")))


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    found = back(written(route(step("a", "check", "end", name="Ký\x01 số"))))
    assert found.data["steps"][0]["name"] == "Ký số"


def test_a_foreign_drawing_gives_names_ways_and_loops() -> None:
    found = back(drawn(PLAIN))
    a, b = found.data["steps"]
    assert (a["name"], a["key"]) == ("Thẩm tra hồ sơ", "tham_tra_ho_so")
    assert a["outcomes"] == [
        {"key": "du_dieu_kien", "label": "Đủ điều kiện", "to": "ky"},
        {"key": "khong_du", "label": "Không đủ", "to": "end_refused"},
    ]
    assert [(each["to"], each.get("back")) for each in b["outcomes"]] == [
        ("end", None),
        ("tham_tra_ho_so", "true"),
    ]
    assert any("Bước «Ký» có 2 đường ra mà không có cổng chọn" in each for each in found.remarks)


def test_what_a_drawing_does_not_say_is_found_by_the_check() -> None:
    found = back(drawn(START + task("a", "Ký") + END + flow("s", "a") + flow("a", "e")))
    [only] = found.data["steps"]
    assert only.keys() == {"key", "name", "outcomes"}
    assert only["outcomes"][0]["label"] == "Chuyển tiếp"
    faults = [str(each) for each in check_route(Route.model_validate({"steps": [only | {"act": "sign"}]}))]
    assert [
        word for word in ("vai trò", "đơn vị", "số giờ") if not any(word in each for each in faults)
    ] == []


def test_a_lane_is_known_by_its_name_and_otherwise_named() -> None:
    lanes = (
        '<bpmn:lane id="l1" name="CHUYÊN VIÊN THỤ LÝ, phòng Kinh tế">'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>"
        '<bpmn:lane id="l2" name="Phòng Tư pháp"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane>'
    )
    found = back(drawn(PLAIN, lanes))
    a, b = found.data["steps"]
    assert (a["unit"], a["role"]) == ("division:economy", "handler")
    assert "unit" not in b
    assert any("Làn «Phòng Tư pháp» chưa khớp" in each for each in found.remarks)


def test_a_task_moved_to_another_lane_gets_its_office_and_a_copy_its_own_key() -> None:
    content = written(sound()).decode()
    twice = content.replace(
        'id="step_number" name="number"', 'id="step_number" name="Cấp số lần hai"'
    ).replace('key="number"', 'key="sign"')
    keys = [each["key"] for each in back(twice.encode()).data["steps"]]
    assert keys == ["handle", "sign", "cap_so_lan_hai", "sign_refusal"]


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ('<bpmn:parallelGateway id="x" name="Cùng lúc"/>', "«Cùng lúc» là cổng song song (parallelGateway)"),
        ('<bpmn:subProcess id="x" name="Thẩm định"/>', "«Thẩm định» là quy trình con (subProcess)"),
        ('<bpmn:serviceTask id="x"/>', "«x» là bước do máy làm (serviceTask)"),
        (
            '<bpmn:boundaryEvent id="x" name="Chờ 3 ngày"><bpmn:timerEventDefinition/></bpmn:boundaryEvent>',
            "«Chờ 3 ngày» là đồng hồ hẹn giờ (timerEventDefinition)",
        ),
        (
            '<bpmn:endEvent id="x" name="Báo dân"><bpmn:messageEventDefinition/></bpmn:endEvent>',
            "«Báo dân» là sự kiện tin nhắn",
        ),
        (
            '<bpmn:userTask id="x" name="Hỏi"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
            "«Hỏi» là bước làm nhiều lần",
        ),
        ('<bpmn:startEvent id="x"/>', "2 điểm bắt đầu"),
        (flow("a", "nowhere", "Lạc"), "«Lạc» nối tới phần không có"),
        ('<bpmn:task id="a"/>', "mã phần tử «a» trống hoặc trùng"),
        ('<bpmn:exclusiveGateway id="x"/>' + flow("b", "x"), "cổng chọn «x» không đi tới bước nào"),
    ],
)
def test_what_a_route_has_no_place_for_is_refused_by_name(part: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        back(drawn(PLAIN + part))
    assert sentence in refused.value.message


def test_messages_between_offices_are_refused() -> None:
    more = '<bpmn:collaboration id="c"><bpmn:messageFlow id="m" name="Gửi thư"/></bpmn:collaboration>'
    with pytest.raises(Refused, match="«Gửi thư» là luồng tin nhắn"):
        back(drawn(PLAIN, more=more))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not xml", "không phải XML"),
        (b"", "không phải XML"),
        (b"<html/>", "không phải tệp BPMN"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "không phải XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DOCTYPE"),
        (b"<a>" * 50 + b"</a>" * 50, "rắc rối"),
        (b"<a>" + b"<b/>" * 20_001 + b"</a>", "rắc rối"),
        (b"<a>" + b" " * 2_000_001 + b"</a>", "quá lớn"),
        (f'<definitions xmlns="{MODEL}"/>'.encode(), "0 quy trình"),
        (drawn(START), "không có bước nào"),
        (drawn(START + task("a", "A") + END + flow("s", "e")), "đúng một bước"),
    ],
)
def test_what_is_no_safe_or_whole_file_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        back(content)
    assert sentence in refused.value.message


def test_choices_behind_choices_do_not_multiply_without_end() -> None:
    gates = [f'<bpmn:exclusiveGateway id="g{at}"/>' for at in range(9)]
    ways = [flow(f"g{at}", f"g{at + 1}", name) for at in range(8) for name in ("x", "y")]
    inner = [START, task("a", "A"), END, *gates, flow("s", "a"), flow("a", "g0"), *ways, flow("g8", "e")]
    with pytest.raises(Refused, match="quá nhiều đường ra"):
        back(drawn("".join(inner)))
