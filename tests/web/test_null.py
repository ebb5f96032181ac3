"""The character NUL, which no database keeps, is turned away with a sentence."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_null_character_in_a_form_is_a_clear_sentence_not_a_fault(client: Client) -> None:
    typed = client.post(
        "/can-bo/dang-nhap/", "login=a%00b&password=x", content_type="application/x-www-form-urlencoded"
    )
    assert typed.status_code == 400
    assert "ký tự lạ" in typed.content.decode()


@pytest.mark.django_db
def test_it_is_found_among_several_values_of_one_name(client: Client) -> None:
    typed = client.post(
        "/can-bo/dang-nhap/",
        "login=a%00b&login=c&password=x",
        content_type="application/x-www-form-urlencoded",
    )
    assert typed.status_code == 400
