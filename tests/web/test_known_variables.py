"""No page of the public portal or of the console prints a variable that nobody gave it."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import Client

from motcua.dossiers.actions.charge import ask_by_qr
from motcua.identity.models import User
from motcua.organisation.models import Unit
from motcua.payments.models import Obligation, Receipt
from motcua.web.portal.public import fee_receipt, look_up, verify
from tests.cast import PDF, Cast
from tests.payments.account import open_account, pay

pytestmark = pytest.mark.django_db

ANSWERED = "channel=online&child_kind=usual&late=yes&birth_evidence=paper&filed_by=parent"
PUBLIC = (
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=khai+sinh+qwerty&cap=commune",
    "/thu-tuc/?linh-vuc=hotich",
    "/thu-tuc/1.001193/",
    f"/thu-tuc/1.001193/?{ANSWERED}",
    "/thu-tuc/2.000815/?channel=counter",
    "/thu-tuc/1.001193/doc-to/",
    "/du-lieu/",
    "/tra-cuu/",
    "/tra-cuu/?ma=abc",
    "/xac-minh/",
    "/bien-lai/",
    "/bien-lai/0000000000000000/",
    "/co-quan/",
    "/co-quan/?q=zzz",
    "/co-quan/ttpvhcc-tinh/",
    "/huong-dan/",
    "/huong-dan/bat-dau/",
    "/huong-dan/vneid/",
    "/huong-dan/chup-giay-to/",
    "/huong-dan/quyen-cua-ban/",
    "/huong-dan/du-lieu-ca-nhan/",
    "/huong-dan/tiep-can/",
    "/khong-co/",
)
CONSOLE = (
    "/quan-tri/",
    "/quan-tri/thu-tuc/",
    "/quan-tri/thu-tuc/?q=zzz",
    "/quan-tri/thu-tuc/1.001193/",
    "/quan-tri/thu-tuc/1.001193/1/chuyen-tiep/",
    "/quan-tri/don-vi/",
    "/quan-tri/don-vi/?q=zzz",
    "/quan-tri/don-vi/ubnd-08515/",
    "/quan-tri/lich/",
    "/quan-tri/lich/?nam=2030",
    "/quan-tri/nhat-ky/",
    "/quan-tri/nhat-ky/?ho-so=abc",
    "/quan-tri/suc-khoe/",
)


class Unknown(str):
    """A variable nobody gave: Django asks this object for its name; we answer with an error."""

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise LookupError(f"unknown template variable: {name}")


@pytest.fixture(autouse=True)
def _strict() -> Iterator[None]:
    look_up.LIMIT.forget()
    verify.LIMIT.forget()
    fee_receipt.LIMIT.forget()
    engine = engines["django"].engine
    engine.string_if_invalid = Unknown("%s")
    yield
    engine.string_if_invalid = ""


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_prints_only_what_it_was_given(client: Client, address: str) -> None:
    assert client.get(address).status_code in {200, 404}


@pytest.mark.parametrize("address", CONSOLE)
def test_a_page_of_the_console_prints_only_what_it_was_given(
    client: Client, cast: Cast, address: str
) -> None:
    admin = User.objects.get(pk=cast.officer("vp-ubnd-tinh", "admin").user_id)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 200


def test_pages_about_a_dossier_and_its_result_do_too(client: Client, cast: Cast) -> None:
    dossier = cast.finished("1.001193")
    result = dossier.results.get()
    assert client.get("/tra-cuu/", {"ma": dossier.number}).status_code == 200
    assert client.get(f"/xac-minh/{result.pk}/").status_code == 200
    file = SimpleUploadedFile("tep.pdf", PDF)
    assert client.post(f"/xac-minh/{result.pk}/", {"file": file}).status_code == 200
    assert client.post("/xac-minh/", {}).status_code == 400


def test_pages_about_money_do_too(client: Client, cast: Cast) -> None:
    open_account(Unit.objects.get(pk="ubnd-tinh"))
    dossier = cast.filed("2.000635")
    page = f"/ho-so/{dossier.pk}/nop-tien/"
    client.force_login(cast.lan.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    for amount in (None, 4000, 30_000):
        if amount:
            ask_by_qr(cast.citizen, cast.fresh(dossier))
            pay(Obligation.objects.get(pk=dossier.obligation_id), amount, key=f"FT{amount}")
        assert client.get(page).status_code == 200
    for receipt in Receipt.objects.all():
        assert client.get(f"/bien-lai/{receipt.secret}/").status_code == 200
