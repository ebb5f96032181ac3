"""Programs that a command starts beside itself, and free ports for them."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_PATIENCE = 8.0
_LOWEST, _PORTS = 20_000, 12_000


def python(
    *words: str, environment: Mapping[str, str] | None = None, silent: bool = False
) -> subprocess.Popen[bytes]:
    """`python -m …` with the checkout on its path, apart from our terminal's Ctrl+C: we end it ourselves.

    `silent`: what it says on standard output is dropped; what goes wrong is still seen.
    """
    paths = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**os.environ, **(environment or {}), "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if silent else None,
        start_new_session=True,
    )


@contextmanager
def ended(children: list[subprocess.Popen[bytes]]) -> Iterator[None]:
    """Whatever happens inside, the children put into the list are gone afterwards."""
    try:
        yield
    finally:
        for child in children:
            _tell(child, signal.SIGTERM)
        for child in children:
            try:
                child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                _tell(child, signal.SIGKILL)
                child.wait()


def _tell(child: subprocess.Popen[bytes], number: int) -> None:
    """A child leads a session of its own: whatever it started beside itself is told, too."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port nobody listens on at the moment.

    It lies below those the system gives to connections on their way out: none of them takes it meanwhile.
    """
    while not is_free(port := _LOWEST + secrets.randbelow(_PORTS)):
        pass
    return port


def answers(port: int, child: subprocess.Popen[bytes], *, within: float) -> bool:
    """Wait until the child listens on its port; False when it ended or took longer than `within` seconds."""
    end = time.monotonic() + within
    while time.monotonic() < end and child.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False
