"""`./motcua procedure …`: what the author of a procedure file needs. Only `try` asks for a database."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from motcua.catalogue.check import check_file
from motcua.catalogue.report import Fault, Report
from motcua.catalogue.schema import schema_text
from motcua.cli.route import route
from motcua.cli.start import data_option, django_ready, fail, json_option
from motcua.cli.start import show as show_json

if TYPE_CHECKING:
    from motcua.dossiers.trying import Trial


@click.group()
def procedure() -> None:
    """Tệp thủ tục: kiểm tra, lược đồ JSON, quy trình BPMN."""


procedure.add_command(route)


@procedure.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON cho chương trình khác đọc.")
@click.option("--quiet", is_flag=True, help="Chỉ in lỗi chặn công bố.")
def check(files: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Kiểm tra tệp (hoặc cả thư mục) thủ tục trước khi công bố."""
    reports = [check_file(path, shown_as=str(path))[0] for path in _expanded(files)]
    if as_json:
        click.echo(json.dumps([report.data() for report in reports], ensure_ascii=False, indent=2))
    else:
        for report in reports:
            _show(report, quiet=quiet)
        click.echo(_summary(reports))
    if not reports or not all(report.publishable for report in reports):
        raise SystemExit(1)


@procedure.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi ra tệp thay vì in ra màn hình."
)
def schema(out: Path | None) -> None:
    """Lược đồ JSON của tệp thủ tục, để trình soạn thảo gợi ý khi viết."""
    if out is None:
        click.echo(schema_text(), nl=False)
    else:
        out.write_text(schema_text(), encoding="utf-8")


@procedure.command("try")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dossiers", "count", default=100, show_default=True, type=click.IntRange(1, 500))
@click.option("--by-chance", is_flag=True, help="Lấy ngẫu nhiên thay vì những hồ sơ mới nhất.")
@json_option
@data_option
def try_file(file: Path, count: int, by_chance: bool, as_json: bool) -> None:
    """Thử bản nháp trên hồ sơ thật đã nộp: mỗi hồ sơ sẽ khác đi ở đâu. Không ghi gì vào hồ sơ."""
    report, spec = check_file(file, shown_as=str(file))
    if spec is None:
        fail(f"Tệp chưa đọc được. {report.errors[0] if report.errors else ''}".strip())
        return
    django_ready()
    from motcua.dossiers.trying import try_draft

    trial = try_draft(spec, count=count, by_chance=by_chance)
    if as_json:
        show_json(_trial(trial))
    else:
        _tell(trial)


def _trial(trial: "Trial") -> dict[str, object]:
    sums = {"same": trial.same, "not_filed": trial.not_filed, "late_at_once": trial.late_at_once}
    return {**sums, **asdict(trial)}


def _tell(trial: "Trial") -> None:
    click.echo(
        f"{len(trial.dossiers)} hồ sơ của {trial.code}: {trial.same} không khác, {trial.not_filed} không còn"
        f" nộp được, {trial.late_at_once} đang chạy sẽ trễ ngay nếu chuyển."
    )
    for label, number in trial.changes:
        click.echo(f"  {label}: khác ở {number} hồ sơ")
    for words, number in trial.hindrances:
        click.echo(f"  Thiếu {words}: {number} hồ sơ")
    for one in trial.dossiers:
        for gap in one.gaps:
            click.echo(f"{one.number}: không còn nộp được, thiếu {gap.words}")
        for each in one.differences:
            click.echo(f"{one.number}: {each.label}: {each.before} → {each.after}")


def _expanded(files: tuple[Path, ...]) -> list[Path]:
    return [file for path in files for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]


def _show(report: Report, *, quiet: bool) -> None:
    _list("LỖI, chặn công bố", report.errors)
    if not quiet:
        _list("Nhắc nhở", report.warnings)
        _list("Gợi ý", report.hints)
        _list("Số liệu cần đối chiếu", report.unverified)


def _list(title: str, faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        click.echo(f"{title}: {fault}")


def _summary(reports: list[Report]) -> str:
    good = sum(report.publishable for report in reports)
    errors, warnings, hints, unverified = (
        sum(len(part) for part in parts)
        for parts in (
            [report.errors for report in reports],
            [report.warnings for report in reports],
            [report.hints for report in reports],
            [report.unverified for report in reports],
        )
    )
    return (
        f"{good}/{len(reports)} tệp công bố được; {errors} lỗi, {warnings} nhắc nhở,"
        f" {hints} gợi ý, {unverified} số liệu cần đối chiếu."
    )
