"""What the shared templates want to be given: one small frozen class per piece of a page.

Views build these and hand them to `{% include "ui/_….html" %}`; the pieces never reach into models. Texts are
Vietnamese and finished: no template turns a code into words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["grey", "blue", "amber", "red", "green"]


@dataclass(frozen=True)
class NavItem:
    """One way in, in the bar under the header. `count` shows behind the words (desk only)."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None
    tone: Tone = "grey"


@dataclass(frozen=True)
class Crumb:
    """A step of the way back; the page itself comes last, without `url`."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Status:
    """`_status.html`. grey new, blue running, amber needs you, red late, green done."""

    word: str
    icon: str
    tone: Tone


@dataclass(frozen=True)
class Due:
    """`_due.html`. `left` says the rest in words («còn 2 ngày làm việc»); `state` is late, soon or «»."""

    at: datetime
    left: str = ""
    state: Literal["", "soon", "late"] = ""
    label: str = ""


@dataclass(frozen=True)
class FileLine:
    """`_file_list.html`. `size` in bytes; `digest` the SHA-256 in hex, shown short;
    `notes` what was done to it and what is poor about it.
    """

    name: str
    size: int
    url: str = ""
    digest: str = ""
    icon: str = "paper"
    received: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """`_timeline.html`, newest first. `is_next` marks what has not happened yet (no moment then)."""

    title: str
    at: datetime | None = None
    who: str = ""
    note: str = ""
    icon: str = "check"
    tone: Tone = "grey"
    files: Sequence[FileLine] = ()
    is_next: bool = False


@dataclass(frozen=True)
class Upload:
    """`_upload.html`. `endpoint` is the tus address; empty means a plain file input.

    `metadata` is a JSON object as text, sent with each upload; `fragment` the address of fresh HTML of the
    nearest `data-upload-row`, fetched after a file has arrived. `accept` lists endings («.pdf,.jpg»).
    """

    id: str
    name: str
    label: str
    accept: str
    accept_words: str
    max_mb: int
    max_files: int = 0
    endpoint: str = ""
    metadata: str = "{}"
    fragment: str = ""
    help: str = ""


@dataclass(frozen=True)
class Paper:
    """`_papers.html`: one component of the dossier.

    `state`: needed (not sent yet), held (the state holds it, nothing to do), done (sent), wrong (must be sent
    again, `wrong` says why), optional. `note` is one line («1 bản chính»).
    """

    name: str
    state: Literal["needed", "held", "done", "wrong", "optional"]
    note: str = ""
    help: str = ""
    wrong: str = ""
    files: Sequence[FileLine] = ()
    upload: Upload | None = None
    id: str = ""


@dataclass(frozen=True)
class Fact:
    """`_facts.html`: a term and its answer; `edit_url` leads back to the page where it was answered."""

    label: str
    value: str
    edit_url: str = ""


@dataclass(frozen=True)
class FactGroup:
    """`_review.html`: a titled group of facts on the page «check before sending»."""

    title: str
    facts: Sequence[Fact]
    edit_url: str = ""


@dataclass(frozen=True)
class Answer:
    """`_answers.html`: one of the questions a procedure page answers first."""

    icon: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Tile:
    """`_life_events.html`: a large link with a drawing."""

    label: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class ErrorLine:
    """`_error_summary.html`: a sentence and the id of the field it belongs to («» for the whole form)."""

    message: str
    target: str = ""


@dataclass(frozen=True)
class DoNow:
    """`_do_now.html`: the one box that says what the person must do now. Without `url` nothing is asked."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class MoneyLine:
    """`_money.html`: one line of fee or charge; `amount` in đồng, `note` its ground; `reasons` how the amount
    comes about, a sentence each.
    """

    name: str
    amount: int
    note: str = ""
    status: Status | None = None
    reasons: Sequence[str] = ()


@dataclass(frozen=True)
class PayCode:
    """`_pay_code.html`: a VietQR code, and the same in words for those who cannot scan it.

    `image`: the picture, a data address or a door; `save_url` a PNG to keep on the telephone.
    """

    image: str
    bank: str
    account: str
    holder: str
    amount: int
    content: str
    save_url: str = ""


@dataclass(frozen=True)
class Link:
    """A place to go, in a list; `note` is said below it."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class PayLive:
    """`_pay_live.html`: what is known of the money now, and where `pay.js` asks for news.

    `mark` differs whenever money has moved or a receipt was signed; `done`: all of it is here; `waits`: there
    may be news.
    """

    url: str
    mark: str
    words: str
    done: bool
    waits: bool = False
    receipts: Sequence[Link] = ()


@dataclass(frozen=True)
class Word:
    """`_talk.html`: one message of the talk about a dossier."""

    text: str
    who: str
    at: datetime
    is_mine: bool = False


@dataclass(frozen=True)
class Filter:
    """`_filters.html`: a count that filters a list."""

    label: str
    url: str
    count: int
    tone: Tone = "grey"
    current: bool = False


@dataclass(frozen=True)
class Figure:
    """`_figures.html`: a number of the cockpit, with what it was computed from («7.733/23.866»)."""

    label: str
    value: str
    basis: str = ""
    url: str = ""
    action: str = ""
    status: Status | None = None


@dataclass(frozen=True)
class Steps:
    """`_progress_steps.html`. `titles` in order, `now` counts from 1."""

    titles: Sequence[str]
    now: int
    back_url: str = ""

    @property
    def title(self) -> str:
        """The title of the present step."""
        return self.titles[self.now - 1]
