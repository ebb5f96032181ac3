"""Every view says who may open it; one that says nothing stays shut. The middleware asks each time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpResponseBase

from motcua.identity.actor import CITIZEN, OFFICER, Actor

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Door:
    """Who may come in. `writes_on_get` is for the few doors where another system sends people with a GET.
    `on_record`: what is taken from here by GET is written into the record, and nothing else is.

    `postal`: staff of the post may come in too, though the door names no role; elsewhere they may not, for
    they see no content of dossiers.
    """

    kinds: frozenset[str]
    roles: frozenset[str] = frozenset()
    public: bool = False
    writes_on_get: bool = False
    on_record: bool = False
    postal: bool = False

    def lets_in(self, actor: Actor) -> bool:
        if self.public:
            return True
        if actor.kind not in self.kinds:
            return False
        if not self.roles:
            return self.postal or actor.sees_content
        return actor.has(*self.roles)


def door(found: Door) -> Callable[[View], View]:
    """Put a door on a view."""

    def put(view: View) -> View:
        view.door = found  # type: ignore[attr-defined]
        return view

    return put


def door_of(view: Any) -> Door | None:
    """The door of a view, if it has one."""
    found = getattr(view, "door", None)
    return found if isinstance(found, Door) else None


def for_all(*, writes_on_get: bool = False) -> Callable[[View], View]:
    """Open to everybody, known or not."""
    return door(Door(kinds=frozenset(), public=True, writes_on_get=writes_on_get))


def for_citizens(view: View) -> View:
    """Open to citizens who have logged in."""
    return door(Door(kinds=frozenset({CITIZEN})))(view)


def for_officers(*roles: str, on_record: bool = False) -> Callable[[View], View]:
    """Open to officers with any of these roles at the post they act from; without roles, to every
    officer who may read dossiers. `on_record`: a file leaves the system here, and the record says so.
    """
    return door(Door(kinds=frozenset({OFFICER}), roles=frozenset(roles), on_record=on_record))


def for_every_officer(view: View) -> View:
    """Open to every officer, staff of the post too: nothing behind it says anything of a dossier."""
    return door(Door(kinds=frozenset({OFFICER}), postal=True))(view)


def for_people(view: View) -> View:
    """Open to everybody who has logged in and may read dossiers."""
    return door(Door(kinds=frozenset({CITIZEN, OFFICER})))(view)


def for_everybody_known(view: View) -> View:
    """Open to everybody who has logged in: nothing behind it says anything of a dossier."""
    return door(Door(kinds=frozenset({CITIZEN, OFFICER}), postal=True))(view)
