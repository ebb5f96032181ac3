import pytest
from django.contrib.auth.hashers import check_password
from django.db.models import Count

from motcua.audit.models import Entry
from motcua.identity.actor import ACCOUNTANT, CLERK, HANDLER, SIGNER, SYSTEM_ACTOR, VISITOR_ACTOR
from motcua.identity.models import User
from motcua.lib.errors import Forbidden
from motcua.organisation import queries
from motcua.organisation.actions import DEMO_PASSWORD, create_officers, load_province
from motcua.organisation.models import (
    AdminUnit,
    Assignment,
    CalendarDay,
    CalendarState,
    OpeningSpan,
    Post,
    Succession,
    Unit,
    UnitAlias,
)
from motcua.organisation.officers import invented_officers
from tests.organisation.conftest import TODAY


def test_the_whole_organisation_is_loaded_into_an_empty_database(empty: None) -> None:
    added = load_province(actor=SYSTEM_ACTOR)
    assert (added["admin_units"], added["units"]) == (3355, Unit.objects.count())
    assert Unit.objects.of_kind("commune_committee").count() == 148
    assert Unit.objects.filter(level="commune").valid(TODAY).count() == 148 * 6
    assert AdminUnit.objects.provinces().count() == 34
    assert AdminUnit.objects.communes_of("25").valid(TODAY).count() == 148
    assert Unit.objects.of_kind("old_commune").count() == 479
    assert Succession.objects.filter(main=True).count() == 479 + 32 + 3


def test_loading_again_changes_nothing_and_keeps_what_was_corrected(province: Unit) -> None:
    Unit.objects.filter(pk="so-tu-phap").update(phone="0210 999 9999")
    CalendarDay.objects.filter(day="2027-02-11").delete()
    records = Entry.objects.count()
    assert set(load_province(actor=SYSTEM_ACTOR).values()) == {0}
    assert Unit.objects.get(pk="so-tu-phap").phone == "0210 999 9999"
    assert not CalendarDay.objects.filter(day="2027-02-11").exists()
    assert Entry.objects.count() == records


def test_loading_is_recorded(empty: None) -> None:
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    load_province(actor=SYSTEM_ACTOR)
    assert list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list("verb", flat=True)) == [
        "load_places",
        "load_units",
    ]


def test_a_visitor_may_not_load_anything(db: None) -> None:
    with pytest.raises(Forbidden):
        load_province(actor=VISITOR_ACTOR)
    with pytest.raises(Forbidden):
        create_officers(actor=VISITOR_ACTOR)


def test_a_commune_is_found_by_a_name_that_was_merged_into_it(province: Unit) -> None:
    assert [unit.code for unit in AdminUnit.objects.named("kim đức")] == ["07918"]
    assert AdminUnit.objects.named("van co").filter(code="07894").exists()
    assert "ubnd-07918" in Unit.objects.named("Kim Duc").values_list("pk", flat=True)


def test_every_unit_but_the_topmost_has_a_parent_of_its_own_time(province: Unit) -> None:
    orphans = set(Unit.objects.valid(TODAY).filter(parent=None).values_list("pk", flat=True))
    assert orphans == {"ubnd-tinh", "cong-an-tinh", "bhxh-tinh", "thue-tinh"}
    assert not Unit.objects.valid(TODAY).filter(parent__valid_to__isnull=False).exists()


def test_officers_are_created_once_and_can_log_in(province: Unit) -> None:
    """The run has created them all; two are gone."""
    gone = ["ubnd-08515.signer", "so-tu-phap.head"]
    Assignment.objects.filter(user__login__in=gone).delete()
    User.objects.filter(login__in=gone).delete()
    assert create_officers(actor=SYSTEM_ACTOR) == 2
    assert create_officers(actor=SYSTEM_ACTOR) == 0
    signer = User.objects.get(login="ubnd-08515.signer")
    assert check_password(DEMO_PASSWORD, signer.password)
    assert signer.is_officer
    assert len(invented_officers()) == 1740


def test_every_commune_can_receive_handle_sign_and_number(province: Unit) -> None:
    for kind, role in [
        ("commune_centre", "desk_officer"),
        ("division:social", HANDLER),
        ("division:economy", HANDLER),
        ("division:office", CLERK),
        ("commune_committee", SIGNER),
        ("commune_committee", ACCOUNTANT),
        ("commune_police", HANDLER),
        ("commune_police", SIGNER),
    ]:
        staffed = Post.objects.filter(unit__kind=kind).with_role(role).values("unit").distinct().count()
        assert staffed == 148, (kind, role)


def test_every_department_has_a_handler_a_head_a_signer_and_a_clerk(province: Unit) -> None:
    for department in Unit.objects.of_kind("department"):
        roles = {role for post in department.posts.all() for role in post.roles}
        assert {"handler", "head", "signer", "clerk"} <= roles


def test_everybody_holds_exactly_one_post(province: Unit) -> None:
    assert not Assignment.objects.values("user").annotate(n=Count("pk")).filter(n__gt=1).exists()
    user = User.objects.get(login="ttpvhcc-08515.desk1")
    assert [post.unit_id for post in queries.posts_of(user, TODAY)] == ["ttpvhcc-08515"]


def test_the_invented_officers_are_always_the_same() -> None:
    assert invented_officers() == invented_officers()
    assert [o.login for o in invented_officers(1)] == [o.login for o in invented_officers(2)]
    assert [o.name for o in invented_officers(1)] != [o.name for o in invented_officers(2)]
    assert all(len(officer.name.split()) == 3 for officer in invented_officers())


def test_everything_has_a_name_that_people_can_read(province: Unit) -> None:
    held = Assignment.objects.get(user__login="ubnd-08515.signer")
    assert str(held.post) == "Phó Chủ tịch UBND, UBND xã Hy Cương"
    assert str(held).endswith(": Phó Chủ tịch UBND, UBND xã Hy Cương")
    assert str(AdminUnit.objects.get(pk="08515")) == "Xã Hy Cương"
    assert str(UnitAlias.objects.get(identifier="H62")).startswith("H62 (QĐ 20/2020")
    assert str(Succession.objects.get(old="cu-04957", main=True)) == "cu-04957 → ubnd-04960 (01/07/2025)"
    assert str(CalendarDay.objects.get(day="2026-11-24")) == "24/11/2026 Nghỉ: Ngày Văn hóa Việt Nam"
    assert str(OpeningSpan.objects.filter(weekday=0).first()) == "mặc định 0: 07:00–11:30"
    assert str(CalendarState.objects.get()).endswith(")")
