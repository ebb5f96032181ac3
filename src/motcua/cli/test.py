"""`./motcua test`: the whole suite, on the embedded engine or on the one that MOTCUA_DATABASE names."""

import os
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.pass_context
def test(context: click.Context) -> None:
    """Chạy bộ kiểm thử. Tham số thêm được chuyển cho pytest, ví dụ: ./motcua test tests/dossiers -x

    Kiểm thử trên trình duyệt cần Chromium (gói chromium của Debian); không có thì được bỏ qua và nói rõ.
    """
    arguments = context.args or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    # What Python and pytest compile is kept: dozens of processes start in a run, each would do it again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment))  # noqa: S603
