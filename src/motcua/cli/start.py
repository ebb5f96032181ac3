"""What every command shares: where the data lives, how results are printed, when Django is woken."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def _place(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Settings are read once, at the first import: the folder must be named before."""
    if value:
        os.environ["MOTCUA_DATA"] = str(Path(value).resolve())


def data_option(command: Command) -> Command:
    """`--data DIR`: where the embedded database and the files live."""
    return click.option(
        "--data",
        metavar="DIR",
        callback=_place,
        expose_value=False,
        is_eager=True,
        help="Thư mục chứa cơ sở dữ liệu và tệp (mặc định: .data hoặc MOTCUA_DATA).",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: for programs."""
    return click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON cho chương trình đọc.")(
        command
    )


def django_ready() -> None:
    """Wake Django. Kept out of the import of commands, so that those without a database answer at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()


def show(value: dict[str, Any] | list[Any]) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def fail(sentence: str) -> None:
    """Say what is wrong on standard error and end with exit code 1."""
    click.echo(sentence, err=True)
    sys.exit(1)
