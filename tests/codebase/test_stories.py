"""Stories that tests begin with are told once: a suite that tells them again and again passes too, slowly."""

from django.db import transaction

from motcua.dossiers.models import Dossier
from tests.cast import Cast
from tests.dossiers.test_matrix import InMemory
from tests.stories import begin_with


def test_a_story_is_told_once_and_put_back_after_that(db: None) -> None:
    assert InMemory._meta.proxy, "A second model of the same table must make no difference."
    told = []

    def tell(cast: Cast) -> Dossier:
        told.append(cast)
        return cast.accepted("1.001193")

    found = []
    for _ in range(3):
        with transaction.atomic():
            cast = Cast()
            dossier = begin_with("told once", cast, tell)
            assert cast.fresh(dossier).code == dossier.code
            assert cast.lan.pk == dossier.submitter_id
            found.append(dossier.pk)
            transaction.set_rollback(True)
    assert len(told) == 1
    assert set(found) == {found[0]}
