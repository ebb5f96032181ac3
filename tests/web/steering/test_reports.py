"""Reports on screen and as files, index 766 and targets: the engine's figures, nobody else's rights."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.reporting.index_of_month import index
from motcua.reporting.models import Tally, Target
from motcua.reporting.reports import REPORTS
from motcua.reporting.reports.form_06a import report
from motcua.web.steering import reports
from tests.cast import Cast
from tests.web.steering.conftest import on

pytestmark = pytest.mark.django_db
LogIn = Callable[[Actor], Client]
OCTOBER = {"tu": "2026-10-01", "den": "2026-10-31"}


@pytest.fixture
def inspector(as_officer: LogIn, cast: Cast) -> Client:
    return as_officer(cast.officer("vp-ubnd-tinh", who.INSPECTOR))


@pytest.fixture
def admin(as_officer: LogIn, cast: Cast) -> Client:
    return as_officer(cast.officer("vp-ubnd-tinh", who.ADMIN))


@pytest.mark.parametrize("name", list(REPORTS))
def test_every_report_can_be_read_and_taken_away(inspector: Client, month: list[Dossier], name: str) -> None:
    with moment.at(on(20)):
        page = inspector.get(f"/dieu-hanh/bao-cao/{name}/", OCTOBER)
        table = inspector.get(f"/dieu-hanh/bao-cao/{name}/csv/", OCTOBER)
        sheet = inspector.get(f"/dieu-hanh/bao-cao/{name}/xlsx/", OCTOBER)
        paper = inspector.get(f"/dieu-hanh/bao-cao/{name}/pdf/", OCTOBER)
    assert page.status_code == 200
    assert REPORTS[name].formula in page.content.decode().replace("&lt;", "<").replace("&gt;", ">")
    text = b"".join(table.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert paper.content.startswith(b"%PDF")
    assert zipfile.is_zipfile(io.BytesIO(b"".join(sheet.streaming_content)))


def test_a_long_list_is_read_screen_by_screen(
    inspector: Client, month: list[Dossier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "ON_SCREEN", 2)
    seen: list[str] = []
    address: dict[str, str] | None = {}
    with moment.at(on(20)):
        while address is not None and len(seen) < 20:
            page = inspector.get("/dieu-hanh/bao-cao/register-07/", OCTOBER | address)
            seen += [row[2].text for row in page.context["rows"]]
            assert len(page.context["rows"]) <= 2
            text = page.content.decode()
            assert f"đến {len(seen)} trong 5" in text
            address = {"page": str(page.context["after"])} if page.context["after"] else None
            assert ('rel="next"' in text) == (address is not None)
        assert sorted(seen) == sorted(str(each.code) for each in month[:5])
        for odd in ("0", "-1", "²", "x", "", "99999999999999999999"):
            assert (
                inspector.get("/dieu-hanh/bao-cao/register-07/", OCTOBER | {"page": odd}).status_code == 200
            )


@pytest.mark.parametrize("by", ["field", "unit", "level", "procedure"])
def test_each_figure_of_06a_leads_to_as_many_dossiers(
    inspector: Client, month: list[Dossier], by: str
) -> None:
    with moment.at(on(20)):
        page = inspector.get("/dieu-hanh/bao-cao/06a/", OCTOBER | {"chia": by})
        cells = [cell for row in [*page.context["rows"], page.context["totals"]] for cell in row if cell.url]
        assert len(cells) >= 10
        for cell in cells:
            assert inspector.get(cell.url).context["total"] == int(cell.text), (cell.label, cell.url)
    totals = report(first=date(2026, 10, 1), last=date(2026, 10, 31)).totals
    assert page.context["totals"][1].text == str(totals.received_total)


def test_a_report_that_contradicts_itself_is_not_shown(inspector: Client, month: list[Dossier]) -> None:
    row = Tally.objects.filter(metric="solved_early").exclude(procedure_code="").first()
    assert row is not None
    Tally.objects.filter(pk=row.pk).update(count=-5)
    with moment.at(on(20)):
        for file in ("", "csv/", "xlsx/", "pdf/"):
            given = {"tu": row.day.isoformat(), "den": row.day.isoformat()}
            page = inspector.get(f"/dieu-hanh/bao-cao/06a/{file}", given)
            assert page.status_code == 500
            assert "Báo cáo không cân" in page.content.decode()


def test_a_report_nobody_knows_is_not_found(inspector: Client) -> None:
    assert inspector.get("/dieu-hanh/bao-cao/la/").status_code == 404
    assert inspector.get("/dieu-hanh/bao-cao/").status_code == 200


def test_the_index_shows_every_component_and_the_dossiers_that_cost_points(
    inspector: Client, month: list[Dossier]
) -> None:
    with moment.at(on(20)):
        made = index(date(2026, 10, 1))
        page = inspector.get("/dieu-hanh/chi-so-766/", {"thang": "2026-10"})
        lines = [line for _, group in page.context["groups"] for line in group]
        assert [line.scored.points for line in lines] == [each.points for each in made.components]
        costly = [line for line in lines if line.url]
        assert costly
        for line in costly:
            assert inspector.get(line.url).status_code == 200
        question = made.edition.questions[0]
        chosen = question.options[-1].key
        other = inspector.get("/dieu-hanh/chi-so-766/", {"thang": "2026-10", question.key: chosen})
        assert other.context["index"].choices[question.key] == chosen
        inspector.get("/dieu-hanh/chi-so-766/", {"thang": "2026-10", question.key: "la"})


def test_targets_are_set_split_measured_and_withdrawn(admin: Client, month: list[Dossier]) -> None:
    given: dict[str, Any] = {
        "metric": "on_time",
        "scope": "province",
        "first": "2026-01-01",
        "last": "2026-12-31",
        "value": "98",
        "source": "Kế hoạch",
    }
    with moment.at(on(20)):
        made = admin.post("/dieu-hanh/chi-tieu/giao/", given)
        top = Target.objects.get(scope="province")
        assert made.headers["Location"] == f"/dieu-hanh/chi-tieu/{top.pk}/"
        page = admin.get(made.headers["Location"])
        assert len(page.context["candidates"]) > 148
        unit = page.context["candidates"][0][0]
        split = f"/dieu-hanh/chi-tieu/{top.pk}/chia/"
        assert admin.post(split, {"below": "agency"}).status_code == 409
        assert admin.post(split, {"below": "agency", f"value-{unit}": "nhiều"}).status_code == 409
        assert admin.post(split, {"below": "agency", f"value-{unit}": "97,5"}).status_code == 302
        assert [str(part.value) for part in top.parts.all()] == ["97.50"]
        assert unit not in [
            key for key, _, _ in admin.get(f"/dieu-hanh/chi-tieu/{top.pk}/").context["candidates"]
        ]
        assert "97,5" in admin.get("/dieu-hanh/chi-tieu/").content.decode().replace("97.50", "97,5")
        admin.post(f"/dieu-hanh/chi-tieu/{top.pk}/rut/")
    top.refresh_from_db()
    assert top.withdrawn_at is not None


@pytest.mark.parametrize(
    ("field", "value"), [("value", "101"), ("value", "x"), ("value", "nan"), ("first", ""), ("metric", "la")]
)
def test_a_target_that_makes_no_sense_comes_back_with_what_was_typed(
    admin: Client, field: str, value: str
) -> None:
    given = {
        "metric": "on_time",
        "scope": "province",
        "first": "2026-01-01",
        "last": "2026-12-31",
        "value": "98",
        "source": "Kế hoạch số 5",
    }
    page = admin.post("/dieu-hanh/chi-tieu/giao/", given | {field: value})
    assert page.status_code == 409
    assert "Kế hoạch số 5" in page.content.decode()
    assert not Target.objects.exists()


def test_targets_belong_to_the_agency_that_has_them(
    as_officer: LogIn, cast: Cast, leader: Actor, inspector: Client, admin: Client
) -> None:
    given = {"metric": "desk_online", "first": "2026-01-01", "last": "2026-12-31", "value": "60"}
    mine = as_officer(leader)
    assert mine.post("/dieu-hanh/chi-tieu/giao/", given | {"scope": "province"}).status_code == 403
    assert (
        mine.post("/dieu-hanh/chi-tieu/giao/", given | {"scope": f"agency:{leader.unit_id}"}).status_code
        == 302
    )
    target = Target.objects.get()
    other = Unit.objects.of_kind("commune_committee").exclude(pk=leader.unit_id).valid(on(0).date())[0]
    stranger = as_officer(cast.officer(other, who.SIGNER))
    assert stranger.get(f"/dieu-hanh/chi-tieu/{target.pk}/").status_code == 404
    assert stranger.post(f"/dieu-hanh/chi-tieu/{target.pk}/rut/").status_code == 404
    assert inspector.get(f"/dieu-hanh/chi-tieu/{target.pk}/").status_code == 200
    assert inspector.post(f"/dieu-hanh/chi-tieu/{target.pk}/rut/").status_code == 403
    assert mine.post("/dieu-hanh/chi-tieu/giao-theo-ke-hoach/").status_code == 403
    assert admin.post("/dieu-hanh/chi-tieu/giao-theo-ke-hoach/").status_code == 302
    assert Target.objects.filter(scope="province").count() == 5
