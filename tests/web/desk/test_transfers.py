"""The pages of giấy bàn giao: made from what waits, confirmed line by line, taken back, printed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Custody, Dossier, TransferLine, TransferList
from motcua.identity.actor import DESK_OFFICER, HANDLER
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.papers_away import confirm, elsewhere, line_of, listed, receiver, taken_in_at

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
OVERVIEW = "/can-bo/ban-giao/"


@pytest.fixture
def paper(cast: Cast) -> Dossier:
    with on("2026-11-18T10:00"):
        return cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER)


def ticked(*dossiers: Dossier) -> dict[str, Any]:
    held = Custody.objects.filter(dossier__in=dossiers, what="papers")
    return {"custody": [str(pk) for pk in held.values_list("pk", flat=True)], "muc": ""}


def test_the_desk_makes_a_list_and_the_agency_confirms_it(
    cast: Cast, paper: Dossier, as_officer: Browser
) -> None:
    desk, other = as_officer(cast.desk_of(paper)), as_officer(receiver(cast))
    with on("2026-11-18T10:30"):
        text = desk.get(OVERVIEW).content.decode()
        assert str(paper.code) in text
        assert "Chờ giao đi" in text
        answer = desk.post(reverse("desk:transfer-make"), ticked(paper))
        made = TransferList.objects.get()
        assert answer.headers["Location"] == reverse("desk:transfer", args=[made.pk])
        assert str(paper.code) not in desk.get(OVERVIEW).content.decode()
        assert made.number in desk.get(f"{OVERVIEW}?muc=da-giao").content.decode()
        assert made.number in other.get(f"{OVERVIEW}?muc=nhan").content.decode()
        case = desk.get(reverse("desk:case", args=[paper.pk])).content.decode()
        assert "Bản giấy đang ở đâu" in case
        assert f"chờ {made.receiver.name} xác nhận" in case
    url = reverse("desk:transfer", args=[made.pk])
    assert "Đã nhận đủ tất cả" not in desk.get(url).content.decode()
    assert "Đã nhận đủ tất cả" in other.get(url).content.decode()
    other.post(reverse("desk:transfer-confirm", args=[made.pk]), {"all": "yes"})
    assert cast.fresh(paper).state == Status.IN_PROGRESS
    assert other.post(reverse("desk:transfer-confirm", args=[made.pk]), {"all": "yes"}).status_code == 409


def test_after_the_hour_it_is_red_on_both_pages(cast: Cast, paper: Dossier, as_officer: Browser) -> None:
    desk = as_officer(cast.desk_of(paper))
    with on("2026-11-19T09:00"):
        assert "Có giấy tờ quá giờ phải giao." in desk.get(OVERVIEW).content.decode()
        listed(cast, paper)
        text = desk.get(f"{OVERVIEW}?muc=da-giao").content.decode()
    assert "quá giờ mà bên nhận chưa xác nhận" in text
    assert 'class="is-late"' in text


def test_what_is_missing_is_said_at_its_line_and_what_was_typed_stays(
    cast: Cast, paper: Dossier, as_officer: Browser
) -> None:
    second = cast.filed(BIRTH_AGAIN, channel=Channel.COUNTER, seed=2)
    made = listed(cast, paper, second)
    one, two = line_of(made, paper), line_of(made, second)
    other = as_officer(receiver(cast))
    url = reverse("desk:transfer-confirm", args=[made.pk])
    sent = {f"state-{one.pk}": "received", f"state-{two.pk}": "missing", f"remark-{two.pk}": ""}
    answer = other.post(url, sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "hãy ghi rõ thiếu gì" in text
    assert 'value="missing" checked' in text
    assert not TransferLine.objects.exclude(state="waiting").exists(), "all of it or nothing"
    other.post(url, sent | {f"remark-{two.pk}": "Phong bì không có hồ sơ này."})
    two.refresh_from_db()
    assert (two.state, two.remark) == ("missing", "Phong bì không có hồ sơ này.")
    assert cast.fresh(paper).state == Status.IN_PROGRESS
    desk = as_officer(cast.desk_of(paper)).get(OVERVIEW).content.decode()
    assert str(second.code) in desk
    assert str(paper.code) not in desk


def test_other_units_see_and_do_nothing(cast: Cast, paper: Dossier, as_officer: Browser) -> None:
    made = listed(cast, paper)
    line = line_of(made, paper)
    far = as_officer(cast.officer(elsewhere(cast), DESK_OFFICER))
    for name in ("transfer", "transfer-pdf"):
        assert far.get(reverse(f"desk:{name}", args=[made.pk])).status_code == 404
    for name in ("transfer-confirm", "transfer-recall"):
        answer = far.post(reverse(f"desk:{name}", args=[made.pk]), {"all": "yes", "ground": "x"})
        assert answer.status_code == 404
    back = reverse("desk:transfer-give-back", args=[made.pk, line.pk])
    assert far.post(back, {"ground": "x"}).status_code == 404
    assert far.post(reverse("desk:transfer-make"), ticked(paper)).status_code == 403
    own = as_officer(cast.desk_of(paper))
    assert own.post(reverse("desk:transfer-confirm", args=[made.pk]), {"all": "yes"}).status_code == 403
    assert made.number not in far.get(f"{OVERVIEW}?muc=nhan").content.decode()
    line.refresh_from_db()
    assert line.is_waiting


def test_taking_back_and_sending_back_ask_for_the_ground(
    cast: Cast, paper: Dossier, as_officer: Browser
) -> None:
    desk, other = as_officer(cast.desk_of(paper)), as_officer(receiver(cast))
    made = listed(cast, paper)
    recall = reverse("desk:transfer-recall", args=[made.pk])
    assert "Hãy ghi rõ vì sao rút lại." in desk.post(recall, {"ground": ""}).content.decode()
    assert desk.post(recall, {"ground": "Lập nhầm."}).status_code == 302
    again = listed(cast, paper)
    confirm(cast, again)
    line = line_of(again, paper)
    url = reverse("desk:transfer-give-back", args=[again.pk, line.pk])
    assert "Hãy ghi rõ vì sao trả lại." in other.post(url, {"ground": " "}).content.decode()
    answer = other.post(url, {"ground": "Kẹp nhầm hồ sơ phường khác."})
    back = TransferList.objects.exclude(ground="").get()
    assert answer.headers["Location"] == reverse("desk:transfer", args=[back.pk])
    assert "Kẹp nhầm hồ sơ phường khác." in desk.get(answer.headers["Location"]).content.decode()


def test_nothing_ticked_and_no_place_chosen_are_said(cast: Cast, paper: Dossier, as_officer: Browser) -> None:
    desk = as_officer(cast.desk_of(paper))
    answer = desk.post(reverse("desk:transfer-make"), {"muc": ""})
    assert answer.status_code == 409
    assert "Hãy chọn ít nhất một hồ sơ" in answer.content.decode()
    confirm(cast, listed(cast, paper))
    other = as_officer(receiver(cast))
    assert str(paper.code) in other.get(f"{OVERVIEW}?muc=giu").content.decode()
    assert (
        "Hãy chọn nơi nhận."
        in other.post(reverse("desk:transfer-make"), ticked(paper) | {"muc": "giu"}).content.decode()
    )
    other.post(reverse("desk:transfer-make"), ticked(paper) | {"muc": "giu", "to": "receiving"})
    assert TransferList.objects.filter(giver=f"phong-vhxh-{cast.a_commune}").count() == 1


def test_a_scanned_number_leads_to_its_list(cast: Cast, paper: Dossier, as_officer: Browser) -> None:
    made = listed(cast, paper)
    desk = as_officer(cast.desk_of(paper))
    answer = desk.get(f"{OVERVIEW}?so={made.number}")
    assert answer.headers["Location"] == reverse("desk:transfer", args=[made.pk])
    assert "Không có giấy bàn giao số" in desk.get(f"{OVERVIEW}?so=BG-1").content.decode()


def test_the_list_and_the_control_sheet_are_printed_with_both_names(
    cast: Cast, paper: Dossier, as_officer: Browser
) -> None:
    from motcua.dossiers import control_rows, transfer_paper

    with on("2026-11-18T10:30"):
        made = listed(cast, paper)
    with on("2026-11-19T07:45"):
        confirm(cast, made)
    made.refresh_from_db()
    slip = transfer_paper.slip(made)
    assert (slip.giver, slip.receiver) == (made.made_by, receiver(cast).label)
    assert [line.code for line in slip.lines] == [paper.code]
    pdf = as_officer(receiver(cast)).get(reverse("desk:transfer-pdf", args=[made.pk]))
    assert pdf.content.startswith(b"%PDF")
    row, step = control_rows.rows(cast.fresh(paper))
    assert made.number in row.step
    assert (row.giver, row.receiver, row.outcome) == (made.made_by, receiver(cast).label, "late")
    assert f"{row.at:%H:%M %d/%m/%Y}" == "07:45 19/11/2026"
    assert step.giver == made.made_by


def test_a_dossier_of_another_commune_goes_on_by_list_only(cast: Cast, as_officer: Browser) -> None:
    dossier = taken_in_at(cast, elsewhere(cast))
    desk = as_officer(cast.desk_of(dossier))
    text = desk.get(reverse("desk:case", args=[dossier.pk])).content.decode()
    assert "đi kèm giấy bàn giao" in text
    assert "ngoài địa giới" in text
    answer = desk.post(reverse("desk:forward", args=[dossier.pk]))
    assert answer.status_code == 409
    assert cast.fresh(dossier).state == Status.ACCEPTED


def test_sixty_papers_cost_no_more_queries_than_a_few(
    cast: Cast, paper: Dossier, as_officer: Browser, django_assert_max_num_queries: Any
) -> None:
    from motcua.lib.ids import uuid7

    held = Custody.objects.get(dossier=paper)
    for number in range(59):
        copy = Dossier.objects.get(pk=paper.pk)
        copy.pk, copy.temporary_number, copy.code = uuid7(), f"TN{number:010}", f"H-{number}"
        copy.obligation_id = None
        copy.save(force_insert=True)
        held.pk, held.dossier_id = uuid7(), copy.pk
        held.save(force_insert=True)
    desk = as_officer(cast.desk_of(paper))
    desk.get(OVERVIEW)
    with django_assert_max_num_queries(25):
        text = desk.get(OVERVIEW).content.decode()
    assert text.count('scope="row"') == 50
    assert receiver(cast).has(HANDLER)
