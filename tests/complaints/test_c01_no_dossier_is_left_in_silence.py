"""C-01: a business filed, got a number, then heard nothing; a broken signature had stopped it unseen."""

import json

from click.testing import CliRunner
from django.test import Client

from motcua.cli.dossiers import dossiers
from motcua.dossiers.actions import tasks
from motcua.dossiers.actions.alarm import raise_due
from motcua.dossiers.models import Alarm, Dossier, WorkItem
from motcua.identity.actor import HEAD
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.complaints.doors import logged_in, text
from tests.dossiers.hand import BIRTH_AGAIN, handler_of, on, step_of


def accepted_on_monday(cast: Cast) -> Dossier:
    with on("2026-11-02T08:00"):
        return cast.accepted(BIRTH_AGAIN)


def told(user_id: int | None) -> list[str]:
    return list(Notice.objects.filter(user_id=user_id or 0, kind="alarm").values_list("title", flat=True))


def test_untouched_for_the_set_hours_alarms_the_officer_then_the_head_each_once(cast: Cast) -> None:
    dossier = accepted_on_monday(cast)
    handler, head = handler_of(cast, dossier), cast.officer(step_of(dossier).unit_id, HEAD)
    with on("2026-11-03T16:59"):
        assert raise_due() == 0
    with on("2026-11-04T08:00"):
        assert raise_due() == 1
        assert raise_due() == 0
        assert (len(told(handler.user_id)), Notice.objects.filter(kind="quiet").count()) == (1, 0)
    with on("2026-11-05T08:00"):
        assert raise_due() == 1
        assert raise_due() == 0
    assert len(told(head.user_id)) >= 1
    assert [each.level for each in dossier.alarms.all()] == [1, 2]
    with on("2026-12-05T08:00"):
        assert raise_due() == 0


def test_the_applicant_is_told_honestly_by_notice_and_on_the_page(cast: Cast, client: Client) -> None:
    dossier = accepted_on_monday(cast)
    assert cast.lan.user is not None
    client.force_login(cast.lan.user)
    assert "chưa có ai xử lý" not in text(client, f"/ho-so/{dossier.pk}/")
    with on("2026-11-05T08:00"):
        raise_due()
        notice = Notice.objects.get(person=cast.lan, kind="quiet")
        assert "24 giờ làm việc chưa có ai xử lý" in notice.body
        assert "lãnh đạo" in notice.body
        page = text(client, f"/ho-so/{dossier.pk}/")
        assert "đã 24 giờ làm việc chưa có ai xử lý" in page
        assert "Chúng tôi đã nhắc" in page


def test_an_act_ends_the_silence_and_a_step_somebody_holds_is_not_silent(cast: Cast) -> None:
    dossier = accepted_on_monday(cast)
    with on("2026-11-04T08:00"):
        raise_due()
        assert Dossier.objects.filter(alarms__in=Alarm.objects.standing()).exists()
        item = step_of(dossier)
        WorkItem.objects.filter(pk=item.pk).update(due_at="2026-11-16T10:00+07:00")
        tasks.take(actor=handler_of(cast, dossier), item_id=item.pk)
    assert not Alarm.objects.standing().exists()
    with on("2026-11-13T08:00"):
        assert raise_due() == 0
    with on("2026-11-16T10:00"):
        assert raise_due() == 2


def test_who_waits_for_the_applicant_is_not_called_silent(cast: Cast) -> None:
    from motcua.dossiers.actions.amend import demand_payment, settle_payment

    dossier = accepted_on_monday(cast)
    with on("2026-11-02T10:00"):
        demand_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Nộp thuế")
    with on("2026-11-20T08:00"):
        assert raise_due() == 0
        settle_payment(actor=handler_of(cast, dossier), dossier_id=dossier.pk, reason="Biên lai 1")
    with on("2026-11-25T08:00"):
        assert raise_due() == 1


def test_officers_find_the_silent_dossiers_and_their_reminders(cast: Cast) -> None:
    dossier = accepted_on_monday(cast)
    handler = handler_of(cast, dossier)
    with on("2026-11-04T08:00"):
        raise_due()
        browser = logged_in(handler)
        assert dossier.number in text(browser, "/can-bo/danh-sach/dung-yen/")
        assert "Báo động: Hồ sơ" in text(browser, "/dieu-hanh/nhac-viec/")
        assert "chưa có ai xử lý" in text(browser, f"/can-bo/ho-so/{dossier.pk}/")
        other = logged_in(cast.officer("so-tu-phap", HEAD))
        assert dossier.number not in text(other, "/can-bo/danh-sach/dung-yen/")


def check() -> tuple[int, list[str]]:
    found = CliRunner().invoke(dossiers, ["check", "--json"])
    return found.exit_code, [fault for each in json.loads(found.stdout)["checks"] for fault in each["faults"]]


def test_a_command_proves_that_whatever_has_a_number_is_in_a_queue(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    assert check() == (0, [])
    Dossier.objects.filter(pk=dossier.pk).update(alarm_at=None)
    assert check() == (1, [f"Hồ sơ {dossier.number}: đứng yên mà không có giờ báo động."])
    WorkItem.objects.filter(dossier=dossier).delete()
    assert f"Hồ sơ {dossier.number}: không nằm trong hàng việc của ai." in check()[1]
    said = CliRunner().invoke(dossiers, ["check"])
    assert said.exit_code == 1
    assert "Có hồ sơ bị bỏ quên." in said.stdout


def test_the_worker_reads_only_what_is_due(cast: Cast, django_assert_num_queries: object) -> None:
    accepted_on_monday(cast)
    with on("2026-11-02T09:00"), django_assert_num_queries(1):  # type: ignore[operator]
        raise_due()
