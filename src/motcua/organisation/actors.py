"""Turning an account into the Actor it acts as: the post held today, its unit and roles; or the citizen."""

from motcua.identity.actor import (
    ACCOUNTANT,
    CITIZEN,
    COUNTER,
    HEAD,
    OFFICER,
    ONLINE,
    SIGNER,
    VISITOR_ACTOR,
    Actor,
)
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Assignment, Post, Succession, Unit
from motcua.organisation.queries import posts_of

_OVER_PARTS = frozenset({HEAD, SIGNER})
# Somebody who keeps the books and does nothing else keeps those of the parts too: cash is taken at the desk.
_BOOKS_ONLY = frozenset({ACCOUNTANT})


def posts_today(user: User) -> list[Post]:
    """The posts an officer may act from today, the first one being where a day begins."""
    return list(posts_of(user, moment.today()).select_related("unit"))


def actor_of(user: User | None, *, post_id: int | None = None) -> Actor:
    """The Actor of a logged-in account. An officer acts from one post at a time, so that roles never mix.

    An officer without a post today may do nothing: the account is there, the rights are not.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return VISITOR_ACTOR
    if not user.is_officer:
        person = getattr(user, "person", None)
        return Actor(
            kind=CITIZEN,
            name=user.name,
            user_id=user.pk,
            person_id=person.pk if person else None,
            channel=ONLINE,
            assurance=person.assurance if person else 0,
        )
    posts = posts_today(user)
    post = next((each for each in posts if each.pk == post_id), posts[0] if posts else None)
    if post is None:
        return Actor(kind=OFFICER, name=user.name, user_id=user.pk, channel=COUNTER)
    return actor_at(user, post)


def actor_at(user: User, post: Post) -> Actor:
    """The officer acting from this post. Who leads a unit, or keeps its books, also sees the work of its
    parts; what units began that have ended since is the work of their main successor (Luật 72/2025/QH15).
    """
    roles = frozenset(post.roles)
    acting, on_behalf = _held(user, post)
    units = {post.unit_id}
    if roles & _OVER_PARTS or roles == _BOOKS_ONLY:
        units |= set(
            Unit.objects.filter(parent_id=post.unit_id)
            .parts()
            .valid(moment.today())
            .values_list("pk", flat=True)
        )
    return Actor(
        kind=OFFICER,
        name=user.name,
        user_id=user.pk,
        post_id=post.pk,
        title=post.title,
        unit_id=post.unit_id,
        units=frozenset(_with_ended(units)),
        roles=roles,
        channel=COUNTER,
        on_behalf=on_behalf,
        capacity="KT." if on_behalf else "Q." if acting else "",
        own_title=_own_title(user, post) if on_behalf else "",
        fields=frozenset(post.fields),
        procedures=frozenset(post.procedures),
    )


def _held(user: User, post: Post) -> tuple[bool, str]:
    """Whether the post is held acting, and in whose place; read with the post where `posts_of` gave it."""
    if hasattr(post, "held_acting"):
        return bool(post.held_acting), getattr(post, "held_for", None) or ""
    held = Assignment.objects.filter(post=post, user=user).in_force(moment.today())
    row = held.order_by("acting", "pk").values_list("acting", "stands_for__name").first()
    return (row[0], row[1] or "") if row else (False, "")


def _own_title(user: User, post: Post) -> str:
    """The title of the post this officer holds in the own right."""
    held = Assignment.objects.filter(user=user, acting=False).in_force(moment.today()).exclude(post=post)
    return held.order_by("pk").values_list("post__title", flat=True).first() or ""


def _with_ended(units: set[str]) -> set[str]:
    """Together with the units these answer for since a reorganisation, however many times removed.

    Not those of before July 2025: nothing runs there any more.
    """
    found, nearest = set(units), units
    while nearest:
        taken = Succession.objects.in_effect(moment.today()).filter(new__in=nearest, main=True)
        taken = taken.exclude(old__kind__startswith="old_")
        nearest = set(taken.values_list("old_id", flat=True)) - found
        found |= nearest
    return found
