"""Intake over the counter, from the card on the scanner to the receipt on the printer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers import content
from motcua.dossiers.actions.papers import attach
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.forms.examples import example_answers
from motcua.identity.actor import DESK_OFFICER, HANDLER
from motcua.identity.models import Person
from motcua.lib.text import fold
from tests.cast import Cast
from tests.web.desk.conftest import BIRTH

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
CARD = "025090123456|131111222|Trần Văn Kiểm|05091990|Nam|Khu 5, phường Tân Hòa, tỉnh Phú Thọ|01012022"
PERSON = {
    "full_name": "Trần Văn Kiểm",
    "personal_id": "025090123456",
    "birth_date": "05/09/1990",
    "sex": "male",
    "residence": "Khu 5, phường Tân Hòa",
    "seen": "yes",
}


@pytest.fixture
def desk(cast: Cast, as_officer: Browser) -> Client:
    return as_officer(cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER))


@pytest.fixture
def lan(cast: Cast) -> Person:
    person = cast.lan
    person.search_text = fold(person.full_name)
    person.save()
    return person


def begun(desk: Client, person: Person, code: str = BIRTH, **more: Any) -> Dossier:
    typed = {"procedure": code, "seen": "yes", "channel": "counter", **more}
    answer = desk.post(reverse("desk:choose", args=[person.pk]), typed)
    assert answer.status_code == 302, answer.content.decode()
    return Dossier.objects.drafts().latest("created_at")


def sheet(cast: Cast, dossier: Dossier, seed: int = 3) -> dict[str, Any]:
    """Everything an officer types on the one page, for the late registration of a birth."""
    spec = dossier.spec
    case = spec.case("late")
    assert case is not None
    example = case.examples[0]
    dossier.answers = dict(example.answers)
    raw = example_answers(
        spec.form, content.given_facts(dossier), seed, example.values, units=[cast.a_commune]
    )
    typed: dict[str, Any] = {**raw, **example.answers, "desk-compared": "yes", "desk-return": "desk"}
    typed["desk-place"] = cast.a_commune
    for key in ("declaration", "birth_proof"):
        typed |= {f"part-{key}": "yes", f"part-{key}-originals": "1", f"part-{key}-copies": "0"}
    return typed


class TestFinding:
    def test_by_number(self, desk: Client, lan: Person) -> None:
        text = desk.get(reverse("desk:counter"), {"q": "025 190 001 234"}).content.decode()
        assert lan.full_name in text

    def test_by_name_without_diacritics_and_birth_date(self, desk: Client, lan: Person) -> None:
        for typed in ("nguyen thi lan 17/05/1990", "Nguyễn Lan, 1990"):
            assert lan.full_name in desk.get(reverse("desk:counter"), {"q": typed}).content.decode()

    def test_a_name_alone_finds_nobody(self, desk: Client, lan: Person) -> None:
        text = desk.get(reverse("desk:counter"), {"q": "nguyen thi lan"}).content.decode()
        assert lan.personal_id not in text
        assert "Cần thêm ngày sinh" in text

    def test_a_scanned_card_fills_the_form_for_a_new_person(self, desk: Client) -> None:
        text = desk.get(reverse("desk:counter"), {"q": CARD}).content.decode()
        assert 'value="Trần Văn Kiểm"' in text
        assert 'value="05/09/1990"' in text
        assert "Khu 5, phường Tân Hòa" in text

    def test_a_handler_may_not_look_people_up(self, cast: Cast, as_officer: Browser) -> None:
        handler = as_officer(cast.officer(f"phong-vhxh-{cast.a_commune}", HANDLER))
        assert handler.get(reverse("desk:counter"), {"q": "025190001234"}).status_code == 403


class TestRegistering:
    def test_a_new_person_is_entered_and_the_look_at_the_card_is_on_record(self, desk: Client) -> None:
        answer = desk.post(reverse("desk:register"), PERSON)
        person = Person.objects.get(personal_id="025090123456")
        assert answer["Location"] == reverse("desk:choose", args=[person.pk]) + "?xem=yes"
        assert person.birth_date == "1990-09-05"
        assert Entry.objects.filter(verb="see_identity", subject_id=str(person.pk)).exists()

    def test_without_having_seen_the_paper_nothing_is_entered_and_the_typing_stays(
        self, desk: Client
    ) -> None:
        answer = desk.post(reverse("desk:register"), PERSON | {"seen": ""})
        assert answer.status_code == 409
        assert "Trần Văn Kiểm" in answer.content.decode()
        assert not Person.objects.filter(personal_id="025090123456").exists()

    def test_a_number_that_belongs_to_another_name_is_refused(self, desk: Client, lan: Person) -> None:
        answer = desk.post(reverse("desk:register"), PERSON | {"personal_id": lan.personal_id})
        assert answer.status_code == 409
        assert lan.full_name in answer.content.decode()

    def test_the_same_person_twice_is_one_person(self, desk: Client) -> None:
        for _ in range(2):
            desk.post(reverse("desk:register"), PERSON)
        assert Person.objects.filter(personal_id="025090123456").count() == 1

    def test_a_foreigner_has_another_paper(self, desk: Client) -> None:
        typed = PERSON | {"personal_id": "", "other_paper": "Hộ chiếu C1234567", "full_name": "John Smith"}
        assert desk.post(reverse("desk:register"), typed).status_code == 302
        assert Person.objects.get(full_name="John Smith").personal_id is None

    @pytest.mark.parametrize(
        "wrong", [{"personal_id": "12345"}, {"birth_date": "31/02/1990"}, {"full_name": ""}]
    )
    def test_what_is_wrong_is_said(self, desk: Client, wrong: dict[str, str]) -> None:
        assert desk.post(reverse("desk:register"), PERSON | wrong).status_code == 409


class TestChoosing:
    def test_the_procedure_is_found_by_everyday_words(self, desk: Client, lan: Person) -> None:
        text = desk.get(reverse("desk:choose", args=[lan.pk]), {"q": "lam giay khai sinh"}).content.decode()
        assert BIRTH in text

    def test_the_identity_paper_must_have_been_seen(self, desk: Client, lan: Person) -> None:
        answer = desk.post(reverse("desk:choose", args=[lan.pk]), {"procedure": BIRTH})
        assert answer.status_code == 409
        assert "Tôi đã xem" in answer.content.decode()

    def test_a_second_click_finds_the_sheet_the_first_one_began(self, desk: Client, lan: Person) -> None:
        page = desk.get(reverse("desk:choose", args=[lan.pk]))
        typed = {"ban": str(page.context["draft_id"])}
        first, second = begun(desk, lan, **typed), begun(desk, lan, **typed)
        assert first.pk == second.pk

    def test_one_files_for_another(self, cast: Cast, desk: Client, lan: Person) -> None:
        owner = cast.stranger_person
        dossier = begun(desk, lan, chu=str(owner.pk))
        assert (dossier.submitter_id, dossier.owner_id) == (lan.pk, owner.pk)

    def test_an_unknown_person_is_not_there(self, desk: Client) -> None:
        unknown = "019aa000-0000-7000-8000-000000000000"
        assert desk.get(reverse("desk:choose", args=[unknown])).status_code == 404


class TestSheet:
    def test_the_whole_way_to_the_receipt(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        page = desk.get(reverse("desk:intake", args=[dossier.pk])).content.decode()
        assert "Hôm nay đã quá 60 ngày" in page
        answer = desk.post(reverse("desk:intake-receive", args=[dossier.pk]), sheet(cast, dossier))
        assert answer.status_code == 302, answer.content.decode()
        taken = Dossier.objects.get(pk=dossier.pk)
        assert taken.state == Status.ACCEPTED
        done = desk.get(answer["Location"]).content.decode()
        assert taken.code in done
        assert "5.000 đồng" in done
        form = taken.printed_forms.get(kind="01")
        assert desk.get(reverse("desk:form-pdf", args=[taken.pk, form.pk])).content.startswith(b"%PDF")
        assert {paper.component_key for paper in taken.live_papers()} == {"declaration", "birth_proof"}

    def test_a_second_click_finds_it_taken_in(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        url, typed = reverse("desk:intake-receive", args=[dossier.pk]), sheet(cast, dossier)
        desk.post(url, typed)
        code = Dossier.objects.get(pk=dossier.pk).code
        assert desk.post(url, typed).status_code == 302
        assert Dossier.objects.get(pk=dossier.pk).code == code

    def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(
        self, cast: Cast, desk: Client, lan: Person
    ) -> None:
        dossier = begun(desk, lan)
        typed = sheet(cast, dossier) | {"child_name": ""}
        answer = desk.post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert 'href="#f-child_name"' in text
        assert 'name="part-birth_proof" value="yes" checked' in text
        assert Dossier.objects.get(pk=dossier.pk).is_draft

    def test_a_missing_paper_is_named(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        typed = sheet(cast, dossier)
        typed.pop("part-birth_proof")
        answer = desk.post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
        assert "Giấy chứng sinh" in answer.content.decode()
        assert Dossier.objects.get(pk=dossier.pk).is_draft

    def test_the_officer_states_having_compared(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        answer = desk.post(
            reverse("desk:intake-receive", args=[dossier.pk]), sheet(cast, dossier) | {"desk-compared": ""}
        )
        assert "Tôi đã đối chiếu" in answer.content.decode()
        assert Dossier.objects.get(pk=dossier.pk).is_draft

    def test_saving_counts_the_money_anew(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        url = reverse("desk:intake-keep", args=[dossier.pk])
        typed = sheet(cast, dossier)
        told = desk.post(url, typed, headers={"X-Requested-With": "fetch"}).json()
        assert told["total"] == "5.000 đồng"
        exempt = desk.post(
            url, typed | {"desk-group-poor_household": "yes"}, headers={"X-Requested-With": "fetch"}
        )
        assert exempt.json()["total"] == "Miễn phí"

    def test_unticking_takes_the_paper_off_the_sheet(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        url, typed = reverse("desk:intake-keep", args=[dossier.pk]), sheet(cast, dossier)
        desk.post(url, typed)
        typed.pop("part-declaration")
        desk.post(url, typed)
        assert {paper.component_key for paper in dossier.papers.all()} == {"birth_proof"}

    def test_a_scan_counts_as_the_paper(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        typed = sheet(cast, dossier)
        typed.pop("part-birth_proof")
        desk.post(reverse("desk:intake-keep", args=[dossier.pk]), typed)
        row = reverse("files:component", args=[dossier.pk, "birth_proof"])
        assert row in desk.get(reverse("desk:intake", args=[dossier.pk])).content.decode()
        actor = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
        scan = cast.stored(b"%PDF-1.4 scan")
        attach(actor=actor, dossier_id=dossier.pk, component_key="birth_proof", file=scan)
        answer = desk.post(reverse("desk:intake-receive", args=[dossier.pk]), typed)
        assert answer.status_code == 302, answer.content.decode()

    def test_by_post_it_comes_as_post(self, cast: Cast, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan, channel="post")
        assert dossier.channel == "post"

    def test_a_colleagues_sheet_is_not_there_for_others(
        self, cast: Cast, desk: Client, lan: Person, as_officer: Browser
    ) -> None:
        dossier = begun(desk, lan)
        other = as_officer(cast.officer("ttpvhcc-tinh", DESK_OFFICER))
        assert other.get(reverse("desk:intake", args=[dossier.pk])).status_code == 404
        assert other.post(reverse("desk:intake-receive", args=[dossier.pk])).status_code == 404

    def test_the_person_leaves_and_the_sheet_goes(self, desk: Client, lan: Person) -> None:
        dossier = begun(desk, lan)
        desk.post(reverse("desk:intake-discard", args=[dossier.pk]))
        assert not Dossier.objects.filter(pk=dossier.pk).exists()

    def test_the_sheet_costs_few_queries(
        self, cast: Cast, desk: Client, lan: Person, django_assert_max_num_queries: Any
    ) -> None:
        dossier = begun(desk, lan)
        url = reverse("desk:intake", args=[dossier.pk])
        desk.get(url)
        with django_assert_max_num_queries(25):
            desk.get(url)


@pytest.mark.parametrize("code", ["1.004222", "2.000908", "1.001612"])
def test_the_sheet_of_other_procedures_opens(cast: Cast, desk: Client, lan: Person, code: str) -> None:
    dossier = begun(desk, lan, code)
    assert desk.get(reverse("desk:intake", args=[dossier.pk])).status_code == 200
