"""`./motcua report`: the periodic reports of law and the reports of steering, computed from the history."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show

if TYPE_CHECKING:
    from motcua.reporting.table import ReportKind, Table

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@data_option
@json_option
@click.argument("name", required=False, default="")
@click.option("--from", "first", type=_DAY, help="Ngày đầu kỳ, ví dụ 2026-10-01.")
@click.option("--to", "last", type=_DAY, help="Ngày cuối kỳ.")
@click.option("--unit", default="", help="Mã đơn vị (gồm cả đơn vị trực thuộc), ví dụ ubnd-08515.")
@click.option("--level", default="", help="Chỉ một cấp: province, commune, district.")
@click.option("--by", default="", help="Chia theo: field, unit, level, group, procedure (tùy báo cáo).")
@click.option("--old-map", is_flag=True, help="Giữ hồ sơ ở đơn vị cũ, không cộng vào đơn vị kế thừa.")
@click.option("--csv", "csv_file", type=_FILE, help="Ghi ra tệp CSV.")
@click.option("--xlsx", "xlsx_file", type=_FILE, help="Ghi ra tệp Excel.")
@click.option("--pdf", "pdf_file", type=_FILE, help="Ghi ra bản in PDF.")
def report(
    name: str,
    as_json: bool,
    first: datetime | None,
    last: datetime | None,
    csv_file: Path | None,
    xlsx_file: Path | None,
    pdf_file: Path | None,
    **narrowed: Any,
) -> None:
    """Báo cáo tình hình giải quyết thủ tục. Không có NAME thì liệt kê các báo cáo."""
    django_ready()
    from motcua.reporting.reports import REPORTS

    if not name:
        _list(REPORTS, as_json)
        return
    if name not in REPORTS:
        fail(f"Không có báo cáo «{name}». Các báo cáo: {', '.join(REPORTS)}.")
    if first is None or last is None:
        fail("Hãy cho biết kỳ báo cáo: --from và --to.")
        return
    kind = REPORTS[name]
    if narrowed["by"] and narrowed["by"] not in kind.by:
        fail(f"Báo cáo {name} chia được theo: {', '.join(kind.by) or 'không chia'}.")
    made = _computed(kind, {"first": first.date(), "last": last.date(), **narrowed})
    _give(made, as_json, csv_file, xlsx_file, pdf_file)


def _list(reports: "Mapping[str, ReportKind]", as_json: bool) -> None:
    if as_json:
        show([{"name": kind.name, "title": kind.title, "by": list(kind.by)} for kind in reports.values()])
        return
    for kind in reports.values():
        click.echo(f"{kind.name}: {kind.title}")


def _computed(kind: "ReportKind", asked: Mapping[str, Any]) -> "Table":
    from motcua.lib.errors import Refused
    from motcua.reporting.scope import Asked
    from motcua.reporting.table import BrokenReport
    from motcua.reporting.tallies import bring_up_to_date

    bring_up_to_date()
    try:
        return kind(Asked(**asked))
    except (BrokenReport, Refused) as problem:
        fail(str(problem))
        raise


def _give(
    made: "Table", as_json: bool, csv_file: Path | None, xlsx_file: Path | None, pdf_file: Path | None
) -> None:
    from motcua.reporting.exports import csv_lines, write_csv, write_xlsx
    from motcua.reporting.printing import on_paper

    if csv_file is not None:
        write_csv(made, csv_file)
    if xlsx_file is not None:
        write_xlsx(made, xlsx_file)
    if pdf_file is not None:
        pdf_file.write_bytes(on_paper(made))
    if as_json:
        show(made.plain())
    elif csv_file is None and xlsx_file is None and pdf_file is None:
        click.echo(
            f"{made.title}. {made.place}, từ {made.asked.first:%d/%m/%Y} đến {made.asked.last:%d/%m/%Y}"
        )
        for line in csv_lines(made):
            click.echo(line.lstrip("\ufeff").rstrip("\r\n"))
