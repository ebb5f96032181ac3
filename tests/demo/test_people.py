"""The citizens of the demo province."""

from pathlib import Path

import pytest
from sandboxes.eidentity.citizens import SHIPPED, load

from motcua.demo.people import create_citizens, invented_citizens, read_known, write_file
from motcua.forms.personal_id import warnings
from motcua.identity.models import Person
from motcua.lib.moment import today


def test_the_people_of_the_sandbox_come_first_and_all_are_the_same_every_time() -> None:
    known = read_known(SHIPPED)
    people = invented_citizens(known)
    assert people[: len(known)] == known
    assert len(people) == 400
    assert people == invented_citizens(known)
    assert len({citizen.personal_id for citizen in people}) == 400


def test_their_numbers_agree_with_their_birth_and_sex() -> None:
    for citizen in invented_citizens([], count=100):
        year = int(citizen.birthdate[:4])
        found = warnings(citizen.personal_id, year=year, sex_given=citizen.gender, this_year=today().year)
        assert not found


def test_without_the_file_of_the_sandbox_there_are_citizens_all_the_same(tmp_path: Path) -> None:
    assert len(invented_citizens(read_known(tmp_path / "none.csv"), count=12)) == 12


def test_the_sandbox_server_understands_the_file(tmp_path: Path) -> None:
    people = invented_citizens(read_known(SHIPPED), count=50)
    write_file(tmp_path / "citizens.csv", people)
    assert list(load([SHIPPED, tmp_path / "citizens.csv"])) == [citizen.personal_id for citizen in people]


@pytest.mark.django_db
def test_creating_them_again_adds_nobody() -> None:
    people = invented_citizens(read_known(SHIPPED), count=40)
    assert create_citizens(people) == 40
    assert create_citizens(people) == 0
    person = Person.objects.get(personal_id=people[0].personal_id)
    assert person.user is not None
    assert not person.user.has_usable_password()
