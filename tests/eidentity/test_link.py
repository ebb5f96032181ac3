"""Which account belongs to whom: by the personal id number, and by nothing else."""

from typing import Any

import pytest
from django.db import IntegrityError

from motcua.audit.models import Entry
from motcua.identity import actions
from motcua.identity.actions import CitizenClaims, check_may_file, log_in_citizen, may_file
from motcua.identity.actor import SYSTEM_ACTOR, VISITOR_ACTOR, Actor
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.organisation.actors import actor_of

pytestmark = pytest.mark.django_db

NUMBER = "025190009999"


def claims(**changes: Any) -> CitizenClaims:
    told = {
        "subject": "abc",
        "personal_id": NUMBER,
        "full_name": "Nguyễn Thị Lan",
        "level": 2,
        "birth_date": "1990-05-17",
        "sex": "female",
        "phone": "0912000111",
        "residence": "Khu 3, phường Nông Trang, tỉnh Phú Thọ",
        "residence_unit": "07894",
    }
    return CitizenClaims(**{**told, **changes})


def at_the_desk(**facts: Any) -> Person:
    told = {"personal_id": NUMBER, "full_name": "Nguyễn Thị Lan", "phone": "0988000222"}
    return Person.objects.create(**{**told, **facts}, created_at=moment.now())


def test_a_person_registered_at_a_desk_is_found_by_the_number() -> None:
    earlier = at_the_desk()
    user = log_in_citizen(claims=claims())
    assert user.person.pk == earlier.pk
    assert (user.kind, user.login) == ("citizen", "vneid:abc")
    assert not user.has_usable_password()


def test_a_telephone_number_or_an_address_never_links() -> None:
    other = at_the_desk(personal_id="025190008888", phone="0912000111", email="lan@example.com")
    user = log_in_citizen(claims=claims(email="lan@example.com"))
    assert user.person.pk != other.pk


def test_facts_are_brought_up_to_date_and_silence_wipes_out_nothing() -> None:
    log_in_citizen(claims=claims())
    user = log_in_citizen(claims=claims(full_name="Nguyễn Thị Ngọc Lan", residence="", level=1))
    person = Person.objects.get(personal_id=NUMBER)
    assert person.full_name == user.name == "Nguyễn Thị Ngọc Lan"
    assert person.search_text == "nguyen thi ngoc lan"
    assert person.residence == "Khu 3, phường Nông Trang, tỉnh Phú Thọ"
    assert person.assurance == 1


def test_a_telephone_number_the_person_gave_us_stays() -> None:
    at_the_desk()
    assert log_in_citizen(claims=claims()).person.phone == "0988000222"


def test_a_new_e_identity_account_of_the_same_person_is_the_same_person() -> None:
    first = log_in_citizen(claims=claims())
    again = log_in_citizen(claims=claims(subject="new"))
    assert (first.pk, again.login) == (again.pk, "vneid:new")


def test_one_e_identity_account_cannot_become_another_person() -> None:
    log_in_citizen(claims=claims())
    with pytest.raises(Refused) as refused:
        log_in_citizen(claims=claims(personal_id="025190007777"))
    assert refused.value.code == "subject_conflict"
    at_the_desk(personal_id="025190007777")
    with pytest.raises(Refused):
        log_in_citizen(claims=claims(personal_id="025190007777"))


def test_an_account_without_a_person_is_taken_up_again() -> None:
    left_over = User.objects.create_user("vneid:abc", kind=User.Kind.CITIZEN, name="Lan")
    assert log_in_citizen(claims=claims()).pk == left_over.pk


def test_a_closed_account_stays_closed_and_nothing_changes() -> None:
    user = log_in_citizen(claims=claims())
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(Refused) as refused:
        log_in_citizen(claims=claims(full_name="Khác"))
    assert refused.value.code == "account_closed"
    assert Person.objects.get(personal_id=NUMBER).full_name == "Nguyễn Thị Lan"


@pytest.mark.parametrize(
    "changes",
    [
        {"personal_id": ""},
        {"personal_id": "12345678"},
        {"personal_id": "٠٢٥١٩٠٠٠٩٩٩٩"},
        {"level": 0},
        {"level": 3},
        {"full_name": ""},
        {"subject": ""},
    ],
    ids=str,
)
def test_claims_that_cannot_be_used_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        log_in_citizen(claims=claims(**changes))
    assert not Person.objects.filter(personal_id=NUMBER).exists()


def test_the_first_log_in_from_two_devices_at_once_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    really, tries = actions._log_in, []

    def beaten_to_it(told: CitizenClaims) -> User:
        tries.append(told)
        if len(tries) == 1:
            raise IntegrityError("the other device has made the rows")
        return really(told)

    monkeypatch.setattr(actions, "_log_in", beaten_to_it)
    assert log_in_citizen(claims=claims()).person.personal_id == NUMBER
    assert len(tries) == 2


def test_every_log_in_is_on_record_without_the_facts_themselves() -> None:
    person = log_in_citizen(claims=claims()).person
    entry = Entry.objects.about("person", str(person.pk)).get()
    assert (entry.verb, entry.content["link"], entry.content["level"]) == ("log_in", "new", 2)
    assert "full_name" in entry.content["changed"]
    assert NUMBER not in str(entry.content)
    assert "Nông Trang" not in str(entry.content)


def test_filing_asks_for_level_2_unless_the_settings_say_otherwise(settings: Any) -> None:
    low = actor_of(log_in_citizen(claims=claims(level=1)))
    assert not may_file(low)
    with pytest.raises(Refused) as refused:
        check_may_file(low)
    assert refused.value.code == "level_too_low"
    settings.EIDENTITY = {**settings.EIDENTITY, "min_level_to_file": 1}
    assert may_file(low)
    check_may_file(low)


def test_filing_is_open_to_level_2_to_officers_and_to_the_system_but_not_to_visitors() -> None:
    assert may_file(actor_of(log_in_citizen(claims=claims())))
    assert may_file(Actor(kind="officer", name="Cán bộ"))
    assert may_file(SYSTEM_ACTOR)
    with pytest.raises(Refused) as refused:
        check_may_file(VISITOR_ACTOR)
    assert refused.value.code == "not_logged_in"
