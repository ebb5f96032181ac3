"""`./motcua bench`: benchmarks of a checkout, tools of the source tree and not of the installed package."""

import os
import sys
from pathlib import Path

import click

from motcua.cli.start import data_option, fail, json_option, show

_ROOT = Path(__file__).parents[3]
_PARTS = ("pages", "reports", "index", "rollup", "recompute")


@click.group()
def bench() -> None:
    """Đo tốc độ trên dữ liệu lớn (chỉ chạy từ cây mã nguồn)."""


@bench.command()
@data_option
@json_option
@click.option("--dossiers", type=click.IntRange(100, 5_000_000), required=True, help="Số hồ sơ của một năm.")
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số thì sinh ra cùng một tỉnh.")
@click.option(
    "--only", multiple=True, type=click.Choice(["generate", "measure", *_PARTS]), help="Chỉ làm phần này."
)
def steering(as_json: bool, dossiers: int, seed: int, only: tuple[str, ...]) -> None:
    """Đo điều hành: lập (hoặc dùng lại) một năm của tỉnh trên PostgreSQL rồi đo trang, báo cáo, chỉ số 766.

    Dữ liệu nằm trong cơ sở dữ liệu riêng, tên là tên trong MOTCUA_DATABASE thêm «_steering_N».
    """
    if not (_ROOT / "bench" / "steering").is_dir():
        fail("Phép đo nằm trong cây mã nguồn (thư mục bench), không có trong gói đã cài. Hãy chạy ở đó.")
    sys.path.insert(0, str(_ROOT))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    from bench.steering.generate import ready
    from bench.steering.place import NotHere, place_for
    from bench.steering.table import lines, measure

    def say(line: str) -> None:
        click.echo(line, err=True)

    parts = frozenset(_PARTS if not only or "measure" in only else only) & frozenset(_PARTS)
    try:
        place = place_for(os.environ.get("MOTCUA_DATABASE", ""), dossiers)
        made = ready(place, dossiers, seed, say=say)
        found = measure(place, dossiers, parts, made=made, say=say)
    except NotHere as reason:
        fail(str(reason))
        return
    if as_json:
        show(found)
        return
    for line in lines(found):
        click.echo(line)
