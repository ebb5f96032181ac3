"""Whatever people do, in whatever order: what must be true of every dossier stays true."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.audit.actions import breaks
from motcua.dossiers import soundness
from motcua.dossiers.actions import amend, hand_over, refuse, supplement, tasks
from motcua.dossiers.actions.accept import accept, forward
from motcua.dossiers.actions.route import finish_step, outcomes_of
from motcua.dossiers.lifecycle import ENDED, Status
from motcua.dossiers.models import Channel, Dossier, Movement, WorkItem
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, OPINIONS, all_fine, answer, day, signer_of, wanted

CHECKS = (soundness.queued, soundness.moved, soundness.timed, soundness.numbered, breaks)


def sound() -> list[str]:
    return [sentence for check in CHECKS for sentence in check()]


class Life:
    """A dossier, and everything anybody might try with it now, sensible or not."""

    def __init__(self, cast: Cast, dossier: Dossier, chance: random.Random) -> None:
        self.cast, self.chance, self.pk = cast, chance, dossier.pk
        self.dossier = dossier

    def somebody(self) -> Actor:
        """The one whose turn it is, most of the time; else anybody."""
        open_items = self.dossier.open_items()
        people = [self.cast.citizen, self.cast.desk_of(self.dossier), signer_of(self.cast, self.dossier)]
        people += [self.cast.worker_of(item) for item in open_items] * 3
        return self.chance.choice([*people, self.cast.stranger])

    def tries(self) -> dict[str, Callable[[], object]]:
        actor, item = self.somebody(), self.an_item()
        common = {"actor": actor, "dossier_id": self.pk}
        soon = moment.today() + timedelta(days=self.chance.randint(-2, 30))
        answers = self.chance.choice(self.dossier.spec.cases).examples[0].answers
        return {
            "accept": lambda: accept(**common),
            "forward": lambda: forward(**common),
            "refuse": lambda: refuse.refuse(**common, reason="Lý do"),
            "withdraw": lambda: refuse.withdraw(**common, reason="Lý do"),
            "stop": lambda: refuse.stop(**common, reason="Lý do"),
            "lapse": lambda: refuse.lapse(**common, reason="Lý do"),
            "ask": lambda: supplement.ask(**common, items=wanted(self.dossier)),
            "supply": lambda: self.supply(actor),
            "apologise": lambda: amend.apologise(**common, reason="Lý do", new_date=soon),
            "change_case": lambda: amend.change_case(**common, answers=answers, reason="Lý do"),
            "demand": lambda: amend.demand_payment(**common, reason="Lý do"),
            "settle": lambda: amend.settle_payment(**common, reason="Lý do"),
            "hand_over": lambda: hand_over.hand_over(
                **common, receiver="Lan", shown=hand_over.Shown("delegate", "id-card", "", "Giấy 1")
            ),
            "lapsed": supplement.open_lapsed,
            "take": lambda: item and tasks.take(actor=self.cast.worker_of(item), item_id=item.pk),
            "give_back": lambda: item and tasks.give_back(actor=actor, item_id=item.pk),
            "step": lambda: item and self.step(item),
        }

    def an_item(self) -> WorkItem | None:
        items = self.dossier.open_items()
        return self.chance.choice(items) if items else None

    def supply(self, actor: Actor) -> None:
        if self.dossier.supplements.filter(answered_at=None).exists() and self.chance.random() < 0.8:
            answer(self.cast, self.dossier, body=self.chance.randbytes(8))
        supplement.supply(actor=actor, dossier_id=self.pk)

    def step(self, item: WorkItem) -> None:
        if item.kind != WorkItem.Kind.STEP:
            finish_step(actor=self.cast.worker_of(item), item_id=item.pk, outcome="", note="Nhất trí")
            return
        outcome = self.chance.choice(outcomes_of(item))
        step = item.dossier.spec.route.step(item.step_key)
        actor = self.cast.worker_of(item)
        if step is not None and step.act == "draft" and self.chance.random() < 0.9:
            self.cast.write_draft(actor, item, outcome.key)
        finish_step(actor=actor, item_id=item.pk, outcome=outcome.key, note="Ghi chú")

    def go_on(self, verb: str) -> bool:
        """Try it; whether it was done. A refusal leaves everything as it was."""
        self.dossier = self.cast.fresh(self.dossier)
        if self.dossier.state == Status.FILED:
            all_fine(self.cast, self.dossier)
        before = (self.dossier.status, self.dossier.due_at, Movement.objects.count())
        try:
            self.tries()[verb]()
        except Refused:
            after = self.cast.fresh(self.dossier)
            assert (after.status, after.due_at, Movement.objects.count()) == before
            return False
        return True


_TRIED = """accept forward refuse withdraw stop lapse ask supply apologise change_case demand settle hand_over
    lapsed take give_back step step step step accept supply settle"""
VERBS = st.sampled_from(_TRIED.split())


@given(
    code=st.sampled_from([BIRTH_AGAIN, OPINIONS]),
    channel=st.sampled_from([Channel.ONLINE, Channel.COUNTER]),
    plan=st.lists(st.tuples(VERBS, st.integers(0, 3000)), min_size=10, max_size=25),
    chance=st.integers(0, 2**32),
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_dossier_stays_sound_whatever_is_tried(
    cast: Cast, code: str, channel: str, plan: list[tuple[str, int]], chance: int
) -> None:
    at = day("2026-11-02T09:00")
    with moment.at(at):
        life = Life(cast, cast.filed(code, channel=channel), random.Random(chance))
    history: list[int] = []
    for verb, minutes in plan:
        at += timedelta(minutes=minutes)
        with moment.at(at):
            life.go_on(verb)
        movements = list(Movement.objects.filter(dossier_id=life.pk).values_list("pk", flat=True))
        assert movements[: len(history)] == history, "the history only grows"
        history = movements
    assert sound() == []


def test_the_history_cannot_be_rewritten(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with pytest.raises(TypeError, match="append-only"):
        dossier.movements.all().update(reason="Khác")
    with pytest.raises(TypeError, match="append-only"):
        Movement.objects.all().delete()


# Each check finds what it is there for


def damages(cast: Cast) -> Iterator[tuple[str, Callable[[], object], str]]:
    dossier = cast.accepted(BIRTH_AGAIN)
    done = cast.finished(BIRTH_AGAIN, channel=Channel.COUNTER)
    one = Dossier.objects.filter(pk=dossier.pk)
    work = WorkItem.objects.filter(dossier=dossier)
    now = moment.now()
    yield "lost", lambda: work.update(done_at=now), "hàng việc"
    yield "paused", lambda: work.update(paused_at=now), "hàng việc"
    yield "unreturned", lambda: done.work_items.all().delete(), "không ai được giao trả"
    yield "over", lambda: one.update(status=Status.WITHDRAWN), "còn việc đang mở"
    yield "status", lambda: one.update(status=Status.FINANCIAL), "không khớp với lịch sử"
    yield "due", lambda: one.update(due_at=now), "tính lại được"
    yield "uncoded", lambda: one.update(code=None), "không đi cùng việc tiếp nhận"
    yield "day", lambda: one.update(code=f"{str(dossier.code)[:-11]}200101-0001"), "không mang ngày tiếp nhận"
    yield "gap", lambda: one.update(code=f"{str(dossier.code)[:-4]}0007"), "số lớn nhất"
    yield "unasked", lambda: one.update(status=Status.SUPPLEMENT), "không có hạn bổ sung"
    yield "jump", lambda: _add(dossier, "accept", Status.REFUSED, Status.DONE), "không có trong bảng"
    yield "torn", lambda: _add(dossier, "accept", Status.FILED, Status.ACCEPTED), "đứt quãng"
    yield "silent", lambda: _forget(dossier), "không có lịch sử"


def _add(dossier: Dossier, verb: str, before: Status, after: Status) -> None:
    Movement.objects.create(
        dossier=dossier, at=moment.now(), verb=verb, before=before, after=after, clock="leave", actor="?"
    )


def _forget(dossier: Dossier) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_movement WHERE dossier_id = %s", [_key(dossier)])


def _key(dossier: Dossier) -> object:
    from django.db import connection

    return dossier.pk.hex if connection.vendor == "sqlite" else dossier.pk


def test_each_damage_is_found_and_said(cast: Cast) -> None:
    from django.db import transaction

    for name, damage, sentence in damages(cast):
        with transaction.atomic():
            assert sound() == []
            damage()
            said = sound()
            transaction.set_rollback(True)
        assert any(sentence in each for each in said), (name, said)


def test_every_ended_status_is_one_nobody_works_on(cast: Cast) -> None:
    assert {Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.RETURNED} == ENDED
