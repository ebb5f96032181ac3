"""C-08: people need two or three tries: the rate of first time right, its reasons, told to the next one."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from motcua.cli.report import report
from motcua.dossiers.actions.pointing import Wanted
from motcua.dossiers.actions.refuse import refuse, withdraw
from motcua.dossiers.actions.supplement import ask
from motcua.dossiers.models import Dossier
from motcua.identity.actor import INSPECTOR
from motcua.identity.models import User
from motcua.lib import moment
from motcua.reporting.faults import common_faults
from motcua.reporting.reports import REPORTS
from motcua.reporting.scope import Asked
from motcua.reporting.table import Share
from motcua.reporting.tallies import catch_up
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, answer
from tests.stories import begin_with

pytestmark = pytest.mark.django_db


def asked_for(cast: Cast, dossier: Dossier, key: str) -> None:
    paper = dossier.live_papers()[0]
    item = Wanted("component", paper.component_key, paper.name, "trang 1", reason_key=key)
    ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=[item])


def tell(cast: Cast) -> None:
    """One right at once, three sent back for a blurred picture, one refused as a duplicate, one withdrawn."""
    cast.finished(BIRTH_AGAIN)
    withdraw(actor=cast.citizen, dossier_id=cast.filed(BIRTH_AGAIN).pk, reason="Không cần nữa")
    for _ in range(3):
        asked_for(cast, cast.filed(BIRTH_AGAIN), "blurred")
    twice = cast.filed(BIRTH_AGAIN)
    refuse(actor=cast.desk_of(twice), dossier_id=twice.pk, reason_key="duplicate")
    catch_up()


@pytest.fixture
def month(cast: Cast) -> Cast:
    begin_with("a month of tries", cast, tell)
    return cast


def period() -> tuple[date, date]:
    return moment.today() - timedelta(days=1), moment.today() + timedelta(days=1)


def as_json(name: str, *more: str) -> dict[str, object]:
    first, last = (day.isoformat() for day in period())
    done = CliRunner().invoke(report, [name, "--from", first, "--to", last, "--json", *more])
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.output)
    return found


def test_the_rate_is_told_by_procedure_and_by_unit_with_its_whole(month: Cast) -> None:
    for by in ("procedure", "unit"):
        made = REPORTS["first-time-right"](Asked(*period(), by=by))
        (row,) = [row for row in made.rows if row["decided"]]
        assert (row["decided"], row["share"]) == (2, Share(1, 2))
    told = as_json("first-time-right", "--by", "procedure")["totals"]
    assert told["share"] == {"numerator": 1, "denominator": 2, "percent": 50.0}  # type: ignore[index]


def test_the_top_reasons_stand_first_by_key(month: Cast) -> None:
    rows = as_json("reasons")["rows"]
    assert [(row["reason_key"], row["count"]) for row in rows] == [  # type: ignore[attr-defined]
        ("blurred", 3),
        ("duplicate", 1),
        ("", 1),
    ]
    assert rows[0]["examples"] == "trang 1"  # type: ignore[index]


def test_every_figure_opens_its_dossiers(month: Cast, client: Client) -> None:
    inspector = month.officer("vp-ubnd-tinh", INSPECTOR)
    client.force_login(User.objects.get(pk=inspector.user_id), "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["post"] = inspector.post_id
    session.save()
    first, last = (day.isoformat() for day in period())
    scope = {"tu": first, "den": last, "chia": "procedure"}
    for name, wanted in (("reasons", {"3", "1"}), ("first-time-right", {"2"})):
        page = client.get(reverse("steering:report", args=[name]), scope)
        cells = [cell for row in page.context["rows"] for cell in row if cell.url]
        assert wanted <= {cell.text for cell in cells}, name
        for cell in cells:
            behind = client.get(cell.url)
            expected = "1" if "/" in cell.text else cell.text
            assert str(behind.context["total"]) == expected, cell


def test_what_is_often_wrong_is_told_to_the_next_one(month: Cast, client: Client) -> None:
    (fault,) = common_faults(BIRTH_AGAIN, moment.now())
    assert (fault.count, fault.words) == (3, "Ảnh mờ, không đọc được chữ")
    client.force_login(month.lan.user)
    page = client.get(reverse("filing:papers", args=[month.draft(BIRTH_AGAIN).pk])).content.decode()
    assert "Chỗ nhiều người phải sửa lại" in page
    assert fault.hint in page
    assert not common_faults(BIRTH_AGAIN, moment.now() + timedelta(days=200)), "old faults are forgotten"


def test_an_answer_that_was_needed_is_not_first_time_right(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    asked_for(cast, dossier, "pages_missing")
    answer(cast, dossier)
    assert cast.fresh(dossier).supplement_count == 1
