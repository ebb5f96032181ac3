"""The leaflet of a procedure (tờ rơi): what a person takes home from a desk. Nobody signs or files it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LeafletGroup:
    """Papers that belong together under a title; with `ticked` each has a box to tick when it is ready."""

    title: str
    papers: tuple[str, ...]
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Everything ready to be read. `start` is what the QR code opens, `start_words` says what happens there.

    `answers` are pairs of question and answer. `answered` says for which case the leaflet was made. With
    `large` it is set in letters for poor eyes and may run over several pages; otherwise it is one page: first
    the steps, then papers beyond the first are left out, with a word, until it fits.
    """

    publisher: str
    code: str
    name: str
    level: str
    reason: str
    answers: tuple[tuple[str, str], ...]
    papers: tuple[LeafletGroup, ...]
    steps: tuple[str, ...]
    where: str
    start: str
    start_words: str
    address: str
    hotline: str
    day: date
    answered: tuple[str, ...] = ()
    large: bool = False
