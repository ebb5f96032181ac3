"""C-28: 250 dossiers a day and one officer under all of them; a leader shares twenty out in one act."""

from collections import Counter
from typing import Any

from motcua.audit.models import Entry
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.balance import balance
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.models import WorkItem
from motcua.dossiers.workload import loads
from motcua.identity.actor import HEAD, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, refused

DIVISION = "phong-vhxh-"


class Office:
    """A division with two officers, the whole pile on the desk of one of them."""

    def __init__(self, cast: Cast, number: int) -> None:
        for seed in range(number):
            cast.accepted(BIRTH_AGAIN, seed=seed + 1)
        self.division = DIVISION + cast.a_commune
        self.head = cast.officer(self.division, HEAD)
        handlers = cast.officers(self.division, "handler")
        self.busy = next(each for each in handlers if each.user_id != self.head.user_id)
        self.people = list(User.objects.filter(pk__in=[self.busy.user_id, self.head.user_id]).order_by("pk"))
        self.items = [
            str(pk) for pk in WorkItem.objects.open().filter(unit=self.division).values_list("pk", flat=True)
        ]
        for pk in self.items:
            tasks.take(actor=self.busy, item_id=pk)

    def held(self) -> Counter[int | None]:
        rows = WorkItem.objects.open().filter(unit=self.division)
        return Counter(rows.values_list("assignee_id", flat=True))


def test_twenty_dossiers_go_evenly_to_all_or_to_one_or_to_nobody_in_one_act(cast: Any) -> None:
    office = Office(cast, 20)
    before = Entry.objects.count()
    done = balance(actor=office.head, item_ids=office.items, among=office.people, reason="Ngày đông hồ sơ")
    assert done.moved == 10
    assert set(office.held().values()) == {10}
    assert Entry.objects.count() - before == 10
    assert Entry.objects.filter(verb="reassign", content__note="Ngày đông hồ sơ").count() == 10
    assert set(Notice.objects.filter(kind__in=["given", "taken-away"]).values_list("user_id", "kind")) == {
        (office.head.user_id, "given"),
        (office.busy.user_id, "taken-away"),
    }
    boss = User.objects.get(pk=office.head.user_id)
    assert balance(actor=office.head, item_ids=office.items, among=[boss], reason="Ốm").moved == 10
    assert office.held() == {boss.pk: 20}
    assert balance(actor=office.head, item_ids=office.items, among=[], reason="Trả lại").given == {
        "hàng chung": 20
    }
    assert office.held() == {None: 20}


def test_what_was_finished_a_moment_ago_stays_finished_and_is_told(cast: Any) -> None:
    office = Office(cast, 2)
    item = WorkItem.objects.get(pk=office.items[0])
    step = item.dossier.spec.route.step(item.step_key)
    assert step is not None
    if step.act == "draft":
        cast.write_draft(office.busy, item, step.outcomes[0].key)
    finish_step(actor=office.busy, item_id=item.pk, outcome=step.outcomes[0].key)
    boss = User.objects.get(pk=office.head.user_id)
    done = balance(actor=office.head, item_ids=office.items, among=[boss], reason="Ốm")
    assert (done.moved, done.done) == (1, 1)
    item.refresh_from_db()
    assert item.assignee_id == office.busy.user_id


def test_who_does_not_lead_the_unit_shares_nothing_out(cast: Any) -> None:
    office = Office(cast, 1)
    other = next(
        cast.officer(DIVISION + code, HEAD) for code in ("07900", "08515", "07894") if code != cast.a_commune
    )
    for stranger in (office.busy, other):
        with refused("not-yours"):
            balance(actor=stranger, item_ids=office.items, among=[], reason="Thử")
    with refused("reason"):
        balance(actor=office.head, item_ids=office.items, among=[], reason=" ")
    with refused("no-items"):
        balance(actor=office.head, item_ids=[], among=[], reason="Thử")


def test_nobody_gets_work_that_the_person_cannot_do(cast: Any) -> None:
    office = Office(cast, 1)
    desk: Actor = cast.officer("ttpvhcc-" + cast.a_commune, "desk_officer")
    outsider = User.objects.get(pk=desk.user_id)
    done = balance(actor=office.head, item_ids=office.items, among=[outsider], reason="Thử")
    assert (done.moved, done.unable) == (0, 1)
    assert office.held() == {office.busy.user_id: 1}


def test_the_leader_sees_open_soon_late_and_done_of_everybody(cast: Any) -> None:
    office = Office(cast, 2)
    rows = {load.user_id: load for load in loads(office.head, moment.now())}
    assert rows[office.busy.user_id].open == 2
    assert rows[office.head.user_id].open == 0
    assert rows[office.busy.user_id].done == 0
