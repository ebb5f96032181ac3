"""A whole system for a rehearsal: empty database, web server, background work, sandbox e-identity server and
sandboxes of the systems outside.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from motcua.cli.children import ROOT, answers, ended, free_port, python

CLIENT = "motcua"
# Sandboxes of systems outside: the settings that lead to each, how it calls us, and where it calls.
OUTSIDE = {
    "post": ("MOTCUA_POST", "client", {}),
    "tax": ("MOTCUA_TAX", "client", {}),
    "bank": ("MOTCUA_BANK", "client", {"webhook": "/ngan-hang/tin/"}),
    "payplat": (
        "MOTCUA_PAYPLAT",
        "partner",
        {"callback": "/thanh-toan/payplat/tin/", "return": "/thanh-toan/payplat/ve/"},
    ),
    "redirectpay": ("MOTCUA_REDIRECTPAY", "terminal", {"notify": "/thanh-toan/redirectpay/tin/"}),
}
# On a busy machine everything takes its time; only what hangs is given up.
_START_SECONDS = 600.0


class System:
    """A running system at `url`. Its clock can be put forward."""

    def __init__(self, folder: Path) -> None:
        self.web, self.identity = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.web}"
        self.ports = {name: free_port() for name in OUTSIDE}
        self.outside = {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}
        self.secret = secrets.token_urlsafe(16)
        self.days = 0
        self.children: list[subprocess.Popen[bytes]] = []
        self.environment = {
            "MOTCUA_DATA": str(folder),
            "MOTCUA_DATABASE": "",
            "MOTCUA_URL": self.url,
            "MOTCUA_EIDENTITY_ISSUER": f"http://127.0.0.1:{self.identity}",
            "MOTCUA_EIDENTITY_CLIENT": CLIENT,
            "MOTCUA_EIDENTITY_SECRET": self.secret,
        }
        for name, (prefix, called, _) in OUTSIDE.items():
            about = {"URL": self.outside[name], called.upper(): CLIENT, "SECRET": self.secret}
            self.environment |= {f"{prefix}_{key}": value for key, value in about.items()}

    def prepare(self) -> None:
        prepared = python("motcua.rehearsal", environment=self.environment, silent=True)
        self.children.append(prepared)
        try:
            failed = prepared.wait(_START_SECONDS) != 0
        except subprocess.TimeoutExpired:
            failed = True
        if failed:
            raise click.ClickException("Không chuẩn bị được cơ sở dữ liệu tạm.")
        self.children.remove(prepared)

    def start(self) -> None:
        self._start_web()
        child = python(
            "sandboxes.eidentity",
            f"--port={self.identity}",
            f"--client={CLIENT}",
            f"--secret={self.secret}",
            f"--redirect={self.url}/dinh-danh/ve/",
            f"--after-logout={self.url}/dinh-danh/da-thoat/",
            silent=True,
        )
        self.children.append(child)
        for name, (_, called, addresses) in OUTSIDE.items():
            told = [f"--{option}={self.url}{address}" for option, address in addresses.items()]
            about = [f"--port={self.ports[name]}", f"--{called}={CLIENT}", f"--secret={self.secret}"]
            self.children.append(python(f"sandboxes.{name}", *about, *told, silent=True))
            self._wait(self.ports[name], self.children[-1])
        self._wait(self.identity, child)
        self._wait(self.web, self.children[0])

    def _start_web(self) -> None:
        words = ["motcua.cli.later", str(self.days), "serve", "--port", str(self.web)]
        self.children.insert(0, python(*words, environment=self.environment, silent=True))

    def put_forward(self, days: int) -> None:
        """The same system again, that many days later; whoever was logged in still is."""
        self.days += days
        with ended([self.children.pop(0)]):
            pass
        self._start_web()
        self._wait(self.web, self.children[0])

    def reached(self) -> dict[str, int]:
        """How often dossiers went along each move (`motcua.rehearsal.reached`)."""
        done = subprocess.run(
            [sys.executable, "-m", "motcua.rehearsal.reached"],
            cwd=ROOT,
            env={**os.environ, **self.environment, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            capture_output=True,
            check=True,
        )
        found: dict[str, int] = json.loads(done.stdout)
        return found

    @staticmethod
    def _wait(port: int, child: "subprocess.Popen[bytes]") -> None:
        if not answers(port, child, within=_START_SECONDS):
            raise click.ClickException(f"Máy chủ ở cổng {port} không khởi động được.")


@contextmanager
def running(folder: Path) -> Iterator[System]:
    """A system of its own in this folder, until the end of the block."""
    folder.mkdir(parents=True)
    system = System(folder)
    with ended(system.children):
        system.prepare()
        system.start()
        yield system
