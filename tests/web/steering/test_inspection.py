"""Inspection by software: drawn so that it can be drawn again, found, answered, followed, closed; who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from motcua.audit.queries import entries
from motcua.dossiers.models import Dossier
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.notifications.models import Notice
from motcua.organisation.models import Unit
from motcua.reporting import inspecting
from motcua.reporting.inspecting import Wanted
from motcua.reporting.models import Finding, Inspection
from motcua.reporting.sampling import SIGNS, drawn
from tests.cast import Cast
from tests.documents.test_paper import text_of
from tests.web.steering.conftest import on

LogIn = Callable[[Actor], Client]
WANTED = Wanted("Kiểm tra tháng 10", date(2026, 10, 1), date(2026, 10, 20), 20)
ARTICLE = "Nghị định 61/2018/NĐ-CP Điều 19 khoản 9"
numbers = st.dictionaries(st.uuids(), st.text(min_size=1, max_size=20), max_size=30)


@given(numbers, st.text(max_size=8), st.integers(0, 40))
def test_the_same_seed_draws_the_same_sample_in_whatever_order_they_come(
    found: dict[UUID, str], seed: str, size: int
) -> None:
    found = {pk: f"{pk} {number}" for pk, number in found.items()}
    sample = drawn(found, seed, size)
    assert sample == drawn(dict(reversed(list(found.items()))), seed, size)
    assert len(sample) == len(set(sample)) == min(size, len(found))
    assert sample == drawn(found, seed, size + 1)[:size]


def test_another_seed_draws_another_sample() -> None:
    found = {UUID(int=n): f"H44.1-261001-{n:04d}" for n in range(100)}
    assert drawn(found, "a", 10) != drawn(found, "b", 10)


@pytest.fixture
def inspector(cast: Cast, month: list[Dossier]) -> Actor:
    return cast.officer("vp-ubnd-tinh", who.INSPECTOR)


@pytest.mark.django_db
def test_each_sign_finds_the_dossier_that_shows_it(inspector: Actor, month: list[Dossier]) -> None:
    _, late, withdrawn, overdue, *_ = month
    with moment.at(on(20)):
        by_late = inspecting.draw(actor=inspector, wanted=replace(WANTED, signs=("late",)))
        by_due = inspecting.draw(actor=inspector, wanted=replace(WANTED, signs=tuple(SIGNS)))
    assert {each.dossier_id for each in by_late.sample.all()} == {late.pk, overdue.pk}
    assert {tuple(each.signs) for each in by_late.sample.all()} == {("Quá hạn",)}
    assert {late.pk, overdue.pk} <= {each.dossier_id for each in by_due.sample.all()}
    assert by_due.population == by_due.sample.count()
    with pytest.raises(Refused, match="Không có hồ sơ nào"), moment.at(on(20)):
        inspecting.draw(actor=inspector, wanted=replace(WANTED, signs=("typed",)))
    assert withdrawn.pk not in {each.dossier_id for each in by_late.sample.all()}


@pytest.mark.django_db
def test_a_sample_by_chance_can_be_drawn_again_from_its_seed(inspector: Actor, month: list[Dossier]) -> None:
    first = inspecting.draw(actor=inspector, wanted=replace(WANTED, size=2))
    again = inspecting.draw(actor=inspector, wanted=replace(WANTED, size=2, seed=first.seed))
    assert (first.population, first.sample.count()) == (5, 2)
    assert [each.dossier_id for each in first.sample.all()] == [
        each.dossier_id for each in again.sample.all()
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"size": 0}, "size"),
        ({"size": 201}, "size"),
        ({"signs": ("x",)}, "signs"),
        ({"last": date(2030, 1, 1)}, "last"),
    ],
)
def test_a_sample_that_makes_no_sense_is_refused(
    inspector: Actor, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        inspecting.draw(actor=inspector, wanted=replace(WANTED, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.django_db
def test_only_an_inspector_draws_and_finds(leader: Actor, inspector: Actor) -> None:
    with pytest.raises(Forbidden):
        inspecting.draw(actor=leader, wanted=WANTED)
    row = inspecting.draw(actor=inspector, wanted=WANTED).sample.all()[0]
    with pytest.raises(Forbidden):
        inspecting.look(actor=leader, inspected_id=row.pk)


@pytest.mark.django_db
def test_a_finding_goes_to_the_unit_and_is_followed_until_it_is_closed(
    as_officer: LogIn, cast: Cast, leader: Actor, inspector: Actor, month: list[Dossier]
) -> None:
    late = month[1]
    moves = late.movements.count()
    with moment.at(on(20)):
        watching, leading = as_officer(inspector), as_officer(leader)
        typed = {"title": "Quá hạn tháng 10", "first": "2026-10-01", "last": "2026-10-20", "size": "20"}
        watching.post("/dieu-hanh/kiem-tra/lay-mau/", typed | {"signs": ["late"]})
        made = Inspection.objects.get()
        home = f"/dieu-hanh/kiem-tra/{made.pk}/"
        row = made.sample.get(dossier=late)
        found = {"level": "fault", "text": "Không xin lỗi.", "article": ARTICLE, "due_on": "2026-10-30"}
        assert watching.post(f"{home}ho-so/{row.pk}/phat-hien/", found | {"article": ""}).status_code == 409
        assert watching.post(f"{home}ho-so/{row.pk}/phat-hien/", found).status_code == 302
        one = Finding.objects.get()
        address = f"/dieu-hanh/kiem-tra/phat-hien/{one.pk}/"
        assert Notice.objects.filter(kind="finding", link=address, user_id=leader.user_id).exists()
        assert "Không xin lỗi." in leading.get("/dieu-hanh/kiem-tra/").content.decode()
        assert leading.get(home).status_code == 403

        assert watching.post(f"{address}khep/").status_code == 409
        assert leading.post(f"{address}tra-loi/", {"answer": " "}).status_code == 409
        assert leading.post(f"{address}tra-loi/", {"answer": "Đã xin lỗi."}).status_code == 302
        assert (
            watching.post(f"{address}tra-lai/", {"words": "Chưa nêu ai.", "due_on": "x"}).status_code == 409
        )
        watching.post(f"{address}tra-lai/", {"words": "Chưa nêu ai.", "due_on": "2026-11-02"})
        assert "Chưa nêu ai." in leading.get(address).content.decode()
        leading.post(f"{address}tra-loi/", {"answer": "Bà Hoa đã nhận lỗi."})
        assert watching.post(f"{home}ket-thuc/", {"conclusion": "Xong"}).status_code == 409
        assert watching.post(f"{address}khep/").status_code == 302
        other = made.sample.exclude(pk=row.pk).get()
        assert watching.post(f"{home}ho-so/{other.pk}/da-xem/").status_code == 302
        assert watching.post(f"{home}ket-thuc/", {"conclusion": "Hai hồ sơ chậm."}).status_code == 302
        table = b"".join(watching.get(f"{home}csv/")).decode()  # type: ignore[arg-type]
        paper = text_of(watching.get(f"{home}bien-ban/").content)
        assert b"".join(watching.get(f"{home}xlsx/")).startswith(b"PK")  # type: ignore[arg-type]
        assert "Hai hồ sơ chậm." in watching.get(home).content.decode()
    assert "Bà Hoa đã nhận lỗi." in table
    assert late.number in paper
    assert "Kết luận: Hai hồ sơ chậm." in " ".join(paper.split())
    left = entries(subject_type="report", subject_id="inspection")
    assert sorted(each.content["form"] for each in left) == ["csv", "pdf", "xlsx"]
    verbs = [each.verb for each in entries(subject_type="inspection", subject_id=str(made.pk))]
    assert verbs == [
        "close_inspection",
        "look_through",
        "close_finding",
        "answer_finding",
        "send_back_finding",
        "answer_finding",
        "find",
        "draw_sample",
    ]
    assert late.movements.count() == moves
    with pytest.raises(Refused, match="đã kết thúc"):
        inspecting.look(actor=inspector, inspected_id=row.pk)


@pytest.mark.django_db
def test_another_agency_neither_sees_nor_answers_a_finding(
    as_officer: LogIn, cast: Cast, inspector: Actor, month: list[Dossier]
) -> None:
    with moment.at(on(20)):
        row = inspecting.draw(actor=inspector, wanted=WANTED).sample.all()[0]
        one = inspecting.find(
            actor=inspector,
            inspected_id=row.pk,
            level="note",
            text="Lưu ý.",
            article="A",
            due_on=on(25).date(),
        )
        elsewhere = Unit.objects.of_kind("commune_committee").valid(on(0).date()).exclude(pk=one.unit_id)
        other = cast.officer(elsewhere.order_by("-pk")[0], who.SIGNER)
        assert as_officer(other).get(f"/dieu-hanh/kiem-tra/phat-hien/{one.pk}/").status_code == 404
        # Each is led to as much of the dossier as is theirs: all of it, where it stands, nothing.
        head_of_province = cast.officer(Unit.objects.of_kind("province_committee")[0], who.SIGNER)
        for reader, leads_to in (
            (inspector, f"/can-bo/ho-so/{row.dossier_id}/"),
            (head_of_province, f"/dieu-hanh/ho-so/{row.dossier_id}/"),
        ):
            page = as_officer(reader).get(f"/dieu-hanh/kiem-tra/phat-hien/{one.pk}/").content.decode()
            assert f'href="{leads_to}"' in page
        with pytest.raises(Forbidden):
            inspecting.answer(actor=other, finding_id=one.pk, words="Không phải tôi")
        assert inspecting.close_finding(actor=inspector, finding_id=one.pk).closed_at
