"""`./motcua work`: the background work alone, for production beside the web servers."""

import click

from motcua.cli.start import data_option, django_ready


@click.command()
@data_option
@click.option("--once", is_flag=True, help="Làm hết việc đang chờ rồi dừng.")
def work(once: bool) -> None:
    """Gửi thông báo đang chờ, đưa hồ sơ quá hạn bổ sung vào hàng việc, dọn tệp tải dở."""
    django_ready()
    from motcua.config.running import work_forever, work_once

    if once:
        for name, count in work_once().items():
            click.echo(f"{name}: {count}")
        return
    work_forever()
