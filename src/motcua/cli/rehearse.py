"""`./motcua rehearse`: every procedure through the front doors, on a system of its own, like people would."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import click

from motcua.cli.children import ROOT
from motcua.cli.rehearsal_system import System, running
from motcua.cli.start import data_option, django_ready, fail, json_option, show

if TYPE_CHECKING:
    from motcua.rehearsal.life import Walked
    from motcua.rehearsal.reached import Reached
    from motcua.rehearsal.walk import Task, Walk

# Each lives in another commune with officers of its own; every one of them has to log in once.
_PEOPLE = 4
_CITIZENS = ROOT / "sandboxes" / "eidentity" / "citizens.csv"


@click.command()
@data_option
@json_option
@click.option("--procedure", "codes", multiple=True, metavar="MÃ", help="Chỉ thủ tục này; lặp lại được.")
@click.option("--way", "ways", multiple=True, metavar="TÊN", help="Chỉ cách đi này; lặp lại được.")
@click.option(
    "--systems",
    type=click.IntRange(1, 16),
    default=min(2, os.cpu_count() or 1),
    show_default=True,
    help="Số hệ thống chạy song song, mỗi hệ thống một cơ sở dữ liệu riêng.",
)
@click.option("--keep", is_flag=True, help="Giữ lại thư mục tạm để xem.")
def rehearse(as_json: bool, codes: tuple[str, ...], ways: tuple[str, ...], systems: int, keep: bool) -> None:
    """Chạy thử mọi thủ tục, mọi cách đi của hồ sơ qua các trang như người dùng thật, trên dữ liệu tạm."""
    base = Path(tempfile.mkdtemp(prefix="motcua-dien-tap-"))
    # The settings of this very process want a data folder too; nothing of it is used.
    os.environ.setdefault("MOTCUA_DATA", str(base / "own"))
    os.environ.pop("MOTCUA_DATABASE", None)
    django_ready()
    from motcua.lib import moment
    from motcua.lib.errors import Refused
    from motcua.rehearsal.plan import tasks

    try:
        planned = tasks(codes, moment.today(), ways)
    except Refused as problem:
        fail(problem.message)
    began = time.monotonic()
    run = _Run(len(planned), quiet=as_json)
    try:
        _all(planned, base, min(systems, len(planned)), run)
    finally:
        if keep:
            click.echo(f"Dữ liệu tạm: {base}", err=True)
        else:
            shutil.rmtree(base, ignore_errors=True)
    sound = _report(run, time.monotonic() - began, as_json=as_json, everything=not codes and not ways)
    sys.exit(0 if sound else 1)


@dataclass
class _Run:
    """What all systems have walked so far, by the number of the walk, and what each of them counted."""

    total: int
    quiet: bool
    found: dict[int, "Walked"] = field(default_factory=dict)
    counts: list[dict[str, int]] = field(default_factory=list)

    def over(self, task: "Task", walked: "Walked") -> None:
        self.found[task.number] = walked
        if not self.quiet:
            click.echo(f"{len(self.found):>3}/{self.total} {_line(walked)}")

    @property
    def walked(self) -> "list[Walked]":
        return [self.found[number] for number in sorted(self.found)]


def _all(planned: "Sequence[Task]", base: Path, systems: int, run: _Run) -> None:
    """Every walk, shared out among the systems as they come free."""
    waiting: SimpleQueue[Task] = SimpleQueue()
    for task in planned:
        waiting.put(task)
    with ThreadPoolExecutor(systems) as pool:
        running_: list[Future[None]] = [
            pool.submit(_work, base / str(number), waiting, run) for number in range(systems)
        ]
        for each in as_completed(running_):
            each.result()


def _work(folder: Path, waiting: "SimpleQueue[Task]", run: _Run) -> None:
    with running(folder) as system:
        pending = _first_day(system, waiting, run)
        while pending:
            system.put_forward(max(days for _, days in pending))
            pending = _go_on([walk for walk, _ in pending], run)
        run.counts.append(system.reached())


def _first_day(system: System, waiting: "SimpleQueue[Task]", run: _Run) -> "list[tuple[Walk, int]]":
    """Begin walks as long as there are any; those that wait for a later day."""
    from motcua.rehearsal.people import People, citizens
    from motcua.rehearsal.walk import Walk

    people, some = People(system.url, system.outside), citizens(_CITIZENS)[:_PEOPLE]
    pending: list[tuple[Walk, int]] = []
    while True:
        try:
            task = waiting.get_nowait()
        except Empty:
            return pending
        pending += _go_on([Walk(task, people, some)], run)


def _go_on(walks: "Sequence[Walk]", run: _Run) -> "list[tuple[Walk, int]]":
    pending = []
    for walk in walks:
        days = walk.go_on()
        if days:
            pending.append((walk, days))
        else:
            run.over(walk.task, walk.walked)
    return pending


def _line(walked: "Walked") -> str:
    code = walked.code or "(chưa có mã)"
    head = f"{walked.way:<20} {walked.procedure} {walked.case:<22} {code:<24} {walked.seconds:>5.1f} giây"
    if not walked.ok:
        return f"HỎNG {head} {walked.error}"
    return f"đạt  {head} {walked.due}; {' → '.join(walked.states)}"


def _report(run: _Run, seconds: float, *, as_json: bool, everything: bool) -> bool:
    """Say what came of it; whether every walk came through and, of everything, the whole table was gone."""
    from motcua.rehearsal.reached import coverage, statuses

    failed = [each for each in run.walked if not each.ok]
    rows = coverage(run.counts)
    reached = [row for row in rows if row.times]
    totals: dict[str, Any] = {
        "walks": len(run.walked),
        "ok": len(run.walked) - len(failed),
        "failed": len(failed),
        "procedures": len({each.procedure for each in run.walked}),
        "ways": len({each.way for each in run.walked}),
        "moves": len(rows),
        "moves_reached": len(reached),
        "statuses": len(statuses(rows, any_times=True)),
        "statuses_reached": len(statuses(rows)),
        "seconds": round(seconds, 1),
    }
    if as_json:
        walks, table = [asdict(each) for each in run.walked], [asdict(row) for row in rows]
        show({"walks": walks, "coverage": table, "totals": totals})
    else:
        _tell(totals, failed, rows)
    return not failed and (not everything or len(reached) == len(rows))


def _tell(totals: dict[str, Any], failed: "Sequence[Walked]", rows: "Sequence[Reached]") -> None:
    click.echo(
        f"{totals['procedures']} thủ tục, {totals['ways']} cách đi, {totals['walks']} lượt:"
        f" {totals['ok']} đạt, {totals['failed']} hỏng; {totals['seconds']:.0f} giây"
    )
    for each in failed:
        click.echo(f"  {each.way} {each.procedure} {each.case}: {each.error}", err=True)
    click.echo(
        f"Bảng chuyển trạng thái: đã đi {totals['moves_reached']}/{totals['moves']} dòng,"
        f" {totals['statuses_reached']}/{totals['statuses']} trạng thái"
    )
    for row in rows:
        times = f"{row.times:>5}" if row.times else "CHƯA "
        click.echo(f"  {times} {row.verb:<15} {row.before} → {row.after}")
