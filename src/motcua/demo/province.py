"""The demo province as a whole: whether it is there, bringing it there, throwing it away."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from motcua.demo.accounts import open_accounts
from motcua.demo.load import Loaded, hurry, load
from motcua.demo.people import Citizen, create_citizens, invented_citizens, read_known, write_file
from motcua.dossiers.models import Dossier
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.actions import create_officers
from motcua.organisation.public import desks
from motcua.reception.actions.halls import open_hall
from motcua.reception.models import Hall

_MARK = "demo.json"
_CITIZENS = "demo-citizens.csv"
# What the data folder holds of a province; the secret key stays.
_FILES = ("motcua.sqlite3", "motcua.sqlite3-wal", "motcua.sqlite3-shm", _CITIZENS)
_FOLDERS = ("files", "keys", "mail", "uploads", "static")


@dataclass(frozen=True)
class Mark:
    """Left in the data folder: this database holds the demo province, as it was on a certain day."""

    database: str
    dossiers: int
    until: str
    finished: bool = False

    @property
    def day(self) -> datetime:
        return datetime.fromisoformat(self.until)


def _database() -> str:
    about = settings.DATABASES["default"]
    return f"{about.get('HOST', '')}:{about.get('PORT', '')}/{about['NAME']}"


def mark() -> Mark | None:
    """The mark of the province in this data folder, if there is one."""
    path = Path(settings.DATA_DIR) / _MARK
    if not path.exists():
        return None
    found = Mark(**json.loads(path.read_text(encoding="utf-8")))
    return found if found.database == _database() else None


def _write(found: Mark) -> None:
    path = Path(settings.DATA_DIR) / _MARK
    # Written beside and moved: a start that is cut short leaves the old mark or the new one.
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(found), indent=2), encoding="utf-8")
    beside.replace(path)


def check_ours() -> None:
    """Raises Refused when the database holds dossiers that are not of the demo province."""
    if mark() is None and _has_dossiers():
        raise Refused(
            "Cơ sở dữ liệu này đang có hồ sơ không phải của tỉnh mẫu, nên lệnh demo không đụng vào."
            " Hãy chọn thư mục khác bằng --data, hoặc bỏ MOTCUA_DATABASE."
        )


def _has_dossiers() -> bool:
    table = Dossier._meta.db_table
    return table in connection.introspection.table_names() and Dossier.objects.exists()


def begin(count: int) -> Mark:
    """The mark of the province, made now when there is none."""
    found = mark()
    if found is None:
        found = Mark(database=_database(), dossiers=count, until=moment.now().isoformat())
        _write(found)
    return found


def forget() -> None:
    """Throw the province away, with its files and keys. Raises Refused when it is not one of ours."""
    if mark() is None:
        check_ours()
        return
    if connection.vendor == "sqlite":
        connection.close()
    else:
        call_command("flush", verbosity=0, interactive=False)
    folder = Path(settings.DATA_DIR)
    for name in _FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (*_FILES, _MARK):
        (folder / name).unlink(missing_ok=True)


def citizens() -> list[Citizen]:
    """Everybody, the people the sandbox e-identity server ships with first."""
    return invented_citizens(read_known(settings.BASE_DIR / "sandboxes" / "eidentity" / "citizens.csv"))


def citizens_file() -> Path:
    """The file of everybody for the sandbox server, written anew."""
    path = Path(settings.DATA_DIR) / _CITIZENS
    write_file(path, citizens())
    return path


def people() -> None:
    """Officers and citizens, those who are missing; a waiting room for every desk, accounts that collect."""
    create_officers(actor=SYSTEM_ACTOR)
    create_citizens(citizens())
    open_accounts()
    if not Hall.objects.exists():
        for unit in desks("", on=moment.today()):
            open_hall(actor=SYSTEM_ACTOR, unit=unit)


def fill(progress: Callable[[int], object]) -> Loaded | None:
    """Make the dossiers, or go on making them; None when that was finished before. Wants its own process."""
    found = mark()
    if found is None or found.finished:
        return None
    hurry()
    loaded = load(
        until=found.day,
        count=found.dossiers,
        citizens=[citizen.personal_id for citizen in citizens()],
        progress=progress,
        helped=True,
    )
    _write(replace(found, finished=True))
    return loaded
