"""C-06: «I can only wait»: what was sent can be read, and corrected until the desk begins to check."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.catalogue.models import Version
from motcua.dossiers.actions import draft, supplement, tasks
from motcua.dossiers.actions.file import file
from motcua.dossiers.actions.take_back import take_back
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.soundness import moved, queued
from motcua.forms.hints import example_for
from motcua.lib.errors import Forbidden, Refused
from motcua.reporting.fold import Act, Metric, additions
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, refused, verbs, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(cast: Cast, client: Client) -> Client:
    client.force_login(cast.lan.user)
    return client


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.filed(BIRTH_AGAIN)


def check_of(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.open().get(dossier=dossier, kind=WorkItem.Kind.CHECK)


def test_everything_sent_stands_there_to_be_read(lan: Client, dossier: Dossier) -> None:
    for name in ("mine:sent", "mine:dossier"):
        page = lan.get(reverse(name, args=[dossier.pk])).content.decode()
        assert "Xem lại tờ khai bạn đã nộp" in page
        assert dossier.live_papers()[0].name in page
        assert "Nguyễn Thị Lan" in page


def test_before_the_check_it_is_taken_back_corrected_and_sent_again(
    cast: Cast, lan: Client, dossier: Dossier
) -> None:
    url = reverse("mine:take-back", args=[dossier.pk])
    assert url in lan.get(reverse("mine:dossier", args=[dossier.pk])).content.decode()
    assert "nộp lại" in lan.get(url).content.decode()
    assert lan.post(url).status_code == 302
    again = cast.fresh(dossier)
    assert again.is_draft
    assert again.acceptance_due_at is None
    assert not WorkItem.objects.open().filter(dossier=dossier).exists()
    assert not Dossier.objects.visible_to(cast.desk_of(dossier)).filter(pk=dossier.pk).exists()
    assert lan.post(url).status_code == 302, "a second click does no harm"
    draft.save(actor=cast.citizen, dossier_id=dossier.pk, raw={"requester_phone": ["0912000999"]})
    again = file(actor=cast.citizen, dossier_id=dossier.pk)
    assert again.state == Status.FILED
    assert again.receiving_unit is not None
    assert check_of(again).due_at == again.acceptance_due_at
    assert verbs(cast.fresh(dossier)) == ["file", "take_back", "file"]
    assert not [*moved(), *queued()]


def test_while_an_officer_checks_or_after_it_is_refused(cast: Cast, lan: Client, dossier: Dossier) -> None:
    tasks.take(actor=cast.desk_of(dossier), item_id=check_of(dossier).pk)
    with refused("checking"):
        take_back(actor=cast.citizen, dossier_id=dossier.pk)
    page = lan.get(reverse("mine:dossier", args=[dossier.pk])).content.decode()
    assert reverse("mine:take-back", args=[dossier.pk]) not in page
    accepted = cast.accepted(BIRTH_AGAIN)
    with refused("not-now"):
        take_back(actor=cast.citizen, dossier_id=accepted.pk)
    with pytest.raises(Refused):
        draft.save(actor=cast.citizen, dossier_id=accepted.pk, raw={})
    assert cast.fresh(accepted).state == Status.IN_PROGRESS


def test_after_a_request_only_what_was_asked_is_answered(cast: Cast, dossier: Dossier) -> None:
    from tests.dossiers.hand import answer

    supplement.ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=wanted(dossier))
    answer(cast, dossier)
    supplement.supply(actor=cast.citizen, dossier_id=dossier.pk)
    with refused("checked"):
        take_back(actor=cast.citizen, dossier_id=dossier.pk)


def test_nobody_but_the_sender_takes_it_back(cast: Cast, dossier: Dossier) -> None:
    for actor in (cast.stranger, cast.desk_of(dossier)):
        with pytest.raises(Forbidden):
            take_back(actor=actor, dossier_id=dossier.pk)


def test_what_was_filed_once_never_disappears(cast: Cast, dossier: Dossier) -> None:
    take_back(actor=cast.citizen, dossier_id=dossier.pk)
    with refused("was-filed"):
        draft.discard(actor=cast.citizen, dossier_id=dossier.pk)


def test_it_counts_as_filed_once(cast: Cast) -> None:
    acts = [Act(verb, day("2026-11-18T09:00").date(), None) for verb in ("file", "take_back", "file")]
    assert sum(n for (_, metric), n in additions(acts).items() if metric == Metric.FILED) == 1


def test_withdrawing_works_before_acceptance_too(cast: Cast, lan: Client, dossier: Dossier) -> None:
    lan.post(reverse("mine:withdraw", args=[dossier.pk]), {"reason": "Nộp nhầm thủ tục"})
    assert cast.fresh(dossier).state == Status.WITHDRAWN


def test_every_field_that_is_typed_has_help_or_an_example(cast: Cast) -> None:
    bare = set()
    for version in Version.objects.all():
        for field in version.spec.form.all_fields():
            inner = field.fields if field.type == "group" else (field,)
            for each in inner:
                typed = each.type in {"text", "longtext", "number", "date", "phone", "email", "money"}
                if typed and not (each.help or example_for(each)):
                    bare.add(f"{version.procedure_id}: {each.label}")
    assert not bare
