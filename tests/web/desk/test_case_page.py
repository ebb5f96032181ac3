"""The page of a dossier, for every role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER, HANDLER
from tests.cast import Cast
from tests.web.desk.conftest import BIRTH

pytestmark = pytest.mark.django_db


def test_the_desk_sees_papers_words_law_and_acts(
    cast: Cast, filed: Dossier, as_officer: Callable[..., Client]
) -> None:
    answer = as_officer(cast.desk_of(filed)).get(reverse("desk:case", args=[filed.pk]))
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        filed.temporary_number,
        "Giấy chứng sinh",
        "Tiếp nhận hồ sơ",
        "Từ chối tiếp nhận",
        "Căn cứ pháp lý",
    ):
        assert words in text
    assert "Chưa kiểm chứng" in text


def test_another_unit_does_not_see_that_the_dossier_exists(
    cast: Cast, filed: Dossier, as_officer: Callable[..., Client]
) -> None:
    stranger = cast.officer("so-tu-phap", HANDLER)
    assert as_officer(stranger).get(reverse("desk:case", args=[filed.pk])).status_code == 404


def test_a_visitor_is_sent_to_the_officers_log_in(client: Client, filed: Dossier) -> None:
    url = reverse("desk:case", args=[filed.pk])
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("desk:login"))


def test_the_page_costs_the_same_number_of_queries_whatever_its_history(
    cast: Cast, as_officer: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    dossier = cast.finished(BIRTH)
    browser = as_officer(cast.officer(dossier.receiving_unit_id, DESK_OFFICER))
    url = reverse("desk:case", args=[dossier.pk])
    browser.get(url)
    with django_assert_max_num_queries(25):
        assert browser.get(url).status_code == 200
