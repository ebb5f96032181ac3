"""C-15: e-forms differ from place to place. Counter and portal draw one definition and ask nothing known."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from motcua.catalogue.models import Version
from motcua.dossiers.actions import draft
from motcua.dossiers.models import Channel, Dossier
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.web.desk.intake_sheet import sheet
from tests.cast import Cast
from tests.web.desk.conftest import as_officer

pytestmark = pytest.mark.django_db
__all__ = ["as_officer"]
CODES = ("1.001193", "2.000635", "1.004222")


def drawn(cast: Cast, version: Version, channel: str) -> Dossier:
    return cast.draft(version.procedure_id, channel=channel, with_papers=False)


@pytest.mark.parametrize("code", CODES)
def test_the_counter_draws_every_field_of_the_portal_in_the_same_order_and_words(
    cast: Cast, client: Client, code: str
) -> None:
    online = drawn(cast, cast.version(code), Channel.ONLINE)
    counter = drawn(cast, cast.version(code), Channel.COUNTER)
    assert counter.spec.form == online.spec.form
    client.force_login(cast.lan.user, "django.contrib.auth.backends.ModelBackend")
    pages = {each.screen.key: each for each in sheet(counter, checking=False)["pages"]}
    assert list(pages) == [page.key for page in online.spec.form.pages]
    for key, page in pages.items():
        if page.hidden:
            continue
        shown = client.get(reverse("filing:page", args=[online.pk, key]))
        if shown.status_code != 200:
            continue
        theirs = shown.context["screen"].fields
        assert [(each.id, each.label) for each in page.screen.fields] == [
            (each.id, each.label) for each in theirs
        ]


def test_what_the_system_knows_is_filled_in_at_the_counter_too(
    cast: Cast, as_officer: Callable[[Actor], Client]
) -> None:
    desk = cast.officer(f"ttpvhcc-{cast.a_commune}", DESK_OFFICER)
    dossier = draft.start(
        actor=desk, version=cast.version("2.000635"), submitter=cast.lan, channel=Channel.COUNTER
    )
    page = as_officer(desk).get(reverse("desk:intake", args=[dossier.pk])).content.decode()
    for known in (cast.lan.full_name, cast.lan.personal_id, cast.lan.residence):
        assert f'value="{known}"' in page
