"""`./motcua catalogue …`: the national catalogue taken over by file; the register of simplification."""

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show


@click.group()
def catalogue() -> None:
    """Danh mục thủ tục quốc gia: nhập từ tệp, soạn tệp thủ tục từ bản ghi."""


@catalogue.command(name="import")
@data_option
@json_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và báo cáo, không ghi gì.")
def import_(as_json: bool, file: Path, dry_run: bool) -> None:
    """Nhập bản ghi của Cổng Dịch vụ công quốc gia (mỗi dòng một JSON, danh sách, hoặc LayThuTuc; có thể .gz).

    Điều gì không đọc được chắc chắn thì gắn cờ cho người xem, không đoán. Nhập lại không thay đổi gì.
    """
    django_ready()
    from motcua.catalogue.actions.import_national import import_national
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.lib.errors import Refused

    try:
        records = list(_records(file))
        with click.progressbar(length=len(records), label="Đang đọc", file=_quiet(as_json)) as bar:
            found = import_national(
                actor=SYSTEM_ACTOR, records=records, dry_run=dry_run, progress=lambda done: bar.update(1)
            )
    except (ValueError, OSError, EOFError) as wrong:
        fail(f"Không đọc được tệp {file.name}: {wrong}. Cần JSON mã UTF-8, có thể nén gzip.")
        return
    except Refused as refused:
        fail(str(refused))
        return
    if as_json:
        show(found.data())
    else:
        _tell(found.data())


@catalogue.command()
@data_option
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi ra tệp thay vì in ra.")
def draft(code: str, out: Path | None) -> None:
    """Soạn khung tệp thủ tục từ bản ghi đã nhập: điều chắc chắn điền sẵn, điều còn thiếu ghi rõ."""
    django_ready()
    from motcua.catalogue.models import NationalRecord
    from motcua.catalogue.national.drafting import draft_text

    found = NationalRecord.objects.filter(code=code).order_by("-number").first()
    if found is None:
        fail(f"Chưa nhập bản ghi nào của thủ tục {code}. Hãy chạy ./motcua catalogue import TỆP trước.")
        return
    text = draft_text(found.read)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@catalogue.command()
@data_option
@json_option
@click.option(
    "--state", default="", help="Chỉ một trạng thái: proposed, considered, approved, done, rejected."
)
def proposals(as_json: bool, state: str) -> None:
    """Sổ đơn giản hóa: các đề xuất cắt giảm, đã quyết định gì, bản nào thực hiện."""
    django_ready()
    from motcua.catalogue.models import Proposal
    from motcua.catalogue.simplification import ProposalState

    if state and state not in ProposalState.values:
        fail(f"Không có trạng thái «{state}». Các trạng thái: {', '.join(ProposalState.values)}.")
        return
    register = Proposal.objects.register()
    rows = [
        each.plain() for each in Proposal.objects.in_state(state).newest_first().select_related("version")
    ]
    if as_json:
        show({**register, "proposals": rows})
        return
    shared = register["simplified"]
    click.echo(f"Đã đơn giản hóa {shared['words']} thủ tục có phương án được phê duyệt.")
    for row in rows:
        click.echo(f"  {row['procedure']:<12} {row['state_words']:<28} {row['what']}")


def _records(file: Path) -> Iterator[Mapping[str, Any]]:
    from motcua.catalogue.actions.import_national import read_lines

    packed = file.read_bytes()[:2] == b"\x1f\x8b"
    with gzip.open(file, "rt", encoding="utf-8") if packed else file.open(encoding="utf-8") as text:
        yield from read_lines(text)


def _quiet(as_json: bool) -> Any:
    """Progress goes to standard error, and nowhere when a program reads."""
    import io
    import sys

    return io.StringIO() if as_json or not sys.stderr.isatty() else sys.stderr


def _tell(report: dict[str, Any]) -> None:
    records = report["records"]
    click.echo(
        f"{records['total']} bản ghi: {records['new']} mới, {records['changed']} đổi,"
        f" {records['unchanged']} không đổi, {records['refused']} bị từ chối"
        + (" (chạy thử, chưa ghi gì)." if report["dry_run"] else ".")
    )
    for name, counted in report["fields"].items():
        share = "–" if counted["share"] is None else f"{counted['share'] * 100:.1f}%".replace(".", ",")
        click.echo(
            f"  {name:<12} nhận ra {counted['recognised']:>6}  gắn cờ {counted['flagged']:>5}"
            f"  bỏ {counted['refused']:>4}  không có {counted['absent']:>5}  ({share})"
        )
        for example in counted["examples"]:
            click.echo(f"      {example['code']}: {example['why']} «{example['text'][:80]}»")
    for each in report["refused"]:
        click.echo(f"  bản ghi {each['record']}: {each['why']}")
