"""Finding a procedure by everyday words, however they are typed."""

import json

import pytest
from click.testing import CliRunner

from motcua.catalogue.actions.import_national import import_national
from motcua.catalogue.actions.publish import publish, repeal
from motcua.catalogue.actions.synonyms import keep_synonym, load_synonyms
from motcua.catalogue.models import Synonym
from motcua.catalogue.search.find import search, suggest
from motcua.catalogue.search.syllables import syllables
from motcua.cli.main import motcua
from motcua.identity.actor import SYSTEM_ACTOR
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from tests.cast import Cast
from tests.catalogue.national_samples import crawled

pytestmark = pytest.mark.django_db


def codes(query: str, limit: int = 10) -> list[str]:
    return [hit.code for hit in search(query, on=moment.today(), limit=limit)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("làm giấy khai sinh cho con", "1.001193"),
        ("lam giay khai sinh", "1.001193"),
        ("LAM GIAY KHAI SINH", "1.001193"),
        ("khaisinh", "1.001193"),
        ("dang ki ket hon", "1.000894"),
        ("giấy độc thân", "1.004873"),
        ("XNTTHN", "1.004873"),
        ("LLTP", "3.000333"),
        ("li lich tu phap", "3.000333"),
        ("GPLX bị mất", "3.000348"),
        ("đổi bằng lái", "3.000347"),
        ("mất sổ đỏ", "1.012786"),
        ("nhập hộ khẩu", "1.004222"),
        ("mở quán", "1.001612"),
        ("sao y", "2.000815"),
        ("thẻ BHYT", "1.001939"),
    ],
)
def test_everyday_words_abbreviations_and_old_names_find_it_first(query: str, code: str) -> None:
    assert codes(query)[0] == code


@pytest.mark.parametrize("query", ["khai sinhh", "đăng kí kết hôm", "tam truu"])
def test_a_slip_of_the_finger_still_finds(query: str) -> None:
    assert {"1.001193", "1.000894", "1.004194"} & set(codes(query, limit=3))


@pytest.mark.parametrize("query", ["1.001193", "1001193", "1.0011"])
def test_a_code_or_its_beginning_finds(query: str) -> None:
    assert codes(query)[0] == "1.001193"


def test_words_that_no_procedure_has_find_nothing() -> None:
    assert codes("qwertyuiop zxcvbnm") == []
    assert codes("") == []
    assert codes("?!.,") == []


def test_spelling_habits_are_one() -> None:
    assert syllables("Lý lịch, kỹ năng, quý") == syllables("lí lịch, kĩ năng, quí")


def test_suggestions_come_while_the_last_word_is_unfinished() -> None:
    assert "1.001193" in [hit.code for hit in suggest("khai si", on=moment.today())]
    assert suggest("", on=moment.today()) == []


def test_what_was_imported_is_found_at_once_and_behind_what_can_be_filed() -> None:
    assert "9.800001" not in codes("nuôi cá cảnh")
    import_national(
        actor=SYSTEM_ACTOR,
        records=[crawled(), crawled(ma_thu_tuc="9.800002", ten_thu_tuc="Đăng ký khai sinh cho cá")],
    )
    assert codes("nuôi cá cảnh")[0] == "9.800001"
    assert codes("đăng ký khai sinh")[0] == "1.001193"


def test_what_was_repealed_is_not_found_any_more() -> None:
    assert codes("giấy độc thân")[0] == "1.004873"
    repeal(actor=SYSTEM_ACTOR, code="1.004873", last_day=moment.today().replace(year=2020))
    assert "1.004873" not in codes("giấy độc thân")


def test_a_synonym_works_at_once_and_can_be_switched_off() -> None:
    assert codes("tờ hồng phúc") != ["1.000894"]
    keep_synonym(actor=SYSTEM_ACTOR, words="Tờ hồng phúc", means="đăng ký kết hôn")
    assert codes("tờ hồng phúc")[0] == "1.000894"
    keep_synonym(actor=SYSTEM_ACTOR, words="tờ hồng phúc", means="đăng ký kết hôn", is_active=False)
    assert codes("tờ hồng phúc")[:1] != ["1.000894"]


def test_loading_again_keeps_what_an_administrator_changed() -> None:
    keep_synonym(actor=SYSTEM_ACTOR, words="sổ đỏ", means="giấy khác")
    assert load_synonyms(actor=SYSTEM_ACTOR) == 0
    assert Synonym.objects.get(words="sổ đỏ").means == "giấy khác"


def test_empty_words_are_refused_and_only_administrators_change_them(cast: Cast) -> None:
    with pytest.raises(Refused, match="từ người dân hay nói"):
        keep_synonym(actor=SYSTEM_ACTOR, words=" ", means="x")
    with pytest.raises(Refused, match="tên gọi trong thủ tục"):
        keep_synonym(actor=SYSTEM_ACTOR, words="x", means=" ")
    with pytest.raises(Forbidden):
        keep_synonym(actor=cast.citizen, words="x", means="y")


def test_a_new_version_is_found_by_its_new_words() -> None:
    from motcua.catalogue.models import Version

    version = Version.objects.version_for("1.000894", moment.today())
    assert version is not None
    spec = version.spec.model_copy(
        update={"also_known_as": (*version.spec.also_known_as, "nên vợ nên chồng")}
    )
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec)
    assert codes("nên vợ nên chồng")[0] == "1.000894"


def test_a_search_costs_two_queries_once_the_index_stands(django_assert_max_num_queries: object) -> None:
    codes("khai sinh")
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        codes("kết hôn")


def test_the_command_prints_codes_names_and_scores() -> None:
    done = CliRunner().invoke(motcua, ["search", "làm giấy", "khai sinh", "--limit", "3", "--json"])
    assert done.exit_code == 0, done.output
    hits = json.loads(done.output)
    assert hits[0]["code"] == "1.001193"
    assert set(hits[0]) == {"code", "name", "score"}
    assert len(hits) == 3
