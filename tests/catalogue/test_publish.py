"""Publishing: versions by day, the same file twice, who may publish, repeal."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from motcua.audit.models import Entry
from motcua.catalogue.actions.publish import load_shipped, publish, repeal, settle
from motcua.catalogue.models import Content, Field, Procedure, Version
from motcua.identity.actor import ADMIN, CITIZEN, OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from tests.catalogue.sample import spec_of, written

pytestmark = pytest.mark.django_db

CODE = "1.001193"
NOW = datetime(2026, 11, 21, 9, tzinfo=moment.TZ)
TODAY = NOW.date()
NEW_YEAR = date(2027, 1, 1)
NEXT_YEAR = (("effective_from: 2026-07-01", "effective_from: 2027-01-01"), ("amount: 8000", "amount: 9000"))


@pytest.fixture(autouse=True)
def _now(empty_catalogue: None) -> Iterator[None]:
    with moment.at(NOW):
        yield


def in_force(on: date) -> Version:
    version = Version.objects.version_for(CODE, on)
    assert version is not None
    return version


def test_a_published_file_can_be_filed_under(tmp_path: Path) -> None:
    published = publish(actor=SYSTEM_ACTOR, spec_or_path=written(tmp_path))
    version = in_force(TODAY)
    assert published.new
    assert (version, version.number, version.published_by_label) == (published.version, 1, "Hệ thống")
    assert version.published_at == NOW
    assert version.unverified_count == 1
    assert version.spec == spec_of()
    assert version.digest == spec_of().digest
    procedure = Procedure.objects.get(code=CODE)
    assert (procedure.online, procedure.counter, procedure.post) == (True, True, False)
    assert (procedure.levels, procedure.audience, procedure.field_id) == (["commune"], ["citizen"], "hotich")


def test_publishing_the_same_again_changes_nothing() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    acts = Entry.objects.count()
    again = publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    assert not again.new
    assert (Version.objects.count(), Content.objects.count(), Entry.objects.count()) == (1, 1, acts)


def test_going_back_to_an_older_text_makes_a_new_version() -> None:
    for spec in (spec_of(), spec_of(("amount: 8000", "amount: 9000")), spec_of()):
        publish(actor=SYSTEM_ACTOR, spec_or_path=spec)
    assert (Version.objects.count(), Content.objects.count()) == (3, 2)
    assert in_force(TODAY).number == 3


def test_a_version_for_a_later_day_takes_effect_by_itself() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    old = in_force(TODAY)
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(*NEXT_YEAR))
    assert in_force(TODAY) == old
    assert in_force(date(2026, 12, 31)) == old
    assert in_force(NEW_YEAR).spec.fees[1].amount == 9000
    assert Version.objects.version_for(CODE, date(2026, 6, 30)) is None


def test_an_old_dossier_keeps_the_version_it_was_filed_under() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    kept = in_force(TODAY)
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(("amount: 8000", "amount: 9000")))
    assert Version.objects.get(pk=kept.pk).spec.fees[1].amount == 8000
    assert in_force(TODAY).spec.fees[1].amount == 9000


def test_a_correction_of_today_does_not_undo_what_begins_later() -> None:
    for changes in ((), NEXT_YEAR, (("amount: 8000", "amount: 7000"),)):
        publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(*changes))
    assert in_force(TODAY).spec.fees[1].amount == 7000
    assert in_force(NEW_YEAR).spec.fees[1].amount == 9000


def test_lists_show_a_later_version_only_from_its_day() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    later = spec_of(NEXT_YEAR[0], ("name: Đăng ký khai sinh\n", "name: Khai sinh điện tử\n"))
    publish(actor=SYSTEM_ACTOR, spec_or_path=later)
    assert Procedure.objects.get().name == "Đăng ký khai sinh"
    assert settle(on=TODAY) == 0
    assert settle(on=NEW_YEAR) == 1
    assert Procedure.objects.get().name == "Khai sinh điện tử"
    assert settle(on=NEW_YEAR) == 0


def test_a_procedure_that_has_not_begun_is_not_listed() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(*NEXT_YEAR))
    assert not Procedure.objects.in_force(TODAY).exists()
    assert Procedure.objects.in_force(NEW_YEAR).exists()


def test_a_procedure_ends_after_its_last_day() -> None:
    ends = ("effective_from: 2026-07-01", "effective_from: 2026-07-01\neffective_to: 2026-12-31")
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(ends))
    assert Procedure.objects.in_force(date(2026, 12, 31)).exists()
    assert not Procedure.objects.in_force(NEW_YEAR).exists()


def test_a_file_with_an_error_is_refused_in_words(tmp_path: Path) -> None:
    path = written(tmp_path, ("code: KQ.G15.000031", "code: KQ.1"))
    with pytest.raises(Refused, match=r"1\.001193\.yaml:\d+.*Mã kết quả «KQ\.1» sai"):
        publish(actor=SYSTEM_ACTOR, spec_or_path=path)
    assert not Procedure.objects.exists()


def test_nothing_is_published_while_an_example_fails(tmp_path: Path) -> None:
    example = '{answers: {late: "no"}}'
    wrong = (example, example.replace("}}", "}, expect: {fees: {copies_fee: 5000}}}"))
    with pytest.raises(Refused, match=r"tính ra phí «Phí cấp bản sao» 8\.000 đồng, tệp ghi 5\.000 đồng"):
        publish(actor=SYSTEM_ACTOR, spec_or_path=written(tmp_path, wrong), named="1.001193.yaml")
    assert not Version.objects.exists()


def test_many_errors_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, ("guide:", "gide:"), ("summary:", "sumary:"), ("levels:", "level:"))
    with pytest.raises(Refused, match="lỗi khác"):
        publish(actor=SYSTEM_ACTOR, spec_or_path=path)


@pytest.mark.parametrize(
    "actor",
    [Actor(kind=CITIZEN, name="An"), Actor(kind=OFFICER, name="Bình", roles=frozenset({"handler"}))],
)
def test_only_an_administrator_publishes_and_repeals(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        publish(actor=actor, spec_or_path=spec_of())
    with pytest.raises(Forbidden):
        repeal(actor=actor, code=CODE, last_day=TODAY)


def test_publishing_is_on_record_with_its_actor() -> None:
    admin = Actor(kind=OFFICER, name="Lan", title="Quản trị", roles=frozenset({ADMIN}), unit_id="vp-tinh")
    publish(actor=admin, spec_or_path=spec_of())
    entry = Entry.objects.about("procedure", CODE).order_by("-number")[0]
    assert (entry.actor, entry.verb, entry.subject_id) == ("Lan (Quản trị)", "catalogue.publish", CODE)
    assert entry.content["number"] == 1


def test_a_repealed_procedure_cannot_be_filed_from_the_next_day() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    repeal(actor=SYSTEM_ACTOR, code=CODE, last_day=date(2026, 11, 30))
    assert Procedure.objects.in_force(date(2026, 11, 30)).exists()
    assert not Procedure.objects.in_force(date(2026, 12, 1)).exists()
    repeal(actor=SYSTEM_ACTOR, code=CODE, last_day=date(2026, 11, 20))
    assert Procedure.objects.get().state == Procedure.State.REPEALED


def test_what_is_unknown_cannot_be_repealed() -> None:
    with pytest.raises(Refused, match="Không có thủ tục"):
        repeal(actor=SYSTEM_ACTOR, code="1.000000", last_day=TODAY)


def test_the_shipped_folder_is_published_once(tmp_path: Path) -> None:
    written(tmp_path)
    assert [published.new for published in load_shipped(SYSTEM_ACTOR, folder=tmp_path)] == [True]
    assert [published.new for published in load_shipped(SYSTEM_ACTOR, folder=tmp_path)] == [False]


def test_asking_a_version_again_for_its_content_costs_no_query(django_assert_num_queries) -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    assert in_force(TODAY).spec
    with django_assert_num_queries(1):
        assert in_force(TODAY).spec.code == CODE


def test_models_name_themselves() -> None:
    publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of())
    version = in_force(TODAY)
    assert [str(Field.objects.get()), str(Procedure.objects.get()), str(version), str(version.content)] == [
        "Hộ tịch",
        "1.001193 Đăng ký khai sinh",
        "1.001193 bản 1",
        version.digest[:12],
    ]
    assert version.data == spec_of().data()


def test_the_memory_for_contents_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.catalogue.models._MOST_SPECS", 1)
    for amount in (8123, 9123):
        publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(("amount: 8000", f"amount: {amount}")))
    assert [version.spec.fees[1].amount for version in Version.objects.order_by("number")] == [8123, 9123]
