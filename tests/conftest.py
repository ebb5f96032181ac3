"""What every test may use: the loaded province, a fixed cast, a way to walk a dossier."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# How long one example takes, or the making of it, says nothing on a machine that others share.
hypothesis.settings.register_profile(
    "shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shared")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    config.pluginmanager.register(LongFirst())

    # Whitenoise warns when its folder is missing, and warnings are errors here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Pages under test find their static files without a build step.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)


_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
# Begun last, they would keep one process busy while the other has nothing to do. In this order one process
# walks all procedures while the other makes the system that the browsers of both then work on.
_LONG = ("test_walk.py", "rehearsal", "browser", "demo", "test_moving_500.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for no database as `pure`: pytest-django lets such a test touch none, so no engine
    can make a difference to it.
    """
    for item in items:
        asked = _DATABASE.intersection(getattr(item, "fixturenames", ()))
        if not asked and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.pure)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: the collector of garbage need not go through
    it again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


class LongFirst:
    """Registered last: after the order has been drawn by chance, the long ones go to the front."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: [name not in item.path.parts for name in _LONG])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The whole province, its officers and every shipped procedure, loaded once for the run."""
    from motcua.catalogue.actions.publish import load_shipped
    from motcua.catalogue.actions.synonyms import load_synonyms
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.organisation.actions import create_officers, load_province

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load_province(actor=SYSTEM_ACTOR)
        create_officers(actor=SYSTEM_ACTOR)
        load_shipped(SYSTEM_ACTOR)
        load_synonyms(actor=SYSTEM_ACTOR)


@pytest.fixture
def cast(db: None) -> Any:
    """A citizen, her delegate, a stranger, and officers by role on demand."""
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def elsewhere(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A database of the test's own that threads and other processes work on (`tests.elsewhere`)."""
    from tests.elsewhere import elsewhere as copied

    with copied(tmp_path, monkeypatch) as found:
        yield found


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line when no browser is installed; in quiet mode the many skipped tests say nothing."""
    from tests.browser.chromium import MISSING

    skipped = terminalreporter.stats.get("skipped", ())
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(MISSING)
