"""C-09: «treo» without a reason, returned for a blurred photo or missing pages, a menu hidden by the level.

Said at once instead: the photo is blurred, the file has so many pages, this is taken up to this size, your
account is of level 1 and this is how to get level 2.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.identity.models import Person
from tests.documents import scan_samples

pytestmark = pytest.mark.django_db
CODE, COMPONENT = "1.001193", "birth_proof"


@pytest.fixture
def lan(cast: Any, client: Client) -> Client:
    client.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def dossier(cast: Any) -> Dossier:
    late = cast.version(CODE).spec.case("late")
    dossier: Dossier = cast.draft(CODE, case=late, with_papers=False)
    return dossier


def told(lan: Client, dossier: Dossier, content: bytes, name: str) -> str:
    """What the page of papers says after this file was sent."""
    sent = lan.post(f"/tep/ho-so/{dossier.pk}/{COMPONENT}/", {"files": SimpleUploadedFile(name, content)})
    assert sent.status_code == 302
    return lan.get(f"/nhap/{dossier.pk}/giay-to/").content.decode()


def test_a_blurred_photo_is_taken_and_told_with_what_to_do(lan: Client, dossier: Dossier) -> None:
    page = told(lan, dossier, scan_samples.jpeg(scan_samples.page(blur=4)), "so-do.jpg")
    assert "Ảnh bị mờ" in page
    assert "lấy nét" in page
    assert dossier.papers.count() == 1


def test_nothing_is_said_of_a_sharp_photo(lan: Client, dossier: Dossier) -> None:
    assert "Ảnh bị" not in told(lan, dossier, scan_samples.jpeg(scan_samples.page()), "so-do.jpg")


def test_pages_are_counted_and_the_blurred_one_is_named(lan: Client, dossier: Dossier) -> None:
    scan = scan_samples.pdf([scan_samples.page(1), scan_samples.page(2, blur=4), scan_samples.page(3)])
    page = told(lan, dossier, scan, "so-do.pdf")
    assert "Tệp có 3 trang" in page
    assert "Trang 2 bị mờ" in page


def test_kinds_and_sizes_stand_there_before_anything_is_chosen(lan: Client, dossier: Dossier) -> None:
    page = lan.get(f"/nhap/{dossier.pk}/giay-to/").content.decode()
    assert "PDF" in page
    assert "20 MB" in page


def test_level_one_is_explained_and_the_way_in_is_not_hidden(lan: Client, cast: Any) -> None:
    Person.objects.filter(pk=cast.lan.pk).update(assurance=1)
    assert f"/nop/{CODE}/" in lan.get(f"/thu-tuc/{CODE}/").content.decode(), "the way in is not hidden"
    page = lan.get(f"/nop/{CODE}/").content.decode()
    assert "Tài khoản của bạn đang ở mức 1" in page
    assert "Cách lên mức 2" in page
