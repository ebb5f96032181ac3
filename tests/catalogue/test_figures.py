"""Services at each level: the founding figures from a catalogue built to them, and their page."""

from datetime import datetime

import pytest
from django.test import Client

from motcua.catalogue.actions.import_national import import_national
from motcua.catalogue.figures import UNKNOWN, figures
from motcua.catalogue.models import Content, Field, NationalRecord, Procedure, Version
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.money import ratio
from tests.catalogue.national_samples import crawled

NOW = datetime(2026, 11, 21, 9, tzinfo=moment.TZ)
TODAY = NOW.date()

pytestmark = pytest.mark.django_db


def build(
    level: str, count: int, *, field: str = "hotich", tags: str = "", tiers: str = "commune"
) -> list[str]:
    """So many procedures that can be filed at this level, without the work of publishing each."""
    first = Procedure.objects.count()
    Field.objects.get_or_create(code=field, defaults={"name": field})
    Content.objects.get_or_create(digest="0" * 64, defaults={"data": {}})
    codes = [f"7.{number:06}" for number in range(first, first + count)]
    Procedure.objects.bulk_create(
        Procedure(
            code=code, name=code, field_id=field, service_level=level, levels=tiers.split(), tags=f" {tags} "
        )
        for code in codes
    )
    Version.objects.bulk_create(
        Version(procedure_id=code, number=1, effective_from=TODAY, content_id="0" * 64, published_at=NOW)
        for code in codes
    )
    return codes


def known_nationally(codes: list[str]) -> None:
    NationalRecord.objects.bulk_create(
        NationalRecord(code=code, number=1, digest="", data={}, imported_at=NOW) for code in codes
    )


def test_the_founding_figures(empty_catalogue: None, client: Client) -> None:
    """917 full of 1,865 services online, 742 of them known to the National Portal."""
    full = build("full", 917)
    build("partial", 1865 - 917)
    known_nationally(full[:742])
    build("information", 3)
    whole = figures(TODAY).whole
    assert (whole.full, whole.online, whole.matched, whole.total) == (917, 1865, 742, 1868)
    assert ratio(whole.full, whole.online) == "917/1.865 (49,17%)"
    assert ratio(whole.matched, whole.online) == "742/1.865 (39,79%)"
    with moment.at(NOW):
        page = client.get("/du-lieu/").content.decode()
        data = client.get("/du-lieu/so-luong.json").json()
    assert "917/1.865 (49,17%)" in page
    assert "742/1.865 (39,79%)" in page
    assert data["whole"]["full_of_online"] == {"numerator": 917, "denominator": 1865, "percent": 49.17}
    assert data["whole"]["matched_of_online"]["percent"] == 39.79


def test_one_commune_with_61_services_partly_and_21_fully_online(empty_catalogue: None) -> None:
    build("partial", 61, tags="agency:commune_committee")
    build("full", 21, tags="agency:commune_committee")
    line = figures(TODAY).by_agency[0]
    assert (line.name, line.partial, line.full, line.online) == ("Ủy ban nhân dân xã, phường", 61, 21, 82)


def test_fields_add_up_and_what_several_decide_counts_in_each(empty_catalogue: None) -> None:
    build("full", 3, field="hotich", tags="agency:commune_committee", tiers="commune")
    build("partial", 2, field="datdai", tags="agency:commune_committee agency:tax", tiers="province commune")
    found = figures(TODAY)
    assert sum(each.total for each in found.by_field) == found.whole.total == 5
    assert {each.key: each.total for each in found.by_tier} == {"commune": 5, "province": 2}
    assert {each.key: each.total for each in found.by_agency} == {"commune_committee": 5, "tax": 2}


def test_what_is_only_told_of_is_information_and_its_agency_unknown(empty_catalogue: None) -> None:
    import_national(actor=SYSTEM_ACTOR, records=[crawled(), crawled(ma_thu_tuc="9.800002")])
    build("full", 1, tags="agency:tax")
    found = figures(TODAY)
    assert (found.whole.information, found.whole.online, found.whole.matched) == (2, 1, 0)
    assert found.by_agency[-1].key == UNKNOWN
    assert found.by_agency[-1].information == 2


def test_an_empty_catalogue_shows_no_share_and_does_not_fail(empty_catalogue: None, client: Client) -> None:
    data = client.get("/du-lieu/so-luong.json").json()
    assert data["whole"]["full_of_online"] == {"numerator": 0, "denominator": 0, "percent": None}
    assert client.get("/du-lieu/").status_code == 200


def test_the_page_costs_few_queries_whatever_is_listed(
    client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert client.get("/du-lieu/").status_code == 200
