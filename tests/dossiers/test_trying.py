"""A draft tried on dossiers that were filed: what it says, what it costs, and that it touches nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.spec import ProcedureSpec
from motcua.cli.procedure import procedure
from motcua.dossiers.actions.refuse import withdraw
from motcua.dossiers.models import Dossier
from motcua.dossiers.trying import Trial, try_draft
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.newer import another_paper, another_question, changed, fee, term
from tests.stories import begin_with


def tell(cast: Cast) -> list[Dossier]:
    """Six dossiers: two cases, on their way, finished, withdrawn, new, at the counter."""
    spec = cast.version(BIRTH_AGAIN).spec
    with on("2026-11-02T09:00"):
        finished = cast.finished(BIRTH_AGAIN, case=spec.case("copy"))
        gone = cast.accepted(BIRTH_AGAIN)
        withdraw(actor=cast.citizen, dossier_id=gone.pk, reason="Đổi ý")
    with on("2026-11-03T09:00"):
        running = [cast.accepted(BIRTH_AGAIN, case=spec.case(case)) for case in ("copy", "other")]
        counter = cast.filed(BIRTH_AGAIN, case=spec.case("copy"), channel="counter")
    with on("2026-11-03T10:00"):
        return [finished, gone, *running, counter, cast.filed(BIRTH_AGAIN)]


@pytest.fixture
def filed(cast: Cast) -> Iterator[list[Dossier]]:
    found = begin_with("dossiers to try a draft on", cast, tell)
    with on("2026-11-09T09:00"):
        yield found


def draft(cast: Cast, *changes: object) -> ProcedureSpec:
    return changed(cast.version(BIRTH_AGAIN).spec, *changes, begins="2026-12-01")  # type: ignore[arg-type]


def sums(trial: Trial) -> tuple[int, int, int]:
    return len(trial.dossiers), trial.same, trial.not_filed


def test_the_same_content_changes_nothing(cast: Cast, filed: list[Dossier]) -> None:
    trial = try_draft(draft(cast))
    assert sums(trial) == (6, 6, 0)
    assert (trial.changes, trial.hindrances, trial.late_at_once) == ((), (), 0)


def test_fee_and_term_are_told_against_what_each_got(cast: Cast, filed: list[Dossier]) -> None:
    trial = try_draft(draft(cast, term(3), fee("birth_again", 7000)))
    assert dict(trial.changes)["Phí, lệ phí"] == 6
    # The new one has no term yet; the withdrawn, the finished, the running ones and the counter's have.
    assert dict(trial.changes)["Thời hạn giải quyết"] == 5
    running = next(each for each in trial.dossiers if each.number == filed[2].number)
    told = {each.key: (each.before, each.after) for each in running.differences}
    assert told["fee"] == ("5.000 đồng", "7.000 đồng")
    assert told["term"] == ("5 ngày làm việc", "3 ngày làm việc")
    assert told["due"][1].endswith("06/11/2026")


def test_what_would_be_overdue_at_once_is_counted(cast: Cast, filed: list[Dossier]) -> None:
    trial = try_draft(draft(cast, term(3)))
    assert trial.late_at_once == 3, "two on their way and the one at the counter were due on the 10th"


def test_what_could_not_be_filed_any_more_says_why(cast: Cast, filed: list[Dossier]) -> None:
    only_copy = another_paper(when={"fact": "old_paper", "is": "copy"})
    trial = try_draft(draft(cast, only_copy))
    assert dict(trial.hindrances) == {"giấy tờ «Giấy tờ mới»": trial.not_filed}
    other = next(each for each in trial.dossiers if each.number == filed[3].number)
    assert other.could_be_filed
    trial = try_draft(draft(cast, another_question))
    assert trial.not_filed == 6
    assert trial.hindrances == (("câu trả lời cho «Bạn có việc mới này không?»", 6),)


def test_the_latest_or_any_by_chance(cast: Cast, filed: list[Dossier]) -> None:
    latest = try_draft(draft(cast), count=1)
    assert [each.number for each in latest.dossiers] == [filed[5].number]
    assert len(try_draft(draft(cast), count=4, by_chance=True).dossiers) == 4


def test_nothing_is_written(cast: Cast, filed: list[Dossier]) -> None:
    before = everything()
    with CaptureQueriesContext(connection) as asked:
        try_draft(draft(cast, term(3), fee("birth_again", 7000), another_question))
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
    assert everything() == before


def everything() -> dict[str, list[str]]:
    models = [model for model in apps.get_models() if model._meta.managed]
    return {model.__name__: sorted(map(str, model._base_manager.values_list())) for model in models}


def test_more_dossiers_ask_no_more_of_the_database(cast: Cast, filed: list[Dossier]) -> None:
    spec = draft(cast, term(3))
    counts = []
    for count in (2, 6):
        with CaptureQueriesContext(connection) as asked:
            try_draft(spec, count=count)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1, "another channel may bring another desk"
    assert counts[1] < 30


def test_the_command_tells_people_and_programs(cast: Cast, filed: list[Dossier], tmp_path: Path) -> None:
    path = tmp_path / f"{BIRTH_AGAIN}.yaml"
    path.write_text(yaml.safe_dump(draft(cast, fee("birth_again", 7000)).data(), allow_unicode=True))
    said = CliRunner().invoke(procedure, ["try", str(path), "--dossiers", "3"]).output
    assert "3 hồ sơ của 1.004884: 0 không khác, 0 không còn nộp được" in said
    assert "Phí, lệ phí: 5.000 đồng → 7.000 đồng" in said
    told = json.loads(CliRunner().invoke(procedure, ["try", str(path), "--json", "--by-chance"]).output)
    assert told["changes"] == [["Phí, lệ phí", 6]]
    assert len(told["dossiers"]) == 6


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "hong.yaml"
    path.write_text("code: [")
    result = CliRunner().invoke(procedure, ["try", str(path)])
    assert result.exit_code == 1
    assert "Tệp chưa đọc được." in result.output
