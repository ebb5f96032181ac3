"""The register on the screen: an inspector proposes, an administrator decides, everybody reads it."""

from typing import Any

import pytest
from django.test import Client

from motcua.catalogue.models import Proposal
from motcua.identity import actor as who
from motcua.lib import moment
from tests.cast import Cast
from tests.catalogue import proposals as made
from tests.web.console.test_console import logged_in

REGISTER = "/quan-tri/don-gian-hoa/"
TYPED = {
    "code": made.CODE,
    "cut": "component",
    "what": "Bỏ bản sao giấy chứng nhận kết hôn",
    "reason": "Cán bộ tự tra cứu.",
    "yearly": "1.200",
    "yearly_source": "Báo cáo 07b",
    "hours": "1,5",
    "dong": "4.000",
}

pytestmark = pytest.mark.django_db


def act(client: Client, verb: str, **typed: str) -> Any:
    return client.post(f"{REGISTER}{Proposal.objects.get().pk}/{verb}/", typed)


def test_one_proposes_another_decides_and_the_version_is_named(cast: Cast) -> None:
    inspector, admin = logged_in(cast, who.INSPECTOR), logged_in(cast, who.ADMIN)
    answer = inspector.post(f"{REGISTER}moi/", TYPED)
    it = Proposal.objects.get()
    assert answer["Location"] == f"{REGISTER}{it.pk}/"
    assert (it.yearly, it.minutes, it.dong) == (1200, 90, 4000)
    page = inspector.get(answer["Location"]).content.decode()
    assert "1.200 hồ sơ/năm × 1 giờ 30 phút = 1.800 giờ/năm" in page
    assert "Bạn đã đề xuất" in page
    assert "Phê duyệt</h2>" not in page
    assert act(inspector, "consider").status_code == 409
    assert act(admin, "consider").status_code == 302
    wrong = act(admin, "approve", decision="", decided_on="hôm qua")
    assert wrong.status_code == 409
    day = f"{moment.today():%d/%m/%Y}"
    assert act(admin, "approve", decision="12/QĐ-UBND", decided_on=day).status_code == 302
    assert act(admin, "carry_out", number="").status_code == 409
    assert "12/QĐ-UBND ngày" in admin.get(answer["Location"]).content.decode()
    assert Proposal.objects.get().state == "approved"


def test_what_was_typed_wrongly_comes_back_with_its_reason(cast: Cast) -> None:
    client = logged_in(cast, who.INSPECTOR)
    for field, value, words in (
        ("yearly", "nhiều", "Số lượt"),
        ("hours", "1,55555", "như 2 hoặc 1,5"),
        ("hours", "1e400000000", "như 2 hoặc 1,5"),
        ("dong", "ít", "số tiền"),
        ("code", "9.999999", "Không có thủ tục"),
    ):
        answer = client.post(f"{REGISTER}moi/", {**TYPED, field: value})
        page = answer.content.decode()
        assert answer.status_code == 409, field
        assert words.lower() in page.lower(), field
        assert "Cán bộ tự tra cứu." in page
    assert not Proposal.objects.exists()


def test_the_form_knows_the_procedure_it_was_opened_from(cast: Cast) -> None:
    page = logged_in(cast, who.ADMIN).get(f"{REGISTER}moi/", {"ma": made.CODE}).content.decode()
    assert "Đăng ký khai sinh" in page
    assert "Bỏ: Giấy chứng sinh" in page


def test_the_list_counts_and_filters_by_state(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = logged_in(cast, who.ADMIN)
    made.approved(moment.today())
    made.proposed(what="Rút còn 2 ngày")
    page = client.get(REGISTER)
    assert "<strong>0/1 (0,00%)</strong>" in page.content.decode()
    only = client.get(REGISTER, {"trang-thai": "proposed"}).content.decode()
    assert "Rút còn 2 ngày" in only
    assert made.PROPOSED.what not in only
    with django_assert_max_num_queries(25):
        client.get(REGISTER)


def test_everybody_reads_what_was_agreed_and_nothing_that_was_only_proposed(client: Client) -> None:
    assert "Chưa có phương án nào" in client.get("/don-gian-hoa/").content.decode()
    made.done(moment.today())
    made.proposed(what="Rút còn 2 ngày")
    page = client.get("/don-gian-hoa/").content.decode()
    assert "1/1 (100,00%)" in page
    assert "1.200 hồ sơ/năm × 4.000 đồng = 4.800.000 đồng/năm" in page
    assert "12/QĐ-UBND" in page
    assert "Đã thực hiện, bản" in page
    assert "Rút còn 2 ngày" not in page
    assert made.PROPOSER.name not in page


def test_reading_one_costs_few_queries_and_changes_nothing(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = logged_in(cast, who.ADMIN)
    it = made.approved(moment.today())
    for address in (f"{REGISTER}{it.pk}/", f"{REGISTER}moi/?ma={made.CODE}"):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
    assert client.post(f"{REGISTER}{it.pk}/").status_code == 405


def test_there_is_no_other_act_and_no_other_proposal(cast: Cast) -> None:
    client = logged_in(cast, who.ADMIN)
    it = made.proposed()
    assert client.post(f"{REGISTER}{it.pk}/xoa/").status_code == 404
    assert client.get(f"{REGISTER}00000000-0000-7000-8000-000000000000/").status_code == 404
