"""The sandbox server for every test of this folder."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.eidentity.server import _running_sandbox, eidentity_sandbox

__all__ = ["_running_sandbox", "eidentity_sandbox"]


@pytest.fixture(scope="session", autouse=True)
def _folder_of_static_files() -> None:
    """WhiteNoise warns of a folder that is not there, and warnings are errors."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
