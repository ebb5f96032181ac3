"""`./motcua doctor`: is the system sound? Asked of the live database; mends nothing."""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import click

from motcua.cli.start import data_option, django_ready, json_option, show

_SHOWN = 20


@click.command()
@data_option
@json_option
def doctor(as_json: bool) -> None:
    """Kiểm tra hệ thống: cơ sở dữ liệu, kho khóa, hàng việc, lịch sử, hạn trả,
    mã hồ sơ, nhật ký, người làm việc.
    """
    django_ready()
    found = [_examined(name, check) for name, check in _checks()]
    sound = all(each["ok"] for each in found)
    if as_json:
        show({"ok": sound, "checks": found, "notes": [_tesseract()]})
    else:
        for each in found:
            _tell(each)
        click.echo(f"· {_tesseract()}")
        click.echo("Mọi thứ đều ổn." if sound else "Có chỗ cần xem lại.")
    sys.exit(0 if sound else 1)


def _checks() -> Iterator[tuple[str, Callable[[], Iterable[str]]]]:
    """Name and check, one by one: without its tables a database is asked nothing more."""
    from motcua.audit.actions import breaks
    from motcua.dossiers import soundness
    from motcua.dossiers.staffing import staffed
    from motcua.lib import moment

    yield "Phiên bản SQLite", _engine
    yield "Kho khóa ký số", _keys
    yield "Cơ sở dữ liệu đúng phiên bản", _unmigrated
    if not list(_unmigrated()):
        yield "Hồ sơ chưa kết thúc nằm trong hàng việc hoặc chờ người dân", soundness.queued
        yield "Hồ sơ đứng yên thì có giờ báo động", soundness.watched
        yield "Trạng thái chỉ đổi theo bảng, lịch sử liền mạch", soundness.moved
        yield "Hạn trả khớp với lịch sử và lịch làm việc", soundness.timed
        yield "Mã hồ sơ liền số, mang ngày tiếp nhận", soundness.numbered
        yield "Sổ theo dõi hồ sơ liền số, sổ đã khóa không đổi", soundness.registered
        yield "Mỗi bước của quy trình có người làm", lambda: staffed(moment.today())
        yield "Nhật ký không bị sửa", breaks


def _tesseract() -> str:
    """Not a fault: digitising works without it."""
    from motcua.documents.scanning import reading

    if reading.available():
        return "Tesseract: có. Máy gợi ý dữ liệu đọc từ trang quét và biết trang nằm ngang quay về phía nào."
    return (
        "Tesseract: không có. Vẫn số hóa được, chỉ không có gợi ý dữ liệu từ trang quét;"
        " muốn có, hãy cài gói tesseract-ocr và tesseract-ocr-vie của Debian."
    )


def _engine() -> Iterator[str]:
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
    if tuple(int(part) for part in version.split(".")) < settings.WAL_SAFE_FROM:
        wanted = ".".join(str(part) for part in settings.WAL_SAFE_FROM)
        yield f"SQLite {version} có lỗi WAL; cần từ {wanted} trở lên."


def _keys() -> Iterator[str]:
    from motcua.documents.signing import KeyStoreError, keystore

    try:
        keystore().check()
    except (KeyStoreError, OSError, ValueError) as problem:
        yield f"Không ký được: {problem}"


def _unmigrated() -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"Chưa áp dụng {migration}. Hãy chạy ./motcua setup."


def _examined(name: str, check: Callable[[], Iterable[str]]) -> dict[str, Any]:
    """At most so many sentences are kept, all are counted."""
    sentences = iter(check())
    shown = list(islice(sentences, _SHOWN))
    number = len(shown) + sum(1 for _ in sentences)
    return {"name": name, "ok": not number, "faults": number, "examples": shown}


def _tell(each: dict[str, Any]) -> None:
    click.echo(f"{'✓' if each['ok'] else '✗'} {each['name']}")
    for sentence in each["examples"]:
        click.echo(f"    {sentence}")
    if each["faults"] > len(each["examples"]):
        click.echo(f"    … và {each['faults'] - len(each['examples'])} chỗ khác.")
