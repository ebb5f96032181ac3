"""`./motcua history`: the raw history for outsiders."""

from datetime import datetime
from itertools import chain
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
@click.option("--all", "everything", is_flag=True, help="Cả thủ tục, khoản thu, kết quả, giấy tờ, đánh giá.")
def export(file: str, first: datetime | None, last: datetime | None, everything: bool) -> None:
    """Ghi lịch sử ra tệp, mỗi việc một dòng JSON (mô tả: docs/reference/history-export.md)."""
    django_ready()
    from motcua.reporting.history import lines, other_lines

    days = {"first": first.date() if first else None, "last": last.date() if last else None}
    count = 0
    with Path(file).open("w", encoding="utf-8") as out:
        for line in chain(lines(**days), other_lines(**days) if everything else ()):
            out.write(line + "\n")
            count += 1
    click.echo(f"Đã ghi {count} dòng vào {file}.")
