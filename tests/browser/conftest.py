"""A running system and a real browser for every test of this folder; without Chromium all are skipped."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import CHROMIUM, MISSING, QUIET
from tests.browser.system import System, running, shared
from tests.browser.visit import HEIGHTS, PATIENCE, Visitor

sync_api = pytest.importorskip("playwright.sync_api")
sync_api.expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The real system, started for this worker on a copy of what the run prepared once."""
    base = tmp_path_factory.getbasetemp()
    place = base.parent if base.name.startswith("popen-") else base
    folder = tmp_path_factory.mktemp("province") / "data"
    shutil.copytree(shared(place), folder)
    with running(folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for a file of tests: for the whole run, its event loop would stand in Django's way."""
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Any, system: System) -> Iterator[Visit]:
    """Somebody with a device: `visit(360)`, `visit(1280, java_script_enabled=False)`; nothing may fail."""
    visitors: list[Visitor] = []

    def arrive(width: int = 360, **more: Any) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            base_url=system.url,
            # Colours on their way to others have no contrast anybody could measure.
            reduced_motion="reduce",
            **more,
        )
        visitors.append(Visitor(context, system))
        return visitors[-1]

    yield arrive
    for each in visitors:
        each.context.close()
    problems = [problem for each in visitors for problem in each.problems]
    assert problems == []
