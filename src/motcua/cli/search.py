"""`./motcua search`: find a procedure as a citizen would."""

import click

from motcua.cli.start import data_option, django_ready, json_option, show


@click.command()
@data_option
@json_option
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Số kết quả.")
def search(as_json: bool, words: tuple[str, ...], limit: int) -> None:
    """Tìm thủ tục bằng lời thường ngày, có dấu hoặc không, sai chính tả, viết tắt, hoặc theo mã."""
    django_ready()
    from motcua.catalogue.search.find import search as find
    from motcua.lib import moment

    hits = find(" ".join(words), on=moment.today(), limit=limit)
    if as_json:
        show([{"code": hit.code, "name": hit.name, "score": hit.score} for hit in hits])
        return
    for hit in hits:
        click.echo(f"{hit.code}  {hit.name}")
    if not hits:
        click.echo("Không tìm thấy. Hãy thử ít từ hơn, hoặc từ khác.", err=True)
