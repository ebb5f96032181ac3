"""`./motcua figures`: prove the figures against the raw history."""

import sys
from dataclasses import asdict
from datetime import datetime

import click

from motcua.cli.start import data_option, django_ready, json_option, show


@click.group()
def figures() -> None:
    """Đối chiếu số liệu với lịch sử gốc."""


@figures.command()
@data_option
@json_option
@click.option("--month", type=click.DateTime(formats=["%Y-%m"]), help="Chỉ xem một tháng, ví dụ 2026-10.")
def verify(as_json: bool, month: datetime | None) -> None:
    """Tính lại mọi con số từ lịch sử gốc và in từng chỗ khác; có chỗ khác thì mã thoát là 1."""
    django_ready()
    from motcua.reporting.tallies import bring_up_to_date, differences

    bring_up_to_date()
    found = differences(month=month.date() if month else None)
    if as_json:
        show({"differences": [asdict(each) for each in found]})
    else:
        for each in found:
            click.echo(
                f"{each.day:%d/%m/%Y} {each.unit_id} {each.procedure_code} {each.channel} {each.metric}:"
                f" đang giữ {each.kept}, tính lại {each.recomputed}"
            )
        click.echo(f"{len(found)} chỗ khác nhau.")
    sys.exit(1 if found else 0)


@figures.command()
@data_option
def rebuild() -> None:
    """Bỏ các con số đang giữ và tính lại từ lịch sử gốc."""
    django_ready()
    from motcua.reporting.tallies import rebuild as again

    click.echo(f"Đã tính lại từ {again()} hồ sơ.")
