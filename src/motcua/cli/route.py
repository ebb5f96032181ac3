"""`./motcua procedure route …`: the route of a procedure file as a BPMN drawing, and back."""

import re
from pathlib import Path

import click

from motcua.catalogue.check import check_file
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.offices import office, offices_by_name
from motcua.lib.errors import Refused
from motcua.workflow.bpmn.export import exported
from motcua.workflow.bpmn.reading import read

# From its key to the next line that is not indented; empty lines before that stay where they are.
_ROUTE = re.compile(r"^route:.*?(?:\n(?=\n*(?:\S|\Z))|\Z)", re.MULTILINE | re.DOTALL)


@click.group()
def route() -> None:
    """Quy trình của tệp thủ tục thành bản vẽ BPMN 2.0, và ngược lại."""


@route.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--bpmn", "out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Tệp BPMN để ghi."
)
def export(file: Path, out: Path) -> None:
    """Ghi quy trình của FILE thành tệp BPMN 2.0."""
    report, spec = check_file(file, shown_as=str(file))
    if spec is None:
        raise click.ClickException("\n".join(str(fault) for fault in report.errors))
    try:
        content = exported(spec.route, name=spec.name, office=lambda unit, role: office(unit, role, {}))
    except Refused as problem:
        raise click.ClickException(problem.message) from problem
    out.write_bytes(content)
    click.echo(f"Đã ghi {len(spec.route.steps)} bước vào {out}.")


@route.command("import")
@click.argument("bpmn", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def bring_in(bpmn: Path, file: Path) -> None:
    """Đọc BPMN, thay phần route của FILE (phần khác giữ nguyên từng chữ); chưa có FILE thì tạo."""
    try:
        found = read(bpmn.read_bytes(), offices=offices_by_name({}))
    except Refused as problem:
        raise click.ClickException(problem.message) from problem
    said = tree.as_yaml({"route": found.data})
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if _ROUTE.search(text):
        text = _ROUTE.sub(lambda _: said, text, count=1)
    else:
        text = f"{text.rstrip()}\n{said}".lstrip()
    file.write_text(text, encoding="utf-8")
    for remark in found.remarks:
        click.echo(f"Lưu ý: {remark}")
    report, _ = check_file(file, shown_as=str(file))
    for fault in report.errors:
        if fault.path.startswith("route"):
            click.echo(f"LỖI: {fault}")
    click.echo(f"Đã ghi {len(found.data['steps'])} bước vào {file}.")
