"""Rating a dossier."""

import pytest

from motcua.audit.models import Entry
from motcua.dossiers.actions.refuse import refuse
from motcua.feedback.actions import rate
from motcua.feedback.models import Rating
from motcua.lib.errors import Refused
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, refused


def test_a_person_rates_once_after_the_result(cast: Cast) -> None:
    dossier = cast.finished(BIRTH_AGAIN)
    rate(actor=cast.citizen, dossier=dossier, score=1, reason=" Chờ lâu ")
    with refused("rated"):
        rate(actor=cast.citizen, dossier=dossier, score=3)
    rating = Rating.objects.get()
    assert (rating.score, rating.reason) == (1, "Chờ lâu")


def test_too_early_strangers_and_odd_scores_are_refused(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    with refused("too-early"):
        rate(actor=cast.citizen, dossier=dossier, score=3)
    dossier = cast.work_off(dossier)
    for actor, score in (
        (cast.stranger, 3),
        (cast.desk_of(dossier), 3),
        (cast.citizen, 0),
        (cast.citizen, 4),
    ):
        with pytest.raises(Refused):
            rate(actor=actor, dossier=dossier, score=score)
    assert not Rating.objects.exists()


def test_a_refused_dossier_may_be_rated_too(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    dossier = refuse(actor=cast.desk_of(dossier), dossier_id=dossier.pk, reason="Trùng hồ sơ")
    assert rate(actor=cast.citizen, dossier=dossier, score=2).score == 2


def test_the_record_keeps_that_it_was_rated_not_by_whom(cast: Cast) -> None:
    dossier = cast.finished(BIRTH_AGAIN)
    rate(actor=cast.citizen, dossier=dossier, score=1)
    entry = Entry.objects.get(verb="rate")
    assert (entry.actor, entry.user_id) == ("Người dân", None)
    assert cast.lan.full_name not in str(entry.content)
