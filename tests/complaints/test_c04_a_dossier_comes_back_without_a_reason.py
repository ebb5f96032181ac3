"""C-04: dossiers come back without any reason. Each thing has one, from the catalogue and in words."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.catalogue.reasons import OTHER, USES, catalogue, offered, reason
from motcua.dossiers.actions.pointing import Wanted
from motcua.dossiers.actions.refuse import refuse
from motcua.dossiers.actions.supplement import ask
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.identity.actor import DESK_OFFICER
from motcua.lib import moment
from motcua.lib.errors import Forbidden
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return cast.filed(BIRTH_AGAIN)


def a_paper(dossier: Dossier, words: str = "", key: str = "") -> Wanted:
    paper = dossier.live_papers()[0]
    return Wanted("component", paper.component_key, paper.name, words, reason_key=key)


@pytest.mark.parametrize(("words", "key"), [("", ""), ("  ", ""), ("", OTHER)])
def test_asking_without_a_reason_is_refused(cast: Cast, dossier: Dossier, words: str, key: str) -> None:
    with refused("item-reason"):
        ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=[a_paper(dossier, words, key)])
    assert cast.fresh(dossier).state == Status.FILED


def test_refusing_without_a_reason_is_refused(cast: Cast, dossier: Dossier) -> None:
    with refused("reason"):
        refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="  ", reason_key=OTHER)
    assert cast.fresh(dossier).state == Status.FILED


def test_a_reason_that_the_catalogue_does_not_have_is_refused(cast: Cast, dossier: Dossier) -> None:
    with refused("reason-unknown"):
        ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=[a_paper(dossier, "Mờ", "invented")])


def test_an_officer_of_another_desk_asks_nothing(cast: Cast, dossier: Dossier) -> None:
    with pytest.raises(Forbidden):
        ask(
            actor=cast.officer("ttpvhcc-tinh", DESK_OFFICER),
            dossier_id=dossier.pk,
            items=[a_paper(dossier, key="blurred")],
        )


def test_words_key_and_advice_are_kept_and_the_citizen_reads_them(
    cast: Cast, dossier: Dossier, client: Client
) -> None:
    items = [
        a_paper(dossier, "trang 2", "blurred"),
        Wanted("field", "requester_phone", "Số điện thoại", reason_key="incomplete"),
    ]
    field = next(field for field in dossier.spec.form.all_fields() if field.type == "text")
    items[1] = Wanted("field", field.key, field.label, reason_key="incomplete")
    ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=items)
    first, second = cast.fresh(dossier).supplements.get().items.all()
    blurred = catalogue()["blurred"]
    assert (first.reason_key, first.reason) == ("blurred", f"{blurred.words}: trang 2")
    assert (first.hint, second.reason) == (blurred.hint, catalogue()["incomplete"].words)
    client.force_login(cast.lan.user)
    page = client.get(reverse("mine:supplement", args=[dossier.pk])).content.decode()
    for words in (first.reason, first.hint, second.reason, second.hint):
        assert words in page
    others = [part.name for part in dossier.spec.components if part.key != first.key]
    assert not [name for name in others if name in page], "only what was asked for stands on the page"
    facts = dossier.printed_forms.get(kind="02").facts
    assert [(row["reason"], row["how"]) for row in facts["items"]] == [
        (first.reason, first.hint),
        (second.reason, second.hint),
    ]


def test_form_03_says_the_reason_and_what_can_be_done_now(cast: Cast, dossier: Dossier) -> None:
    refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason_key="duplicate")
    facts = cast.fresh(dossier).printed_forms.get(kind="03").facts
    duplicate = catalogue()["duplicate"]
    assert (facts["reasons"], facts["now"]) == ([duplicate.words], duplicate.hint)
    assert dossier.movements.get(verb="refuse").details["reason_key"] == "duplicate"


def test_every_reason_a_citizen_reads_says_what_to_do() -> None:
    for each in catalogue().values():
        if each.key != OTHER and set(each.use) != {"back"}:
            assert each.hint, each.key


def test_a_procedure_is_offered_its_own_reasons_first_and_those_of_no_other(cast: Cast) -> None:
    birth, land = cast.version("1.001193").spec, cast.version("1.012783").spec
    keys = [each.key for each in offered("field", birth, moment.today())]
    assert keys[:2] == ["name_not_allowed", "birth_time_unlike"]
    assert keys[-1] == OTHER
    assert "plot_unlike" not in keys
    assert "birth_time_unlike" not in [each.key for each in offered("field", land, moment.today())]
    assert reason("unheard") is None


def test_the_page_of_reference_names_every_reason_and_use() -> None:
    from tests.codebase.tree import DOCS

    page = (DOCS / "reference" / "reasons.md").read_text()
    assert not [key for key in catalogue() if f"`{key}`" not in page]
    assert not [use for use in USES if f"`{use}`" not in page]
