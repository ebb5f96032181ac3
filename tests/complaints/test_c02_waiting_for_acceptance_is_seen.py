"""C-02: dossiers waited for weeks only to be accepted, nobody saw it, and no telephone was answered."""

from django.test import Client

from motcua.dossiers import queries
from motcua.dossiers.actions.alarm import raise_due
from motcua.dossiers.models import Alarm, Dossier, Paper
from motcua.identity.actor import DESK_OFFICER, HEAD
from motcua.lib import moment
from motcua.notifications.models import Notice
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.complaints.doors import logged_in, text
from tests.dossiers.hand import BIRTH_AGAIN, on


def filed_on_monday(cast: Cast) -> Dossier:
    with on("2026-11-02T08:00"):
        return cast.filed(BIRTH_AGAIN)


def test_overdue_acceptance_alarms_officers_and_head_and_tells_the_applicant(cast: Cast) -> None:
    dossier = filed_on_monday(cast)
    head = cast.officer(dossier.receiving_unit_id or "", HEAD)
    with on("2026-11-03T08:00"):
        raise_due()
        assert raise_due() == 0
    kinds = [(each.kind, each.level) for each in dossier.alarms.all()]
    assert kinds == [("quiet", 1), ("accept", 2)]
    assert Notice.objects.filter(user_id=head.user_id or 0, kind="alarm").exists()
    honest = Notice.objects.get(person=cast.lan, kind="acceptance_late")
    assert "quá 8 giờ làm việc" in honest.body


def test_looking_into_the_papers_does_not_stop_the_acceptance_clock(cast: Cast) -> None:
    from motcua.dossiers.actions import papers

    dossier = filed_on_monday(cast)
    with on("2026-11-02T14:00"):
        verdicts = {str(each.pk): (Paper.Verdict.FINE.value, "") for each in dossier.live_papers()}
        papers.check(actor=cast.desk_of(dossier), dossier_id=dossier.pk, verdicts=verdicts)
    with on("2026-11-03T09:00"):
        raise_due()
    assert dossier.alarms.filter(kind=Alarm.Kind.ACCEPTANCE).count() == 1


def test_it_has_its_own_list_and_count_apart_from_the_overdue_term(cast: Cast) -> None:
    waiting = filed_on_monday(cast)
    with on("2026-11-02T08:00"):
        late = cast.accepted(BIRTH_AGAIN)
    desk, head = cast.desk_of(waiting), cast.officer(waiting.receiving_unit_id or "", HEAD)
    with on("2026-11-20T08:00"):
        lists = {
            name: set(queries.listed(head, name, moment.now()).values_list("pk", flat=True))
            for name in ("acceptance_late", "late")
        }
        assert lists == {"acceptance_late": {waiting.pk}, "late": {late.pk}}
        page = text(logged_in(desk), "/can-bo/danh-sach/qua-gio-tiep-nhan/")
        assert waiting.number in page
        assert late.number not in page
        leader = text(logged_in(head), "/can-bo/don-vi/")
        assert "Quá giờ trả lời tiếp nhận" in leader
        assert "Quá hạn trả" in leader


def test_an_officer_of_another_desk_sees_nothing_of_it(cast: Cast) -> None:
    waiting = filed_on_monday(cast)
    centres = Unit.objects.of_kind("commune_centre").exclude(pk=waiting.receiving_unit_id)
    other = cast.officer(centres.order_by("pk")[0], DESK_OFFICER)
    with on("2026-11-20T08:00"):
        assert waiting.number not in text(logged_in(other), "/can-bo/danh-sach/qua-gio-tiep-nhan/")


def test_the_status_page_shows_whom_to_call(cast: Cast, client: Client) -> None:
    waiting = filed_on_monday(cast)
    Unit.objects.filter(pk=waiting.receiving_unit_id).update(phone="0210 555 0101")
    assert cast.lan.user is not None
    client.force_login(cast.lan.user)
    with on("2026-11-03T09:00"):
        raise_due()
        page = text(client, f"/ho-so/{waiting.pk}/")
    assert "0210 555 0101" in page
    assert "quá 8 giờ theo quy định" in page
