"""Lines of an earlier system, and all of them carried over (C-10)."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.complaints.old_dossiers import Rows, carried, made, written
from tests.stories import begin_with


@pytest.fixture
def rows() -> Rows:
    return made()


@pytest.fixture
def over(cast: Cast, tmp_path: Path) -> Rows:
    """All of them carried over."""

    def tell(_: Cast) -> Rows:
        rows = made()
        assert carried(written(tmp_path, rows))["ok"]
        return rows

    return begin_with("old dossiers carried over", cast, tell)
