"""A procedure that is only told of: findable, readable, honest, and not to be filed."""

import pytest
from django.test import Client

from motcua.catalogue.actions.import_national import import_national
from motcua.identity.actor import SYSTEM_ACTOR
from tests.catalogue.national_samples import WAYS, crawled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _imported(db: None) -> None:
    import_national(
        actor=SYSTEM_ACTOR,
        records=[crawled(), crawled(ma_thu_tuc="9.800002", cach_thuc_thuc_hien=f"{WAYS}Trực tiếp5Miễn phí")],
    )


def test_its_page_tells_terms_money_papers_and_that_it_cannot_be_filed_here(client: Client) -> None:
    said = client.get("/thu-tuc/9.800001/").content.decode()
    for words in (
        "mới có thông tin",
        "3 ngày làm việc",
        "50.000 đồng",
        "Ảnh bể cá",
        "Luật Cá cảnh",
        "2 bản sao",
    ):
        assert words in said
    assert "/nop/9.800001/" not in said


def test_what_is_uncertain_is_said_and_not_shown_as_a_fact(client: Client) -> None:
    said = client.get("/thu-tuc/9.800002/").content.decode()
    assert "Chưa rõ, hỏi cơ quan thực hiện" in said
    assert "không đọc được chắc chắn" in said


def test_the_list_marks_it(client: Client) -> None:
    said = client.get("/thu-tuc/", {"q": "nuôi cá cảnh"}).content.decode()
    assert "Chỉ có thông tin, chưa nộp ở đây được" in said


def test_filing_it_is_not_offered(client: Client) -> None:
    assert client.get("/nop/9.800001/").status_code in {302, 404}


def test_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/thu-tuc/9.999999/").status_code == 404


def test_suggestions_answer_while_typing(client: Client) -> None:
    found = client.get("/thu-tuc/goi-y/", {"q": "nuôi cá"}).json()["procedures"]
    assert found[0]["code"] in {"9.800001", "9.800002"}
    assert client.get("/thu-tuc/goi-y/", {"q": "n"}).json() == {"procedures": []}
