"""Two communes, one dossier, three officers acting at the same moment: no act is lost, none is done twice.

Real requests, each officer in a thread with a connection of its own, all let go together. On PostgreSQL they
run side by side; on SQLite one writes at a time.
"""

from collections import Counter
from itertools import pairwise
from typing import Any

from django.test import Client
from django.urls import reverse

from motcua.audit.actions import breaks
from motcua.dossiers import soundness
from motcua.dossiers.lifecycle import ENDED, Status
from motcua.dossiers.models import Dossier, TransferList, WorkItem
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.identity.models import User
from tests.cast import Cast
from tests.dossiers.hand import fork, handler_of, recorded, signer_of, step_of
from tests.dossiers.papers_away import confirm, listed, receiver, taken_in_at
from tests.dossiers.papers_away import elsewhere as other_commune
from tests.elsewhere import Elsewhere

ROUNDS = 2
DONE, REFUSED = 302, 409
Press = tuple[str, Client, str, dict[str, Any]]


def browser(actor: Actor) -> Client:
    """Logged in, acting from this very post."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["post"] = actor.post_id
    session.save()
    return client


def button(verb: str, dossier: Dossier, actor: Actor, name: str, **typed: Any) -> Press:
    return verb, browser(actor), reverse(f"desk:{name}", args=[dossier.pk]), typed


def pressed_at_once(*buttons: Press) -> Counter[str]:
    """Everybody presses twice, as impatient people do; how often each act was told to be done."""
    done: list[str] = []
    answers: list[int] = []

    def press(number: str) -> None:
        verb, client, url, typed = buttons[int(number)]
        status = client.post(url, typed).status_code
        answers.append(status)
        if status == DONE:
            done.append(verb)

    fork(press, [[str(number)] * 2 for number in range(len(buttons))])
    assert len(answers) == 2 * len(buttons), "every request was answered"
    assert set(answers) <= {DONE, REFUSED, 403}
    return Counter(done)


def is_sound(dossier: Dossier) -> None:
    for check in (soundness.queued, soundness.moved, soundness.timed, soundness.numbered, breaks):
        assert list(check()) == []
    history = list(dossier.movements.order_by("pk"))
    assert all(one.after == next_.before for one, next_ in pairwise(history))
    assert history[-1].after == Dossier.objects.get(pk=dossier.pk).status


def since(dossier: Dossier, known: int) -> Counter[str]:
    """What the history has more than so many rows."""
    return Counter(movement.verb for movement in list(dossier.movements.order_by("pk"))[known:])


def test_the_desk_of_one_commune_and_two_officers_end_what_another_decides(elsewhere: Elsewhere) -> None:
    """Taken in at one commune, decided in another: two at the desk withdraw it for the applicant, the signer
    over there stops it.
    """
    cast = Cast()
    for _ in range(ROUNDS):
        dossier = taken_in_at(cast, other_commune(cast))
        assert dossier.receiving_unit_id != dossier.competent_unit_id
        known = dossier.movements.count()
        desks = cast.officers(cast.desk_of(dossier).unit_id, DESK_OFFICER)
        done = pressed_at_once(
            button("withdraw", dossier, desks[0], "withdraw", reason="Người dân rút."),
            button("withdraw", dossier, desks[-1], "withdraw", reason="Người dân rút."),
            button("stop", dossier, signer_of(cast, dossier), "stop", reason="Đã có kết quả khác."),
        )
        assert done.total() == 1, "one end, told to one of them"
        assert since(dossier, known) == done
        assert recorded(dossier).count("withdraw") + recorded(dossier).count("stop") == 1
        assert cast.fresh(dossier).state in ENDED
        assert not WorkItem.objects.open().filter(dossier=dossier).exists()
        is_sound(dossier)


def test_papers_arrive_while_they_are_taken_back_and_the_dossier_is_withdrawn(
    elsewhere: Elsewhere,
) -> None:
    """The other commune confirms the list, the first one takes it back, and the desk writes down that the
    applicant withdraws: each of them sees what the others did, or is told so.
    """
    cast = Cast()
    for _ in range(ROUNDS):
        dossier = taken_in_at(cast, other_commune(cast))
        made = listed(cast, dossier)
        known = dossier.movements.count()
        desk, taker = cast.desk_of(dossier), receiver(cast)
        done = pressed_at_once(
            ("confirm", browser(taker), reverse("desk:transfer-confirm", args=[made.pk]), {"all": "yes"}),
            ("recall", browser(desk), reverse("desk:transfer-recall", args=[made.pk]), {"ground": "Nhầm."}),
            button("withdraw", dossier, desk, "withdraw", reason="Người dân rút."),
        )
        assert done["withdraw"] == 1
        assert done["confirm"] + done["recall"] <= 1, "one answer to a line"
        moved = since(dossier, known)
        assert moved["withdraw"] == 1
        assert moved["forward"] <= done["confirm"]
        line = TransferList.objects.get(pk=made.pk).lines.get()
        assert line.is_waiting is (done["confirm"] + done["recall"] == 0)
        assert cast.fresh(dossier).state == Status.WITHDRAWN
        is_sound(dossier)


def test_handler_signer_and_the_desk_of_the_other_commune_act_on_one_step(elsewhere: Elsewhere) -> None:
    cast = Cast()
    for _ in range(ROUNDS):
        dossier = taken_in_at(cast, other_commune(cast))
        confirm(cast, listed(cast, dossier))
        known = dossier.movements.count()
        item, desk = step_of(dossier), cast.desk_of(dossier)
        url = reverse("desk:finish", args=[dossier.pk, item.pk])
        outcome = dossier.spec.route.steps[0].outcomes[0].key
        done = pressed_at_once(
            ("finish", browser(handler_of(cast, dossier)), url, {"outcome": outcome}),
            button(
                "apologise",
                dossier,
                signer_of(cast, dossier),
                "apologise",
                reason="Chờ xác minh.",
                new_date="30/06/2031",
            ),
            button("withdraw", dossier, desk, "withdraw", reason="Người dân rút."),
        )
        assert done["withdraw"] == 1
        assert done["finish"] <= 1
        assert done["apologise"] <= 1
        assert since(dossier, known) == Counter(
            {verb: count for verb, count in done.items() if verb != "finish"}
        )
        left = dossier.work_items.filter(kind=WorkItem.Kind.STEP, step_key=item.step_key)
        assert [each.outcome for each in left].count(outcome) == done["finish"]
        assert cast.fresh(dossier).state == Status.WITHDRAWN
        assert not WorkItem.objects.open().filter(dossier=dossier).exists()
        is_sound(dossier)
