"""`python -m sandboxes.bank`: run the bank until it is told to stop."""

import argparse
import sys
import threading
import time
from pathlib import Path

from waitress import serve

from sandboxes.bank.app import MAX_BODY, App
from sandboxes.bank.bank import Bank


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandboxes.bank", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8005)
    add("--host", default="127.0.0.1")
    add("--client", default="motcua", help="client id")
    add("--secret", default="motcua-sandbox", help="secret shared with the client")
    add("--webhook", default="http://127.0.0.1:8000/ngan-hang/tin/", help="where money is told of")
    add("--data", type=Path, help="folder that keeps the transfers between runs")
    return parser


def _work(bank: Bank) -> None:
    while True:
        bank.call_back()
        time.sleep(0.2)


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    options = _parser().parse_args(arguments)
    bank = Bank(client=options.client, secret=options.secret, webhook=options.webhook, data=options.data)
    threading.Thread(target=_work, args=(bank,), daemon=True).start()
    print(f"Ngân hàng thử: http://{options.host}:{options.port}", flush=True)
    serve(
        App(bank), host=options.host, port=options.port, threads=4, ident="", max_request_body_size=MAX_BODY
    )


if __name__ == "__main__":
    main(sys.argv[1:])
