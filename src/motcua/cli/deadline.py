"""`./motcua deadline`: one due moment with its reasons, from the shipped calendar. No database, no Django."""

import json
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from importlib.resources import as_file, files
from typing import IO, Any

import click

from motcua.dossiers.clock import Deadline, Line, Mode, Pause, Term, Unit, due
from motcua.lib.calendars import DEFAULT_OPENING, Calendar, NoWorkingDay, read_calendar
from motcua.lib.dates import short_date, vn_moment
from motcua.lib.moment import TZ

UNITS = "|".join(unit.value for unit in Unit)
OPENING = min(span.opens for span in DEFAULT_OPENING)
LARGEST_AMOUNT = 10_000  # a longer term is a slip of the finger; nothing in the law comes near


class Wrong(click.ClickException):
    """Wrong input: one sentence on stderr that says what to do, and nothing else."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class PlainCommand(click.Command):
    """A command whose complaints about its own options are in Vietnamese too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        typed = " ".join(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            given = getattr(error, "option_name", "") or typed
            raise Wrong(
                f"Không hiểu «{given}». Hãy xem cách dùng bằng lệnh: ./motcua deadline --help"
            ) from None


@click.command(cls=PlainCommand)
@click.option("--from", "start", metavar="NGÀY[TGIỜ]", help="Thời điểm bắt đầu, ví dụ 2026-11-18T09:30.")
@click.option("--amount", metavar="SỐ", help="Thời hạn dài bao nhiêu, ví dụ 7. Với same-day thì không cần.")
@click.option("--unit", default=Unit.WORKING_DAYS.value, show_default=True, metavar=UNITS)
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="TỪ,ĐẾN",
    help="Thời gian chờ không tính; lặp lại được. Bỏ trống ĐẾN (viết «TỪ,») khi còn đang chờ.",
)
@click.option(
    "--mode", default=Mode.PAUSE.value, show_default=True, metavar="pause|restart", help="Sau khi bổ sung."
)
@click.option("--extension", metavar="NGÀY", help="Ngày hẹn lại (gia hạn một lần).")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác đọc.")
def deadline(
    start: str | None,
    amount: str | None,
    unit: str,
    pauses: tuple[str, ...],
    mode: str,
    extension: str | None,
    as_json: bool,
) -> None:
    """Tính hạn trả kết quả và nói rõ vì sao."""
    if not start:
        raise Wrong("Chưa có ngày bắt đầu. Hãy thêm --from, ví dụ --from 2026-11-18.")
    term = _term(amount, unit)
    begins, notes = _moment(start)
    if term.unit not in (Unit.WORKING_HOURS, Unit.SAME_DAY):
        notes = []
    waits = []
    for pause in pauses:
        wait, more = _pause(pause)
        waits.append(wait)
        notes += more
    promised = _moment(extension)[0].date() if extension else None
    try:
        found = due(begins, term, _calendar(), waits, _mode(mode), promised)
    except (NoWorkingDay, OverflowError):
        raise Wrong(
            "Thời hạn này vượt quá lịch tính được. Hãy kiểm tra lại --from, --amount và --pause."
        ) from None
    reasons = notes + [_sentence(line) for line in found.explanation]
    if as_json:
        click.echo(json.dumps(_data(begins, term, mode, found, reasons), ensure_ascii=False, indent=2))
    else:
        click.echo(vn_moment(found.due) if found.due else "Chưa có hạn trả: thời hạn đang tạm dừng.")
        for reason in reasons:
            click.echo(f"- {reason}")


def _data(begins: datetime, term: Term, mode: str, found: Deadline, reasons: list[str]) -> dict[str, Any]:
    return {
        "due": found.due.isoformat() if found.due else None,
        "paused": found.paused,
        "explanation": reasons,
        "from": begins.isoformat(),
        "amount": str(term.amount),
        "unit": term.unit.value,
        "mode": mode,
    }


def _sentence(line: Line) -> str:
    return f"{line.text.rstrip('.')} ({line.source})." if line.source else line.text


def _term(amount: str | None, unit: str) -> Term:
    if unit not in UNITS.split("|"):
        raise Wrong(f"Không có đơn vị «{unit}». Hãy chọn một trong: {UNITS.replace('|', ', ')}.")
    if unit == Unit.SAME_DAY:
        return Term(1, Unit.SAME_DAY)
    if not amount:
        raise Wrong("Chưa có thời hạn. Hãy thêm --amount, ví dụ --amount 7.")
    try:
        number = Decimal(amount.replace(",", "."))
        too_long = number > LARGEST_AMOUNT
    except InvalidOperation:  # also from comparing «nan»
        raise Wrong(f"Thời hạn «{amount}» không phải là số. Hãy viết như --amount 7.") from None
    if too_long:
        raise Wrong(f"Thời hạn «{amount}» quá dài. Hãy kiểm tra lại --amount.")
    try:
        return Term(number, Unit(unit))
    except ValueError as error:
        raise Wrong(f"{error} Hãy sửa --amount.") from None


def _mode(mode: str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise Wrong(f"Không có cách tính «{mode}». Hãy chọn --mode pause hoặc --mode restart.") from None


def _pause(text: str) -> tuple[Pause, list[str]]:
    first, comma, last = text.partition(",")
    if not comma:
        raise Wrong(f"Không đọc được --pause «{text}». Hãy viết hai thời điểm như 2026-11-20,2026-11-25.")
    begins, notes = _moment(first)
    if not last.strip():
        return Pause(begins), notes
    ends, more = _moment(last)
    try:
        return Pause(begins, ends), notes + more
    except ValueError as error:
        raise Wrong(f"{error} Hãy sửa --pause «{text}».") from None


def _moment(text: str) -> tuple[datetime, list[str]]:
    """The moment, in Vietnamese time unless it says otherwise; and a note when the time was left out."""
    text = text.strip()
    try:
        if len(text) == len("2026-11-18"):
            day = date.fromisoformat(text)
            note = f"Ngày {short_date(day)} không ghi giờ: lấy giờ mở cửa {OPENING:%H:%M}."
            return _at(day, OPENING), [note]
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=TZ)), []
    except ValueError:
        raise Wrong(f"Không đọc được «{text}». Hãy viết như 2026-11-18 hoặc 2026-11-18T09:30.") from None


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=TZ)


def _calendar() -> Calendar:
    with as_file(files("motcua.organisation") / "data" / "calendar.csv") as path:
        return read_calendar(path)
