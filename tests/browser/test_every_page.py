"""Every page of every role: nothing that axe finds, nothing wider than a telephone, no error told."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.browser.addresses import CITIZEN, NO_PAGES, PAGES, VISITOR, Shown, addresses, path_of
from tests.browser.system import System
from tests.browser.visit import HEIGHTS, Visitor

# Most people come with a telephone, officers sit at a desk; nothing may be too wide on either.
FOR_TELEPHONES = frozenset({"public", "filing", "mine", "eidentity"})
SCENES = {"filing": "draft", "mine": "supplement-shown"}
ANY_VALUES = {
    "component": "birth_proof",
    "place": "fees.0",
    "page": "child",
    "slug": "qua-han",
    "upload_id": str(UUID(int=1)),
    "notice_id": str(UUID(int=1)),
    "banner_id": str(UUID(int=1)),
    "instruction_id": str(UUID(int=1)),
    "unit_id": "ubnd-tinh",
    "message_id": str(UUID(int=1)),
    "payment_id": str(UUID(int=1)),
    "refund_id": str(UUID(int=1)),
    "account_id": str(UUID(int=1)),
    "explanation_id": str(UUID(int=1)),
    "delegation_id": str(UUID(int=1)),
    "verb": "consider",
    "name": "06a",
}
KNOWN = {address.name: address for address in addresses()}


@pytest.fixture(scope="module")
def devices(browser: Any, system: System) -> Iterator[Callable[[str], Visitor]]:
    """One device for each role, logged in once."""
    found: dict[str, Visitor] = {}

    def device(by: str) -> Visitor:
        if by not in found:
            context = browser.new_context(
                viewport={"width": 1280, "height": HEIGHTS[1280]},
                base_url=system.url,
                reduced_motion="reduce",
            )
            visitor = found[by] = Visitor(context, system)
            if by == CITIZEN:
                visitor.log_in()
            elif by != VISITOR:
                visitor.log_in_officer(by)
        return found[by]

    yield device
    for visitor in found.values():
        visitor.context.close()


def test_no_page_is_forgotten(devices: Callable[[str], Visitor], system: System) -> None:
    """What has no example only takes answers: it refuses to be read."""
    shown = {page.name for page in PAGES}
    assert (shown | NO_PAGES) - KNOWN.keys() == set(), "These are no addresses any more."
    read = {}
    for name in KNOWN.keys() - NO_PAGES - shown:
        space = name.partition(":")[0]
        device = devices(CITIZEN if space in {"public", "filing", "mine", "eidentity"} else "desk")
        wanted = Shown(name, scene=SCENES.get(space, "shown"), values=ANY_VALUES)
        answer = device.context.request.get(path_of(KNOWN[name], wanted, system), max_redirects=0)
        # A door that is shut to this role (403) stands before one that takes answers only.
        if answer.status not in {403, 405}:
            read[name] = answer.status
    assert read == {}, "Give these an example in tests/browser/addresses.py."


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.id)
def test_the_page_can_be_used_by_everybody_on_every_screen(
    shown: Shown, devices: Callable[[str], Visitor], system: System
) -> None:
    device = devices(shown.by)
    device.problems.clear()
    answer = device.go(path_of(KNOWN[shown.name], shown, system))
    assert answer.status == shown.status, f"{answer.status} {device.path}"
    wrong = device.axe() + device.too_wide()
    device.page.set_viewport_size({"width": 360, "height": HEIGHTS[360]})
    wrong += device.too_wide()
    if shown.name.partition(":")[0] in FOR_TELEPHONES:
        wrong += device.axe()
    device.page.set_viewport_size({"width": 1280, "height": HEIGHTS[1280]})
    assert device.problems + wrong == [], "\n".join(device.problems + wrong)
