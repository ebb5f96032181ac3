"""A result goes home by post: ordered, posted, delivered or come back; told twice and in any order."""

import pytest

from motcua.delivery.actions import Sheet
from motcua.delivery.gateway import Told
from motcua.delivery.models import Parcel
from motcua.dossiers import queries
from motcua.dossiers.actions.hand_over import SELF, Shown, hand_over
from motcua.dossiers.actions.post import carrier_told, fetch_at_desk, note_parcel, send_by_post
from motcua.dossiers.actions.remind import remind_uncollected
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier, WorkItem
from motcua.dossiers.soundness import queued
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden
from motcua.notifications.models import Notice
from motcua.organisation.models import Unit
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, day, handler_of, on, recorded, refused
from tests.stories import begin_with

NOW = "2026-11-05T09:00"
S = Parcel.State


def tell(cast: Cast) -> Dossier:
    with on("2026-11-02T09:00"):
        return cast.finished(BIRTH_AGAIN, channel=Channel.COUNTER)


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    return begin_with("a result of 2 November", cast, tell)


def sheet(**more: object) -> Sheet:
    usual = {
        "reference": "",
        "recipient": "Nguyễn Thị Lan",
        "phone": "0912 000 111",
        "address": "Khu 3, phường Nông Trang, tỉnh Phú Thọ",
        "contents": "",
        "payer": Parcel.Payer.RECEIVER,
        "number": "ea123456789vn",
    }
    return Sheet(**(usual | more))  # type: ignore[arg-type]


def sent(cast: Cast, dossier: Dossier) -> Parcel:
    with on(NOW):
        return send_by_post(actor=cast.desk_of(dossier), dossier_id=dossier.pk, sheet=sheet())


def told(state: str, at: str, key: str, **more: str) -> Told:
    return Told(key, state, day(at), **more)


def return_item(dossier: Dossier) -> WorkItem:
    return dossier.work_items.get(kind="return")


def test_without_a_carrier_the_number_is_typed(cast: Cast, dossier: Dossier) -> None:
    desk = cast.desk_of(dossier)
    with refused("number"):
        send_by_post(actor=desk, dossier_id=dossier.pk, sheet=sheet(number=" "))
    parcel = sent(cast, dossier)
    assert (parcel.number, parcel.state, parcel.order) == ("EA123456789VN", S.CREATED, Parcel.Order.BY_HAND)
    assert parcel.reference == dossier.number
    assert dossier.results.get().name in parcel.contents
    assert recorded(dossier)[-1] == "order_post"
    assert cast.fresh(dossier).state == Status.DONE, "issued and delivered are two facts"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"recipient": " "}, "recipient"),
        ({"phone": "0912"}, "phone"),
        ({"address": "Khu 3"}, "address"),
        ({"payer": "nobody"}, "payer"),
    ],
)
def test_the_postman_has_to_find_the_door(
    cast: Cast, dossier: Dossier, wrong: dict[str, str], code: str
) -> None:
    with refused(code):
        send_by_post(actor=cast.desk_of(dossier), dossier_id=dossier.pk, sheet=sheet(**wrong))


def test_only_the_desk_that_returns_sends_and_only_once(cast: Cast, dossier: Dossier) -> None:
    other = Unit.objects.of_kind("commune_centre").exclude(pk=dossier.receiving_unit_id).order_by("pk")[0]
    for actor in (cast.officer(other, DESK_OFFICER), cast.citizen):
        with pytest.raises(Forbidden):
            send_by_post(actor=actor, dossier_id=dossier.pk, sheet=sheet())
    sent(cast, dossier)
    with refused("parcel-twice"):
        send_by_post(actor=cast.desk_of(dossier), dossier_id=dossier.pk, sheet=sheet(number="EA2VN"))


def test_nothing_is_sent_before_there_is_a_result(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN, channel=Channel.COUNTER)
    with refused("not-now"):
        send_by_post(actor=cast.desk_of(dossier), dossier_id=dossier.pk, sheet=sheet())


def test_with_the_post_it_is_off_the_queue_and_delivered_it_is_returned(cast: Cast, dossier: Dossier) -> None:
    sent(cast, dossier)
    desk, note = cast.desk_of(dossier), {"actor": cast.desk_of(dossier), "dossier_id": dossier.pk}
    with on("2026-11-05T15:00"):
        note_parcel(**note, state=S.POSTED)
        assert return_item(dossier).paused_at is not None
        assert "EA123456789VN" in Notice.objects.get(kind="parcel-posted").body
        assert [each.pk for each in queries.listed(desk, "in_post", day(NOW))] == [dossier.pk]
        assert not queries.listed(desk, "to_hand_over", day(NOW))
        assert not list(queued())
        with refused("parcel-under-way"):
            hand_over(
                actor=desk,
                dossier_id=dossier.pk,
                receiver=cast.lan.full_name,
                shown=Shown(SELF, "id-card"),
            )
    with on("2026-11-07T10:00"):
        with refused("receiver"):
            note_parcel(**note, state=S.DELIVERED)
        note_parcel(**note, state=S.DELIVERED, at=day("2026-11-06T16:30"), receiver="Nguyễn Thị Lan")
    dossier = cast.fresh(dossier)
    assert dossier.state == Status.RETURNED
    assert dossier.returned_at == day("2026-11-06T16:30"), "the moment of delivery, not of the news"
    assert dossier.results.get().receiver == "Nguyễn Thị Lan"
    movement = dossier.movements.last()
    assert movement is not None
    assert movement.details["parcel_number"] == "EA123456789VN"
    assert not dossier.open_items()


