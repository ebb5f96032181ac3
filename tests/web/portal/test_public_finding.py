"""Finding a procedure and reading what it asks of you, without logging in and without scripts."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from motcua.catalogue.glance import cost_span, term_span
from motcua.catalogue.labels import EVENTS
from motcua.catalogue.models import Procedure, Version
from motcua.catalogue.queries import Wanted, fields_in_force, found, nearest
from motcua.lib import moment
from motcua.web.portal.public import wording

BIRTH = "/thu-tuc/1.001193/"
ANSWERED = {
    "channel": "online",
    "child_kind": "usual",
    "late": "yes",
    "birth_evidence": "paper",
    "filed_by": "parent",
}

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    """What a page says, without its tags."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_home_asks_what_you_need_and_offers_ten_events_the_fields_and_the_look_up(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Bạn cần làm gì?" in page
    assert all(f"/thu-tuc/?viec={event}" in page for event in EVENTS)
    assert all(f"linh-vuc={field.code}" in page for field in fields_in_force(moment.today()))
    assert 'action="/tra-cuu/"' in page
    assert 'action="/co-quan/"' in page


def test_home_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(5):
        client.get("/")


def test_every_procedure_is_at_most_three_clicks_from_home(client: Client) -> None:
    reached = set()
    for field in fields_in_force(moment.today()):
        page = client.get("/thu-tuc/", {"linh-vuc": field.code}).content.decode()
        reached |= set(re.findall(r'href="/thu-tuc/([0-9.]+)/"', page))
    assert reached == set(Procedure.objects.in_force(moment.today()).values_list("code", flat=True))


@pytest.mark.parametrize(
    "words", ["khai sinh", "KHAI SINH", "lam giay khai sinh cho con", "1.001193", "1001193"]
)
def test_the_search_finds_a_birth_registration_with_and_without_diacritics(
    client: Client, words: str
) -> None:
    page = client.get("/thu-tuc/", {"q": words})
    assert BIRTH in page.content.decode()
    assert "Đăng ký khai sinh" in text_of(page)


def test_the_search_with_and_without_diacritics_gives_the_same_procedures() -> None:
    on = moment.today()
    written, bare = (list(found(Wanted(words), on=on)) for words in ("sổ đỏ", "so do"))
    assert written
    assert written == bare


def test_a_line_of_the_list_says_time_cost_and_channels(client: Client) -> None:
    said = text_of(client.get("/thu-tuc/", {"q": "1.001193"}))
    assert "Thời gian: Trong ngày" in said
    assert "Chi phí: Miễn phí, có trường hợp phải nộp tiền" in said
    assert "Trực tuyến, tại quầy, bưu chính" in said


def test_filters_narrow_the_list_and_what_is_no_option_narrows_nothing(client: Client) -> None:
    on = moment.today()
    everything = found(Wanted(), on=on).count()
    commune = client.get("/thu-tuc/", {"cap": "commune"}).context["page"].paginator.count
    assert 0 < commune < everything
    nonsense = {"cap": "galaxy", "linh-vuc": "' OR 1=1", "viec": "🙂", "co-quan": "x", "doi-tuong": "cat"}
    assert client.get("/thu-tuc/", nonsense).context["page"].paginator.count == everything


def test_filters_and_words_work_together() -> None:
    on = moment.today()
    both = found(Wanted("khai sinh", field="hotich", event="birth"), on=on)
    assert "1.001193" in [each.code for each in both]
    assert not found(Wanted("khai sinh", field="datdai"), on=on)


def test_an_empty_result_suggests_near_procedures_the_fields_and_the_hotline(client: Client) -> None:
    page = client.get("/thu-tuc/", {"q": "khai sinh qwertyuiop zxcvbnm asdfghjk"})
    said = text_of(page)
    assert "Chưa tìm thấy thủ tục nào" in said
    assert "Có thể bạn tìm" in said
    assert BIRTH in page.content.decode()
    assert "tel:" in page.content.decode()
    assert "linh-vuc=hotich" in page.content.decode()


def test_words_that_fit_nothing_at_all_still_give_a_way_on(client: Client) -> None:
    assert not nearest("qwertyuiop", on=moment.today())
    assert "Chọn lĩnh vực" in text_of(client.get("/thu-tuc/", {"q": "qwertyuiop"}))


@pytest.mark.parametrize(
    "words", ["%%%", "'; drop table", "\x00", "a" * 5000, "<script>alert(1)</script>", "🙂"]
)
def test_strange_words_break_nothing(client: Client, words: str) -> None:
    page = client.get("/thu-tuc/", {"q": words})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "999", "abc", ""])
def test_a_page_that_is_not_there_shows_one_that_is(client: Client, page: str) -> None:
    assert client.get("/thu-tuc/", {"page": page}).status_code == 200


