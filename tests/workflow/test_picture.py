"""The picture of a route: no two boxes overlap, every arrow goes from box to box, whatever the route says."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given

from motcua.workflow.picture.draw import draw, draw_rightwards
from motcua.workflow.picture.shapes import Arrow, Node, Picture, Point
from motcua.workflow.picture.wrapping import lines, width
from motcua.workflow.spec import MOST_STEPS, Route
from tests.workflow.routes import routes
from tests.workflow.test_routes import route, sound, step


def apart(one: Node, other: Node) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def on_edge(point: Point, box: Node) -> bool:
    x, y = point
    within = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return within and (x in (box.x, box.x + box.width) or y in (box.y, box.y + box.height))


def crosses(arrow: Arrow, box: Node) -> bool:
    """Whether any stretch of the arrow runs through the inside of the box."""
    return any(
        max(a[0], b[0]) > box.x
        and min(a[0], b[0]) < box.x + box.width
        and max(a[1], b[1]) > box.y
        and min(a[1], b[1]) < box.y + box.height
        for a, b in pairwise(arrow.points)
    )


def check(picture: Picture, drawn: Route) -> None:
    boxes = {node.id: node for node in picture.nodes}
    assert all(apart(one, other) for one, other in combinations(picture.nodes, 2))
    assert all(node.x >= 0 and node.x + node.width <= picture.width for node in picture.nodes)
    assert all(node.y >= 0 and node.y + node.height <= picture.height for node in picture.nodes)
    arrows = {arrow.outcome: arrow for arrow in picture.arrows if arrow.outcome}
    assert set(arrows) == {(at, n) for at, each in enumerate(drawn.steps) for n in range(len(each.outcomes))}
    for arrow in picture.arrows:
        assert on_edge(arrow.points[0], boxes[arrow.source])
        assert on_edge(arrow.points[-1], boxes[arrow.target])
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(arrow.points))
        assert not any(crosses(arrow, box) for box in picture.nodes)
    for at, _ in arrows:
        assert {arrows[key].source for key in arrows if key[0] == at} <= {f"s{at}", f"gs{at}"}


@given(routes())
def test_boxes_never_overlap_and_every_outcome_has_its_arrow(drawn: Route) -> None:
    check(draw(drawn), drawn)


@given(routes())
def test_the_same_holds_for_the_picture_of_other_programs(drawn: Route) -> None:
    check(draw_rightwards(drawn), drawn)


@given(routes())
def test_words_stay_within_their_box_and_the_picture(drawn: Route) -> None:
    picture = draw(drawn)
    for node in picture.nodes:
        assert all(node.y < text.y < node.y + node.height for text in node.texts)
    for arrow in picture.arrows:
        for text in arrow.texts:
            assert text.x >= 0
            assert text.x + width(text.words, 12) <= picture.width


def test_steps_follow_the_longest_way_and_stand_in_the_lane_of_their_office() -> None:
    drawn = route(
        step("a", "check", "b", "c", unit="desk"),
        step("b", "draft", "c"),
        step("c", "sign", "end", role="signer"),
    )
    picture = draw(drawn)
    start, a, b, c, end = picture.nodes
    assert [start.y < a.y < b.y < c.y < end.y] == [True]
    assert [(lane.unit, lane.role) for lane in picture.lanes] == [
        ("desk", "handler"),
        ("competent", "handler"),
        ("competent", "signer"),
    ]
    for node, lane in ((a, 0), (b, 1), (c, 2), (end, 2)):
        assert picture.lanes[lane].x <= node.x < picture.lanes[lane].x + picture.lanes[lane].width


def test_a_way_back_goes_up_and_is_marked() -> None:
    [back] = [arrow for arrow in draw(sound()).arrows if arrow.outcome == (1, 1)]
    assert back.back
    assert back.points[-1][1] < back.points[0][1]


def test_a_step_that_is_missing_and_steps_nobody_reaches_are_seen() -> None:
    picture = draw(route(step("a", "check", "gone"), step("b", "sign", "end")))
    assert [node.kind for node in picture.nodes if not node.apart] == ["start", "step", "unknown"]
    lost = [node for node in picture.nodes if node.apart]
    assert [node.kind for node in lost] == ["step", "end"]
    assert picture.apart_at is not None
    assert all(node.y > picture.apart_at for node in lost)
    assert draw(sound()).apart_at is None


def test_a_loop_nobody_marked_and_the_longest_route_are_drawn() -> None:
    check(draw(turning := route(step("a", "check", "b"), step("b", "check", "a", "b"))), turning)
    long = route(*(step(f"b{at}", "check", f"b{at + 1}") for at in range(MOST_STEPS)))
    assert len(draw(long).nodes) == MOST_STEPS + 2


@pytest.mark.parametrize("room", [40, 150])
def test_lines_fit_their_room_and_lose_no_letter(room: int) -> None:
    said = "Thẩm tra hồ sơ, soạn kết quả Ngoằnngoèongoằnngoèongoằnngoèo"
    made = lines(said, 13, room)
    assert "".join(made).replace(" ", "") == said.replace(" ", "")
    assert all(width(line, 13) <= room for line in made)
