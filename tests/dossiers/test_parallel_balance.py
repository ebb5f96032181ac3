"""Work is shared out while officers finish it: nothing is lost, nothing is done or given twice."""

from datetime import timedelta

from motcua.audit.models import Entry
from motcua.dossiers.actions.balance import balance
from motcua.dossiers.actions.leave import go_away
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.actions.settle import settle
from motcua.dossiers.models import WorkItem
from motcua.identity.actor import HEAD, SIGNER
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.errors import Refused
from tests.cast import Cast
from tests.complaints.test_c28_twenty_dossiers_in_one_action import Office
from tests.dossiers.hand import fork
from tests.dossiers.test_parallel import is_sound
from tests.elsewhere import Elsewhere


def test_two_leaders_share_work_out_while_its_officer_finishes_it(elsewhere: Elsewhere) -> None:
    cast = Cast()
    office = Office(cast, 6)
    for item in WorkItem.objects.filter(pk__in=office.items).select_related("dossier__version__procedure"):
        step = item.dossier.spec.route.step(item.step_key)
        assert step is not None
        if step.act == "draft":
            cast.write_draft(office.busy, item, step.outcomes[0].key)
    signer = cast.officer("ubnd-" + cast.a_commune, SIGNER)
    leaders = {"head": office.head, "signer": signer}
    said: list[str] = []

    def one(job: str) -> None:
        name, _, item_id = job.partition(" ")
        try:
            if name in leaders:
                done = balance(
                    actor=leaders[name],
                    item_ids=reversed(office.items),
                    among=office.people,
                    reason="Quá tải",
                )
                said.append(f"{name} {done.moved + done.done}")
            else:
                item = WorkItem.objects.get(pk=item_id)
                step = item.dossier.spec.route.step(item.step_key)
                assert step is not None
                finish_step(actor=office.busy, item_id=item_id, outcome=step.outcomes[0].key)
                said.append(f"finished {item_id}")
        except Refused as refusal:
            said.append(refusal.code)

    fork(one, [["head"], ["signer"], [f"finish {item_id}" for item_id in office.items]])
    assert len(said) == 2 + len(office.items), "nobody was left hanging"
    finished = [line.removeprefix("finished ") for line in said if line.startswith("finished ")]
    for item in WorkItem.objects.filter(pk__in=office.items):
        assert item.is_open == (str(item.pk) not in finished)
        if not item.is_open:
            assert item.assignee_id == office.busy.user_id
        else:
            assert item.assignee_id in {person.pk for person in office.people}
    for dossier_id in WorkItem.objects.filter(pk__in=finished).values_list("dossier_id", flat=True):
        assert WorkItem.objects.open().filter(dossier=dossier_id, kind=WorkItem.Kind.STEP).count() == 1
    assert Entry.objects.filter(verb="finish").count() == len(finished)
    is_sound()


def test_who_goes_away_while_the_work_is_given_leaves_none_of_it_behind(elsewhere: Elsewhere) -> None:
    office = Office(Cast(), 4)
    away = User.objects.get(pk=office.busy.user_id)
    today = moment.today()

    def one(job: str) -> None:
        if job == "away":
            go_away(actor=office.head, user=away, kind="leave", starts=today, ends=today + timedelta(days=1))
        else:
            balance(actor=office.head, item_ids=office.items, among=office.people, reason="Quá tải")

    fork(one, [["away"], ["share"]])
    settle()
    assert set(office.held()) <= {None, office.head.user_id}
    assert sum(office.held().values()) == len(office.items)
    assert office.head.has(HEAD)
    is_sound()
