"""The catalogue as open data: complete, true to its schema, streamed, and sent only to who has not got it."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.catalogue.actions.import_national import import_national
from motcua.catalogue.actions.publish import publish, repeal
from motcua.catalogue.models import Procedure, Version
from motcua.catalogue.open_data.files import TABLES
from motcua.catalogue.open_data.records import open_procedures
from motcua.catalogue.open_data.shape import schema_text
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from tests.catalogue.national_samples import WAYS, crawled
from tests.catalogue.sample import spec_of
from tests.codebase.tree import DOCS
from tests.json_schema import faults

NOW = datetime(2026, 11, 21, 9, tzinfo=moment.TZ)
JSON = "/du-lieu/thu-tuc.json"
BIRTH, TOLD, UNCERTAIN = "1.001193", "9.800001", "9.800002"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with moment.at(NOW):
        yield


@pytest.fixture
def imported() -> None:
    unsure = crawled(ma_thu_tuc=UNCERTAIN, cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5Miễn phí")
    import_national(actor=SYSTEM_ACTOR, records=[crawled(), unsure])


def whole(client: Client) -> dict[str, Any]:
    answer = client.get(JSON)
    assert answer.streaming
    data: dict[str, Any] = json.loads(answer.getvalue())
    return data


def table(client: Client, name: str) -> list[dict[str, str]]:
    text = client.get(f"/du-lieu/{name}.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_listed_procedure_is_there_once_and_counted(client: Client, imported: None) -> None:
    data = whole(client)
    codes = [each["code"] for each in data["procedures"]]
    assert codes == sorted(Procedure.objects.listed(NOW.date()).values_list("code", flat=True))
    assert data["count"] == len(codes) > 60
    assert {TOLD, UNCERTAIN, BIRTH} <= set(codes)


def test_the_file_is_what_its_published_schema_says(client: Client, imported: None) -> None:
    schema = json.loads(client.get("/du-lieu/thu-tuc.schema.json").content)
    data = whole(client)
    assert faults(data, schema, schema) == []
    data["procedures"][0]["fees"] = [{"name": 1}]
    assert faults(data, schema, schema) != []


def test_the_schema_in_the_documentation_is_the_one_of_the_code() -> None:
    assert (DOCS / "reference" / "catalogue.schema.json").read_text() == schema_text()


def test_what_can_be_filed_says_version_days_terms_fees_and_papers(client: Client) -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    version = Version.objects.version_for(BIRTH, NOW.date())
    assert version is not None
    found = next(each for each in whole(client)["procedures"] if each["code"] == BIRTH)
    assert (found["state"], found["source"], found["version"]) == ("in_force", "province", version.number)
    assert (found["effective_from"], found["effective_to"]) == ("2026-07-01", None)
    assert found["changed"] == "2026-11-21"
    terms = {(each["case"], each["channel"]): each for each in found["terms"]}
    assert terms["Quá hạn", "online"]["amount"] == 2
    assert terms["Quá hạn", None]["verified"] is False
    fees = {each["name"]: each for each in found["fees"]}
    assert (fees["Phí cấp bản sao"]["kind"], fees["Phí cấp bản sao"]["amount"]) == ("fee", 8000)
    assert fees["Lệ phí khai sinh quá hạn"]["exemptions"][0]["group"] == "poor_household"
    papers = {each["name"]: each for each in found["components"]}
    assert papers["Giấy chứng nhận kết hôn"]["held_by_state"] == "CSDL hộ tịch điện tử"
    assert papers["Giấy chứng sinh"]["conditional"] is True


def test_what_is_only_told_of_says_so_and_guesses_nothing(client: Client, imported: None) -> None:
    found = {each["code"]: each for each in whole(client)["procedures"]}
    told, unsure = found[TOLD], found[UNCERTAIN]
    assert (told["state"], told["source"], told["version"]) == ("information", "national", None)
    assert told["fees"][0]["amount"] == 50_000
    assert unsure["terms"][0]["unit"] is None
    assert not any(each["verified"] for part in ("terms", "fees", "components") for each in told[part])


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_say_the_same_as_the_object(client: Client, imported: None, name: str) -> None:
    parts = {"thoi-han": "terms", "phi-le-phi": "fees", "thanh-phan": "components"}
    procedures, rows = whole(client)["procedures"], table(client, name)
    assert list(rows[0]) == list(TABLES[name][0])
    if name == "thu-tuc":
        assert [row["code"] for row in rows] == [each["code"] for each in procedures]
    else:
        expected = [each["code"] for each in procedures for _ in each[parts[name]]]
        assert [row["procedure"] for row in rows] == expected


def test_a_name_that_looks_like_a_formula_is_harmless_in_a_spreadsheet(client: Client) -> None:
    name = '=HYPERLINK("http://xau.vn")'
    import_national(actor=SYSTEM_ACTOR, records=[crawled(ten_thu_tuc=name)])
    assert next(row for row in table(client, "thu-tuc") if row["code"] == TOLD)["name"] == f"'{name}"


def test_who_has_the_file_is_not_sent_it_again_until_something_changes(client: Client) -> None:
    mark = client.get(JSON)["ETag"]

    def again() -> int:
        return client.get(JSON, headers={"If-None-Match": mark}).status_code

    assert again() == 304
    import_national(actor=SYSTEM_ACTOR, records=[crawled()])
    assert again() == 200
    mark = client.get(JSON)["ETag"]
    assert client.get("/du-lieu/thu-tuc.csv", headers={"If-None-Match": mark}).status_code == 304
    with moment.at(NOW + timedelta(days=1)):
        # A version, a fee, an exemption may begin or end with the day.
        assert again() == 200


def test_an_unchanged_file_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    mark = client.get(JSON)["ETag"]
    with django_assert_num_queries(1):
        client.get(JSON, headers={"If-None-Match": mark})


def test_it_is_read_piece_by_piece(imported: None, django_assert_max_num_queries: Any) -> None:
    every = [each.code for each in open_procedures(NOW.date())]
    assert [each.code for each in open_procedures(NOW.date(), chunk=7)] == every
    pieces = open_procedures(NOW.date(), chunk=7)
    with django_assert_max_num_queries(5):
        assert [next(pieces).code for _ in range(7)] == every[:7]


def test_what_was_repealed_is_no_longer_there(client: Client) -> None:
    repeal(actor=SYSTEM_ACTOR, code=BIRTH, last_day=NOW.date() - timedelta(days=1))
    assert BIRTH not in {each["code"] for each in whole(client)["procedures"]}


def test_there_are_no_other_tables(client: Client) -> None:
    assert client.get("/du-lieu/khac.csv").status_code == 404
