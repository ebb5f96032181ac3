"""`./motcua serve`: web and background work in one go, on the data that is there."""

import click

from motcua.cli.start import data_option, django_ready


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", default=8000, show_default=True, help="Cổng lắng nghe.")
@click.option("--threads", default=4, show_default=True, help="Số luồng trả lời cùng lúc.")
def serve(host: str, port: int, threads: int) -> None:
    """Chạy trang web và việc nền. Khi vận hành thật hãy dùng gunicorn và lệnh «work»."""
    django_ready()
    from motcua.config.running import run_web, start_worker

    start_worker()
    click.echo(f"Đang phục vụ tại http://{host}:{port} (dừng: Ctrl+C)")
    run_web(host=host, port=port, threads=threads)
