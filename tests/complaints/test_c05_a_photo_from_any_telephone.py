"""C-05: the photo for a passport keeps failing to upload, and nobody says why.

What a telephone makes is taken as it is: the format of an iPhone, a large file, a picture that lies on its
side. The limits stand there before anything is chosen, and what cannot be taken is told in a sentence.
"""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from motcua.documents.files import read
from motcua.dossiers.models import Dossier, Paper
from tests.cast import Cast
from tests.documents import file_samples
from tests.web.test_files import live, logged_in

pytestmark = pytest.mark.django_db
CODE, COMPONENT = "1.001193", "birth_proof"
MB = 1 << 20
ON_ITS_SIDE = 6


@pytest.fixture
def lan(cast: Cast) -> Client:
    return logged_in(cast.citizen)


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.draft(CODE, case=cast.version(CODE).spec.case("late"), with_papers=False)


def sent(lan: Client, dossier: Dossier, content: bytes, name: str) -> str:
    """What the page of papers says after this file was sent."""
    file = SimpleUploadedFile(name, content)
    answer = lan.post(f"/tep/ho-so/{dossier.pk}/{COMPONENT}/", {"files": file})
    assert answer.status_code == 302
    return lan.get(f"/nhap/{dossier.pk}/giay-to/").content.decode()


def opened(paper: Paper) -> Image.Image:
    assert paper.file is not None
    return Image.open(io.BytesIO(read(paper.file)))


def red(picture: Image.Image, x: float, y: float) -> bool:
    """Whether this corner is the red one; JPEG is not exact."""
    pixel = picture.convert("RGB").getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(pixel, tuple)
    return pixel[0] > 200 and pixel[1] < 80


def test_a_photo_of_an_iphone_is_taken_and_becomes_one_that_every_browser_shows(
    lan: Client, dossier: Dossier
) -> None:
    sent(lan, dossier, file_samples.heic(), "IMG_0001.HEIC")
    (paper,) = live(dossier)
    assert opened(paper).format == "JPEG"


def test_a_photo_that_lies_on_its_side_stands_upright_and_forgets_the_place(
    lan: Client, dossier: Dossier
) -> None:
    data = file_samples.exif(orientation=ON_ITS_SIDE, place=True)
    sent(lan, dossier, file_samples.photo(exif=data), "anh.jpg")
    (paper,) = live(dossier)
    picture = opened(paper)
    assert picture.size == (480, 640)
    assert red(picture, 0.9, 0.1), "what was at the upper left has been turned to the upper right"
    assert not picture.getexif().get_ifd(0x8825)


def test_twelve_megabytes_are_taken(lan: Client, dossier: Dossier) -> None:
    page = sent(lan, dossier, large(), "anh-12-mb.png")
    (paper,) = live(dossier)
    assert paper.file is not None
    assert "anh-12-mb" in page


def large() -> bytes:
    """A picture nobody can press: noise of more than 12 MB."""
    side = 2100
    noise = random.Random(5).randbytes(side * side * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(target, "PNG", compress_level=0)
    assert target.tell() > 12 * MB
    return target.getvalue()


def test_the_limits_stand_there_before_anything_is_chosen(lan: Client, dossier: Dossier) -> None:
    page = lan.get(f"/nhap/{dossier.pk}/giay-to/").content.decode()
    assert "20 MB" in page
    assert "ảnh" in page.lower()


def test_what_is_no_picture_is_told_in_a_sentence_and_nothing_is_kept(lan: Client, dossier: Dossier) -> None:
    page = sent(lan, dossier, b"this is no picture", "anh.jpg")
    assert live(dossier) == []
    assert "anh.jpg" in page
