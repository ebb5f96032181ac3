"""Every address has a door, and the few that stand open to everybody are on this list."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.identity.actor import ADMIN, CITIZEN, INSPECTOR, OFFICER
from motcua.web.ui.doors import door_of

OPEN = {
    *(
        "public:home",
        "public:find",
        "public:procedure",
        "public:suggestions",
        "public:agencies",
        "public:agency",
    ),
    *("public:help", "public:help-topic"),
    # What a procedure says, for paper and ear, and what search engines are told: nothing about a person.
    *("public:aloud", "public:leaflet", "public:robots", "public:sitemap", "public:sitemap-piece"),
    # The catalogue as open data.
    *("public:open-json", "public:open-csv", "public:open-schema", "public:figures", "public:figures-json"),
    "public:simplified",
    # Only the code and how far the dossier is (TT 01/2018 Đ16); whether a signed result is genuine.
    *("public:look-up", "public:by-receipt", "public:verify", "public:result"),
    # Whether a receipt for money holds, for whoever has it in the hand; the payer's name masked.
    *("public:fee-receipt", "public:fee-receipt-by-secret"),
    *("public:login", "desk:login", "desk:logout"),
    *("eidentity:login", "eidentity:start", "eidentity:back", "eidentity:log_out", "eidentity:left"),
    *("ui:units", "ui:healthy"),
    # Whoever holds a rating slip, whose address cannot be guessed.
    "public:rate",
    # The carrier, the tax office, gateways and banks sign every call-back.
    *("post:told", "tax:told", "payplat:told", "redirectpay:told", "bank:told"),
    # People come back from a gateway, perhaps to a browser that is not logged in, with what it signed.
    *("payplat:back", "redirectpay:back"),
    # The kiosk is opened by the key of its hall; the screen of a waiting room shows numbers only.
    *("hall:kiosk", "hall:slip", "hall:screen"),
    # Sums by agency and month, and how often pages were opened: nothing about a person.
    *("statistics:page", "statistics:csv", "statistics:json", "statistics:visits", "statistics:visits-csv"),
}
# Where another system sends people, or notifies, by a GET that has to be remembered.
WRITES_ON_GET = {"eidentity:back", "payplat:back", "redirectpay:back", "redirectpay:told"}


def _views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _views(part, f"{before}{part.namespace}:" if part.namespace else before)
        else:
            yield f"{before}{part.name}", part


VIEWS = dict(_views(get_resolver()))


@pytest.mark.parametrize("name", VIEWS)
def test_the_view_says_who_may_come_in(name: str) -> None:
    door = door_of(VIEWS[name].callback)
    assert door is not None, "A view without a door answers 404 to everybody."
    assert door.public == (name in OPEN)
    assert door.writes_on_get == (name in WRITES_ON_GET)


@pytest.mark.parametrize("name", [name for name in VIEWS if name.startswith(("desk:", "console:"))])
def test_no_citizen_comes_in_where_officers_work(name: str) -> None:
    door = door_of(VIEWS[name].callback)
    assert door is not None
    if not door.public:
        assert door.kinds == {OFFICER}
        assert CITIZEN not in door.kinds
    if name.startswith("console:"):
        assert door.roles
        assert door.roles <= {ADMIN, INSPECTOR}


def test_the_list_of_open_doors_names_no_door_that_is_gone() -> None:
    assert VIEWS.keys() >= OPEN | WRITES_ON_GET
