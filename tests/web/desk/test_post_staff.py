"""Staff of the post at a desk: they take in and hand over, and no door shows them what a dossier says."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers import form_files, queries
from motcua.dossiers.actions import papers
from motcua.dossiers.actions.draft import start
from motcua.dossiers.actions.late_entry import note_late_entry
from motcua.dossiers.actions.receipt import issue_secret
from motcua.dossiers.lifecycle import MOVES, Status
from motcua.dossiers.models import Channel, Dossier, WorkItem
from motcua.forms.fields import FileField
from motcua.identity.actor import DESK_OFFICER, POSTAL, SYSTEM_ACTOR, Actor
from motcua.identity.card import looked_for
from motcua.identity.queries import people_at_counter
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.actions.posts import create_post
from motcua.organisation.models import Unit
from motcua.payments.actions import take
from tests.cast import Cast
from tests.complaints.test_c21_entry_after_an_outage import sheet_of
from tests.dossiers.hand import BIRTH_AGAIN
from tests.web.test_doors import address_of, doors

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]

# The demo province gives this commune's desk a member of the post and an officer of the social insurance.
COMMUNE = "07894"
CODE, INSURANCE = "2.000635", "1.002759"
OPEN = {
    "can-bo/",
    "can-bo/vai-tro/",
    "can-bo/tra-tai-quay/",
    "can-bo/tra-tai-quay/<uuid:dossier_id>/",
    "can-bo/quay/",
    "can-bo/quay/giay-chung/",
    "can-bo/quay/nguoi-moi/",
    "can-bo/quay/nguoi/<uuid:person_id>/",
    "can-bo/quay/nguoi/<uuid:person_id>/to-chuc/",
    "can-bo/quay/ho-so/<uuid:dossier_id>/",
    "can-bo/quay/ho-so/<uuid:dossier_id>/luu/",
    "can-bo/quay/ho-so/<uuid:dossier_id>/tiep-nhan/",
    "can-bo/quay/ho-so/<uuid:dossier_id>/xong/",
    "can-bo/quay/ho-so/<uuid:dossier_id>/bo/",
    "can-bo/ho-so/<uuid:dossier_id>/giay-tiep-nhan/",
    "chung/con-day/",
}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    cast.a_commune = COMMUNE
    return cast


@pytest.fixture
def postal(cast: Cast) -> Actor:
    return cast.officer(f"ttpvhcc-{COMMUNE}", POSTAL)


@pytest.fixture
def done(cast: Cast) -> Dossier:
    """A result on paper that waits at the desk."""
    return cast.finished(BIRTH_AGAIN, channel=Channel.COUNTER)


def begun(cast: Cast, postal: Actor) -> Dossier:
    """A draft the member of the post types for Lan, complete."""
    example = cast.draft(CODE, channel=Channel.COUNTER)
    dossier = start(
        actor=postal,
        version=cast.version(CODE),
        submitter=cast.lan,
        channel=Channel.COUNTER,
        receiving_unit=Unit.objects.get(pk=postal.unit_id),
        answers=example.answers,
    )
    dossier.raw = example.raw
    dossier.save(update_fields=["raw"])
    cast.hand_in(postal, dossier)
    return dossier


def test_exactly_these_doors_open(postal: Actor) -> None:
    found = {address for address, door in doors().items() if not door.public and door.lets_in(postal)}
    assert found == OPEN


def test_every_other_door_says_no(postal: Actor, as_officer: Browser) -> None:
    browser = as_officer(postal)
    for route, door in doors().items():
        if not door.public and route not in OPEN:
            assert browser.get(address_of(route)).status_code == 403, route
            assert browser.post(address_of(route)).status_code == 403, route


def test_the_table_of_moves_names_them_for_two_acts_only() -> None:
    assert {move.verb for move in MOVES if POSTAL in move.by} == {"take_in", "hand_over"}


def test_no_list_no_search_no_queue_has_a_dossier_for_them(cast: Cast, postal: Actor, done: Dossier) -> None:
    assert Dossier.objects.visible_to(cast.desk_of(done)).filter(pk=done.pk).exists()
    assert not Dossier.objects.visible_to(postal).exists()
    assert queries.case_of(postal, done.pk) is None
    assert not queries.searched(postal, "nguyen thi lan").exists()
    assert not any(
        queries.listed(postal, name, moment.now()).exists() for name in ("to_hand_over", "running")
    )
    assert not WorkItem.objects.for_actor(postal).exists()


def test_people_are_found_by_their_number_alone(cast: Cast, postal: Actor) -> None:
    lan = cast.lan
    lan.search_text = "nguyen thi lan"
    lan.save(update_fields=["search_text"])
    assert list(people_at_counter(postal, looked_for(str(lan.personal_id)))) == [lan]
    assert not people_at_counter(postal, looked_for("nguyen thi lan 1990")).exists()
    assert people_at_counter(
        cast.officer(f"ttpvhcc-{COMMUNE}", DESK_OFFICER), looked_for("nguyen thi lan 1990")
    )


def test_an_intake_from_the_sheet_to_the_receipt_and_then_the_content_closes(
    cast: Cast, postal: Actor, as_officer: Browser
) -> None:
    browser, dossier = as_officer(postal), begun(cast, postal)
    sheet = reverse("desk:intake", args=[dossier.pk])
    page = browser.get(sheet).content.decode()
    assert "desk-pay" not in page
    assert "late-day" not in page
    assert "Quét giấy tờ" not in page
    receive = reverse("desk:intake-receive", args=[dossier.pk])
    taken_in = browser.post(receive, sheet_of(dossier))
    assert taken_in.status_code == 302, taken_in.content.decode()
    taken = Dossier.objects.get(pk=dossier.pk)
    assert (taken.state, taken.typist_id) == (Status.ACCEPTED, postal.user_id)
    assert taken.code in browser.get(taken_in["Location"]).content.decode()
    assert (
        browser.post(reverse("desk:receipt", args=[dossier.pk])).headers["Content-Type"] == "application/pdf"
    )
    for again in (browser.get(sheet), browser.post(receive, sheet_of(dossier))):
        assert again["Location"] == reverse("desk:taken-in", args=[dossier.pk])
    assert browser.get(reverse("desk:case", args=[dossier.pk])).status_code == 403
    assert Entry.objects.filter(verb="take_in", subject_id=str(dossier.pk)).exists()


def test_another_officers_intake_is_closed_to_them(cast: Cast, postal: Actor, as_officer: Browser) -> None:
    browser, other = as_officer(postal), cast.filed(CODE, channel=Channel.COUNTER)
    draft = cast.draft(CODE, channel=Channel.COUNTER)
    for dossier, name in ((draft, "intake"), (other, "intake"), (other, "taken-in")):
        assert browser.get(reverse(f"desk:{name}", args=[dossier.pk])).status_code == 404, name
    assert browser.post(reverse("desk:receipt", args=[other.pk])).status_code == 404
    with pytest.raises(Forbidden):
        issue_secret(actor=postal, dossier_id=other.pk)


def test_they_count_papers_but_put_no_file_in_take_no_money_and_enter_nothing_later(
    cast: Cast, postal: Actor
) -> None:
    dossier = begun(cast, postal)
    file = cast.stored(b"%PDF-1.4 x")
    key = dossier.live_papers()[0].component_key if dossier.live_papers() else "x"
    with pytest.raises(Refused):
        papers.attach(actor=postal, dossier_id=dossier.pk, component_key=key, file=file)
    field = FileField(type="file", key="photo", label="Ảnh")
    with pytest.raises(Forbidden):
        form_files.take_in(field, actor=postal, content=b"x", name="x.pdf")
    with pytest.raises(Forbidden):
        note_late_entry(
            actor=postal, dossier_id=dossier.pk, received_at=moment.now(), ground="Mất điện cả xã"
        )
    owing = cast.filed(CODE, channel=Channel.COUNTER)
    assert owing.obligation_id is not None
    with pytest.raises(Forbidden):
        take(actor=postal, obligation_id=owing.obligation_id, method="cash")


def test_a_result_is_found_by_its_code_and_given_to_who_shows_a_paper(
    cast: Cast, postal: Actor, done: Dossier, as_officer: Browser
) -> None:
    browser = as_officer(postal)
    window, give = reverse("desk:window"), reverse("desk:window-give", args=[done.pk])
    assert browser.get(reverse("desk:start"))["Location"] == reverse("desk:counter")
    assert give not in browser.get(window, {"q": "nguyen thi lan"}).content.decode()
    page = browser.get(window, {"q": done.code}).content.decode()
    assert give in page
    assert cast.lan.full_name not in page, "The name is read from the paper shown, never from the screen."
    typed: dict[str, Any] = {"receiver": "Người Khác", "paper": "id-card", "capacity": "self"}
    refused = browser.post(give, typed)
    assert refused.status_code == 409
    assert "Người Khác" in refused.content.decode()
    assert browser.post(give, typed | {"receiver": cast.lan.full_name, "paper": ""}).status_code == 409
    assert browser.post(give, typed | {"receiver": cast.lan.full_name}).status_code == 302
    assert Dossier.objects.get(pk=done.pk).state == Status.RETURNED
    assert browser.post(give, typed).status_code == 404


def test_the_post_of_another_desk_finds_nothing(cast: Cast, done: Dossier, postal: Actor) -> None:
    elsewhere = replace(postal, unit_id="ttpvhcc-tinh", units=frozenset({"ttpvhcc-tinh"}))
    assert queries.waiting_at_window(postal).filter(pk=done.pk).exists()
    assert not queries.waiting_at_window(elsewhere).exists()


def test_the_role_goes_with_no_other(cast: Cast) -> None:
    unit = Unit.objects.get(pk=f"ttpvhcc-{COMMUNE}")
    with pytest.raises(Refused, match="không kèm vai trò"):
        create_post(actor=SYSTEM_ACTOR, unit=unit, title="Bưu chính", roles=[POSTAL, DESK_OFFICER])


def test_the_officer_of_the_social_insurance_keeps_to_the_own_field(cast: Cast, as_officer: Browser) -> None:
    insurance = next(each for each in cast.officers(f"ttpvhcc-{COMMUNE}", DESK_OFFICER) if each.fields)
    assert insurance.fields == {"baohiem"}
    other = cast.filed(CODE, channel=Channel.COUNTER)
    browser = as_officer(insurance)
    assert browser.get(reverse("desk:case", args=[other.pk])).status_code == 404
    assert other.number not in browser.get(
        reverse("desk:search"), {"q": other.number}
    ).content.decode().split("<main", 1)[1].replace(f'value="{other.number}"', "")
    with pytest.raises(Forbidden, match="không nhận thủ tục này"):
        start(actor=insurance, version=cast.version(CODE), submitter=cast.lan, channel=Channel.COUNTER)
    started = start(
        actor=insurance,
        version=cast.version(INSURANCE),
        submitter=cast.lan,
        channel=Channel.COUNTER,
        receiving_unit=Unit.objects.get(pk=insurance.unit_id),
    )
    assert browser.get(reverse("desk:intake", args=[started.pk])).status_code == 200
