"""`./motcua lock`: write the two lock files anew from pyproject.toml."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]
HEADER = "# Locked with hashes; made by ./motcua lock from pyproject.toml. Do not edit by hand.\n"


@click.command()
def lock() -> None:
    """Khóa lại phiên bản thư viện (cần công cụ uv; chạy khi đổi pyproject.toml)."""
    uv = shutil.which("uv")
    if uv is None:
        click.echo("Cần công cụ uv: hãy cài bằng «pip install uv» rồi chạy lại.", err=True)
        sys.exit(1)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "pyproject.toml", folder)
        subprocess.run([uv, "lock", "--quiet"], cwd=folder, check=True)  # noqa: S603
        for name, options in (("run", ["--no-dev"]), ("dev", [])):
            made = subprocess.run(  # noqa: S603
                [uv, "export", "--quiet", "--no-emit-project", "--no-annotate", *options],
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            # The export carries hashes and no addresses; its header names the command line of the day.
            body = re.sub(r"\A(#.*\n)+", "", made)
            (ROOT / "requirements" / f"{name}.txt").write_text(HEADER + body)
    click.echo("Đã khóa: requirements/run.txt, requirements/dev.txt")
