"""The register of units for those who keep it: the tree, predecessors and successors, who is there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from motcua.identity.models import User
from motcua.organisation.models import (
    Assignment,
    AssignmentQuerySet,
    CalendarDay,
    Post,
    SigningAuthority,
    SigningAuthorityQuerySet,
    Succession,
    Unit,
    UnitAlias,
    UnitQuerySet,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A post and the people who hold it today."""

    post: Post
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the register says about one unit."""

    unit: Unit
    children: tuple[Unit, ...]
    before: tuple[Succession, ...]
    after: tuple[Succession, ...]
    aliases: tuple[UnitAlias, ...]
    posts: tuple[Holder, ...]


def tops() -> UnitQuerySet:
    """The units without one above them, those of today first; `parts` counts what is below."""
    return counted(Unit.objects.filter(parent=None)).order_by("valid_to", "pk")


def counted(units: UnitQuerySet) -> UnitQuerySet:
    """With the number of units directly below each, as `parts`."""
    return units.annotate(parts=Count("children"))


def found(words: str) -> UnitQuerySet:
    """Units of any time whose name has all the words, or whose identifier or slug is what was typed."""
    typed = words.strip()
    exact = Unit.objects.filter(pk=typed.lower()) | Unit.objects.filter(agency_identifier=typed.upper())
    return counted(Unit.objects.named(words) | exact).order_by("valid_to", "name", "pk")


def card(unit_id: str, *, on: date) -> Card | None:
    """One unit with its surroundings in a fixed number of queries; None when there is no such unit."""
    unit = Unit.objects.select_related("parent__parent").filter(pk=unit_id).first()
    if unit is None:
        return None
    return Card(
        unit=unit,
        children=tuple(counted(Unit.objects.filter(parent=unit)).order_by("valid_to", "name")),
        before=tuple(Succession.objects.filter(new=unit).select_related("old").order_by("on", "old__name")),
        after=tuple(Succession.objects.filter(old=unit).select_related("new").order_by("on", "new__name")),
        aliases=tuple(UnitAlias.objects.filter(unit=unit).order_by("identifier")),
        posts=_holders(unit, on),
    )


def _holders(unit: Unit, on: date) -> tuple[Holder, ...]:
    names: dict[int, list[str]] = {}
    held = Assignment.objects.in_force(on).filter(post__unit=unit).select_related("user").order_by("pk")
    for assignment in held:
        acting = " (tạm quyền)" if assignment.acting else ""
        names.setdefault(assignment.post_id, []).append(assignment.user.name + acting)
    posts = Post.objects.filter(unit=unit).order_by("pk")
    return tuple(Holder(post, tuple(names.get(post.pk, ()))) for post in posts)


def officers(words: str) -> QuerySet[User]:
    """Accounts of officers by name or login name, with or without diacritics."""
    found = User.objects.filter(kind=User.Kind.OFFICER).order_by("name", "pk")
    if not words:
        return found
    return found.filter(Q(name__icontains=words) | Q(login__icontains=words.lower()))


def with_posts(people: list[User], on: date) -> list[tuple[User, str]]:
    """Each account with its posts of that day, in one query."""
    held = Assignment.objects.in_force(on).filter(user__in=people).select_related("post__unit")
    titles: dict[int, list[str]] = {}
    for each in held.order_by("pk"):
        titles.setdefault(each.user_id, []).append(f"{each.post.title}, {each.post.unit.short_name}")
    return [(user, "; ".join(titles.get(user.pk, ()))) for user in people]


def posts_of_all_times(user: User) -> AssignmentQuerySet:
    """Every post an officer has held, the latest first."""
    return Assignment.objects.filter(user=user).select_related("post__unit", "stands_for").order_by("-starts")


def holders_of(post: Post) -> AssignmentQuerySet:
    """Everybody who has held a post, the latest first."""
    return (
        Assignment.objects.filter(post=post).select_related("user", "stands_for").order_by("-starts", "-pk")
    )


def authorities_of(post: Post) -> SigningAuthorityQuerySet:
    """What a post may sign and could, the latest first."""
    return SigningAuthority.objects.filter(post=post).order_by("-ends", "-pk")


def calendar_years() -> list[int]:
    """The years of which the calendar has days."""
    return [day.year for day in CalendarDay.objects.dates("day", "year")]


def own_days(year: int) -> QuerySet[CalendarDay]:
    """The days of a year that single units have for themselves."""
    return (
        CalendarDay.objects.filter(unit__isnull=False, day__year=year).select_related("unit").order_by("day")
    )