def test_what_could_not_be_delivered_lies_in_the_desks_queue_again(cast: Cast, dossier: Dossier) -> None:
    sent(cast, dossier)
    desk, note = cast.desk_of(dossier), {"actor": cast.desk_of(dossier), "dossier_id": dossier.pk}
    with on("2026-11-06T15:00"):
        note_parcel(**note, state=S.POSTED)
        with refused("reason"):
            note_parcel(**note, state=S.FAILED)
        note_parcel(**note, state=S.FAILED, note="Không có người nhận")
        item = return_item(dossier)
        assert item.paused_at is None
        assert "giao không thành" in item.name
        assert [each.pk for each in queries.listed(desk, "post_failed", day(NOW))] == [dossier.pk]
        with refused("parcel-under-way"):
            fetch_at_desk(actor=desk, dossier_id=dossier.pk, reason="Dân tự đến")
        note_parcel(**note, state=S.RETURNED)
        assert [each.pk for each in queries.listed(desk, "post_failed", day(NOW))] == [dossier.pk]
        with refused("reason"):
            fetch_at_desk(actor=desk, dossier_id=dossier.pk, reason=" ")
        fetch_at_desk(actor=desk, dossier_id=dossier.pk, reason="Dân tự đến")
        assert [each.pk for each in queries.listed(desk, "to_hand_over", day(NOW))] == [dossier.pk]
        again = send_by_post(actor=desk, dossier_id=dossier.pk, sheet=sheet(number="EA2VN"))
    assert again.pk != Parcel.objects.get(number="EA123456789VN").pk


def test_an_order_is_called_off_with_a_reason_before_it_is_fetched(cast: Cast, dossier: Dossier) -> None:
    sent(cast, dossier)
    note = {"actor": cast.desk_of(dossier), "dossier_id": dossier.pk}
    with on("2026-11-06T15:00"):
        with refused("reason"):
            note_parcel(**note, state=S.CANCELLED)
        note_parcel(**note, state=S.CANCELLED, note="Dân đến nhận")
        with refused("no-parcel"):
            note_parcel(**note, state=S.POSTED)


def test_the_carrier_repeats_itself_and_mixes_the_order(cast: Cast, dossier: Dossier) -> None:
    parcel = sent(cast, dossier)
    with on("2026-11-08T08:00"):
        failed = told(S.FAILED, "2026-11-06T10:00", "3", note="Không có người nhận")
        carrier_told(parcel_id=parcel.pk, told=failed)
        carrier_told(parcel_id=parcel.pk, told=told(S.POSTED, "2026-11-05T16:00", "1"))
        parcel.refresh_from_db()
        assert parcel.state == S.FAILED, "older news changes nothing"
        carrier_told(parcel_id=parcel.pk, told=failed)
        assert parcel.events.count() == 2
        assert Notice.objects.filter(kind="parcel-failed", person=cast.lan).count() == 1
        delivered = told(S.DELIVERED, "2026-11-07T09:00", "5", receiver="Nguyễn Văn Út")
        for _ in range(2):
            carrier_told(parcel_id=parcel.pk, told=delivered)
        carrier_told(parcel_id=parcel.pk, told=told(S.POSTED, "2026-11-07T07:00", "4"))
        carrier_told(parcel_id=parcel.pk, told=told(S.RETURNED, "2026-11-07T22:00", "6"))
    parcel.refresh_from_db()
    assert parcel.state == S.DELIVERED, "what has arrived stays arrived"
    dossier = cast.fresh(dossier)
    assert dossier.state == Status.RETURNED
    assert dossier.returned_at == day("2026-11-07T09:00")
    assert [movement.verb for movement in dossier.movements.all()].count("hand_over") == 1
    assert dossier.results.get().receiver == "Nguyễn Văn Út"


def test_news_from_the_future_or_before_the_result_is_taken_at_its_limits(
    cast: Cast, dossier: Dossier
) -> None:
    parcel = sent(cast, dossier)
    with on("2026-11-06T08:00"):
        carrier_told(parcel_id=parcel.pk, told=told(S.DELIVERED, "2026-12-24T08:00", "1"))
    assert cast.fresh(dossier).returned_at == day("2026-11-06T08:00")


def test_an_officer_of_the_agency_cannot_write_down_news(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    worker = handler_of(cast, dossier)
    done = cast.work_off(dossier)
    with pytest.raises(Forbidden):
        note_parcel(actor=worker, dossier_id=done.pk, state=S.POSTED)


def test_results_left_at_the_desk_are_listed_after_some_working_days(cast: Cast, dossier: Dossier) -> None:
    desk = cast.desk_of(dossier)  # finished on Monday, 2 November
    assert not queries.listed(desk, "uncollected", day("2026-11-09T09:00"))
    late = day("2026-11-10T09:00")
    assert [each.pk for each in queries.listed(desk, "uncollected", late)] == [dossier.pk]


def test_the_person_is_reminded_at_that_pace_three_times_and_no_more(cast: Cast, dossier: Dossier) -> None:
    told_of = Notice.objects.filter(kind="uncollected", person=cast.lan)
    moments = [
        "2026-11-09",
        "2026-11-10",
        "2026-11-11",
        "2026-11-18",
        "2026-11-19",
        "2026-12-01",
        "2026-12-30",
    ]
    sent = []
    for each in moments:
        with on(f"{each}T08:00"):
            remind_uncollected()
        sent.append(told_of.count())
    assert sent == [0, 1, 1, 2, 2, 3, 3]
    assert recorded(dossier).count("remind_uncollected") == 3


def test_an_early_result_is_announced(cast: Cast, dossier: Dossier) -> None:
    told_of = Notice.objects.get(kind="conclude", person=cast.lan)
    assert "sớm hơn hẹn" in told_of.body
    assert "không cần chờ đến ngày hẹn" in told_of.body
