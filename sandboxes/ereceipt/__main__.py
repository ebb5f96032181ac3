"""`python -m sandboxes.ereceipt`: run the vendor until it is told to stop."""

import argparse
import sys
from pathlib import Path

from waitress import serve

from sandboxes.ereceipt.app import MAX_BODY, App
from sandboxes.ereceipt.vendor import Vendor


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandboxes.ereceipt", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8007)
    add("--host", default="127.0.0.1")
    add("--client", default="motcua", help="client id")
    add("--secret", default="motcua-sandbox", help="secret shared with the client")
    add("--lose", type=int, default=0, help="so many answers get lost after the receipt was issued")
    add("--data", type=Path, help="folder that keeps the receipts between runs")
    return parser


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    options = _parser().parse_args(arguments)
    vendor = Vendor(client=options.client, secret=options.secret, data=options.data, lose=options.lose)
    print(f"Nhà cung cấp biên lai thử: http://{options.host}:{options.port}", flush=True)
    serve(
        App(vendor),
        host=options.host,
        port=options.port,
        threads=4,
        ident="",
        max_request_body_size=MAX_BODY,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
