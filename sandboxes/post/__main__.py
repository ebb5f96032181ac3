"""`python -m sandboxes.post`: run the carrier until it is told to stop."""

import argparse
import sys
import threading
import time
from pathlib import Path

from waitress import serve

from sandboxes.post.app import MAX_BODY, App
from sandboxes.post.carrier import Carrier


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandboxes.post", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8002)
    add("--host", default="127.0.0.1")
    add("--client", default="motcua", help="client id")
    add("--secret", default="motcua-sandbox", help="secret shared with the client")
    add("--auto", type=float, default=0, help="seconds after which every order goes one step on; 0: by hand")
    add("--data", type=Path, help="folder that keeps the orders between runs")
    return parser


def _work(carrier: Carrier, auto: float) -> None:
    last = time.monotonic()
    while True:
        if auto and time.monotonic() - last >= auto:
            carrier.step()
            last = time.monotonic()
        carrier.call_back()
        time.sleep(0.2)


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    options = _parser().parse_args(arguments)
    carrier = Carrier(client=options.client, secret=options.secret, data=options.data)
    threading.Thread(target=_work, args=(carrier, options.auto), daemon=True).start()
    print(f"Bưu chính thử: http://{options.host}:{options.port}", flush=True)
    serve(
        App(carrier),
        host=options.host,
        port=options.port,
        threads=4,
        ident="",
        max_request_body_size=MAX_BODY,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
