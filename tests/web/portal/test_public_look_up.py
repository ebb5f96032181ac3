"""The public look-up: the code and how far it is, whoever asks; nothing about anybody (DOMAIN rule 50)."""

from typing import Any

import pytest
from django.test import Client

from motcua.dossiers import codes, public
from motcua.dossiers.actions.move import move
from motcua.dossiers.models import Dossier
from motcua.organisation.models import UnitAlias
from motcua.web.portal.public import look_up
from motcua.web.portal.public.limits import Limit, address_of
from tests.cast import Cast

CODE = "2.000635"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    look_up.LIMIT.forget()


def ask(client: Client, typed: str) -> Any:
    return client.get("/tra-cuu/", {"ma": typed})


def test_the_code_of_the_slip_shows_the_progress(client: Client, cast: Cast) -> None:
    dossier = cast.accepted(CODE)
    page = ask(client, dossier.number)
    assert dossier.code in page.content.decode()
    assert dossier.state.word in page.content.decode()
    assert page.context["progress"].stage == 3


@pytest.mark.parametrize("step", ["filed", "accepted", "finished", "handed_over"])
def test_it_tells_the_code_and_the_progress_and_nothing_else(client: Client, cast: Cast, step: str) -> None:
    dossier: Dossier = getattr(cast, step)(CODE)
    page = ask(client, dossier.number).content.decode()
    officers = {movement.actor for movement in dossier.movements.all()}
    secrets = {
        cast.lan.full_name,
        str(cast.lan.personal_id),
        cast.lan.phone,
        cast.lan.residence,
        dossier.version.procedure.name,
        dossier.version.procedure_id,
        str(dossier.pk),
        str(dossier.receiving_unit),
        *(paper.name for paper in dossier.papers.all()),
        *(name.split(" (")[0] for name in officers if name != "Hệ thống"),
    }
    assert not [secret for secret in secrets if secret in page]


@pytest.mark.parametrize(
    ("spelling", "why"),
    [
        (lambda code: code.lower(), "small letters"),
        (lambda code: f"  {code} ", "spaces around"),
        (lambda code: code.replace("-", " - "), "spaces inside"),
        (lambda code: code.replace("-", "–"), "a dash of a word processor"),
        (lambda code: code + ".", "the end of a sentence"),
        (lambda code: code.replace("-26", "-2026"), "a year of four digits"),
        (lambda code: code[:-4] + "000" + code[-4:], "a number of seven digits"),
    ],
)
def test_a_code_is_found_however_it_is_typed(client: Client, cast: Cast, spelling: Any, why: str) -> None:
    dossier = cast.accepted(CODE)
    assert ask(client, spelling(dossier.number)).context["progress"].number == dossier.code, why


def test_a_code_in_the_old_order_or_with_a_former_identifier_is_found(cast: Cast) -> None:
    dossier = cast.accepted(CODE)
    assert dossier.receiving_unit is not None
    assert dossier.code is not None
    unit, day, number = dossier.code.split("-")
    turned = ".".join(reversed(unit.split(".")))
    UnitAlias.objects.create(unit=dossier.receiving_unit, identifier="000.00.12.H62", scheme="TT 10/2016")
    for spelling in (f"000.{turned}-{day}-{number}", f"000.00.12.H62-{day}-{number}"):
        progress = public.progress_of(spelling)
        assert progress is not None, spelling
        assert progress.number == dossier.code


def test_the_temporary_number_leads_to_the_dossier_before_and_after_acceptance(cast: Cast) -> None:
    filed = cast.filed(CODE)
    before = public.progress_of(filed.temporary_number.lower())
    assert before is not None
    assert (before.number, before.stage) == (filed.temporary_number, 1)


def test_a_draft_cannot_be_looked_up(client: Client, cast: Cast) -> None:
    draft = cast.draft(CODE)
    assert ask(client, draft.temporary_number).context["progress"] is None


@pytest.mark.parametrize("typed", ["abc", "H44.12-261123-9999", "' OR 1=1 --", "%", "\x00", "🙂", "-" * 500])
def test_a_wrong_code_is_answered_kindly_and_stays_in_the_field(client: Client, typed: str) -> None:
    page = ask(client, typed)
    assert page.status_code == 200
    assert page.context["progress"] is None
    if codes.tidy(typed.replace("\x00", "")).strip("-"):
        assert look_up.NOT_FOUND in page.content.decode()


def test_an_empty_look_up_only_asks(client: Client) -> None:
    assert client.get("/tra-cuu/").context["errors"] == []


def test_a_dossier_that_ended_otherwise_shows_no_way_to_a_result(client: Client, cast: Cast) -> None:
    dossier = cast.filed(CODE)
    move(actor=cast.citizen, dossier=dossier, verb="withdraw", given={"reason": "Không cần nữa."})
    page = ask(client, dossier.number)
    assert page.context["progress"].is_over
    assert "Không cần nữa." not in page.content.decode()


def test_asking_too_often_has_to_wait(client: Client) -> None:
    for _ in range(look_up.LIMIT.most):
        assert ask(client, "H44.12-261123-0001").status_code == 200
    refused = ask(client, "H44.12-261123-0001")
    assert refused.status_code == 429
    assert look_up.TOO_MANY in refused.content.decode()
    assert client.get("/tra-cuu/").status_code == 200


def test_the_brake_lets_go_after_its_time_and_knows_addresses_apart() -> None:
    now = [0.0]
    limit = Limit(2, 60, clock=lambda: now[0])
    assert [limit.lets("a") for _ in range(3)] == [True, True, False]
    assert limit.lets("b")
    now[0] = 61
    assert limit.lets("a")


def test_only_a_proxy_on_this_machine_may_say_where_a_request_comes_from(rf: Any) -> None:
    through_proxy = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    from_outside = rf.get("/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR="1.1.1.1")
    assert address_of(through_proxy) == "2.2.2.2"
    assert address_of(from_outside) == "9.9.9.9"


def test_the_look_up_costs_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    dossier = cast.accepted(CODE)
    with django_assert_max_num_queries(8):
        ask(client, dossier.number)
