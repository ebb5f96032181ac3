"""`./motcua ledger`: the book of money."""

import sys

import click

from motcua.cli.start import data_option, django_ready, json_option, show

_SHOWN = 20


@click.group()
def ledger() -> None:
    """Sổ tiền: kiểm tra sổ."""


@ledger.command()
@data_option
@json_option
def check(as_json: bool) -> None:
    """Chứng minh sổ tiền đúng: Nợ bằng Có, tiền khớp hồ sơ, biên lai liền số, quầy thu khớp số đếm.

    Trả mã 1 khi có chỗ sai. Không sửa gì.
    """
    django_ready()
    from motcua.payments.checks import SOUND

    found = [{"name": name, "faults": list(question())} for name, question in SOUND.items()]
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
        click.echo("Sổ tiền đúng." if sound else "Sổ tiền có chỗ sai.")
    sys.exit(0 if sound else 1)
