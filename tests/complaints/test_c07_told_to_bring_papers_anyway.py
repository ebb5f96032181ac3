"""C-07: filed online and told to bring papers anyway: nothing beyond the published list without its law."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.audit.models import Entry
from motcua.dossiers.actions.pointing import Wanted
from motcua.dossiers.actions.supplement import ask
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from tests.cast import Cast
from tests.dossiers.hand import recorded, refused

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.filed(BIRTH, case=cast.version(BIRTH).spec.case("late"))


def asking(cast: Cast, dossier: Dossier, item: Wanted) -> Dossier:
    return ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=[item])


BEYOND = [
    Wanted("extra", "extra-1-1", "Sổ hộ khẩu", "Để đối chiếu"),
    # On the list of the procedure, but of another case of it.
    Wanted("component", "witness_statement", "Văn bản của người làm chứng", reason_key="pages_missing"),
    # Online a picture is enough; the original is looked at when the result is fetched.
    Wanted("component", "birth_proof", "Giấy chứng sinh", reason_key="needs_original"),
]


@pytest.mark.parametrize("item", BEYOND, ids=["not-listed", "other-case", "original-too-early"])
def test_what_goes_beyond_the_list_needs_its_law_and_is_recorded(
    cast: Cast, dossier: Dossier, item: Wanted
) -> None:
    with refused("item-ground"):
        asking(cast, dossier, item)
    assert "ask_beyond_list" not in recorded(dossier)
    ground = "Luật Hộ tịch 2014 Điều 16"
    lawful = Wanted(item.kind, item.key, item.name, item.reason, ground, reason_key=item.reason_key)
    assert asking(cast, dossier, lawful).state == Status.SUPPLEMENT
    entry = Entry.objects.about("dossier", str(dossier.pk)).get(verb="ask_beyond_list")
    assert (entry.content["name"], entry.content["ground"]) == (item.name, ground)
    facts = dossier.printed_forms.get(kind="02").facts
    assert facts["items"][0]["ground"] == ground, "form 02 prints the ground"


def test_what_the_state_holds_is_not_asked_for_without_law(cast: Cast) -> None:
    version = cast.version(BIRTH)
    dossier = cast.filed(BIRTH, case=version.spec.case("on-time"))
    held = next(part for part in version.spec.components if part.key == "birth_proof_electronic")
    with refused("item-ground"):
        asking(cast, dossier, Wanted("component", held.key, held.name, reason_key="pages_missing"))


def test_a_listed_paper_needs_no_law(cast: Cast, dossier: Dossier) -> None:
    asking(cast, dossier, Wanted("component", "birth_proof", "Giấy chứng sinh", reason_key="blurred"))
    assert "ask_beyond_list" not in recorded(dossier)


def test_the_pages_say_that_the_original_is_wanted_at_return_only(
    cast: Cast, dossier: Dossier, client: Client
) -> None:
    words = "bản chính mang theo khi đến nhận kết quả"
    client.force_login(cast.lan.user)
    draft = cast.draft(BIRTH, case=cast.version(BIRTH).spec.case("late"))
    assert words in client.get(reverse("filing:papers", args=[draft.pk])).content.decode()
    asking(cast, dossier, Wanted("component", "birth_proof", "Giấy chứng sinh", reason_key="blurred"))
    assert words in client.get(reverse("mine:supplement", args=[dossier.pk])).content.decode()
