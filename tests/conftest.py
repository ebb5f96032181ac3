"""What every test may use: the loaded province, a fixed cast, a way to walk a dossier."""

from typing import Any

import hypothesis
import pytest

# How long one example takes says nothing on a machine that others share.
hypothesis.settings.register_profile("shared", deadline=None)
hypothesis.settings.load_profile("shared")


def pytest_configure() -> None:
    from django.conf import settings

    # Whitenoise warns when its folder is missing, and warnings are errors here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Pages under test find their static files without a build step.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The whole province, its officers and every shipped procedure, loaded once for the run."""
    from motcua.catalogue.actions.publish import load_shipped
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.organisation.actions import create_officers, load_province

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load_province(actor=SYSTEM_ACTOR)
        create_officers(actor=SYSTEM_ACTOR)
        load_shipped(SYSTEM_ACTOR)


@pytest.fixture
def cast(db: None) -> Any:
    """A citizen, her delegate, a stranger, and officers by role on demand."""
    from tests.cast import Cast

    return Cast()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line when no browser is installed; in quiet mode the many skipped tests say nothing."""
    from tests.browser.chromium import MISSING

    skipped = terminalreporter.stats.get("skipped", ())
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(MISSING)
