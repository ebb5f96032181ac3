"""`python -m sandboxes.tax`: run the office until it is told to stop."""

import argparse
import sys
import threading
import time
from pathlib import Path

from waitress import serve

from sandboxes.tax.app import MAX_BODY, App
from sandboxes.tax.office import Office


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandboxes.tax", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8006)
    add("--host", default="127.0.0.1")
    add("--client", default="motcua", help="client id")
    add("--secret", default="motcua-sandbox", help="secret shared with the client")
    add("--data", type=Path, help="folder that keeps the slips between runs")
    return parser


def _work(office: Office) -> None:
    while True:
        office.call_back()
        time.sleep(0.2)


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    options = _parser().parse_args(arguments)
    office = Office(client=options.client, secret=options.secret, data=options.data)
    threading.Thread(target=_work, args=(office,), daemon=True).start()
    print(f"Cơ quan thuế thử: http://{options.host}:{options.port}", flush=True)
    serve(
        App(office),
        host=options.host,
        port=options.port,
        threads=4,
        ident="",
        max_request_body_size=MAX_BODY,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
