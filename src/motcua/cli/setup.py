"""`./motcua setup`: everything a province needs before its first dossier."""

import click

from motcua.cli.start import data_option, django_ready


@click.command()
@data_option
def setup() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, nạp đơn vị, lịch và các tệp thủ tục. Chạy lại không hỏng gì."""
    django_ready()
    from motcua.config.running import set_up

    for line in set_up():
        click.echo(line)
