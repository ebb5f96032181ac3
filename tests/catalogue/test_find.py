"""Finding procedures: the same answers with and without diacritics, on SQLite and on PostgreSQL."""

from datetime import date

import pytest

from motcua.catalogue.actions.publish import publish
from motcua.catalogue.models import Procedure
from motcua.identity.actor import SYSTEM_ACTOR
from tests.catalogue.sample import spec_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)

BIRTH, DEATH, HOUSE, STAY = "1.001193", "1.000656", "1.013225", "1.004194"


@pytest.fixture(autouse=True)
def _catalogue(empty_catalogue: None) -> None:
    birth = spec_of()
    house = {"agency": "unit:so-xay-dung", "at": None, "when": None}
    others = [
        {"code": DEATH, "name": "Đăng ký khai tử", "also_known_as": ("báo tử",), "life_events": ("death",)},
        {
            "code": HOUSE,
            "name": "Cấp giấy phép xây dựng",
            "also_known_as": ("giấy phép xây nhà",),
            "summary": "Sau khi đăng ký, bạn được xây nhà.",
            "levels": ("province",),
            "audience": ("citizen", "enterprise"),
            "life_events": ("home",),
            "field": birth.field.model_copy(update={"code": "xaydung", "name": "Xây dựng"}),
            "competence": tuple(row.model_copy(update=house) for row in birth.competence[1:]),
        },
        {
            "code": STAY,
            "name": "Đăng ký tạm trú",
            "also_known_as": ("khai báo nhà trọ",),
            "life_events": ("residence",),
        },
    ]
    publish(actor=SYSTEM_ACTOR, spec_or_path=birth)
    for changes in others:
        publish(actor=SYSTEM_ACTOR, spec_or_path=birth.model_copy(update=changes))


def codes(query: str) -> list[str]:
    return [procedure.code for procedure in Procedure.objects.in_force(DAY).find(query)]


@pytest.mark.parametrize(
    "query",
    [
        "làm giấy khai sinh",
        "lam giay khai sinh",
        "LÀM GIẤY KHAI SINH",
        "khai sinh giấy",
        "tôi muốn khai sinh cho con",
    ],
)
def test_everyday_words_find_the_procedure(query: str) -> None:
    assert codes(query)[0] == BIRTH


@pytest.mark.parametrize(
    "query", ["Đăng ký khai tử", "dang ky khai tu", "ĐĂNG KÝ KHAI TỬ", "đăng ký khai tử"]
)
def test_d_with_stroke_and_loose_diacritics_make_no_difference(query: str) -> None:
    assert codes(query) == [DEATH]


def test_every_word_must_be_found() -> None:
    assert codes("khai sinh xây") == []


def test_only_whole_words_are_found() -> None:
    assert codes("xây") == [HOUSE]
    assert codes("xâ") == []
    assert codes("ông") == []


def test_a_match_in_the_name_comes_before_everyday_names_and_summary() -> None:
    assert codes("đăng ký") == [DEATH, BIRTH, STAY, HOUSE]
    assert codes("nhà") == [STAY, HOUSE]


def test_of_equal_matches_the_more_often_filed_comes_first() -> None:
    Procedure.objects.filter(code=STAY).update(popularity=9)
    assert codes("đăng ký")[0] == STAY
    assert codes("")[0] == STAY


@pytest.mark.parametrize("query", ["1.001193", "1001193", "1.0011"])
def test_a_code_is_found_with_and_without_its_dot(query: str) -> None:
    assert codes(query) == [BIRTH]


def test_a_blank_query_finds_everything_and_signs_alone_find_nothing() -> None:
    assert len(codes("  ")) == 4
    assert codes("?!") == []
    assert codes("%") == []


def test_lists_are_narrowed_by_field_level_agency_audience_and_event() -> None:
    found = Procedure.objects.in_force(DAY)
    assert [p.code for p in found.in_field("xaydung")] == [HOUSE]
    assert [p.code for p in found.at_level("province")] == [HOUSE]
    assert [p.code for p in found.of_agency("unit:so-xay-dung")] == [HOUSE]
    assert found.of_agency("commune_committee").count() == 3
    assert [p.code for p in found.for_audience("enterprise")] == [HOUSE]
    assert [p.code for p in found.for_event("death")] == [DEATH]
    assert found.for_event("death home").count() == 0


def test_finding_costs_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        codes("giấy khai sinh")
