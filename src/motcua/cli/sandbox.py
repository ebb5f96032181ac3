"""`./motcua sandbox`: runs a sandbox server, a separate program that speaks an outside system's protocol."""

import os
import sys

import click

_NAMES = ("eidentity", "post", "tax", "payplat", "redirectpay", "bank", "ereceipt")
SERVERS = {name: f"sandboxes.{name}" for name in _NAMES}


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("server", required=False)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def sandbox(server: str | None, options: tuple[str, ...]) -> None:
    """Chạy máy chủ thử, ví dụ: ./motcua sandbox eidentity --port 8001

    Every option after the name, `--data` and `--help` too, belongs to the server: it is a program of its own.
    """
    if server not in SERVERS:
        names = ", ".join(sorted(SERVERS))
        click.echo(f"Hãy chọn máy chủ thử: {names}. Ví dụ: ./motcua sandbox eidentity --port 8001")
        sys.exit(0 if server in ("--help", "-h") else 2)
    os.execv(sys.executable, [sys.executable, "-m", SERVERS[server], *options])  # noqa: S606
