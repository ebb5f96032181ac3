"""How much each officer has: open, soon due, late, done this week; and the work behind each number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from motcua.dossiers.models import WorkItem, WorkItemQuerySet
from motcua.identity.actor import Actor
from motcua.identity.models import User
from motcua.lib import moment
from motcua.organisation.models import Absence, Assignment

SOON = timedelta(days=2)


@dataclass(frozen=True)
class Load:
    """The work of one officer (None: taken by nobody). `away_until` is the last day of an absence."""

    user_id: int | None
    name: str
    posts: str
    open: int
    soon: int
    late: int
    paused: int
    done: int
    away_until: date | None = None


def week_start(now: datetime) -> datetime:
    """Monday, midnight."""
    local = now.astimezone(moment.TZ)
    monday = local.date() - timedelta(days=local.weekday())
    return datetime.combine(monday, time(0), moment.TZ)


def loads(actor: Actor, now: datetime) -> list[Load]:
    """Every officer of the actor's units, also who has nothing to do; in a fixed number of queries."""
    counts: dict[int | None, Any] = {row["assignee_id"]: row for row in _open_counts(actor, now)}
    done: dict[int | None, int] = dict(_done_counts(actor, now))
    people = _people(actor)
    missing = {key for key in [*counts, *done] if key is not None} - people.keys()
    for user in User.objects.filter(pk__in=missing):
        people[user.pk] = (user.name, "không còn ở đơn vị")
    away: dict[int | None, date] = dict(
        Absence.objects.in_force(moment.today()).filter(user__in=people).values_list("user_id", "ends")
    )
    found = [
        _load(key, name, posts, counts.get(key), done.get(key, 0), away.get(key))
        for key, (name, posts) in people.items()
    ]
    found.sort(key=lambda load: (-load.late, -load.open, load.name))
    if None in counts:
        found.append(_load(None, "Chưa ai nhận", "", counts[None], 0, None))
    return found


def _load(
    key: int | None, name: str, posts: str, row: dict[str, Any] | None, done: int, away: date | None
) -> Load:
    numbers = row or {"number": 0, "soon": 0, "late": 0, "paused": 0}
    return Load(
        key, name, posts, numbers["number"], numbers["soon"], numbers["late"], numbers["paused"], done, away
    )


def _open_counts(actor: Actor, now: datetime) -> QuerySet[WorkItem, Any]:
    running = Q(paused_at__isnull=True)
    return (
        WorkItem.objects.open()
        .filter(unit_id__in=actor.units)
        .values("assignee_id")
        .annotate(
            number=Count("pk"),
            soon=Count("pk", filter=running & Q(due_at__gte=now, due_at__lte=now + SOON)),
            late=Count("pk", filter=running & Q(due_at__lt=now)),
            paused=Count("pk", filter=~running),
        )
        .order_by()
    )


def _done_counts(actor: Actor, now: datetime) -> Iterable[tuple[int, int]]:
    """Work finished since Monday; what ended by itself (withdrawn, recalled) is nobody's merit."""
    return (
        WorkItem.objects.filter(unit_id__in=actor.units, done_at__gte=week_start(now))
        .filter(assignee__isnull=False)
        .exclude(outcome__in=["ended", "recalled"])
        .values_list("assignee_id")
        .annotate(number=Count("pk"))
        .order_by()
    )


def _people(actor: Actor) -> dict[int | None, tuple[str, str]]:
    """Who holds a post in the actor's units today, with the titles."""
    held = Assignment.objects.in_force(moment.today()).filter(
        post__unit_id__in=actor.units, user__is_active=True
    )
    people: dict[int | None, tuple[str, str]] = {}
    for each in held.select_related("user", "post").order_by("pk"):
        name, posts = people.get(each.user_id, (each.user.name, ""))
        title = f"{each.post.title} (làm thay)" if each.stands_for_id else each.post.title
        people[each.user_id] = (name, f"{posts}, {title}" if posts else title)
    return people


def work_held(actor: Actor, user_id: int | None) -> WorkItemQuerySet:
    """The open work of one officer (None: of nobody) in the actor's units, the most pressing first."""
    held = WorkItem.objects.open().filter(unit_id__in=actor.units, assignee_id=user_id)
    return held.with_screen().order_by(F("due_at").asc(nulls_last=True), "pk")
