"""Signatures made before they are asked for, by somebody who knows what will be signed next and when.

Making and checking a signature takes a tenth of a second of computing, inside the transaction of the act. Who
has a thousand dossiers to bring through (the demo province) lets another process do it and brings along
what was made. It is looked up by everything that goes into a signature: a wrong guess is simply not found.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: signed PDFs by their key, and the keys of those found fit to be issued."""

    signed: dict[str, bytes] = field(default_factory=dict)
    checked: frozenset[str] = frozenset()


_made: ContextVar[Made | None] = ContextVar("made", default=None)


def key_of(pdf: bytes, *parts: object) -> str:
    """The content and everything else that matters, in one digest."""
    words = "\n".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in parts)
    return hashlib.sha256(hashlib.sha256(pdf).digest() + words.encode()).hexdigest()


@contextmanager
def at_hand(made: Made) -> Iterator[None]:
    """Inside, signing and checking take what is in `made` where it is exactly what they would make."""
    token = _made.set(made)
    try:
        yield
    finally:
        _made.reset(token)


def signed(pdf: bytes, *parts: Any) -> bytes | None:
    """The PDF signed with just these parts, if that was made ahead."""
    made = _made.get()
    return made.signed.get(key_of(pdf, *parts)) if made is not None else None


def was_checked(pdf: bytes, *parts: Any) -> bool:
    """Whether just this was found fit to be issued."""
    made = _made.get()
    return made is not None and key_of(pdf, *parts) in made.checked
