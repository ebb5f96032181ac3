"""The invented officers of the demo province, with accounts, posts and assignments."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.audit.actions import record
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.organisation import seed
from motcua.organisation.models import Assignment, Post
from motcua.organisation.officers import invented_officers
from motcua.organisation.rules import check_may_organise

# This is the loader of the demo only. One password, hashed once, for all of them: argon2 is dear by design,
# and a thousand hashes would take minutes. Real accounts are made one by one with a password of their own.
DEMO_PASSWORD = "motcua-demo"  # noqa: S105


@transaction.atomic
def create_officers(*, actor: Actor, starts: date = seed.REORGANISED) -> int:
    """Create those invented officers that do not exist yet; returns how many were created.

    The units must have been loaded (`load_province`). All log in with `DEMO_PASSWORD`.
    """
    check_may_organise(actor)
    there = set(User.objects.filter(kind=User.Kind.OFFICER).values_list("login", flat=True))
    new = [officer for officer in invented_officers() if officer.login not in there]
    if not new:
        return 0
    password = make_password(DEMO_PASSWORD)
    users = User.objects.bulk_create(
        [User(login=o.login, name=o.name, kind=User.Kind.OFFICER, password=password) for o in new],
        batch_size=500,
    )
    posts = Post.objects.bulk_create(
        [
            Post(
                unit_id=o.unit_id, title=o.title, roles=list(o.roles), public=o.public, fields=list(o.fields)
            )
            for o in new
        ],
        batch_size=500,
    )
    Assignment.objects.bulk_create(
        [Assignment(user=user, post=post, starts=starts) for user, post in zip(users, posts, strict=True)],
        batch_size=500,
    )
    record(
        actor=actor.label,
        user_id=actor.user_id,
        verb="create_officers",
        subject_type="province",
        subject_id=seed.PROVINCE,
        content={"officers": len(new)},
    )
    return len(new)
