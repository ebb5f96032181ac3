"""Running a sandbox gateway until it is told to stop."""

import argparse
import threading
import time
from pathlib import Path

from waitress import serve

from sandboxes.cashier.app import MAX_BODY, App, Dialect
from sandboxes.cashier.orders import Cashier


def parser(prog: str, about: str | None, *, port: int) -> argparse.ArgumentParser:
    """The options every sandbox gateway has."""
    made = argparse.ArgumentParser(prog=prog, description=about)
    add = made.add_argument
    add("--port", type=int, default=port)
    add("--host", default="127.0.0.1")
    add("--secret", default="motcua-sandbox", help="secret shared with the partner")
    add("--data", type=Path, help="folder that keeps the orders between runs")
    add("--late", type=float, default=20.0, help="seconds until a late call is made")
    return made


def run(dialect: Dialect, *, host: str, port: int) -> None:
    """Call back in the background and serve."""
    threading.Thread(target=_work, args=(dialect.cashier,), daemon=True).start()
    print(f"{dialect.name}: http://{host}:{port}", flush=True)
    serve(App(dialect), host=host, port=port, threads=4, ident="", max_request_body_size=MAX_BODY)


def _work(cashier: Cashier) -> None:
    while True:
        cashier.call_back()
        time.sleep(0.2)
