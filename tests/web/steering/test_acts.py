"""Asking, urging, answering, giving work: who may, whom it reaches, that it is recorded and nothing moves."""

from collections.abc import Callable

import pytest
from django.test import Client

from motcua.audit.queries import entries
from motcua.dossiers.actions.urge import answer, urge
from motcua.dossiers.models import Dossier
from motcua.dossiers.reminders import ASK, reminders_of, said_about
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]


@pytest.fixture
def holder(cast: Cast, month: list[Dossier]) -> Actor:
    """Who could take the work of the overdue dossier."""
    return cast.worker_of(cast.fresh(month[3]).open_items()[0])


def test_urging_reaches_who_holds_the_dossier_and_is_answered(
    as_officer: LogIn, leader: Actor, holder: Actor, month: list[Dossier]
) -> None:
    overdue = month[3]
    before = overdue.movements.count()
    with moment.at(on(16)):
        page = as_officer(leader).post(
            f"/dieu-hanh/ho-so/{overdue.pk}/nhan/", {"kind": "ask", "words": "Vì sao còn chậm?"}
        )
        assert page.status_code == 302
        client = as_officer(holder)
        inbox = client.get("/dieu-hanh/nhac-viec/").content.decode()
        assert "Vì sao còn chậm?" in inbox
        assert overdue.number in inbox
        client.post(f"/dieu-hanh/ho-so/{overdue.pk}/tra-loi/", {"words": "Chiều nay xong."})
        assert "Chiều nay xong." in as_officer(leader).get("/dieu-hanh/nhac-viec/").content.decode()
        shown = as_officer(leader).get(f"/dieu-hanh/ho-so/{overdue.pk}/").content.decode()
    assert "Chiều nay xong." in shown
    assert overdue.movements.count() == before
    assert [each.kind for each in said_about(overdue.pk)] == ["answer", "ask"]
    assert entries(subject_type="dossier", subject_id=str(overdue.pk))[0].verb == "answer"


def test_a_reminder_stays_new_until_it_is_seen(
    as_officer: LogIn, leader: Actor, holder: Actor, month: list[Dossier]
) -> None:
    urge(actor=leader, dossier_id=month[3].pk, words="Xin xử lý ngay.")
    notice = reminders_of(holder)[0]
    assert notice.read_at is None
    as_officer(leader).post(f"/dieu-hanh/nhac-viec/{notice.pk}/da-xem/")
    notice.refresh_from_db()
    assert notice.read_at is None
    as_officer(holder).post(f"/dieu-hanh/nhac-viec/{notice.pk}/da-xem/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_empty_words_come_back_with_a_sentence(
    as_officer: LogIn, leader: Actor, month: list[Dossier]
) -> None:
    page = as_officer(leader).post(f"/dieu-hanh/ho-so/{month[3].pk}/nhan/", {"kind": "ask", "words": " "})
    assert page.status_code == 409
    assert "Hãy viết một câu" in page.content.decode()
    page = as_officer(leader).post(f"/dieu-hanh/ho-so/{month[3].pk}/nhan/", {"kind": "la", "words": "abc"})
    assert page.status_code == 409
    assert "abc" in page.content.decode()


def test_only_leaders_who_see_the_dossier_may_urge(cast: Cast, holder: Actor, month: list[Dossier]) -> None:
    other = Unit.objects.of_kind("commune_committee").valid(on(0).date()).order_by("-pk")[0]
    with pytest.raises(Forbidden):
        urge(actor=cast.officer(other, who.SIGNER), dossier_id=month[3].pk, words="Nhanh lên")
    with pytest.raises(Forbidden):
        urge(actor=holder, dossier_id=month[3].pk, words="Nhanh lên")
    assert urge(
        actor=cast.officer("vp-ubnd-tinh", who.INSPECTOR), dossier_id=month[3].pk, words="Vì sao?", kind=ASK
    )


def test_who_answers_for_the_province_sees_where_it_stands_and_asks_without_opening_it(
    as_officer: LogIn, cast: Cast, holder: Actor, month: list[Dossier]
) -> None:
    chair = cast.officer("ubnd-tinh", who.SIGNER)
    client, overdue = as_officer(chair), cast.fresh(month[3])
    address = f"/dieu-hanh/ho-so/{overdue.pk}/"
    with moment.at(on(16)):
        page = client.get(address).content.decode()
        assert "chỉ mở cho đơn vị làm hồ sơ" in page
        assert overdue.owner.full_name not in page
        assert "Giao việc này" not in page
        assert client.get(f"/can-bo/ho-so/{overdue.pk}/").status_code == 404
        assert overdue.number in client.get("/dieu-hanh/dong-viec/").content.decode()
        listed = client.get("/dieu-hanh/ho-so/", {"loc": "late"})
        assert listed.context["hidden"] == 0
        assert client.post(f"{address}nhan/", {"kind": "ask", "words": "Vì sao?"}).status_code == 302
        as_officer(holder).post(f"{address}tra-loi/", {"words": "Chiều nay xong."})
        assert f'href="{address}"' in client.get("/dieu-hanh/nhac-viec/").content.decode()
        item = overdue.open_items()[0]
        assert client.post(f"{address}viec/{item.pk}/giao/", {"reason": "Nhanh"}).status_code == 403
    draft = cast.draft("1.004873")
    assert client.get(f"/dieu-hanh/ho-so/{draft.pk}/").status_code == 404


def test_nobody_is_left_to_be_urged_about_what_is_done(leader: Actor, month: list[Dossier]) -> None:
    with pytest.raises(Refused):
        urge(actor=leader, dossier_id=month[2].pk, words="Nhanh lên")
    with pytest.raises(Refused):
        answer(actor=leader, dossier_id=month[3].pk, words="Không ai hỏi tôi")
    with pytest.raises(Refused):
        urge(actor=leader, dossier_id=month[3].pk, words="x" * 1001)


def test_a_leader_gives_work_to_somebody_of_the_unit(
    as_officer: LogIn, leader: Actor, cast: Cast, month: list[Dossier]
) -> None:
    item = cast.fresh(month[3]).open_items()[0]
    able = cast.officers(item.unit, item.role)[-1]
    address = f"/dieu-hanh/ho-so/{month[3].pk}/viec/{item.pk}/giao/"
    client = as_officer(leader)
    assert client.post(address, {"to": str(able.user_id), "reason": ""}).status_code == 409
    assert client.post(address, {"to": "999999", "reason": "Nghỉ phép"}).status_code == 409
    assert client.post(address, {"to": str(able.user_id), "reason": "Nghỉ phép"}).status_code == 302
    item.refresh_from_db()
    assert item.assignee_id == able.user_id
    assert client.post(f"{address[:-41]}{month[3].pk}/giao/", {}).status_code == 404
    inspector = as_officer(cast.officer("vp-ubnd-tinh", who.INSPECTOR))
    assert inspector.post(address, {"to": "", "reason": "Thử"}).status_code == 403
