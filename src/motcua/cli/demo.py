"""`./motcua demo`: the demo province, from an empty folder to the first page in a few seconds."""

import fcntl
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from motcua.cli.children import ended, is_free, python
from motcua.cli.start import data_option, django_ready, fail

CLIENT = "motcua"
_OWN_NUMBERS = {"MOTCUA_RECEIPT_PROVIDER": "motcua.payments.own_numbers.OwnNumbers"}


@click.command()
@data_option
@click.option(
    "--port",
    default=8000,
    show_default=True,
    help="Cổng của trang web; bảy máy chủ thử (định danh, bưu chính, …) ở bảy cổng kế tiếp.",
)
@click.option("--reset", is_flag=True, help="Xóa tỉnh mẫu đang có và dựng lại từ đầu.")
@click.option("--no-serve", is_flag=True, help="Chỉ nạp dữ liệu, xong thì dừng.")
@click.option(
    "--dossiers", default=1000, show_default=True, type=click.IntRange(1, 20_000), help="Số hồ sơ mẫu."
)
@click.option("--load-only", is_flag=True, hidden=True)
def demo(port: int, reset: bool, no_serve: bool, dossiers: int, load_only: bool) -> None:
    """Dựng tỉnh mẫu với cán bộ, người dân, hồ sơ giả định rồi chạy hệ thống. Chạy lại thì dùng tiếp."""
    if load_only:
        django_ready()
        _load()
        return
    if not no_serve:
        _check_ports(port)
        _address(port)
    django_ready()
    _prepare(reset=reset, dossiers=dossiers)
    if no_serve:
        _load()
        return
    # A polite end (docker stop, kill) is an end like Ctrl+C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children: list[subprocess.Popen[bytes]] = []
    with ended(children):
        _serve(port, children)


def _check_ports(port: int) -> None:
    for each, what in (
        (port, "Trang web"),
        (port + 1, "Máy chủ định danh thử"),
        (port + 2, "Bưu chính thử"),
        (port + 3, "Nền tảng thanh toán thử"),
        (port + 4, "Cổng thanh toán thử"),
        (port + 5, "Ngân hàng thử"),
        (port + 6, "Cơ quan thuế thử"),
        (port + 7, "Nhà cung cấp biên lai thử"),
    ):
        if not is_free(each):
            fail(
                f"{what} cần cổng {each} nhưng chương trình khác đang dùng cổng này."
                f" Hãy chọn cổng khác, ví dụ: --port {port + 10}"
            )


def _address(port: int) -> None:
    """Settings are read once: what differs for the demo must be in the environment before."""
    os.environ["MOTCUA_DEMO"] = "yes"
    os.environ.setdefault("MOTCUA_URL", f"http://127.0.0.1:{port}")
    os.environ["MOTCUA_EIDENTITY_ISSUER"] = f"http://127.0.0.1:{port + 1}"
    os.environ["MOTCUA_EIDENTITY_CLIENT"] = CLIENT
    os.environ["MOTCUA_EIDENTITY_SECRET"] = secrets.token_urlsafe(24)
    os.environ["MOTCUA_POST_URL"] = f"http://127.0.0.1:{port + 2}"
    os.environ["MOTCUA_POST_CLIENT"] = CLIENT
    os.environ["MOTCUA_POST_SECRET"] = secrets.token_urlsafe(24)
    os.environ["MOTCUA_TAX_URL"] = f"http://127.0.0.1:{port + 6}"
    os.environ["MOTCUA_TAX_CLIENT"] = CLIENT
    os.environ["MOTCUA_TAX_SECRET"] = secrets.token_urlsafe(24)
    os.environ["MOTCUA_ERECEIPT_URL"] = f"http://127.0.0.1:{port + 7}"
    os.environ["MOTCUA_ERECEIPT_CLIENT"] = CLIENT
    os.environ["MOTCUA_ERECEIPT_SECRET"] = secrets.token_urlsafe(24)
    os.environ["MOTCUA_PAYPLAT_URL"] = f"http://127.0.0.1:{port + 3}"
    os.environ["MOTCUA_PAYPLAT_PARTNER"] = CLIENT
    os.environ["MOTCUA_PAYPLAT_SECRET"] = secrets.token_urlsafe(24)
    os.environ["MOTCUA_REDIRECTPAY_URL"] = f"http://127.0.0.1:{port + 4}"
    os.environ["MOTCUA_REDIRECTPAY_TERMINAL"] = CLIENT
    os.environ["MOTCUA_REDIRECTPAY_SECRET"] = secrets.token_urlsafe(24)
    os.environ["MOTCUA_BANK_CLIENT"] = CLIENT
    os.environ["MOTCUA_BANK_SECRET"] = secrets.token_urlsafe(24)


def _prepare(*, reset: bool, dossiers: int) -> None:
    from motcua.config.running import set_up
    from motcua.demo import province
    from motcua.lib.errors import Refused

    try:
        if reset:
            province.forget()
        province.check_ours()
    except Refused as problem:
        fail(problem.message)
    for line in set_up():
        click.echo(line)
    province.begin(dossiers)
    province.people()
    click.echo("Cán bộ và người dân giả định: đã có")


