"""What an administrator sees of a version's running dossiers: the clause, how far it is, each and why."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.actions.transition import take_effect
from motcua.identity import actor as who
from motcua.identity.models import User
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, on
from tests.dossiers.newer import LAW, another_paper, newer, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    user = User.objects.get(pk=cast.officer("vp-ubnd-tinh", who.ADMIN).user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(number: int) -> str:
    return f"/quan-tri/thu-tuc/{BIRTH_AGAIN}/{number}/chuyen-tiep/"


def test_moved_and_staying_are_listed_with_their_reasons(cast: Cast, admin: Client) -> None:
    spec = cast.version(BIRTH_AGAIN).spec
    with on("2026-11-02T09:00"):
        moves = cast.accepted(BIRTH_AGAIN, case=spec.case("other"))
        stays = cast.accepted(BIRTH_AGAIN, case=spec.case("copy"))
        of_copy = another_paper(when={"fact": "old_paper", "is": "copy"})
        version = newer(cast, BIRTH_AGAIN, term(3), of_copy, begins="2026-11-05")
    page = admin.get(address(version.number)).content.decode()
    assert "còn 2 hồ sơ chưa xét" in page
    assert LAW in page
    with on("2026-11-05T08:00"):
        take_effect()
    page = admin.get(address(version.number)).content.decode()
    assert "Đã xét 2 hồ sơ, còn 0 hồ sơ chưa xét" in page
    assert "Thiếu giấy tờ «Giấy tờ mới»" in page.split(stays.number)[1].split("</tr>")[0]
    only = admin.get(address(version.number), {"tinh-trang": "moved"}).content.decode()
    assert moves.number in only
    assert stays.number not in only
    assert cast.lan.full_name not in page, "an administrator sees no content"
    assert admin.get(address(version.number), {"tinh-trang": "silent"}).status_code == 200


def test_a_version_without_a_clause_says_that_they_keep_theirs(cast: Cast, admin: Client) -> None:
    cast.accepted(BIRTH_AGAIN)
    number = cast.version(BIRTH_AGAIN).number
    assert "giữ bản đó đến khi xong" in admin.get(address(number)).content.decode()
    assert admin.get(address(99)).status_code == 404
    link = f'href="{address(number)}"'
    assert link in admin.get(f"/quan-tri/thu-tuc/{BIRTH_AGAIN}/{number}/").content.decode()


def test_more_dossiers_cost_no_more_queries(cast: Cast, admin: Client) -> None:
    counts = []
    with on("2026-11-02T09:00"):
        cast.accepted(BIRTH_AGAIN)
        version = newer(cast, BIRTH_AGAIN, term(3), begins="2026-11-05")
    for _ in range(2):
        with on("2026-11-05T08:00"):
            take_effect()
        admin.get(address(version.number))
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(address(version.number)).status_code == 200
        counts.append(len(asked))
        with on("2026-11-02T10:00"):
            for _ in range(3):
                cast.accepted(BIRTH_AGAIN)
    assert counts[0] == counts[1]