def test_the_list_costs_the_same_whatever_its_length(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        client.get("/thu-tuc/")


def test_the_page_first_answers_what_how_long_how_much_and_who(client: Client) -> None:
    labels = [answer.label for answer in client.get(BIRTH).context["answers"]]
    assert labels == ["Bạn nhận được", "Mất bao lâu", "Hết bao nhiêu", "Ai giải quyết"]


def test_the_page_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        client.get(BIRTH, ANSWERED)


def test_without_answers_the_page_asks_and_promises_nothing_exact(client: Client) -> None:
    page = client.get(BIRTH)
    assert page.context["waiting"]
    assert "Trẻ thuộc trường hợp nào?" in text_of(page)
    assert "Trả lời các câu hỏi bên dưới để biết chính xác cho bạn." in text_of(page)


def test_a_question_closed_by_another_answer_is_hidden_and_its_old_answer_forgotten(client: Client) -> None:
    page = client.get(BIRTH, {**ANSWERED, "child_kind": "abandoned"})
    hidden = {asked.question.key for asked in page.context["questions"] if asked.hidden}
    assert hidden == {"late", "birth_evidence", "filed_by"}
    assert "late=" not in page.context["start_url"]


def names_in(page: Any, title: str) -> set[str]:
    return {paper.name for group in page.context["papers"] if group.title == title for paper in group.papers}


def test_the_list_of_papers_is_the_one_for_these_answers(client: Client) -> None:
    page = client.get(BIRTH, ANSWERED)
    mine, held = names_in(page, "Bạn cần chuẩn bị"), names_in(page, "Bạn không phải nộp")
    assert "Giấy chứng sinh" in mine
    assert "Văn bản của người làm chứng xác nhận việc sinh" not in mine
    assert "Giấy tờ tùy thân của người yêu cầu" in held
    assert not mine & held


def test_a_paper_that_an_open_question_may_ask_for_is_told_as_perhaps(client: Client) -> None:
    assert "Giấy chứng sinh" in names_in(client.get(BIRTH), "Có thể cần thêm")


def test_fees_and_charges_stand_apart_with_their_exemptions(client: Client) -> None:
    page = client.get(BIRTH, ANSWERED)
    assert [group.title for group in page.context["money"]] == ["Lệ phí"]
    said = text_of(page)
    assert "Miễn cho người thuộc hộ nghèo" in said
    assert "Chỉ khi «Số bản sao Giấy khai sinh cần lấy thêm» từ 1 trở lên." in said


def test_a_number_nobody_has_compared_is_never_told_as_certain(client: Client) -> None:
    said = text_of(client.get(BIRTH, ANSWERED))
    assert "Khoảng 5.000 đồng" in said
    assert "Mức thu theo quy định, cán bộ sẽ xác nhận." in said
    assert "1 ngày làm việc (theo quy định, cán bộ sẽ xác nhận)" in said


def test_the_channels_stand_side_by_side_with_the_day_if_filed_now(client: Client) -> None:
    with moment.at(datetime(2026, 11, 20, 10, 0, tzinfo=moment.TZ)):
        ways = {way.channel: way for way in client.get(BIRTH, ANSWERED).context["ways"]}
    assert list(ways) == ["online", "counter", "post"]
    # Accepted within eight working hours: Monday 10:00; one working day, Tuesday is a holiday: Wednesday.
    assert ways["online"].starts == datetime(2026, 11, 23, 10, 0, tzinfo=moment.TZ)
    assert ways["online"].due.due == datetime(2026, 11, 25, 17, 0, tzinfo=moment.TZ)
    assert ways["counter"].due.due == datetime(2026, 11, 20, 17, 0, tzinfo=moment.TZ)
    assert ways["post"].due is None


def test_the_start_carries_the_answers_on(client: Client) -> None:
    page = client.get(BIRTH, ANSWERED)
    assert page.context["start_url"].startswith("/nop/1.001193/?channel=online&child_kind=usual&late=yes")


def test_what_cannot_be_filed_online_says_why_and_where_to_go(client: Client) -> None:
    today = moment.today()
    offline = [each for each in Procedure.objects.in_force(today) if not each.online]
    for procedure in offline:
        page = client.get(f"/thu-tuc/{procedure.pk}/")
        assert page.context["start_url"] == ""
        assert page.context["spec"].service_level_reason in page.content.decode()


def test_every_procedure_in_force_has_a_page_for_every_example(client: Client) -> None:
    for version in Version.objects.all_for(moment.today()):
        for case in version.spec.cases:
            answers = case.examples[0].answers
            for channel in version.spec.channels:
                page = client.get(f"/thu-tuc/{version.procedure_id}/", {**answers, "channel": channel})
                assert page.status_code == 200
                assert page.context["way"].advice.case == case, (version.procedure_id, case.key)


def test_a_procedure_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/thu-tuc/9.999999/").status_code == 404
    assert client.get("/thu-tuc/khong-co/").status_code == 404


def test_a_term_span_is_told_from_the_shortest_to_the_longest() -> None:
    for version in Version.objects.all_for(moment.today()):
        span = term_span(version.spec)
        if span is not None:
            assert span.shortest.minutes <= span.longest.minutes
            assert ("(dự kiến)" in wording.term_span(span)) is not span.certain


def test_a_cost_span_never_begins_above_its_end() -> None:
    for version in Version.objects.all_for(moment.today()):
        span = cost_span(version.spec, date(2026, 11, 23))
        assert 0 <= span.least <= span.most
