"""Where a dossier stands in the route of a newer version. Pure, like `motcua.workflow.routes`."""

from motcua.workflow.spec import Route, Step

# What is signed or numbered has to have been written first.
_AFTER_DRAFT = frozenset({"sign", "number"})


def same_place(old: Route, key: str, new: Route) -> Step:
    """The step of the new route that stands for this one of the old: of the same key, else the first with the
    same act, else the start.
    """
    by_key = new.step(key)
    if by_key is not None:
        return by_key
    was = old.step(key)
    of_act = [step for step in new.steps if was is not None and step.act == was.act]
    return of_act[0] if of_act else new.steps[0]


def to_write_anew(new: Route, place: Step) -> Step:
    """The place when the case ends in other results than those drafted: the step that drafts, where it comes
    before; nobody can sign what nobody has written.
    """
    if place.act not in _AFTER_DRAFT:
        return place
    return next((step for step in new.steps if step.act == "draft"), place)
