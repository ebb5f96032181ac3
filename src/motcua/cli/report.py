"""`./motcua report`: the periodic reports of law, computed from the sums of the history."""

import sys
from dataclasses import asdict
from datetime import datetime

import click

from motcua.cli.start import data_option, django_ready, json_option, show

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def report() -> None:
    """Báo cáo tình hình giải quyết thủ tục hành chính."""


@report.command("06a")
@data_option
@json_option
@click.option("--from", "first", type=_DAY, required=True, help="Ngày đầu kỳ, ví dụ 2026-10-01.")
@click.option("--to", "last", type=_DAY, required=True, help="Ngày cuối kỳ.")
@click.option("--unit", default="", help="Mã đơn vị (gồm cả đơn vị trực thuộc), ví dụ ubnd-08515.")
@click.option(
    "--by", type=click.Choice(["field", "unit"]), default="field", show_default=True, help="Chia theo."
)
def form_06a(as_json: bool, first: datetime, last: datetime, unit: str, by: str) -> None:
    """Báo cáo 06a: tiếp nhận, đã giải quyết, đang giải quyết trong kỳ."""
    django_ready()
    from motcua.organisation.queries import subtree
    from motcua.reporting.reports.form_06a import BrokenReport
    from motcua.reporting.reports.form_06a import report as compute
    from motcua.reporting.tallies import catch_up

    while catch_up():
        pass
    try:
        made = compute(first=first.date(), last=last.date(), units=subtree(unit) if unit else None, by=by)
    except (BrokenReport, ValueError) as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    if as_json:
        show({"rows": [asdict(row) for row in made.rows], "totals": asdict(made.totals)})
        return
    click.echo(f"Báo cáo 06a từ {made.first:%d/%m/%Y} đến {made.last:%d/%m/%Y}")
    for row in [*made.rows, made.totals]:
        click.echo(
            f"{row.label}: tiếp nhận {row.received_total} (trực tuyến {row.received_online},"
            f" trực tiếp và bưu chính {row.received_direct}, kỳ trước {row.carried_over});"
            f" đã giải quyết {row.solved_total} (trước hạn {row.solved_early}, đúng hạn {row.solved_on_time},"
            f" quá hạn {row.solved_late}); đang giải quyết {row.pending_total}"
            f" (trong hạn {row.pending_in_time}, quá hạn {row.pending_overdue})"
        )
