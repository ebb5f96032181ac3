"""`./motcua officers …`: what is done to many accounts of officers at once."""

import sys
from pathlib import Path

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show

_SHOWN = 50


@click.group()
def officers() -> None:
    """Việc với tài khoản của nhiều cán bộ cùng lúc."""


@officers.command()
@data_option
@json_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Kiểm tra mọi dòng và nói sẽ đổi gì, không ghi.")
def emails(as_json: bool, file: Path, dry_run: bool) -> None:
    """Đặt thư điện tử công vụ cho cán bộ theo tệp CSV có cột «login» và «email».

    Mọi dòng đều đúng thì mới ghi; sai một dòng là không đổi gì. Trả mã 1 khi có dòng sai.
    """
    django_ready()
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.identity.emails import Fault, Outcome, read_lines, set_emails
    from motcua.lib.errors import Refused
    from motcua.lib.money import grouped

    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            found = set_emails(actor=SYSTEM_ACTOR, lines=read_lines(text), dry_run=dry_run)
    except Refused as problem:
        if not as_json:
            fail(problem.message)
        found = Outcome(dry_run, faults=[Fault(0, "", problem.message)])
    if as_json:
        show(found.plain())
        sys.exit(0 if found.ok else 1)
    for fault in found.faults[:_SHOWN]:
        where = f"dòng {fault.number}: " if fault.number else ""
        click.echo(f"✗ {where}{fault.why}")
    if len(found.faults) > _SHOWN:
        click.echo(f"    … và {grouped(len(found.faults) - _SHOWN)} dòng khác.")
    if not found.ok:
        click.echo(f"Không đổi gì: {grouped(len(found.faults))} chỗ sai trong tệp.")
        sys.exit(1)
    said = f"{grouped(found.changed)} địa chỉ được ghi, {grouped(found.same)} đã đúng từ trước"
    click.echo(f"{said} (chạy thử, chưa ghi gì)." if dry_run else f"{said}.")
