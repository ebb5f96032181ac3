"""`./motcua sandbox`: runs a sandbox server, a separate program that speaks an outside system's protocol."""

import os
import sys

import click

from motcua.cli.start import data_option

SERVERS = {"eidentity": "sandboxes.eidentity"}


@click.command(context_settings={"ignore_unknown_options": True})
@data_option
@click.argument("server", type=click.Choice(sorted(SERVERS)))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def sandbox(server: str, options: tuple[str, ...]) -> None:
    """Chạy máy chủ thử, ví dụ: ./motcua sandbox eidentity --port 8001"""
    os.execv(sys.executable, [sys.executable, "-m", SERVERS[server], *options])  # noqa: S606
