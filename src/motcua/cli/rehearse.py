"""`./motcua rehearse`: every procedure through the front doors, on a system of its own, like people would."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import click

from motcua.cli.children import ROOT, answers, ended, free_port, python
from motcua.cli.start import data_option, django_ready, fail, json_option, show

if TYPE_CHECKING:
    from motcua.rehearsal.walk import Task, Walked

CLIENT = "motcua"
_START_SECONDS = 120.0
# Each lives in another commune with officers of its own; every one of them has to log in once.
_PEOPLE = 4
_CITIZENS = ROOT / "sandboxes" / "eidentity" / "citizens.csv"


@click.command()
@data_option
@json_option
@click.option("--procedure", "codes", multiple=True, metavar="MÃ", help="Chỉ thủ tục này; lặp lại được.")
@click.option(
    "--systems",
    type=click.IntRange(1, 16),
    default=min(2, os.cpu_count() or 1),
    show_default=True,
    help="Số hệ thống chạy song song, mỗi hệ thống một cơ sở dữ liệu riêng.",
)
@click.option("--keep", is_flag=True, help="Giữ lại thư mục tạm để xem.")
def rehearse(as_json: bool, codes: tuple[str, ...], systems: int, keep: bool) -> None:
    """Chạy thử mọi thủ tục, mọi trường hợp qua các trang như người dùng thật, trên dữ liệu tạm."""
    base = Path(tempfile.mkdtemp(prefix="motcua-dien-tap-"))
    # The settings of this very process want a data folder too; nothing of it is used.
    os.environ.setdefault("MOTCUA_DATA", str(base / "own"))
    os.environ.pop("MOTCUA_DATABASE", None)
    django_ready()
    from motcua.lib import moment
    from motcua.lib.errors import Refused
    from motcua.rehearsal.plan import tasks

    try:
        planned = tasks(codes, moment.today())
    except Refused as problem:
        fail(problem.message)
    began = time.monotonic()
    try:
        walked = _all(planned, base, min(systems, len(planned)), quiet=as_json)
    finally:
        if keep:
            click.echo(f"Dữ liệu tạm: {base}", err=True)
        else:
            shutil.rmtree(base, ignore_errors=True)
    _report(walked, time.monotonic() - began, as_json=as_json)
    sys.exit(0 if all(each.ok for each in walked) else 1)


def _all(planned: "Sequence[Task]", base: Path, systems: int, *, quiet: bool) -> "list[Walked]":
    """Every walk, shared out among the systems as they come free."""
    waiting: SimpleQueue[Task] = SimpleQueue()
    for task in planned:
        waiting.put(task)
    found: list[tuple[int, Walked]] = []
    with ThreadPoolExecutor(systems) as pool:
        running: list[Future[None]] = [
            pool.submit(_work, base / str(number), waiting, found, len(planned), quiet)
            for number in range(systems)
        ]
        for each in as_completed(running):
            each.result()
    return [walked for _, walked in sorted(found, key=lambda pair: pair[0])]


def _work(
    folder: Path, waiting: "SimpleQueue[Task]", found: "list[tuple[int, Walked]]", total: int, quiet: bool
) -> None:
    from motcua.rehearsal.people import People, citizens
    from motcua.rehearsal.walk import walk

    with _system(folder) as url:
        people, some = People(url), citizens(_CITIZENS)[:_PEOPLE]
        while not waiting.empty():
            task = waiting.get()
            walked = walk(task, people, some)
            found.append((task.number, walked))
            if not quiet:
                click.echo(f"{len(found):>3}/{total} {_line(walked)}")


@contextmanager
def _system(folder: Path) -> Iterator[str]:
    """A whole system on an empty database: web server with background work, sandbox e-identity server."""
    folder.mkdir(parents=True)
    web, identity = free_port(), free_port()
    url, secret = f"http://127.0.0.1:{web}", secrets.token_urlsafe(16)
    environment = {
        "MOTCUA_DATA": str(folder),
        "MOTCUA_DATABASE": "",
        "MOTCUA_URL": url,
        "MOTCUA_EIDENTITY_ISSUER": f"http://127.0.0.1:{identity}",
        "MOTCUA_EIDENTITY_CLIENT": CLIENT,
        "MOTCUA_EIDENTITY_SECRET": secret,
    }
    children: list[subprocess.Popen[bytes]] = []
    with ended(children):
        prepared = python("motcua.rehearsal", environment=environment, silent=True)
        children.append(prepared)
        if prepared.wait(_START_SECONDS):
            raise click.ClickException("Không chuẩn bị được cơ sở dữ liệu tạm.")
        children[:] = [
            python("motcua", "serve", "--port", str(web), environment=environment, silent=True),
            python(
                "sandboxes.eidentity",
                f"--port={identity}",
                f"--client={CLIENT}",
                f"--secret={secret}",
                f"--redirect={url}/dinh-danh/ve/",
                f"--after-logout={url}/dinh-danh/da-thoat/",
                silent=True,
            ),
        ]
        for port, child in zip((web, identity), children, strict=True):
            if not answers(port, child, within=_START_SECONDS):
                raise click.ClickException(f"Máy chủ ở cổng {port} không khởi động được.")
        yield url


def _line(walked: "Walked") -> str:
    code = walked.code or "(chưa có mã)"
    head = f"{walked.procedure} {walked.case:<22} {code:<24} {walked.seconds:>5.1f} giây"
    if not walked.ok:
        return f"HỎNG {head} {walked.error}"
    return f"đạt  {head} {walked.due}; {' → '.join(walked.states)}"


def _report(walked: "Sequence[Walked]", seconds: float, *, as_json: bool) -> None:
    failed = [each for each in walked if not each.ok]
    totals: dict[str, Any] = {
        "walks": len(walked),
        "ok": len(walked) - len(failed),
        "failed": len(failed),
        "procedures": len({each.procedure for each in walked}),
        "seconds": round(seconds, 1),
    }
    if as_json:
        show({"walks": [asdict(each) for each in walked], "totals": totals})
        return
    click.echo(
        f"{totals['procedures']} thủ tục, {totals['walks']} lượt: {totals['ok']} đạt, {len(failed)} hỏng;"
        f" {seconds:.0f} giây"
    )
    for each in failed:
        click.echo(f"  {each.procedure} {each.case}: {each.error}", err=True)
