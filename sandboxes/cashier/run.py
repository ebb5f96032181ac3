"""Running a sandbox gateway until it is told to stop."""

import argparse

from sandboxes import serving
from sandboxes.cashier.app import MAX_BODY, App, Dialect


def parser(module: str, about: str | None, *, port: int) -> argparse.ArgumentParser:
    """The options every sandbox gateway has."""
    made = serving.parser(module, about, port=port, keeps="orders")
    made.add_argument("--late", type=float, default=20.0, help="seconds until a late call is made")
    return made


def run(dialect: Dialect, options: argparse.Namespace) -> None:
    """Call back in the background and serve."""
    serving.run(
        App(dialect),
        options,
        says=f"{dialect.name}: {serving.address(options)}",
        most=MAX_BODY,
        work=dialect.cashier.call_back,
    )
