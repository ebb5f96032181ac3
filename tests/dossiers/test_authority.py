"""Who may sign what until when; and posts that are there for some procedures only."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.documents.files import read
from motcua.documents.signing import verify
from motcua.dossiers.actions import draft, tasks
from motcua.dossiers.actions.route import finish_step, outcomes_of
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity.actor import DESK_OFFICER, HANDLER, SYSTEM_ACTOR, Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.actions import let_sign, stand_in
from motcua.organisation.actors import actor_at
from motcua.organisation.models import Post
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, PAID_FIRST, refused, signer_of, step_of


def to_sign(cast: Cast) -> tuple[Dossier, WorkItem]:
    """A dossier that waits for its signature."""
    dossier = cast.accepted(BIRTH_AGAIN)
    while True:
        item = step_of(dossier)
        step = dossier.spec.route.step(item.step_key)
        assert step is not None
        if step.act == "sign":
            return dossier, item
        dossier = cast.step(dossier)


def sign(actor: Actor, item: WorkItem) -> None:
    tasks.take(actor=actor, item_id=item.pk)
    chosen = next(each.key for each in outcomes_of(item) if not each.back)
    finish_step(actor=actor, item_id=item.pk, outcome=chosen)


def test_a_limited_signer_signs_what_was_given_until_the_day_written(cast: Any) -> None:
    dossier, item = to_sign(cast)
    signer = signer_of(cast, dossier)
    post = Post.objects.get(pk=signer.post_id)
    Post.objects.filter(pk=post.pk).update(signs_all=False)
    today = moment.today()
    with refused("no-authority"):
        sign(signer, item)
    days = {"starts": today - timedelta(days=9), "ends": today - timedelta(days=1)}
    given = {"actor": SYSTEM_ACTOR, "post": post, "ground": "QĐ số 12"}
    let_sign(**given, **days, procedure_code=BIRTH_AGAIN)
    with refused("authority-over"):
        sign(signer, item)
    let_sign(**given, starts=today, ends=today, procedure_code=PAID_FIRST)
    let_sign(**given, starts=today, ends=today, result="refusal")
    with refused("authority-over"):
        sign(signer, item)
    let_sign(**given, starts=today, ends=today, procedure_code=BIRTH_AGAIN, result="result")
    sign(signer, item)
    assert cast.fresh(dossier).has_signed_result()


def test_the_signature_itself_says_for_whom_it_was_made(cast: Any) -> None:
    dossier, item = to_sign(cast)
    signer = signer_of(cast, dossier)
    vice = User.objects.get(pk=signer.user_id)
    chief = User.objects.get(pk=cast.officer("vp-" + cast.a_commune, "clerk").user_id)
    post = Post.objects.get(pk=signer.post_id)
    stand_in(
        actor=signer,
        post=post,
        user=chief,
        stands_for=vice,
        starts=moment.today(),
        ends=moment.today(),
        ground="Giấy ủy quyền số 3",
    )
    sign(actor_at(chief, post), item)
    result = dossier.results.get()
    assert result.signed_file is not None
    assert f"thay mặt {vice.name}" in result.signed_by
    fact = verify(read(result.signed_file)).signatures[0]
    assert fact.on_behalf == vice.name
    assert f"{chief.name}" in fact.sentences[0]
    assert f"thay mặt {vice.name}" in fact.sentences[0]


@pytest.fixture
def narrow(cast: Any) -> Actor:
    """The desk officer of the commune, there for household businesses only."""
    desk = cast.officer("ttpvhcc-" + cast.a_commune, DESK_OFFICER)
    post = Post.objects.get(pk=desk.post_id)
    post.procedures = [PAID_FIRST]
    post.save()
    return actor_at(User.objects.get(pk=desk.user_id), post)


def test_a_narrow_post_sees_takes_and_accepts_only_its_own_procedures(cast: Any, narrow: Actor) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    assert not Dossier.objects.visible_to(narrow).exists()
    assert not WorkItem.objects.for_actor(narrow).exists()
    item = WorkItem.objects.open().get(dossier=dossier)
    with refused("not-yours"):
        tasks.take(actor=narrow, item_id=item.pk)
    assert not tasks.can_do(User.objects.get(pk=narrow.user_id), item)
    with refused(""):
        draft.start(actor=narrow, version=cast.version(BIRTH_AGAIN), submitter=cast.lan, channel="counter")
    own = cast.filed(PAID_FIRST)
    assert Dossier.objects.visible_to(narrow).get() == own
    assert WorkItem.objects.for_actor(narrow).get().dossier == own


def test_a_field_widens_a_narrow_post_to_everything_in_it(cast: Any) -> None:
    division = cast.officer("phong-vhxh-" + cast.a_commune, HANDLER)
    field = cast.version(BIRTH_AGAIN).procedure.field_id
    narrow = Actor(**{**division.__dict__, "fields": frozenset({field})})
    assert narrow.covers(BIRTH_AGAIN, field)
    assert not narrow.covers(PAID_FIRST, cast.version(PAID_FIRST).procedure.field_id)
