"""Where somebody stands in a draft: at a part with a form, or at a list; and the way back from there."""

from dataclasses import dataclass

from django.http import Http404
from pydantic import BaseModel

from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing import tree
from motcua.catalogue.editing.listing import GENERAL, path_of, place_of, title_of
from motcua.catalogue.editing.shape import Path, Slot, general, model_at, slot
from motcua.catalogue.editing.showing import Context
from motcua.catalogue.editing.words import INSIDE, LISTS
from motcua.catalogue.spec import ProcedureSpec
from motcua.web.ui.parts import Crumb

_GENERAL = "Thông tin chung"
# The lists of the form and the route are shown on the pages of these, not on pages of their own.
_WHOLE = ("form", "route")


@dataclass(frozen=True)
class FormAt:
    """A part with a form; `only` names what the form asks for, where that is not all."""

    place: str
    path: Path
    model: type[BaseModel]
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListAt:
    """A list of parts."""

    place: str
    path: Path
    rows: Slot


def stand_at(draft: Draft, place: str) -> FormAt | ListAt:
    """The part or list an address means; 404 for anything else."""
    if place == GENERAL:
        return FormAt(place, (), ProcedureSpec, general())
    if place == "legal_basis":
        return FormAt(place, (), ProcedureSpec, ("legal_basis",))
    path = path_of(place)
    found = _list_at(draft, path)
    if found is not None:
        return ListAt(place, path, found)
    return form_at(draft, place)


def form_at(draft: Draft, place: str) -> FormAt:
    """The part an address means; 404 when none stands there."""
    found = stand_at(draft, place) if place in {GENERAL, "legal_basis"} else None
    if isinstance(found, FormAt):
        return found
    path = path_of(place)
    model = model_at(draft.data, path)
    if model is None:
        raise Http404
    return FormAt(place, path, model)


def list_at(draft: Draft, place: str) -> ListAt:
    """The list an address means; 404 for anything else."""
    path = path_of(place)
    found = _list_at(draft, path)
    if found is None:
        raise Http404
    return ListAt(place, path, found)


def _list_at(draft: Draft, path: Path) -> Slot | None:
    around = model_at(draft.data, path[:-1])
    found = slot(around, str(path[-1])) if around is not None and isinstance(path[-1], str) else None
    return found if found is not None and found.kind == "parts" else None


def address(draft: Draft, place: str) -> str:
    """The page of a place."""
    return f"/quan-tri/soan/{draft.pk}/muc/{place}/"


def around(draft: Draft, path: Path) -> str:
    """The page on which the entry at `path` is listed: of its list, or of the part that holds the list."""
    listed = path[:-1]
    if len(listed) == 1:
        return address(draft, place_of(listed))
    return address(draft, place_of(listed[:-1]))


def title(stand: FormAt | ListAt, value: tree.Data, context: Context) -> str:
    """What the page of this place is called."""
    if not stand.path:
        return _GENERAL if stand.place == GENERAL else LISTS[stand.place].label
    last = stand.path[-1]
    if isinstance(last, int) and isinstance(stand, FormAt):
        return title_of(stand.model, value, last, context)
    return _name(str(last))


def trail(draft: Draft, path: Path, context: Context) -> tuple[Crumb, ...]:
    """The places around this one, from the outside in."""
    made = []
    for end in range(1, len(path)):
        outer = path[:end]
        last = outer[-1]
        if isinstance(last, int):
            name = title_of(model_at(draft.data, outer), tree.find(draft.data, outer), last, context)
        elif end == 1:
            name = _name(last)
        else:
            continue
        made.append(Crumb(name, address(draft, place_of(outer))))
    return tuple(made)


def _name(key: str) -> str:
    return INSIDE[key] if key in _WHOLE else LISTS[key].label
