"""`./motcua simulate`: shorter terms, lower fees, online only, replayed over past dossiers."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@data_option
@json_option
@click.option("--from", "first", type=_DAY, required=True, help="Ngày đầu kỳ, ví dụ 2026-10-01.")
@click.option("--to", "last", type=_DAY, required=True, help="Ngày cuối kỳ.")
@click.option("--unit", default="", help="Mã đơn vị (gồm cả đơn vị trực thuộc).")
@click.option("--procedure", default="", help="Chỉ một thủ tục, ví dụ 1.001193.")
@click.option("--field", default="", help="Chỉ một lĩnh vực, theo mã.")
@click.option("--term-cut", default="0", help="Giảm thời hạn của hồ sơ trực tuyến bao nhiêu phần trăm.")
@click.option("--fee-cut", default="0", help="Giảm phí, lệ phí của hồ sơ trực tuyến bao nhiêu phần trăm.")
@click.option("--online-only", is_flag=True, help="Nếu chỉ nhận trực tuyến: ai đang nộp cách khác.")
def simulate(
    as_json: bool,
    first: datetime,
    last: datetime,
    unit: str,
    procedure: str,
    field: str,
    term_cut: str,
    fee_cut: str,
    online_only: bool,
) -> None:
    """Thử trên hồ sơ đã kết thúc trong kỳ: nếu giảm thời hạn, giảm phí, chỉ nhận trực tuyến thì đã ra sao."""
    django_ready()
    from motcua.lib.errors import Refused
    from motcua.lib.money import dong
    from motcua.reporting import simulate as engine
    from motcua.reporting.scope import Asked

    try:
        change = engine.Change(_percent(term_cut), _percent(fee_cut), online_only)
        made = engine.simulate(
            asked=Asked(first.date(), last.date(), unit=unit),
            change=change,
            procedure=procedure,
            field=field,
        )
    except Refused as refused:
        fail(str(refused))
        return
    if as_json:
        show(made.plain())
        return
    size = f"mẫu {made.replayed} trong {made.total}" if made.is_sample else f"cả {made.total}"
    click.echo(f"{made.what}, {made.place}: {size} hồ sơ kết thúc trong kỳ")
    counted = made.lateness
    click.echo(f"Quá hạn: {counted.late_now} thành {counted.late_then}, trong {counted.dossiers} trực tuyến")
    click.echo(f"Phí, lệ phí trực tuyến: {dong(made.revenue.now)} thành {dong(made.revenue.then)}")
    if online_only:
        left_out = "dưới 5" if made.at_counter is None else made.at_counter
        click.echo(f"Không nộp trực tuyến: {left_out} hồ sơ")
        for group in (*made.by_age, *made.by_commune):
            click.echo(f"  {group.name}: {group.count}")


def _percent(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        fail("Mức giảm là số phần trăm, ví dụ 30.")
        raise
