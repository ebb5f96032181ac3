"""`./motcua dossiers …`: proving that none is forgotten, taking over those of an earlier system."""

import sys
from pathlib import Path

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show

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


@dossiers.command(name="import")
@data_option
@json_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Làm thử tất cả rồi bỏ, in cùng một bản đối chiếu.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi các dòng bị từ chối ra tệp để sửa.",
)
def import_(as_json: bool, file: Path, dry_run: bool, refused: Path | None) -> None:
    """Chuyển hồ sơ của hệ thống trước vào đây rồi đối chiếu (JSON từng dòng hoặc CSV, có thể .gz).

    Giữ mã cũ và hạn cũ. Điều gì không rõ thì từ chối, không đoán. Chạy lại không chuyển hai lần.
    Trả mã 1 khi còn dòng chưa vào được hoặc có chỗ không khớp.
    """
    if refused is not None and refused.exists() and refused.samefile(file):
        fail("Tệp ghi dòng bị từ chối không được là chính tệp dữ liệu: dữ liệu sẽ mất.")
    django_ready()
    from motcua.cli import carrying
    from motcua.dossiers.actions.carry_over_file import carry_over_file
    from motcua.dossiers.old_files import read_lines
    from motcua.identity.actor import SYSTEM_ACTOR

    with (
        carrying.opened(file) as (text, read),
        carrying.progress(file, read, quiet=as_json) as more,
        carrying.refusals(refused) as refuse,
    ):
        found = carry_over_file(
            actor=SYSTEM_ACTOR,
            lines=read_lines(text),
            file=file,
            dry_run=dry_run,
            progress=more,
            refused=refuse,
        )
    report = found.data()
    show(report) if as_json else carrying.tell(report)
    sys.exit(0 if found.is_whole else 1)
