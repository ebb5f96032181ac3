"""What a scanner reads from the code on a citizen card, and what an officer types to find a person."""

import re
from dataclasses import dataclass

from motcua.lib.dates import PartialDate
from motcua.lib.text import fold

_ID = re.compile(r"[0-9]{12}")
_SEXES = {"nam": "male", "nu": "female"}
_PARTS = 7
_DATE = re.compile(r"(?<!\S)(?:\d{1,2}[/.-]){0,2}\d{4}$", re.ASCII)


@dataclass(frozen=True)
class Card:
    """The facts of a card. Nothing is proved by them: the officer looks at the card and the person."""

    personal_id: str
    full_name: str
    birth_date: str
    sex: str
    residence: str


@dataclass(frozen=True)
class Looked:
    """What was typed to find somebody: a number, or a name with a date of birth or part of one."""

    personal_id: str = ""
    name: str = ""
    birth_date: str = ""
    card: Card | None = None

    @property
    def is_enough(self) -> bool:
        """A name alone finds nobody: the register is not there to be leafed through."""
        return bool(self.personal_id or (self.name and self.birth_date))


def parse_card(text: str) -> Card | None:
    """«số định danh|số cũ|họ tên|ngày sinh|giới tính|nơi cư trú|ngày cấp», or None for anything else."""
    parts = [part.strip() for part in text.strip().split("|")]
    if len(parts) < _PARTS or not _ID.fullmatch(parts[0]) or not parts[2]:
        return None
    return Card(
        personal_id=parts[0],
        full_name=" ".join(parts[2].split()),
        birth_date=_day(parts[3]),
        sex=_SEXES.get(fold(parts[4]), ""),
        residence=parts[5],
    )


def _day(digits: str) -> str:
    """«17051990» as 1990-05-17; nothing when it is no date."""
    try:
        return PartialDate(int(digits[4:8]), int(digits[2:4]), int(digits[:2])).iso()
    except ValueError:
        return ""


def looked_for(text: str) -> Looked:
    """Read what was typed or scanned into the one line of the counter."""
    card = parse_card(text)
    if card is not None:
        return Looked(personal_id=card.personal_id, card=card)
    bare = re.sub(r"[\s.]", "", text)
    if _ID.fullmatch(bare):
        return Looked(personal_id=bare)
    found = _DATE.search(text.strip())
    if found is None:
        return Looked(name=" ".join(text.split()))
    try:
        born = PartialDate.parse(found[0]).iso()
    except ValueError:
        return Looked(name=" ".join(text.split()))
    return Looked(name=" ".join(text[: found.start()].replace(",", " ").split()), birth_date=born)
