"""`./motcua ledger`: the book of money."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from motcua.cli.start import data_option, django_ready, json_option, show

if TYPE_CHECKING:
    from motcua.payments.models import CollectingAccount

_SHOWN = 20


@click.group()
def ledger() -> None:
    """Sổ tiền: kiểm tra sổ, đọc sao kê, xuất nhật ký."""


@ledger.command()
@data_option
@json_option
def check(as_json: bool) -> None:
    """Chứng minh sổ tiền đúng: Nợ bằng Có, tiền khớp hồ sơ, biên lai liền số, quầy thu khớp số đếm.

    Trả mã 1 khi có chỗ sai. Không sửa gì.
    """
    django_ready()
    from motcua.payments.checks import SOUND

    found = [{"name": name, "faults": list(question())} for name, question in SOUND.items()]
    sound = not any(each["faults"] for each in found)
    if as_json:
        show({"ok": sound, "checks": found})
    else:
        for each in found:
            click.echo(f"{'✗' if each['faults'] else '✓'} {each['name']}")
            for sentence in each["faults"][:_SHOWN]:
                click.echo(f"    {sentence}")
            if len(each["faults"]) > _SHOWN:
                click.echo(f"    … và {len(each['faults']) - _SHOWN} chỗ khác.")
        click.echo("Sổ tiền đúng." if sound else "Sổ tiền có chỗ sai.")
    sys.exit(0 if sound else 1)


@ledger.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--account", required=True, help="Số tài khoản thu mà sao kê này là của nó.")
@click.option("--bank", default="", help="Mã ngân hàng 6 chữ số, khi hai ngân hàng có cùng số tài khoản.")
@click.option(
    "--column", "columns", multiple=True, metavar="TÊN=CỘT", help="Tên cột riêng, ví dụ key=«Mã GD»."
)
@data_option
@json_option
def statement(file: Path, account: str, bank: str, columns: tuple[str, ...], as_json: bool) -> None:
    """Đọc sao kê ngân hàng (CSV, XLSX, MT940): ghi tiền vào chưa biết, bỏ qua tiền đã biết.

    Dòng không đọc được thì báo số dòng và đọc tiếp. Chạy lại không ghi hai lần. Trả mã 1 khi có dòng sai.
    """
    django_ready()
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.lib.errors import Refused
    from motcua.payments.actions.statement import read_statement

    try:
        outcome = read_statement(
            actor=SYSTEM_ACTOR,
            account_id=_account(account, bank).pk,
            name=file.name,
            content=file.read_bytes(),
            columns=_named(columns),
        )
    except Refused as problem:
        raise click.ClickException(problem.message) from problem
    faults = [{"line": line, "problem": said} for line, said in outcome.faults]
    if as_json:
        counts = {name: getattr(outcome, name) for name in ("new", "placed", "amount", "known", "outgoing")}
        show({"ok": not faults, **counts, "faults": faults})
    else:
        click.echo(
            f"Ghi mới {outcome.new} khoản ({outcome.amount} đồng), {outcome.placed} khoản gắn được với hồ sơ;"
            f" đã biết {outcome.known}; tiền ra {outcome.outgoing}."
        )
        for fault in faults:
            click.echo(f"    Dòng {fault['line']}: {fault['problem']}")
    sys.exit(1 if faults else 0)


def _account(number: str, bank: str) -> "CollectingAccount":
    from motcua.payments.models import CollectingAccount

    found = CollectingAccount.objects.filter(number=number)
    found = found.filter(bank_bin=bank) if bank else found
    if found.count() != 1:
        known = "nhiều" if found.exists() else "không có"
        raise click.ClickException(f"Hệ thống {known} tài khoản thu «{number}»: xem trang «Tài khoản thu».")
    return found.get()


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    from motcua.payments.statements.reading import COLUMNS

    named = dict(each.partition("=")[::2] for each in columns)
    if unknown := set(named) - set(COLUMNS):
        raise click.ClickException(f"Không có cột «{min(unknown)}»; các tên: {', '.join(COLUMNS)}.")
    return named


def _day(context: click.Context, parameter: click.Parameter, value: datetime) -> date:
    return value.date()


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, callback=_day, help="Từ ngày."
)
@click.option(
    "--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, callback=_day, help="Đến hết ngày."
)
@click.option("--unit", default="", help="Chỉ bút toán của một đơn vị (mã, ví dụ ubnd-08515).")
@data_option
def export(file: Path, first: date, last: date, unit: str) -> None:
    """Xuất nhật ký bút toán thành CSV cho phần mềm kế toán, mỗi dòng Nợ hoặc Có một dòng."""
    django_ready()
    from motcua.lib.errors import Refused
    from motcua.reporting.exports import csv_lines
    from motcua.reporting.journal import journal

    try:
        table = journal(first, last, [unit] if unit else None, unit or "Toàn tỉnh")
    except Refused as problem:
        raise click.ClickException(problem.message) from problem
    rows = -1
    with file.open("w", encoding="utf-8", newline="") as out:
        for line in csv_lines(table):
            out.write(line)
            rows += 1
    click.echo(f"Đã ghi {rows} dòng vào {file}.")
