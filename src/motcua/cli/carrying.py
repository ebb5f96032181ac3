"""Reading the file of an earlier system and telling what became of it, for `./motcua dossiers import`."""

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any, TextIO, cast

import click

from motcua.lib.money import grouped

_PACKED = b"\x1f\x8b"
_MOST_ROWS = 40
_COUNTED = {"unit": "Đơn vị", "procedure": "Thủ tục", "status": "Trạng thái", "money": "Tiền (đồng)"}
_MONEY = {"owed": "phải nộp", "paid": "đã nộp"}


@contextmanager
def opened(file: Path) -> Iterator[tuple[TextIO, Callable[[], int]]]:
    """The text of the file, packed or not, and how many of its bytes have been read."""
    with file.open("rb") as raw:
        packed = raw.read(2) == _PACKED
        raw.seek(0)
        plain = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw
        yield TextIOWrapper(plain, encoding="utf-8", errors="replace", newline=""), raw.tell


@contextmanager
def progress(file: Path, read: Callable[[], int], *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error, and nowhere when a program reads."""
    shown = sys.stderr if sys.stderr.isatty() and not quiet else StringIO()
    done = 0
    with click.progressbar(length=file.stat().st_size, label="Đang chuyển", file=shown) as bar:

        def more() -> None:
            nonlocal done
            bar.update(read() - done)
            done = read()

        yield more


@contextmanager
def refusals(file: Path | None) -> Iterator[Callable[[dict[str, Any]], object]]:
    """Where refused lines are written to be mended: a file that only its owner reads, for it names people."""
    if file is None:
        yield lambda row: None
        return
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)  # also where the file was there before
    # Half a pair of UTF-16 is written as JSON escapes it, and so read back the same.
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as out:
        yield lambda row: out.write(json.dumps(row, ensure_ascii=False) + "\n")


def tell(report: dict[str, Any]) -> None:
    """The reconciliation for people."""
    refused = sum(each["count"] for each in report["refused"].values())
    tried = " (chạy thử, chưa ghi gì)" if report["dry_run"] else ""
    click.echo(
        f"{report['lines']} dòng: {report['carried']} chuyển được, {report['there']} đã có từ trước,"
        f" {report['differing']} khác với bản đã chuyển, {refused} bị từ chối{tried}."
    )
    known, foreign = report["formats"].get("known", 0), report["formats"].get("foreign", 0)
    click.echo(f"Mã hồ sơ: {known} theo quy định (trật tự mới, cũ, mẫu 2026), {foreign} kiểu khác.")
    for code, each in report["refused"].items():
        click.echo(f"✗ Từ chối, {code}: {each['count']} dòng")
        for example in each["examples"]:
            click.echo(f"    dòng {example['line']}: {example['why']}")
    for each in report["differing_lines"]:
        click.echo(
            f"✗ Dòng {each['line']}, {each['code']}: khác ở {', '.join(each['columns'])}; không ghi đè."
        )
    for what, title in _COUNTED.items():
        _table(title, report["file"][what], report["database"][what], _MONEY if what == "money" else {})
    if report["broken"]:
        click.echo(f"✗ {report['broken']}")
    click.echo(_verdict(report))


def _table(title: str, file: dict[str, int], database: dict[str, int], words: dict[str, str]) -> None:
    """Both sides; what differs always, of the rest only as much as one reads."""
    keys = sorted(file.keys() | database.keys())
    unlike = [key for key in keys if file.get(key, 0) != database.get(key, 0)]
    shown = [*unlike, *(key for key in keys if key not in unlike)][: max(_MOST_ROWS, len(unlike))]
    click.echo(f"{title:<34} {'trong tệp':>16} {'trong hệ thống':>16}")
    for key in shown:
        sign = "✗" if key in unlike else "✓"
        here, there = grouped(file.get(key, 0)), grouped(database.get(key, 0))
        click.echo(f"  {sign} {words.get(key, key):<30} {here:>16} {there:>16}")
    if len(keys) > len(shown):
        click.echo(f"    … và {len(keys) - len(shown)} dòng khác, đều khớp.")


def _verdict(report: dict[str, Any]) -> str:
    if report["ok"]:
        return "Khớp: mọi dòng trong tệp đều có trong hệ thống."
    if report["differences"]:
        return f"KHÔNG KHỚP: {len(report['differences'])} chỗ khác giữa tệp và hệ thống."
    return "Chưa đủ: có dòng chưa vào được hệ thống; phần đã vào thì khớp."
