"""`./motcua audit`: prove that nobody changed the record."""

import sys

import click

from motcua.cli.start import data_option, django_ready, json_option, show


@click.command()
@data_option
@json_option
def audit(as_json: bool) -> None:
    """Đi lại từng chuỗi nhật ký từ đầu và báo chỗ nào bị sửa, thêm hoặc cắt."""
    django_ready()
    from motcua.audit.actions import breaks
    from motcua.audit.models import Entry

    found = list(breaks())
    if as_json:
        show({"entries": Entry.objects.count(), "breaks": found})
    else:
        for sentence in found:
            click.echo(sentence)
        click.echo(f"Đã kiểm tra {Entry.objects.count()} mục, {len(found)} chỗ không khớp.")
    sys.exit(1 if found else 0)
