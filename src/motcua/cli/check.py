"""`./motcua check`: every gate of the codebase, one line each."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]

GATES = {
    "định dạng": ["ruff", "format", "--check", "."],
    "quy tắc viết mã": ["ruff", "check", "."],
    "kiểu": ["mypy"],
    "tầng": ["lint-imports", "--no-cache"],
    "mẫu trang": ["djlint", "src/motcua", "--lint", "--quiet"],
    "di trú": ["django", "makemigrations", "--check", "--dry-run"],
    "cấu hình": ["django", "check", "--fail-level", "WARNING"],
    "thủ tục": ["motcua", "procedure", "check"],
}
_SCRIPTS = frozenset({"lint-imports", "djlint", "ruff"})


def _command(words: list[str]) -> list[str]:
    name, *rest = words
    if name in _SCRIPTS:
        return [str(Path(sys.executable).parent / name), *rest]
    if name == "motcua":
        files = sorted(str(path) for path in (ROOT / "src/motcua/catalogue/data").glob("*/*.yaml"))
        return [sys.executable, "-m", "motcua", *rest, *files]
    return [sys.executable, "-m", name, *rest]


@click.command()
def check() -> None:
    """Chạy các cửa kiểm tra: định dạng, quy tắc, kiểu, tầng, mẫu trang, di trú, cấu hình, tệp thủ tục."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
    }
    run = partial(subprocess.run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    failed = []
    # They only read, so they go side by side; told in their order.
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        for name, done in zip(GATES, side_by_side.map(run, map(_command, GATES.values())), strict=True):
            click.echo(f"{'đạt ' if done.returncode == 0 else 'HỎNG'}  {name}")
            if done.returncode:
                failed.append(name)
                click.echo(done.stdout[-6000:] + done.stderr[-3000:])
    if failed:
        click.echo("Chưa đạt: " + ", ".join(failed), err=True)
        sys.exit(1)
