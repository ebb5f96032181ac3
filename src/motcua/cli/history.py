"""`./motcua history`: the raw history for outsiders."""

from datetime import datetime
from pathlib import Path

import click

from motcua.cli.start import data_option, django_ready

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def history() -> None:
    """Lịch sử gốc của các hồ sơ."""


@history.command()
@data_option
@click.argument("file", type=click.Path(dir_okay=False, writable=True))
@click.option("--from", "first", type=_DAY, help="Từ ngày.")
@click.option("--to", "last", type=_DAY, help="Đến hết ngày.")
def export(file: str, first: datetime | None, last: datetime | None) -> None:
    """Ghi lịch sử ra tệp, mỗi việc một dòng JSON (mô tả: docs/reference/history-export.md)."""
    django_ready()
    from motcua.reporting.history import lines

    count = 0
    with Path(file).open("w", encoding="utf-8") as out:
        for line in lines(first=first.date() if first else None, last=last.date() if last else None):
            out.write(line + "\n")
            count += 1
    click.echo(f"Đã ghi {count} dòng vào {file}.")
