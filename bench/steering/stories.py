"""The courses a dossier of the bulk province may take. They are walked along the real table of moves first:
a course the table does not know is a fault of the benchmark, and nothing is generated.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from motcua.dossiers.lifecycle import MOVES, Move, Status


class UnknownCourse(ValueError):
    """A course does not follow the table of moves."""


@dataclass(frozen=True)
class Story:
    """What happens to a dossier after it was filed, how often, and to which dossiers it may happen.

    `verbs` follow the acceptance; a story with `before` has these acts between filing and acceptance (or
    instead of it, where `verbs` is empty). `days`: only where the term has that many working days.
    """

    name: str
    weight: float
    verbs: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    accepted: bool = True
    late: bool = False
    days: int = 0


STORIES = (
    Story("plain", 818, ("conclude", "hand_over")),
    Story("uncollected", 10, ("conclude",)),
    Story("declined", 14, ("decline", "hand_over")),
    Story("late", 24, ("conclude", "hand_over"), late=True),
    Story("promised", 8, ("apologise", "conclude", "hand_over"), days=3),
    Story("promise broken", 4, ("apologise", "conclude", "hand_over"), late=True, days=3),
    Story("supplemented", 46, ("ask_supplement", "supply", "conclude", "hand_over"), days=2),
    Story("supplemented, late", 3, ("ask_supplement", "supply", "conclude", "hand_over"), late=True, days=2),
    Story(
        "asked twice",
        3,
        ("ask_supplement", "supply", "ask_supplement", "supply", "conclude", "hand_over"),
        days=5,
    ),
    Story("asked before", 9, ("conclude", "hand_over"), before=("ask_before", "supply_before")),
    Story("refused", 11, before=("refuse",), accepted=False),
    Story("never answered", 2, before=("ask_before", "lapse_before"), accepted=False),
    Story("lapsed", 3, ("ask_supplement", "lapse"), days=2),
    Story("duty", 7, ("demand_payment", "settle_payment", "conclude", "hand_over"), days=3),
    Story("withdrawn", 8, ("withdraw",)),
    Story("stopped", 3, ("stop",)),
    Story("stuck", 1),
)
_ROWS = {(row.verb, row.before): row for row in MOVES}


def course(story: Story, channel: str) -> tuple[Move, ...]:
    """The rows of the table the story takes, from the first act to the last. Raises UnknownCourse."""
    verbs = list(_verbs(story, channel))
    status, rows = Status.DRAFT, []
    for verb in verbs:
        row = _ROWS.get((verb, status))
        if row is None:
            raise UnknownCourse(f"«{story.name}»: {verb} does not lead out of {status.name}.")
        rows.append(row)
        status = row.after
    return tuple(rows)


def _verbs(story: Story, channel: str) -> Iterator[str]:
    if channel == "online":
        yield "file"
        yield from story.before
        if not story.accepted:
            return
        yield "accept"
    else:
        yield "take_in"
    yield "forward"
    yield from story.verbs


def fits(story: Story, channel: str, days: float) -> bool:
    """Whether it may happen to a dossier of this channel with so many working days for its term."""
    return days >= story.days and (channel == "online" or not story.before)


def check() -> None:
    """Every story, by every channel, along the table. Raises UnknownCourse."""
    for story in STORIES:
        for channel in ("online", "counter"):
            if fits(story, channel, 99):
                course(story, channel)
