"""Identifiers made by the application, so that no database engine decides them."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A UUID that sorts by the time it was made (RFC 9562 section 5.7); Python has it from 3.14 on."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= (random >> 68 & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & ((1 << 62) - 1)
    return UUID(int=value)


# How a row made with `uuid7` is named: by its id, or by the text of it out of an address.
Id = UUID | str