def _serve(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    from django.conf import settings

    from motcua.config.running import run_web, start_worker
    from motcua.demo import guide, province

    children.append(_sandbox(port + 1, settings.PUBLIC_URL, province.citizens_file(), settings.DATA_DIR))
    children.append(_post(port + 2, settings.DATA_DIR))
    children.append(_payplat(port + 3, settings.PUBLIC_URL, settings.DATA_DIR))
    children.append(_redirectpay(port + 4, settings.PUBLIC_URL, settings.DATA_DIR))
    children.append(_bank(port + 5, settings.PUBLIC_URL, settings.DATA_DIR))
    children.append(_tax(port + 6, settings.DATA_DIR))
    children.append(_ereceipt(port + 7, settings.DATA_DIR))
    for line in guide.guide(settings.PUBLIC_URL, province.citizens(), port=port):
        click.echo(line)
    found = province.mark()
    if found is not None and not found.finished:
        # The past was numbered by ourselves; no vendor can be asked for receipts of last month.
        loading = python("motcua", "demo", "--load-only", environment=_OWN_NUMBERS)
        children.append(loading)
        threading.Thread(target=_work_while, args=(loading,), daemon=True).start()
    else:
        start_worker()
    run_web(host="127.0.0.1", port=port, threads=4)


def _work_while(loading: subprocess.Popen[bytes]) -> None:
    """Half-told stories of the past look late today: until they are told, only what cannot call them so."""
    from motcua.config.running import again_and_again, answer_once, long_work, start_worker

    told = threading.Event()
    threading.Thread(
        target=again_and_again, args=(lambda: answer_once() | long_work(), told), daemon=True
    ).start()
    loading.wait()
    told.set()
    start_worker()


def _sandbox(port: int, url: str, citizens: Path, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.eidentity",
        f"--port={port}",
        f"--client={CLIENT}",
        f"--secret={os.environ['MOTCUA_EIDENTITY_SECRET']}",
        f"--redirect={url}/dinh-danh/ve/",
        f"--after-logout={url}/dinh-danh/da-thoat/",
        f"--citizens={citizens}",
        f"--data={data / 'eidentity'}",
    )


def _post(port: int, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.post",
        f"--port={port}",
        f"--client={CLIENT}",
        f"--secret={os.environ['MOTCUA_POST_SECRET']}",
        f"--data={data / 'post'}",
    )


def _tax(port: int, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.tax",
        f"--port={port}",
        f"--client={CLIENT}",
        f"--secret={os.environ['MOTCUA_TAX_SECRET']}",
        f"--data={data / 'tax'}",
    )


def _ereceipt(port: int, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.ereceipt",
        f"--port={port}",
        f"--client={CLIENT}",
        f"--secret={os.environ['MOTCUA_ERECEIPT_SECRET']}",
        f"--data={data / 'ereceipt'}",
    )


def _payplat(port: int, url: str, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.payplat",
        f"--port={port}",
        f"--partner={CLIENT}",
        f"--secret={os.environ['MOTCUA_PAYPLAT_SECRET']}",
        f"--callback={url}/thanh-toan/payplat/tin/",
        f"--return={url}/thanh-toan/payplat/ve/",
        f"--data={data / 'payplat'}",
    )


def _redirectpay(port: int, url: str, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.redirectpay",
        f"--port={port}",
        f"--terminal={CLIENT}",
        f"--secret={os.environ['MOTCUA_REDIRECTPAY_SECRET']}",
        f"--notify={url}/thanh-toan/redirectpay/tin/",
        f"--data={data / 'redirectpay'}",
    )


def _bank(port: int, url: str, data: Path) -> subprocess.Popen[bytes]:
    return python(
        "sandboxes.bank",
        f"--port={port}",
        f"--client={CLIENT}",
        f"--secret={os.environ['MOTCUA_BANK_SECRET']}",
        f"--webhook={url}/ngan-hang/tin/",
        f"--data={data / 'bank'}",
    )


def _load() -> None:
    """Make what dossiers are missing, showing how far it is."""
    from django.conf import settings

    from motcua.demo import province

    with _alone(settings.DATA_DIR) as mine:
        if not mine:
            click.echo("Một lệnh khác đang nạp hồ sơ mẫu vào thư mục này.")
            return
        found = province.mark()
        if found is None or found.finished:
            return
        began = time.monotonic()
        with _progress(found.dossiers) as progress:
            loaded = province.fill(progress)
    if loaded is not None:
        seconds = time.monotonic() - began
        click.echo(f"Hồ sơ mẫu: {loaded.dossiers} hồ sơ, {loaded.acts} việc, {seconds:.0f} giây")


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is filling this province; held while inside."""
    with (folder / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal; elsewhere a line for every per cent."""
    label = "Hồ sơ mẫu"
    if sys.stdout.isatty():
        with click.progressbar(length=total, label=label) as bar:
            yield bar.update
        return
    done = shown = 0

    def line(more: int) -> None:
        nonlocal done, shown
        done += more
        if done * 100 // total > shown:
            shown = done * 100 // total
            click.echo(f"{label}: {shown}%")

    yield line
