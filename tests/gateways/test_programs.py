"""The sandboxes are programs of their own: they run where the system is not installed."""

import subprocess
import sys

import pytest

from motcua.cli.sandbox import SERVERS
from tests.codebase.tree import ROOT


@pytest.mark.parametrize("name", ["payplat", "redirectpay", "bank", "ereceipt"])
def test_it_runs_without_the_system(name: str) -> None:
    # -I: nothing of the environment, so that only the folder put in front is found.
    start = f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['x', '--help'];"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{start} runpy.run_module({SERVERS[name]!r}, run_name='__main__')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for option in ("--port", "--secret", "--data"):
        assert option in done.stdout
