"""The pages of the hall: drawing a number, the screen on the wall, the officer's page, appointments."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.identity.actor import DESK_OFFICER, HANDLER, Actor
from motcua.reception.models import Appointment, Hall, Ticket, Window
from tests.cast import Cast
from tests.dossiers.hand import on

pytestmark = pytest.mark.django_db
AsOfficer = Callable[[Actor], Client]
Pair = tuple[Actor, Actor]


def act(client: Client, name: str, **more: Any) -> str:
    answer = client.post(reverse("desk:hall-act"), {"act": name, **more}, follow=True)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_at_the_kiosk_one_press_gives_a_number(client: Client, hall: Hall) -> None:
    url = reverse("hall:kiosk", args=[hall.kiosk_key])
    page = client.get(url).content.decode()
    assert "Nộp hồ sơ" in page
    assert "Chưa có ai chờ" in page
    client.post(url, {"letter": "B"})
    answer = client.post(url, {"letter": "B", "priority": "pregnant"}, follow=True)
    slip = answer.content.decode()
    assert "B002" in slip
    assert "Phụ nữ mang thai" in slip
    assert answer["Refresh"].endswith(url), "the page goes back by itself for the next person"
    assert client.post(url, {"letter": "X"}).status_code == 409
    assert client.get(reverse("hall:kiosk", args=["guessed"])).status_code == 404


def test_the_screen_shows_the_call_without_scripts_and_nothing_about_anybody(
    client: Client, hall: Hall, windows: list[Window], officers: Pair, as_officer: AsOfficer
) -> None:
    url = reverse("hall:screen", args=[hall.unit_id])
    page = client.get(url).content.decode()
    assert "Chưa có số nào được gọi" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    desk = as_officer(officers[0])
    act(desk, "draw", letter="A", priority="elderly", ground="Bà Mận, 82 tuổi")
    act(desk, "call", window=windows[0].pk)
    page = client.get(url).content.decode()
    assert "A001" in page
    assert "Quầy 1" in page
    assert "Mận" not in page
    assert client.get(reverse("hall:screen", args=["ttpvhcc-tinh"])).status_code == 404


def test_an_officer_works_the_hall_button_by_button(
    hall: Hall, officers: Pair, as_officer: AsOfficer
) -> None:
    desk, window = as_officer(officers[0]), hall.windows.all()[0]
    assert "Bạn ngồi quầy nào?" in desk.get(reverse("desk:hall")).content.decode()
    assert "Bạn đang ngồi Quầy 1" in act(desk, "sit", window=window.pk, letters=["A", "B"])
    assert "Không còn ai chờ" in act(desk, "call", window=window.pk)
    assert "Số của người dân là A001" in act(desk, "draw", letter="A")
    assert "Đang gọi số A001" in act(desk, "call", window=window.pk)
    ticket = Ticket.objects.get()
    assert "lần 2" in act(desk, "recall", ticket=ticket.pk)
    assert "cuối hàng" in act(desk, "miss", ticket=ticket.pk)
    act(desk, "call", window=window.pk)
    other = hall.windows.all()[1]
    assert "sang Quầy 2" in act(desk, "transfer", ticket=ticket.pk, to_window=other.pk)
    assert "tải lại trang" in act(desk, "finish", ticket=ticket.pk)
    assert "Đã rời quầy" in act(desk, "get-up", window=window.pk)
    assert "Hãy chọn một việc" in act(desk, "dance")
    assert "Hãy chọn một quầy" in act(desk, "sit", window="99999999")
    assert "Đã lưu" in act(desk, "settle", slot_minutes="15", capacity="1", days_ahead="5", windows="3")


def test_a_desk_without_a_hall_says_how_to_get_one(cast: Cast, officers: Pair, as_officer: AsOfficer) -> None:
    head, plain = (as_officer(each) for each in officers)
    assert 'value="open"' in head.get(reverse("desk:hall")).content.decode()
    assert 'value="open"' not in plain.get(reverse("desk:hall")).content.decode()
    assert plain.get(reverse("desk:bookings")).status_code == 302
    assert "chưa mở phòng chờ" in act(plain, "sit", window="1")
    assert "Đã mở phòng chờ" in act(head, "open")


def test_the_desk_books_for_somebody_without_a_telephone_and_prints(
    hall: Hall, officers: Pair, as_officer: AsOfficer
) -> None:
    desk, url = as_officer(officers[1]), reverse("desk:bookings")
    page = desk.get(url).content.decode()
    assert "08:30" in page
    assert desk.post(url, {"name": "Bà Bùi Thị Mận"}).status_code == 409
    typed = {"name": "Bà Bùi Thị Mận", "starts_at": "2026-11-18T09:00:00+07:00"}
    slip = desk.post(url, typed, follow=True).content.decode()
    assert "Phiếu hẹn" in slip
    assert "09:00" in slip
    made = Appointment.objects.get()
    url = reverse("desk:booking-act", args=[made.pk])
    assert "được gọi trước" in desk.post(url, {"act": "receive"}, follow=True).content.decode()
    assert "không còn hiệu lực" in desk.post(url, {"act": "cancel"}, follow=True).content.decode()
    assert desk.post(reverse("desk:bookings"), {"number": "T-unknown", **typed}).status_code == 409


def test_another_desk_sees_neither_hall_nor_appointment(
    cast: Cast, hall: Hall, windows: list[Window], officers: Pair, as_officer: AsOfficer
) -> None:
    as_officer(officers[1]).post(
        reverse("desk:bookings"), {"name": "Bà Mận", "starts_at": "2026-11-18T09:00:00+07:00"}
    )
    made = Appointment.objects.get()
    other = as_officer(cast.officer("ttpvhcc-tinh", DESK_OFFICER))
    assert other.get(reverse("desk:booking-slip", args=[made.pk])).status_code == 404
    assert other.post(reverse("desk:booking-act", args=[made.pk]), {"act": "cancel"}).status_code == 404
    assert other.post(reverse("desk:hall-act"), {"act": "call", "window": windows[0].pk}).status_code == 403
    handler = as_officer(cast.officer(f"phong-kt-{cast.a_commune}", HANDLER))
    assert handler.get(reverse("desk:hall")).status_code == 403


def test_the_page_of_a_long_line_costs_no_more_questions(
    hall: Hall,
    windows: list[Window],
    officers: Pair,
    as_officer: AsOfficer,
    django_assert_max_num_queries: Any,
) -> None:
    desk = as_officer(officers[0])
    for _ in range(25):
        act_url = reverse("desk:hall-act")
        desk.post(act_url, {"act": "draw", "letter": "A"})
    with on("2026-11-18T08:01"), django_assert_max_num_queries(30):
        assert desk.get(reverse("desk:hall")).status_code == 200
