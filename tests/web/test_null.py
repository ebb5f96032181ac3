"""The character NUL, which no database keeps, is turned away with a sentence at every door."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_null_character_in_an_address_or_a_form_is_a_clear_sentence_not_a_fault(client: Client) -> None:
    for response in (client.get("/thu-tuc/", {"q": "khai\0sinh"}), client.get("/tra-cuu/", {"ma": "H44\0"})):
        assert response.status_code == 400
        assert "ký tự lạ" in response.content.decode()
