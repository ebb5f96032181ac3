"""`./motcua doctor`: sound or not, and what it says."""

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from motcua.cli.doctor import doctor
from motcua.documents.signing import keystore
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.staffing import staffed
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Assignment
from tests.cast import Cast

CODE = "1.004884"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, arguments)


def faults() -> dict[str, Any]:
    found = json.loads(run("--json").stdout)
    return {each["name"]: each for each in found["checks"] if not each["ok"]}


def test_a_sound_system_is_told_so(cast: Cast) -> None:
    cast.accepted(CODE)
    cast.handed_over(CODE)
    result = run()
    assert result.exit_code == 0, result.stdout
    assert result.stdout.count("✓") == 11
    assert result.stdout.endswith("Mọi thứ đều ổn.\n")
    assert json.loads(run("--json").stdout)["ok"] is True


def test_what_is_wrong_is_said_and_counted(cast: Cast) -> None:
    dossiers = [cast.filed(CODE) for _ in range(23)]
    WorkItem.objects.filter(dossier__in=dossiers).delete()
    result = run()
    assert result.exit_code == 1
    assert result.stdout.count("hàng việc của ai") == 20
    assert "… và 3 chỗ khác." in result.stdout
    assert [each["faults"] for each in faults().values()] == [23]


def test_a_changed_record_is_found(cast: Cast) -> None:
    from django.db import connection

    cast.accepted(CODE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor = 'Ai khác' WHERE verb = 'accept'")
    assert list(faults()) == ["Nhật ký không bị sửa"]


def test_work_left_with_somebody_who_has_gone_is_found(cast: Cast) -> None:
    dossier = cast.accepted(CODE)
    item = dossier.work_items.open().get(kind="step")
    actor = cast.worker_of(item)
    WorkItem.objects.filter(pk=item.pk).update(assignee_id=actor.user_id)
    assert list(staffed(moment.today())) == []
    Assignment.objects.filter(user_id=actor.user_id).update(ends=moment.today() - timedelta(days=1))
    said = list(staffed(moment.today()))
    assert any("không còn giữ vai trò" in sentence for sentence in said)


def test_a_step_without_anybody_is_found(cast: Cast) -> None:
    User.objects.filter(login="ubnd-08515.signer").update(is_active=False)
    said = list(staffed(moment.today()))
    assert any("«Lãnh đạo ký» ở ubnd-08515" in sentence for sentence in said)


def test_an_old_engine_and_a_broken_key_store_are_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    monkeypatch.setattr(settings, "WAL_SAFE_FROM", (99, 0, 0), raising=False)
    monkeypatch.setattr(keystore(), "folder", settings.DATA_DIR / "nowhere")
    found = set(faults())
    assert "Kho khóa ký số" in found
    assert ("Phiên bản SQLite" in found) is (connection.vendor == "sqlite")


def test_it_reads_large_tables_in_pieces(cast: Cast, django_assert_max_num_queries: Any) -> None:
    from motcua.dossiers import soundness

    for _ in range(5):
        cast.accepted(CODE)
    with django_assert_max_num_queries(14):
        for check in (soundness.queued, soundness.moved, soundness.numbered):
            assert list(check()) == []
    assert Dossier.objects.count() == 5
