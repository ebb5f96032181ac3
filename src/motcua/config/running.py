"""Running the system: setting it up, the web server of one process, the background work."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from motcua.catalogue.actions.publish import load_shipped, settle
from motcua.catalogue.actions.synonyms import load_synonyms
from motcua.delivery.actions import tell_carrier
from motcua.documents.files import sweep_uploads
from motcua.dossiers.actions.alarm import raise_due
from motcua.dossiers.actions.apology import draft_apologies
from motcua.dossiers.actions.post import ask_carrier
from motcua.dossiers.actions.register import lock_past_years
from motcua.dossiers.actions.remind import remind_uncollected
from motcua.dossiers.actions.scan_work import digitise
from motcua.dossiers.actions.seal_receipts import seal_receipts
from motcua.dossiers.actions.settle import settle as settle_work
from motcua.dossiers.actions.silence import escalate
from motcua.dossiers.actions.supplement import open_lapsed
from motcua.dossiers.actions.tax import serve_tax_office
from motcua.dossiers.actions.tell_paid import tell_of_payments
from motcua.dossiers.actions.transition import take_effect
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.notifications.actions import deliver
from motcua.organisation.actions import load_province
from motcua.payments.actions.receipt_orders import serve_receipts
from motcua.payments.actions.through_gateway import ask_about_waiting
from motcua.reception.actions.bookings import remind
from motcua.reporting.explaining import ask_for_explanations
from motcua.reporting.exporting import sweep_exports
from motcua.reporting.making import make_exports
from motcua.reporting.tallies import catch_up
from motcua.reporting.weekly import tell_of_targets

log = logging.getLogger(__name__)
PERIOD = 5.0


def prepare_database() -> None:
    """Bring the database to today's shape and lay out the static files."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def set_up() -> Iterator[str]:
    """Database, units and calendar, procedures; yields a line for each. Run again, it changes nothing."""
    prepare_database()
    yield "Cơ sở dữ liệu: sẵn sàng"
    load_province(actor=SYSTEM_ACTOR)
    yield f"Đơn vị và lịch của tỉnh {settings.PROVINCE['name']}: đã nạp"
    published = load_shipped(SYSTEM_ACTOR)
    load_synonyms(actor=SYSTEM_ACTOR)
    yield f"Thủ tục: {len(published)} tệp"


def answer_once() -> dict[str, int]:
    """The part of a round that somebody looks at a screen for, and that needs neither the hour (what is late
    by now) nor seals.
    """
    return {
        "khoản thu đã báo": tell_of_payments(),
        "thông báo đã gửi": deliver(),
        "trang quét đã xử lý": digitise(),
        "hồ sơ cộng vào số liệu": catch_up(),
    }


def work_once() -> dict[str, int]:
    """Do what waits now; every job may run in several workers at once."""
    return short_work() | long_work()


def long_work() -> dict[str, int]:
    """What may take minutes, so that nothing else may wait behind it."""
    return {"tệp báo cáo": make_exports()}


def short_work() -> dict[str, int]:
    """What takes seconds."""
    return {
        "biên lai đã hỏi nhà cung cấp": serve_receipts(),
        "biên lai đã ký": seal_receipts(),
        **answer_once(),
        "hồ sơ quá hạn bổ sung": open_lapsed(),
        "đơn gửi bưu chính": tell_carrier(),
        "bưu gửi đã hỏi lại": ask_carrier(),
        "phiếu gửi cơ quan thuế": serve_tax_office(),
        "giao dịch đã hỏi lại cổng": ask_about_waiting(),
        "nhắc đến nhận kết quả": remind_uncollected(),
        "dự thảo xin lỗi": draft_apologies(),
        "việc đổi người giữ": settle_work(),
        "sổ theo dõi đã khóa": lock_past_years(),
        "báo động hồ sơ đứng yên": raise_due(),
        "đơn vị được hỏi im lặng": escalate(),
        "lịch hẹn đã nhắc": remind(),
        "tệp tải dở đã dọn": sweep_uploads(),
        "tệp báo cáo hết hạn": sweep_exports(),
        "yêu cầu giải trình": ask_for_explanations(),
        "người được báo chỉ tiêu tuần": tell_of_targets(),
        "thủ tục đổi phiên bản": settle(on=moment.today()),
        "hồ sơ qua điều khoản chuyển tiếp": take_effect(),
    }


def work_forever(stop: threading.Event | None = None) -> None:
    """The background work, until told to stop: long work beside the rest, in a thread of its own."""
    stop = stop or threading.Event()
    beside = threading.Thread(target=again_and_again, args=(long_work, stop), name="long-work", daemon=True)
    beside.start()
    again_and_again(short_work, stop)


def again_and_again(work: Callable[[], dict[str, int]], stop: threading.Event) -> None:
    """One kind of work, until told to stop. A fault in one round is logged and does not end it."""
    while not stop.is_set():
        close_old_connections()
        try:
            work()
        except Exception:
            log.exception("A round of background work failed; the rows stay and are tried again.")
            time.sleep(PERIOD)
        stop.wait(PERIOD)


def start_worker() -> threading.Thread:
    """The background work as a thread of the web process: the default for one machine."""
    thread = threading.Thread(target=work_forever, name="work", daemon=True)
    thread.start()
    return thread


def run_web(*, host: str, port: int, threads: int) -> None:
    """Serve with waitress until interrupted."""
    from waitress import serve

    from motcua.config.wsgi import application

    serve(
        application,
        host=host,
        port=port,
        threads=threads,
        ident="",
        max_request_body_size=64 << 20,
        channel_timeout=120,
    )
