"""The real system, started once: own data folder, set-up, officers, dossiers, web server, e-identity server.

Everything runs as programs of its own, as an operator starts them; the tests only know addresses.
"""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from motcua.cli.children import ended, free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0


@dataclass
class System:
    """Where the running system is, and what there is in it (`tests.browser.stage`)."""

    url: str
    folder: Path
    scenes: Mapping[str, Any] = field(default_factory=dict)

    def address(self, path: str) -> str:
        return self.url + path

    def dossier(self, scene: str) -> str:
        """The id of the dossier that was put there for this scene."""
        return str(self.scenes["dossiers"][scene])

    def login(self, role: str) -> str:
        """The login name of the officer who plays this part."""
        return str(self.scenes["officers"][role])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the programs are started with: this folder, and nothing of the test run's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**kept, "MOTCUA_DATA": str(folder), "PYTHONPATH": path, **more}


def run(folder: Path, *words: str, **more: str) -> str:
    """Run a program to its end; its output. A failure shows what it said."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def prepared(folder: Path, *, day: str = "", dossiers: int = 0) -> None:
    """Fill a folder: province, officers, scenes. `day` (ISO) sets the clock, `dossiers` adds a demo."""
    clock = ("tests.browser.on_a_day", day) if day else ("motcua",)
    if dossiers:
        run(folder, *clock, "demo", "--no-serve", "--dossiers", str(dossiers))
    else:
        run(folder, *clock, "setup")
    told = run(folder, "tests.browser.stage", *([day] if day else []))
    (folder / "scenes.json").write_text(told.strip().splitlines()[-1], encoding="utf-8")


def shared(place: Path) -> Path:
    """A filled folder made once for the whole run, whoever of the workers comes first."""
    folder = place / "browser-province"
    with (place / "browser-province.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "scenes.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            prepared(folder)
    return folder


@contextmanager
def running(folder: Path, *, day: str = "", seconds: int = 3600) -> Iterator[System]:
    """Web server and e-identity server on free ports, until the end of the block.

    With the clock of today there is a gateway to pay through as well (`pays`).
    """
    port, issuer_port = free_port(), free_port()
    pays = None if day else free_port()
    url, issuer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{issuer_port}"
    secret = secrets.token_urlsafe(12)
    settings = {
        "MOTCUA_URL": url,
        "MOTCUA_EIDENTITY_ISSUER": issuer,
        "MOTCUA_EIDENTITY_SECRET": secret,
        "MOTCUA_SESSION_SECONDS": str(seconds),
    }
    if pays is not None:
        settings |= {
            "MOTCUA_REDIRECTPAY_URL": f"http://127.0.0.1:{pays}",
            "MOTCUA_REDIRECTPAY_SECRET": secret,
        }
    clock = ("tests.browser.on_a_day", day) if day else ("motcua",)
    with (folder / "server.log").open("wb") as log, ended(children := []):
        children.append(_started(folder, log, [*clock, "serve", f"--port={port}"], settings))
        children.append(
            _started(
                folder,
                log,
                [
                    *("motcua", "sandbox", "eidentity", f"--port={issuer_port}", f"--secret={secret}"),
                    *(f"--redirect={url}/dinh-danh/ve/", f"--after-logout={url}/dinh-danh/da-thoat/"),
                ],
                settings,
            )
        )
        if pays is not None:
            words = ["motcua", "sandbox", "redirectpay", f"--port={pays}", f"--secret={secret}"]
            words.append(f"--notify={url}/thanh-toan/redirectpay/tin/")
            children.append(_started(folder, log, words, settings))
        try:
            _wait(f"{url}/chung/suc-khoe/", children)
            _wait(f"{issuer}/health", children)
            if pays is not None:
                _wait(f"http://127.0.0.1:{pays}/health", children)
        except TimeoutError:
            raise AssertionError((folder / "server.log").read_text(errors="replace")[-4000:]) from None
        yield System(url, folder, json.loads((folder / "scenes.json").read_text(encoding="utf-8")))


def _started(folder: Path, log: Any, words: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment(folder, **settings),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _wait(address: str, children: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
