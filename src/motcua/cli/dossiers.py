"""`./motcua dossiers check`: is every dossier in somebody's queue, and would its silence be told?"""

import sys

import click

from motcua.cli.start import data_option, django_ready, json_option, show

_SHOWN = 20


@click.group()
def dossiers() -> None:
    """Việc với các hồ sơ đang có."""


@dossiers.command()
@data_option
@json_option
def check(as_json: bool) -> None:
    """Chứng minh không hồ sơ nào bị bỏ quên: có số là có người giữ, đứng yên là có báo động.

    Trả mã 1 khi có hồ sơ vi phạm. Không sửa gì.
    """
    django_ready()
    from motcua.dossiers.soundness import NOBODY_IS_LEFT_ALONE

    found = [{"name": name, "faults": list(question())} for name, question in NOBODY_IS_LEFT_ALONE.items()]
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
        click.echo("Không hồ sơ nào bị bỏ quên." if sound else "Có hồ sơ bị bỏ quên.")
    sys.exit(0 if sound else 1)
