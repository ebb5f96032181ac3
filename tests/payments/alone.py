"""What other processes do to money in `test_money_is_never_half`; started by `tests.elsewhere`."""

import os
import random
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

MOST_WRITES = 40


def main(job: str, words: list[str]) -> None:
    """`cut`: the act is begun once for each of its writes, in a process that is killed before that write.
    `together`: five threads take the money for the same obligations. `post`: they read the post's lists.
    `closing`, `counting`: the day is closed, the till is counted while they work.
    """
    import django

    django.setup()
    if job == "together":
        _together(words)
        return
    if job == "closing":
        _closing(*words)
        return
    if job == "counting":
        _counting(words)
        return
    if job == "post":
        _post(words)
        return
    act = _act(*words)
    number = 1
    while _killed_before(number, act) and number < MOST_WRITES:
        number += 1
    print(number - 1)


def _act(kind: str, obligation_id: str, account_id: str, number: str) -> Callable[[], Any]:
    from motcua.lib import moment
    from motcua.payments.actions import bank, take
    from motcua.payments.actions import through_gateway as gateways
    from motcua.payments.gateway import Told
    from tests.payments.histories import GATEWAY, officer

    at = datetime(2026, 11, 28, 9, tzinfo=moment.TZ)
    if kind == "cash":
        desk = officer(7, "ubnd-tinh")
        return lambda: take(actor=desk, obligation_id=obligation_id, method="cash")
    if kind == "bank":
        credit = bank.Credit("FT1", 28_000, f"IBFT {number}", at)
        return lambda: bank.hear(account_id=account_id, credit=credit, source="webhook")
    told = Told(number, "GD1", 28_000, "VND", True, at)
    return lambda: gateways.hear(name=GATEWAY, told=told)


def _together(ids: list[str]) -> None:
    from motcua.lib.errors import Refused
    from motcua.payments.actions import take
    from tests.dossiers.hand import fork
    from tests.payments.histories import officer

    def one(obligation_id: str) -> None:
        # An officer for each process: two windows of one commune.
        desk = officer(os.getpid(), "ubnd-tinh")
        try:
            take(actor=desk, obligation_id=obligation_id, method="cash")
            said = "taken"
        except Refused as refusal:
            said = refusal.code
        # One write a line: threads would mix two.
        sys.stdout.write(said + "\n")

    fork(one, [random.sample(ids, len(ids)) for _ in range(5)])


def _post(numbers: list[str]) -> None:
    from motcua.payments.actions.post_collect import collect
    from tests.dossiers.hand import fork
    from tests.payments.histories import officer

    books = officer(7, "ubnd-tinh")

    def one(number: str) -> None:
        content = f"Mã hồ sơ,Số tiền,Số biên nhận\n{number},28000,BC{number}\n".encode()
        outcome = collect(actor=books, name="thu-ho.csv", content=content, find=lambda _: None)
        sys.stdout.write(("new" if outcome.new else "known") + "\n")

    fork(one, [random.sample(numbers, len(numbers)) for _ in range(5)])


def _closing(account_id: str, *keys: str) -> None:
    """Money is heard of in five threads; a sixth closes the day after a moment."""
    from motcua.lib import moment
    from motcua.lib.errors import Refused
    from motcua.payments.actions import bank
    from motcua.payments.actions.closing import close_day
    from tests.dossiers.hand import fork
    from tests.payments.histories import officer

    def one(key: str) -> None:
        if key == "close":
            try:
                close_day(actor=officer(7, "ubnd-tinh"), unit_id="ubnd-tinh", day=moment.today())
                sys.stdout.write("closed\n")
            except Refused:
                sys.stdout.write("closed before\n")
            return
        credit = bank.Credit(key, 1_000, "khong ro", moment.now())
        bank.hear(account_id=account_id, credit=credit, source="webhook")

    shares = [random.sample(keys, len(keys)) for _ in range(5)]
    fork(one, [*shares[:4], [*shares[4][:9], "close", *shares[4][9:]]])


def _counting(ids: list[str]) -> None:
    """One officer takes cash in four windows and counts the till in a fifth, again and again."""
    from motcua.lib.errors import Refused
    from motcua.payments.actions import take, till
    from motcua.payments.models import Till
    from tests.dossiers.hand import fork
    from tests.payments.histories import officer

    desk = officer(7, "ubnd-tinh")

    def one(word: str) -> None:
        if word != "count":
            take(actor=desk, obligation_id=word, method="cash")
            return
        open_now = Till.objects.filter(closed_at=None).first()
        if open_now is not None:
            with suppress(Refused):
                till.close(actor=desk, till_id=open_now.pk, counted=20_000, note="Đếm thử")

    one(ids.pop())
    fork(one, [*(ids[part::4] for part in range(4)), ["count"] * 10])


def _killed_before(number: int, act: Callable[[], Any]) -> bool:
    """Whether the act had so many writes; without that many it is done to its end."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child == 0:
        seen = 0

        def cut(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal seen
            if sql.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(cut):
            act()
        connection.close()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0
        return False
    from motcua.payments.models import JournalEntry, Payment, Receipt, Till

    # Nothing of it is there: no half entry, no receipt without money, no money that settles nothing.
    left = JournalEntry.objects.exclude(kind="determine").count() + Payment.objects.count()
    assert left + Receipt.objects.count() + Till.objects.count() == 0
    return True


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split(","))
