"""A council's price is determined, kept with its reasons, and shown to citizen and officer."""

from typing import Any

from django.test import Client
from django.urls import reverse

from motcua.catalogue.actions.publish import publish
from motcua.catalogue.spec import ProcedureSpec
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.payments.models import Line
from tests.cast import Cast
from tests.dossiers.hand import on, refused

CERTIFICATE = "1.004873"
BASIS = "Nghị quyết về lệ phí hộ tịch của HĐND tỉnh Phú Thọ"
WHY = f"Thu theo {BASIS}, áp dụng từ 01/07/2025."
NOT_THE_OLDER_ONE = (
    "Không thu mức 3.000 đồng của Nghị quyết về lệ phí hộ tịch từ 01/07/2025: đã có nghị quyết áp dụng sau."
)


def line_of(dossier: Any) -> Line:
    return dossier.obligation.lines.get()  # type: ignore[no-any-return]


def test_the_price_of_the_provinces_own_council_is_kept_with_its_reasons(cast: Cast) -> None:
    line = line_of(cast.filed(CERTIFICATE))
    assert (line.amount, line.basis) == (3000, BASIS)
    assert line.explanation == [WHY, "Mức thu 3.000 đồng."]


def test_the_rows_of_other_councils_are_kept_as_data_and_never_charged(cast: Cast) -> None:
    version = cast.version(CERTIFICATE)
    kept = ProcedureSpec.from_data(version.data)
    assert {row.province for fee in kept.fees for row in fee.council} == {"01", "25"}
    assert {row.province for fee in version.spec.fees for row in fee.council} == {"25"}


def test_a_later_resolution_leaves_what_was_determined_as_it_is(cast: Cast) -> None:
    dossier = cast.filed(CERTIFICATE)
    data = cast.version(CERTIFICATE).data
    later = {"province": "25", "council": "HĐND tỉnh Phú Thọ", "resolution": "NQ 9/2026/NQ-HĐND"}
    data["fees"][0]["council"].append(later | {"from": "2026-11-01", "amount": 4000})
    # An example filed after that day expects the old price: until its author says otherwise, it blocks.
    with refused("faults"):
        publish(actor=SYSTEM_ACTOR, spec_or_path=ProcedureSpec.from_data(data))
    data["cases"][2]["examples"][0]["expect"]["fees"] = {"marital_certificate": 4000}
    publish(actor=SYSTEM_ACTOR, spec_or_path=ProcedureSpec.from_data(data))
    with on("2026-11-23T09:00"):
        newer = cast.filed(CERTIFICATE)
    assert line_of(cast.fresh(dossier)).amount == 3000
    assert line_of(newer).amount == 4000
    assert line_of(newer).explanation == [
        "Thu theo NQ 9/2026/NQ-HĐND của HĐND tỉnh Phú Thọ, áp dụng từ 01/11/2026.",
        NOT_THE_OLDER_ONE,
        "Mức thu 4.000 đồng.",
    ]


def test_citizen_and_officer_read_why(cast: Cast, client: Client, as_officer: Any) -> None:
    dossier = cast.filed(CERTIFICATE)
    client.force_login(cast.lan.user)
    desk = as_officer(cast.desk_of(dossier))
    pages = [
        client.get(reverse("mine:dossier", args=[dossier.pk])),
        desk.get(reverse("desk:case", args=[dossier.pk])),
    ]
    for page in pages:
        said = page.content.decode()
        assert f"<li>{WHY}</li>" in said
        assert f"Căn cứ: {BASIS}." in said
