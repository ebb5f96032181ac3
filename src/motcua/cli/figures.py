"""`./motcua figures`: prove the figures against the raw history."""

import sys
from dataclasses import asdict
from datetime import datetime

import click

from motcua.cli.start import data_option, django_ready, json_option, show


@click.group()
def figures() -> None:
    """Đối chiếu số liệu với lịch sử gốc."""


@figures.command()
@data_option
@json_option
@click.option("--month", type=click.DateTime(formats=["%Y-%m"]), help="Chỉ xem một tháng, ví dụ 2026-10.")
def verify(as_json: bool, month: datetime | None) -> None:
    """Tính lại mọi con số từ lịch sử gốc và in từng chỗ khác; có chỗ khác thì mã thoát là 1."""
    django_ready()
    from motcua.reporting.recompute import calendar_has_changed, differences
    from motcua.reporting.tallies import bring_up_to_date

    bring_up_to_date()
    found = differences(month=month.date() if month else None)
    if as_json:
        show({"differences": [asdict(each) for each in found]})
    else:
        for each in found:
            click.echo(
                f"{each.day:%d/%m/%Y} {each.unit_id} {each.procedure_code} {each.channel} {each.metric}"
                f"{f' ({each.detail})' if each.detail else ''}:"
                f" đang giữ {each.kept}, tính lại {each.recomputed}"
            )
        click.echo(f"{len(found)} chỗ khác nhau.")
        if found and calendar_has_changed():
            click.echo(
                "Lịch làm việc đã đổi sau khi cộng: giờ làm việc và các dấu hiệu có thể khác. Hãy chạy"
                " «./motcua figures rebuild» (việc hằng đêm cũng tự làm)."
            )
    sys.exit(1 if found else 0)


@figures.command()
@data_option
def rebuild() -> None:
    """Bỏ các con số đang giữ và tính lại từ lịch sử gốc."""
    django_ready()
    from motcua.reporting.recompute import rebuild as again

    click.echo(f"Đã tính lại từ {again()} hồ sơ.")


@figures.command()
@data_option
@click.option("--month", type=click.DateTime(formats=["%Y-%m"]), required=True, help="Tháng đã hết.")
def freeze(month: datetime) -> None:
    """Chốt số liệu của một tháng đã hết: nội dung, phiên bản quy tắc, mã băm."""
    django_ready()
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.lib.errors import Refused
    from motcua.reporting.snapshots import freeze as freeze_month

    try:
        made = freeze_month(actor=SYSTEM_ACTOR, month=month.date())
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    for each in made:
        click.echo(f"{each.name} {each.digest}")
    click.echo(f"Đã chốt {len(made)} bảng số liệu của tháng {month:%m/%Y}.")


@figures.command()
@data_option
@json_option
def nightly(as_json: bool) -> None:
    """Việc hằng đêm: cập nhật, đối chiếu với lịch sử, chốt tháng trước, kiểm tra các bản đã chốt."""
    django_ready()
    from motcua.reporting.snapshots import nightly as run

    night = run()
    if as_json:
        show(asdict(night))
    else:
        for each in night.differences:
            click.echo(f"{each.day} {each.unit_id} {each.metric}: {each.kept} ≠ {each.recomputed}")
        for bad in night.unlike:
            click.echo(f"{bad.name} {bad.month:%m/%Y}: {bad.why}")
        click.echo(
            f"Đã cộng {night.added} hồ sơ, chốt {len(night.frozen)} bảng; {len(night.differences)} chỗ khác,"
            f" {len(night.unlike)} bản chốt không khớp."
        )
    sys.exit(0 if night.is_clean else 1)
