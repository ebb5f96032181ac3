"""`./motcua index766`: the quality index of QĐ 766/QĐ-TTg from our own data."""

from datetime import datetime

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show


@click.command()
@data_option
@json_option
@click.option("--month", type=click.DateTime(formats=["%Y-%m"]), required=True, help="Tháng, ví dụ 2026-10.")
@click.option("--unit", default="", help="Mã đơn vị (gồm cả đơn vị trực thuộc); mặc định toàn tỉnh.")
@click.option(
    "--variant",
    multiple=True,
    metavar="QUESTION=OPTION",
    help="Cách tính nơi các nguồn khác nhau; lặp lại được, ví dụ payment_points=fitted.",
)
@click.option("--cost", default="", help="In mã các hồ sơ làm mất điểm của một thành phần, ví dụ on_time.")
def index766(as_json: bool, month: datetime, unit: str, variant: tuple[str, ...], cost: str) -> None:
    """Bộ chỉ số 766 của một tháng: từng thành phần với tử số, mẫu số, tỷ lệ, điểm."""
    django_ready()
    from motcua.lib.errors import Refused
    from motcua.reporting.index_of_month import cost as dossiers_behind
    from motcua.reporting.index_of_month import index
    from motcua.reporting.tallies import bring_up_to_date

    bring_up_to_date()
    choices = dict(each.split("=", 1) for each in variant if "=" in each)
    try:
        made = index(month.date(), unit=unit, choices=choices)
        found = dossiers_behind(cost, month.date(), unit=unit, choices=choices) if cost else None
    except Refused as refused:
        fail(str(refused))
        return
    if cost:
        rows = [] if found is None else found.order_by("due_at", "pk").values_list("pk", "code")
        listed = [{"id": str(pk), "code": code} for pk, code in rows]
        if as_json:
            show({"component": cost, "dossiers": listed})
            return
        for each in listed:
            click.echo(f"{each['id']} {each['code']}")
        return
    if as_json:
        show(made.plain())
        return
    click.echo(f"{made.edition.decision}, tháng {made.month:%m/%Y}, {made.place}")
    for scored in made.components:
        got = "chưa tính được" if scored.points is None else f"{scored.points}/{scored.component.max} điểm"
        why = f" ({scored.reason})" if scored.reason else f": {scored.share}"
        click.echo(f"{scored.component.name}{why}: {got}")
    click.echo(f"Tổng {made.total} trên {made.measurable} điểm tính được (toàn bộ chỉ số 100 điểm)")
