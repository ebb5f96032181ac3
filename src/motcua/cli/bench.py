"""`./motcua bench`: benchmarks of a checkout. They are tools of the source tree, not of the installed package."""

import os
import sys
from pathlib import Path

import click

from motcua.cli.start import data_option, fail, json_option, show

_ROOT = Path(__file__).parents[3]


@click.group()
def bench() -> None:
    """Đo tốc độ trên dữ liệu lớn (chỉ chạy từ cây mã nguồn)."""


@bench.command()
@data_option
@json_option
@click.option("--dossiers", type=click.IntRange(1, 5_000_000), required=True, help="Số hồ sơ của một năm.")
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số thì sinh ra cùng một tỉnh.")
@click.option("--only", type=click.Choice(["generate", "measure"]), help="Chỉ làm một phần.")
def steering(as_json: bool, dossiers: int, seed: int, only: str | None) -> None:
    """Một năm của tỉnh trên PostgreSQL, rồi đo trang điều hành, báo cáo, Bộ chỉ số 766 và việc cộng số liệu."""
    if not (_ROOT / "bench" / "steering").is_dir():
        fail(
            "Phép đo nằm trong cây mã nguồn (thư mục bench), không có trong gói đã cài. Hãy chạy ./motcua ở đó."
        )
    sys.path.insert(0, str(_ROOT))
    from bench.steering.generate import ready
    from bench.steering.place import NotHere, place_for

    try:
        place = place_for(os.environ.get("MOTCUA_DATABASE", ""), dossiers)
        seconds = ready(place, dossiers, seed, say=lambda line: click.echo(line, err=True))
    except NotHere as reason:
        fail(str(reason))
        return
    found: dict[str, object] = {"database": place.name, "dossiers": dossiers, "seconds": seconds}
    if as_json:
        show(found)
    else:
        click.echo(f"{place.name}: {dossiers:,} hồ sơ, {seconds or 'đã có sẵn'}")
