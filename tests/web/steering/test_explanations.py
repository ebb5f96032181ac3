"""Explanations of lateness: asked for once, of whoever held the step, written once, seen by leaders."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from motcua.audit.queries import entries
from motcua.dossiers.models import Dossier
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.models import Notice
from motcua.organisation.actors import actor_at
from motcua.organisation.models import Assignment, Unit
from motcua.organisation.queries import calendar_for
from motcua.reporting.explaining import ask_for_explanations, explain, owed_by
from motcua.reporting.models import Explanation
from motcua.reporting.reports import REPORTS
from motcua.reporting.reports.late import culprit
from motcua.reporting.scope import Asked
from tests.cast import Cast
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]


@pytest.fixture
def asked(month: list[Dossier]) -> list[Explanation]:
    """The morning after the late dossier ended."""
    with moment.at(on(15)):
        ask_for_explanations()
    return list(Explanation.objects.order_by("pk"))


def by_whom(made: Explanation, cast: Cast) -> Actor:
    """The officer who was asked, at the post held."""
    held = Assignment.objects.select_related("post", "user").filter(user=made.officer).order_by("pk")[0]
    return actor_at(held.user, held.post)


def test_each_late_dossier_is_asked_about_once(asked: list[Explanation], month: list[Dossier]) -> None:
    assert {each.dossier_id for each in asked} == {month[1].pk, month[3].pk}
    assert Notice.objects.filter(kind="explain").count() == 2
    with moment.at(on(15, 16)):
        assert ask_for_explanations() == 0
    with moment.at(on(16)):
        assert ask_for_explanations() == 0
    assert Explanation.objects.count() == 2


def test_a_dossier_that_has_only_just_become_late_is_left_alone(month: list[Dossier]) -> None:
    overdue = Dossier.objects.get(pk=month[3].pk)
    assert overdue.due_at is not None
    with moment.at(overdue.due_at.replace(hour=23)):
        ask_for_explanations()
    assert not Explanation.objects.filter(dossier=overdue).exists()


def test_who_held_the_step_that_overran_is_asked(
    asked: list[Explanation], cast: Cast, month: list[Dossier]
) -> None:
    made = next(each for each in asked if each.dossier_id == month[1].pk)
    dossier = cast.fresh(month[1])
    assert dossier.due_at is not None
    assert dossier.finished_at is not None
    item, _ = culprit(
        list(dossier.work_items.all()), dossier.due_at, dossier.finished_at, calendar_for(made.unit)
    )
    assert item is not None
    assert item.assignee_id is not None
    assert (made.officer_id, made.step) == (item.assignee_id, item.name)
    assert made.due_on > on(15).date()


def test_it_is_written_once_by_who_was_asked_and_by_nobody_else(
    as_officer: LogIn, asked: list[Explanation], cast: Cast, leader: Actor
) -> None:
    made = asked[0]
    officer = by_whom(made, cast)
    other = leader if leader.user_id != officer.user_id else cast.officer("vp-ubnd-tinh", "inspector")
    with pytest.raises(Forbidden):
        explain(actor=other, explanation_id=made.pk, words="Không phải tôi")
    with moment.at(on(16)):
        client = as_officer(officer)
        assert made.dossier.number in client.get("/dieu-hanh/giai-trinh/").content.decode()
        address = f"/dieu-hanh/giai-trinh/{made.pk}/"
        assert client.post(address, {"words": "  "}).status_code == 409
        assert client.post(address, {"words": "Chờ xác minh ở xã cũ."}).status_code == 302
        assert made.pk not in {each.pk for each in owed_by(officer)}
        with pytest.raises(Refused, match="đã giải trình"):
            explain(actor=officer, explanation_id=made.pk, words="Lần nữa")
    assert entries(subject_type="dossier", subject_id=str(made.dossier_id))[0].verb == "explain"


def test_leaders_and_the_late_report_see_who_has_and_who_has_not(
    as_officer: LogIn, asked: list[Explanation], cast: Cast, leader: Actor, month: list[Dossier]
) -> None:
    made, owing = asked
    with moment.at(on(16)):
        explain(actor=by_whom(made, cast), explanation_id=made.pk, words="Chờ xác minh ở xã cũ.")
    with moment.at(on(26)):
        page = as_officer(leader).get("/dieu-hanh/giai-trinh/")
        rows = {
            row["code"]: row["explained"]
            for row in REPORTS["late"](Asked(on(0).date(), on(26).date(), unit=leader.unit_id)).rows
        }
    assert [(each.pk, is_late) for each, is_late, _ in page.context["lines"]] == [
        (owing.pk, True),
        (made.pk, False),
    ]
    assert "Chờ xác minh ở xã cũ." in rows[made.dossier.number]
    assert rows[owing.dossier.number].startswith(f"Chưa có: {owing.officer.name}")


def test_codes_lead_to_the_dossier_for_whoever_may_open_it_and_for_nobody_else(
    as_officer: LogIn, asked: list[Explanation], cast: Cast, leader: Actor
) -> None:
    address = f"/dieu-hanh/ho-so/{asked[0].dossier_id}/"
    for actor, opens in (
        (cast.officer("vp-ubnd-tinh", who.INSPECTOR), True),
        (leader, True),
        (cast.officer("vp-ubnd-tinh", who.ADMIN), False),
    ):
        client = as_officer(actor)
        with moment.at(on(16)):
            page = client.get("/dieu-hanh/giai-trinh/").content.decode()
            assert asked[0].dossier.number in page
            assert (f'href="{address}"' in page) is opens
            assert (client.get(address).status_code == 200) is opens


def test_who_was_asked_and_has_left_since_still_explains_without_the_link(
    as_officer: LogIn, asked: list[Explanation], cast: Cast
) -> None:
    officer = by_whom(asked[0], cast)
    other = Unit.objects.of_kind("commune_committee").exclude(pk=asked[0].unit_id).valid(on(0).date())[0]
    moved = replace(officer, post_id=cast.officer(other, who.SIGNER).post_id)
    Assignment.objects.filter(user=officer.user_id).update(post=moved.post_id)
    link = f'href="/can-bo/ho-so/{asked[0].dossier_id}/"'
    with moment.at(on(16)):
        page = as_officer(moved).get("/dieu-hanh/giai-trinh/").content.decode()
    assert asked[0].dossier.number in page
    assert link not in page
