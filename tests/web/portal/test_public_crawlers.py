"""What search engines find: every listed procedure once, with its day, its one address and what it is."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from motcua.catalogue.actions.import_national import import_national
from motcua.catalogue.actions.publish import publish
from motcua.catalogue.models import Procedure
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.web.portal.public import crawlers
from tests.catalogue.national_samples import crawled
from tests.catalogue.sample import spec_of

pytestmark = pytest.mark.django_db

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BIRTH, TOLD = "1.001193", "9.800001"


def read(client: Client, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).content)  # noqa: S314


def told() -> None:
    import_national(actor=SYSTEM_ACTOR, records=[crawled()])


def linked_data(client: Client, code: str, **query: str) -> dict[str, Any]:
    page = client.get(f"/thu-tuc/{code}/", query).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_sitemap_names_every_listed_procedure_once_piece_by_piece(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    monkeypatch.setattr(crawlers, "PER_SITEMAP", 20)
    lists = [each.text or "" for each in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", SPACE)]
    assert all(each.startswith(settings.PUBLIC_URL) for each in lists)
    pages: list[str] = []
    for each in lists:
        piece = read(client, each.removeprefix(settings.PUBLIC_URL)).findall("s:url/s:loc", SPACE)
        assert 0 < len(piece) <= 20
        pages += [loc.text or "" for loc in piece]
    codes = [found[1] for page in pages if (found := re.search(r"/thu-tuc/([^/]+)/$", page))]
    assert codes == sorted(Procedure.objects.listed(moment.today()).values_list("code", flat=True))
    assert TOLD in codes
    assert f"{settings.PUBLIC_URL}/huong-dan/tiep-can/" in pages
    assert client.get(f"/sitemap/{len(lists)}.xml").status_code == 404


def test_a_procedure_bears_the_day_its_page_last_changed(client: Client) -> None:
    told()
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    days = {
        url.findtext("s:loc", namespaces=SPACE): url.findtext("s:lastmod", namespaces=SPACE)
        for url in read(client, "/sitemap/1.xml")
    }
    today = f"{moment.today():%Y-%m-%d}"
    assert days[f"{settings.PUBLIC_URL}/thu-tuc/{BIRTH}/"] == today
    assert days[f"{settings.PUBLIC_URL}/thu-tuc/{TOLD}/"] == today
    assert None not in days.values()


def test_a_sitemap_of_any_length_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client.get("/sitemap/1.xml")


def test_robots_may_read_the_public_pages_and_nothing_of_people(client: Client) -> None:
    said = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in said
    closed = re.findall(r"^Disallow: (.+)$", said, re.M)
    assert {"/can-bo/", "/quan-tri/", "/ho-so/", "/tep/"} <= set(closed)
    assert not any(path.startswith(tuple(closed)) for path in ("/", "/thu-tuc/1.001193/", "/so-lieu/"))


@pytest.mark.parametrize("query", [{}, {"channel": "counter", "late": "yes"}])
def test_the_page_has_one_address_whatever_its_answers(client: Client, query: dict[str, str]) -> None:
    page = client.get(f"/thu-tuc/{BIRTH}/", query).content.decode()
    assert f'<link rel="canonical" href="{settings.PUBLIC_URL}/thu-tuc/{BIRTH}/">' in page
    assert linked_data(client, BIRTH, **query) == linked_data(client, BIRTH)


def test_machines_learn_the_service_from_the_page(client: Client) -> None:
    told()
    filed, read_only = linked_data(client, BIRTH), linked_data(client, TOLD)
    assert filed["@type"] == read_only["@type"] == "GovernmentService"
    assert (filed["identifier"], filed["url"]) == (BIRTH, f"{settings.PUBLIC_URL}/thu-tuc/{BIRTH}/")
    assert filed["availableChannel"][0]["serviceUrl"] == f"{settings.PUBLIC_URL}/nop/{BIRTH}/"
    assert read_only["availableChannel"][0]["serviceUrl"] == f"{settings.PUBLIC_URL}/thu-tuc/{TOLD}/"


def test_a_name_from_outside_cannot_end_the_script_element(client: Client) -> None:
    name = "Cấp phép </script><script>alert(1)</script> & «nuôi cá»"
    import_national(actor=SYSTEM_ACTOR, records=[crawled(ten_thu_tuc=name)])
    page = client.get(f"/thu-tuc/{TOLD}/").content.decode()
    assert "<script>alert" not in page
    assert linked_data(client, TOLD)["name"] == Procedure.objects.get(pk=TOLD).name


def test_the_level_and_why_it_is_not_yet_full_stand_at_the_head(client: Client) -> None:
    told()
    partial = Procedure.objects.in_force(moment.today()).filter(service_level="partial").first()
    assert partial is not None
    head = client.get(f"/thu-tuc/{partial.code}/").content.decode().partition('class="columns"')[0]
    assert "dịch vụ công trực tuyến một phần" in head
    assert partial.versions.latest_first()[0].spec.service_level_reason in head  # type: ignore[attr-defined]
    assert "Tỉnh chưa mở nhận hồ sơ" in client.get(f"/thu-tuc/{TOLD}/").content.decode()
