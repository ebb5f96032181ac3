"""Once a week whoever has a target is told how far it is and who below has none."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from motcua.identity.accounts import set_email
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.notifications.actions import deliver
from motcua.notifications.models import Notice
from motcua.reporting.models import Target
from motcua.reporting.targets import Aim, set_target, withdraw
from motcua.reporting.weekly import tell_of_targets
from tests.cast import Cast
from tests.notifications.smtp_server import mail_server
from tests.reporting.made import on

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def aim(scope: str, scope_id: str) -> Target:
    wanted = Aim("desk_online", scope, scope_id, FIRST, LAST, Decimal(50), "Kế hoạch thử")
    return set_target(actor=SYSTEM_ACTOR, aim=wanted)


def notices() -> list[Notice]:
    return list(Notice.objects.filter(kind="weekly"))


def test_the_person_and_who_leads_the_agency_are_told_once_a_week(cast: Cast) -> None:
    with moment.at(on(0)):
        agency = f"ubnd-{cast.a_commune}"
        leader = cast.officer(agency, "signer")
        desk = cast.officer(f"ttpvhcc-{cast.a_commune}", "desk_officer")
        aim("agency", agency)
        aim("person", str(desk.user_id))
        assert tell_of_targets() == len(notices()) >= 2
        told = {each.user_id: each.body for each in notices()}
        assert "phải đạt 50" in told[desk.user_id]
        assert desk.name in told[desk.user_id]
        assert "Chưa được giao" not in told[desk.user_id]
        assert leader.user_id in told
    for day in (0, 3, 6):
        with moment.at(on(day, 15)):
            assert tell_of_targets() == 0
    with moment.at(on(7)):
        assert tell_of_targets() == len(told)


def test_a_target_that_was_withdrawn_or_is_over_is_not_told_of(cast: Cast) -> None:
    with moment.at(on(0)):
        desk = cast.officer(f"ttpvhcc-{cast.a_commune}", "desk_officer")
        withdraw(actor=SYSTEM_ACTOR, target=aim("person", str(desk.user_id)))
        assert tell_of_targets() == 0
    with moment.at(on(60)):
        assert tell_of_targets() == 0
    assert notices() == []


def test_who_has_an_address_at_work_gets_it_by_mail_and_the_others_in_the_inbox(
    cast: Cast, settings: Any
) -> None:
    with moment.at(on(0)):
        desk = cast.officer(f"ttpvhcc-{cast.a_commune}", "desk_officer")
        head = cast.officer(f"ttpvhcc-{cast.a_commune}", "head")
        aim("person", str(desk.user_id))
        aim("person", str(head.user_id))
        set_email(actor=SYSTEM_ACTOR, user_id=desk.user_id or 0, email="tiep.nhan@phutho.gov.vn")
        tell_of_targets()
        with mail_server() as server:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            assert deliver() == 1
            assert deliver() == 0
        ((to, letter),) = server.kept
        assert to == ["tiep.nhan@phutho.gov.vn"]
        assert letter["Subject"].startswith("Chỉ tiêu đến ngày")
        assert "phải đạt 50" in letter.get_content()
        assert f"{settings.PUBLIC_URL}/dieu-hanh/chi-tieu/" in letter.get_content()
        states = {each.user_id: each.state for each in notices()}
        assert states[desk.user_id] == Notice.State.SENT
        assert states[head.user_id] == Notice.State.INBOX
