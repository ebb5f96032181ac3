"""What makes a sandbox a program: its options, its work in the background, serving until it is stopped."""

import argparse
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from waitress import serve

EVERY = 0.2
"""Seconds between two rounds of the work in the background."""

App = Callable[[dict[str, Any], Callable[[str, list[tuple[str, str]]], object]], Iterable[bytes]]


def parser(module: str, about: str | None, *, port: int, keeps: str) -> argparse.ArgumentParser:
    """The options every sandbox has. `keeps`: what lies in its folder between two runs."""
    made = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    add = made.add_argument
    add("--port", type=int, default=port)
    add("--host", default="127.0.0.1")
    add("--secret", default="motcua-sandbox", help="secret shared with the client")
    add("--data", type=Path, help=f"folder that keeps the {keeps} between runs")
    return made


def add_client(parser: argparse.ArgumentParser) -> None:
    """Where the other side has a name beside its secret."""
    parser.add_argument("--client", default="motcua", help="client id")


def run(
    app: App,
    options: argparse.Namespace,
    *,
    says: str,
    most: int,
    work: Callable[[], object] | None = None,
) -> None:
    """Say `says`, do `work` again and again beside it, and serve. `most`: bytes in the body of a request."""
    if work is not None:
        threading.Thread(target=_again, args=(work,), daemon=True).start()
    print(says, flush=True)
    serve(app, host=options.host, port=options.port, threads=4, ident="", max_request_body_size=most)


def address(options: argparse.Namespace) -> str:
    """Where it serves."""
    return f"http://{options.host}:{options.port}"


def _again(work: Callable[[], object]) -> None:
    while True:
        work()
        time.sleep(EVERY)
