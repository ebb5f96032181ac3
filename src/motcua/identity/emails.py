"""Addresses at work of many officers at once, out of a list: every line is right, or nothing changes."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.db import transaction

from motcua.identity.accounts import check_administers, check_email, give_email
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib.errors import Refused
from motcua.lib.text import fold

# How the two columns may be called, without diacritics; the first is the one that is told.
_LOGIN = ("login", "ten dang nhap", "tai khoan")
_EMAIL = ("email", "thu dien tu", "e-mail")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, with its number in the file."""

    number: int
    login: str
    email: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be taken; `number` 0 is the file as a whole."""

    number: int
    login: str
    why: str


@dataclass
class Outcome:
    """What became of the list. With a fault nothing was written; `same` are those that had the address."""

    dry_run: bool
    lines: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def plain(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ok": self.ok,
            "dry_run": self.dry_run,
            "lines": self.lines,
            "changed": self.changed,
            "same": self.same,
            "faults": [{"line": each.number, "login": each.login, "why": each.why} for each in self.faults],
        }


def read_lines(text: TextIO) -> list[Line]:
    """The lines of a CSV with a head (`login`, `email`), apart by commas or semicolons. Raises Refused."""
    try:
        head = text.readline()
        rows = csv.reader([head, *text], delimiter=";" if ";" in head else ",", strict=True)
        names = [fold(cell).strip() for cell in next(rows, [])]
        login, email = _column(names, _LOGIN), _column(names, _EMAIL)
        return [
            Line(rows.line_num, _cell(cells, login).lower(), _cell(cells, email))
            for cells in rows
            if any(cell.strip() for cell in cells)
        ]
    except UnicodeDecodeError:
        raise Refused("Tệp không phải văn bản UTF-8. Hãy lưu lại dạng CSV UTF-8.", code="encoding") from None
    except csv.Error as problem:
        raise Refused(f"Tệp CSV bị hỏng: {problem}.", code="csv") from problem


def _column(names: Sequence[str], called: Sequence[str]) -> int:
    for at, name in enumerate(names):
        if name in called:
            return at
    raise Refused(
        "Dòng đầu tệp phải có cột «login» (tên đăng nhập) và cột «email» (thư điện tử).", code="head"
    )


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def set_emails(*, actor: Actor, lines: Sequence[Line], dry_run: bool = False) -> Outcome:
    """Give the officers in the list their addresses, each on record; nothing at all where a line is wrong.

    Raises Forbidden for who administers no accounts.
    """
    check_administers(actor)
    found = Outcome(dry_run, len(lines))
    with transaction.atomic():
        officers = User.objects.filter(kind=User.Kind.OFFICER)
        accounts = {user.login: user for user in officers}
        found.faults = list(_faults(lines, accounts))
        if found.faults:
            return found
        for line in lines:
            user = accounts[line.login]
            if user.email == line.email:
                found.same += 1
                continue
            found.changed += 1
            if not dry_run:
                give_email(actor, user, line.email)
    return found


def _faults(lines: Sequence[Line], accounts: dict[str, User]) -> Iterator[Fault]:
    """Everything that is wrong, line by line: one run tells all of it."""
    if not lines:
        yield Fault(0, "", "Tệp không có dòng nào dưới dòng đầu.")
    listed = {line.login for line in lines}
    # Who is in the list gives the old address up.
    held = {user.email.lower(): user for user in accounts.values() if user.email and user.login not in listed}
    logins, emails = Counter[str](), Counter[str]()
    for line in lines:
        logins[line.login] += 1
        emails[line.email.lower()] += 1
        why = _why_not(line, accounts, held.get(line.email.lower()))
        if not why and logins[line.login] > 1:
            why = f"Tài khoản «{line.login}» có hơn một dòng trong tệp."
        if not why and emails[line.email.lower()] > 1:
            why = f"Địa chỉ «{line.email}» đã ghi cho tài khoản khác ở dòng trên."
        if why:
            yield Fault(line.number, line.login, why)


def _why_not(line: Line, accounts: dict[str, User], holder: User | None) -> str:
    if not line.login:
        return "Thiếu tên đăng nhập."
    if line.login not in accounts:
        return f"Không có tài khoản cán bộ «{line.login}»."
    if not line.email:
        return "Thiếu địa chỉ thư điện tử."
    try:
        check_email(line.email)
    except Refused as problem:
        return f"«{line.email}»: {problem.message}"
    if holder is not None:
        return f"Địa chỉ «{line.email}» đang là của tài khoản «{holder.login}»."
    return ""
