"""Logging in, going out, and the post one acts from."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.identity.actor import DESK_OFFICER, HANDLER
from motcua.identity.models import User
from motcua.organisation.actions.create_officers import DEMO_PASSWORD
from motcua.organisation.models import Assignment, Post
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def login_of(cast: Cast) -> str:
    actor = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    return User.objects.get(pk=actor.user_id).login


def test_an_officer_logs_in_and_lands_on_the_own_work(cast: Cast, client: Client) -> None:
    answer = client.post(
        reverse("desk:login"), {"login": login_of(cast), "password": DEMO_PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("desk:start")
    assert "Việc của tôi" in answer.content.decode()
    assert Entry.objects.filter(verb="log_in", subject_type="user").exists()


def test_a_wrong_password_says_so_and_keeps_the_name(cast: Cast, client: Client) -> None:
    answer = client.post(reverse("desk:login"), {"login": login_of(cast), "password": "sai"})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "chưa đúng" in text
    assert f'value="{login_of(cast)}"' in text


def test_many_wrong_passwords_shut_the_door(cast: Cast, client: Client) -> None:
    for _ in range(9):
        answer = client.post(reverse("desk:login"), {"login": login_of(cast), "password": "sai"})
    assert "nhiều lần" in answer.content.decode()
    right = client.post(reverse("desk:login"), {"login": login_of(cast), "password": DEMO_PASSWORD})
    assert right.status_code == 403


def test_a_citizen_has_no_business_here(cast: Cast, client: Client) -> None:
    user = cast.lan.user
    assert user is not None
    user.set_password(DEMO_PASSWORD)
    user.save()
    answer = client.post(reverse("desk:login"), {"login": user.login, "password": DEMO_PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize("target", ["https://ke-xau.example/", "//ke-xau.example/", "javascript:alert(1)"])
def test_next_never_leads_away(cast: Cast, client: Client, target: str) -> None:
    posted = {"login": login_of(cast), "password": DEMO_PASSWORD, "next": target}
    assert client.post(reverse("desk:login"), posted)["Location"] == reverse("desk:start")


def test_next_leads_back_to_a_page_of_ours(cast: Cast, client: Client) -> None:
    wanted = reverse("desk:search") + "?q=an"
    posted = {"login": login_of(cast), "password": DEMO_PASSWORD, "next": wanted}
    assert client.post(reverse("desk:login"), posted)["Location"] == wanted


def test_going_out_needs_a_post_and_ends_the_session(cast: Cast, as_officer: Callable[..., Client]) -> None:
    browser = as_officer(cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER))
    assert browser.get(reverse("desk:logout")).status_code == 405
    browser.post(reverse("desk:logout"))
    assert browser.get(reverse("desk:start")).status_code == 302


def test_who_holds_two_posts_acts_from_the_one_chosen(cast: Cast, as_officer: Callable[..., Client]) -> None:
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    handling = cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER)
    Assignment.objects.create(
        post=Post.objects.get(pk=handling.post_id), user_id=desk.user_id, starts=date(2026, 1, 1)
    )
    browser = as_officer(desk)
    assert browser.get(reverse("desk:inbox")).status_code == 200
    browser.post(reverse("desk:posts"), {"post": handling.post_id})
    assert browser.get(reverse("desk:inbox")).status_code == 403


def test_a_post_of_somebody_else_cannot_be_chosen(cast: Cast, as_officer: Callable[..., Client]) -> None:
    browser = as_officer(cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER))
    signer = cast.officer(f"ubnd-{cast.a_commune}", "signer")
    answer = browser.post(reverse("desk:posts"), {"post": signer.post_id})
    assert answer.status_code == 400
    assert browser.session["post"] != signer.post_id


def test_an_officer_without_a_post_today_sees_why_nothing_is_there(client: Client) -> None:
    user = User.objects.create(login="chua-co-viec", kind=User.Kind.OFFICER, name="Lê Văn Chờ")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert "chưa được phân công" in client.get(reverse("desk:start")).content.decode()
