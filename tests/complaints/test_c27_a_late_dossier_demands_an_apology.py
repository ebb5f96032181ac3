"""C-27: dossiers go late by the officers' fault without a letter of apology, a new date, a recorded cause."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers import queries
from motcua.dossiers.actions.amend import apologise
from motcua.dossiers.actions.apology import draft_apologies, need_no_apology
from motcua.dossiers.actions.supplement import ask
from motcua.dossiers.actions.tasks import take
from motcua.dossiers.models import Apology, Dossier, WorkItem
from motcua.identity.actor import DESK_OFFICER, SIGNER
from motcua.identity.models import User
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, handler_of, on, recorded, refused, signer_of, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    with on("2026-11-02T09:00"):
        return cast.accepted(BIRTH_AGAIN)  # due on Monday, 9 November


def apology_items(dossier: Dossier) -> list[WorkItem]:
    return list(WorkItem.objects.open().filter(dossier=dossier, kind=WorkItem.Kind.APOLOGY))


def test_a_working_day_before_due_the_letter_lies_drafted_before_the_signer(
    cast: Cast, dossier: Dossier
) -> None:
    with on("2026-11-05T16:00"):
        assert draft_apologies() == 0, "Thursday is two working days before"
    with on("2026-11-06T08:00"):
        assert draft_apologies() == 1
        assert draft_apologies() == 0, "one only"
    draft = Apology.objects.get(dossier=dossier)
    step = dossier.work_items.get(kind="step", done_at=None)
    assert f"«{step.name}» tại {step.unit.name}" in draft.cause
    assert draft.proposed_date > date(2026, 11, 9)
    (item,) = apology_items(dossier)
    assert (item.role, item.unit_id) == (SIGNER, dossier.competent_unit_id)
    assert item.due_at == day("2026-11-08T17:00"), "at the latest one day before"
    assert recorded(dossier)[-1] == "draft_apology"


def test_the_cause_names_the_step_and_never_the_officer(cast: Cast, dossier: Dossier) -> None:
    holder = handler_of(cast, dossier)
    with on("2026-11-03T08:00"):
        take(actor=holder, item_id=dossier.work_items.get(kind="step").pk)
    with on("2026-11-06T08:00"):
        draft_apologies()
    draft = Apology.objects.get(dossier=dossier)
    assert draft.holder == holder.name
    assert holder.name not in draft.cause
    assert "quá thời gian dành cho bước này" in draft.cause


def test_the_signed_letter_takes_the_draft_off_the_queue_and_there_is_no_second(
    cast: Cast, dossier: Dossier
) -> None:
    with on("2026-11-06T08:00"):
        draft_apologies()
        draft = Apology.objects.get(dossier=dossier)
        apologise(
            actor=signer_of(cast, dossier),
            dossier_id=dossier.pk,
            reason=draft.cause,
            new_date=draft.proposed_date,
        )
    assert not apology_items(dossier)
    assert Apology.objects.get(dossier=dossier).outcome == Apology.Outcome.SENT
    with on("2026-12-10T08:00"):
        assert draft_apologies() == 0, "late again, but a second new date is not allowed"
        with refused("second-apology"):
            apologise(
                actor=signer_of(cast, dossier),
                dossier_id=dossier.pk,
                reason="Vẫn chậm",
                new_date=date(2026, 12, 20),
            )


def test_a_late_dossier_without_an_apology_is_demanded_and_listed(cast: Cast, dossier: Dossier) -> None:
    signer = signer_of(cast, dossier)
    with on("2026-11-10T08:00"):
        assert [each.pk for each in queries.listed(signer, "no_apology", day("2026-11-10T08:00"))] == [
            dossier.pk
        ]
        assert draft_apologies() == 1
        assert draft_apologies() == 0
    assert Apology.objects.get(dossier=dossier).demanded_at == day("2026-11-10T08:00")
    demanded = Entry.objects.about("dossier", str(dossier.pk)).get(verb="demand_apology")
    assert demanded.content["cause"]
    with on("2026-11-10T09:00"):
        apologise(actor=signer, dossier_id=dossier.pk, reason="Chờ xác minh", new_date=date(2026, 11, 16))
    assert not queries.listed(signer, "no_apology", day("2026-11-10T10:00"))


def test_lateness_without_an_apology_blocks_nothing(cast: Cast, dossier: Dossier) -> None:
    with on("2026-11-10T08:00"):
        draft_apologies()
        done = cast.work_off(dossier)
    assert done.has_ended
    assert not done.open_items()


def test_the_signer_may_say_that_it_will_be_in_time_and_is_held_to_it(cast: Cast, dossier: Dossier) -> None:
    signer = signer_of(cast, dossier)
    with on("2026-11-06T08:00"):
        with refused("no-draft"):
            need_no_apology(actor=signer, dossier_id=dossier.pk, reason="Chiều nay ký")
        draft_apologies()
        for other in (cast.desk_of(dossier), handler_of(cast, dossier)):
            with pytest.raises(Forbidden):
                need_no_apology(actor=other, dossier_id=dossier.pk, reason="Kịp")
        with refused("reason"):
            need_no_apology(actor=signer, dossier_id=dossier.pk, reason=" ")
        need_no_apology(actor=signer, dossier_id=dossier.pk, reason="Chiều nay ký")
        assert not apology_items(dossier)
        assert draft_apologies() == 0
    with on("2026-11-10T08:00"):
        assert draft_apologies() == 1
        assert apology_items(dossier)
        with refused("late"):
            need_no_apology(actor=signer, dossier_id=dossier.pk, reason="Sắp xong")


def test_nothing_is_drafted_for_what_waits_for_the_citizen_or_is_signed(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        waiting, signed = cast.accepted(BIRTH_AGAIN), cast.accepted(BIRTH_AGAIN)
        ask(actor=handler_of(cast, waiting), dossier_id=waiting.pk, items=wanted(waiting))
        while not cast.fresh(signed).has_signed_result():
            signed = cast.step(signed)
    with on("2026-11-06T08:00"):
        assert draft_apologies() == 0


def test_the_page_of_the_signer_carries_the_draft(
    cast: Cast, dossier: Dossier, browser_of: Callable[..., Client]
) -> None:
    signer = signer_of(cast, dossier)
    with on("2026-11-06T08:00"):
        draft_apologies()
        browser = browser_of(signer)
        work = browser.get(reverse("desk:start")).content.decode()
        assert "Xin lỗi và hẹn lại (mẫu 04)" in work
        page = browser.get(reverse("desk:case", args=[dossier.pk])).content.decode()
        draft = Apology.objects.get(dossier=dossier)
        assert draft.cause in page
        assert f'value="{draft.proposed_date:%d/%m/%Y}"' in page
        answer = browser.post(reverse("desk:no-apology", args=[dossier.pk]), {"reason": "Chiều nay ký"})
        assert answer.status_code == 302


def test_the_leader_sees_it_and_another_unit_does_not(
    cast: Cast, dossier: Dossier, browser_of: Callable[..., Client]
) -> None:
    with on("2026-11-10T08:00"):
        address = reverse("desk:list", args=["chua-xin-loi"])
        signer = browser_of(signer_of(cast, dossier))
        assert dossier.number in signer.get(address).content.decode()
        assert "Quá hạn chưa xin lỗi" in signer.get(reverse("desk:unit")).content.decode()
        other = Unit.objects.of_kind("commune_centre").exclude(pk=dossier.receiving_unit_id).order_by("pk")[0]
        elsewhere = cast.officer(other, DESK_OFFICER)
        assert dossier.number not in browser_of(elsewhere).get(address).content.decode()


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    def log_in(actor: object) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(pk=actor.user_id),  # type: ignore[attr-defined]
            "django.contrib.auth.backends.ModelBackend",
        )
        session = client.session
        session["post"] = actor.post_id  # type: ignore[attr-defined]
        session.save()
        return client

    return log_in
