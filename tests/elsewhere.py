"""A database of a test's own, copied from the loaded one, on which other threads and processes work too.

What they do must be committed, so it cannot be the test's own transaction.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connections

ROOT = Path(__file__).parents[1]
# Only a process that hangs is given up; one on a busy machine is waited for.
PATIENCE = 300


def be_patient(about: dict[str, Any]) -> None:
    """SQLite lets its writers wait in no order: on a busy machine one of ten may wait for very long."""
    if about["ENGINE"].endswith("sqlite3"):
        about["OPTIONS"] = {**about["OPTIONS"], "timeout": PATIENCE}


class Elsewhere:
    """A database that other processes share; this process works on it too while inside."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = {**os.environ, **environment, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def start(
        self, job: str, ids: list[str] | None = None, module: str = "tests.dossiers.alone"
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", module, job, ",".join(ids or [])],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, job: str, shares: list[list[str]], module: str = "tests.dossiers.alone") -> list[str]:
        """One process for each share, at the same time; every line they said."""
        processes = [self.start(job, share, module) for share in shares]
        said = []
        try:
            for process in processes:
                output, errors = process.communicate(timeout=PATIENCE)
                assert process.returncode == 0, errors[-3000:]
                said += output.split("\n")
        finally:
            # Nobody works on the database any more when it is dropped.
            for process in processes:
                process.kill()
        return [line for line in said if line]


def _copied_sqlite(source: str, target: str) -> None:
    """By the backup interface of the engine: what is committed, nothing else."""
    import sqlite3

    with closing(sqlite3.connect(source)) as loaded, closing(sqlite3.connect(target)) as copy:
        loaded.backup(copy)


def _administer(statement: str) -> None:
    import psycopg

    data = settings.DATABASES["default"]
    where = {"host": data["HOST"], "port": data["PORT"], "user": data["USER"], "password": data["PASSWORD"]}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as administrator:
        administrator.execute(statement)


@contextmanager
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """The copy, the connections that lead to it, and where its files lie."""
    own: Any = connections["default"]
    loaded = own.settings_dict["NAME"]
    # The test's own transaction is given up: nothing has happened in it, and a copy wants nobody at work.
    own.close()
    if own.vendor == "sqlite":
        name = str(tmp_path / "motcua.sqlite3")
        _copied_sqlite(loaded, name)
        url = ""
    else:
        name = f"motcua_parallel_{os.getpid()}"
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{loaded}"')
        data = settings.DATABASES["default"]
        url = f"postgresql://{data['USER']}:{data['PASSWORD']}@{data['HOST']}:{data['PORT']}/{name}"
    other: Any = connections.create_connection("default")
    other.settings_dict = {**own.settings_dict, "NAME": name}
    be_patient(other.settings_dict)
    connections["default"] = other
    # Other threads make connections of their own out of the settings.
    monkeypatch.setitem(connections.settings["default"], "NAME", name)
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", other.settings_dict["OPTIONS"])
    # The files lie where the other processes look for them.
    storage = FileSystemStorage(location=tmp_path / "files")
    monkeypatch.setattr("motcua.documents.files.default_storage", storage)
    try:
        yield Elsewhere({"MOTCUA_DATA": str(tmp_path), "MOTCUA_DATABASE": url})
    finally:
        other.close()
        connections["default"] = own
        if own.vendor != "sqlite":
            _administer(f'DROP DATABASE "{name}" WITH (FORCE)')
