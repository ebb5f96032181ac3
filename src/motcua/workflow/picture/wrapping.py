"""How wide words will be, near enough to break lines: SVG breaks none by itself."""

import unicodedata

_NARROW, _WIDE = frozenset("iljtfrI.,:;'!|()·1 "), frozenset("mwMW%@—–&")
_NARROW_EM, _WIDE_EM, _CAPITAL_EM, _USUAL_EM = 0.36, 0.92, 0.72, 0.6


def width(text: str, pixels: int) -> int:
    """About how many pixels a text of this size takes."""
    return round(pixels * sum(_em(each) for each in unicodedata.normalize("NFC", text)))


def lines(text: str, pixels: int, room: int) -> list[str]:
    """The text in lines that fit the room; a word too long for a line is cut."""
    made: list[str] = [""]
    for word in text.split():
        longer = f"{made[-1]} {word}".strip()
        if width(longer, pixels) <= room:
            made[-1] = longer
            continue
        made += [word] if made[-1] else []
        made[-1] = made[-1] or word
        while width(made[-1], pixels) > room and len(made[-1]) > 1:
            fits = _fitting(made[-1], pixels, room)
            made[-1:] = [made[-1][:fits], made[-1][fits:]]
    return made


def _fitting(word: str, pixels: int, room: int) -> int:
    fits = 1
    while fits < len(word) - 1 and width(word[: fits + 1], pixels) <= room:
        fits += 1
    return fits


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _NARROW:
        return _NARROW_EM
    if base in _WIDE:
        return _WIDE_EM
    return _CAPITAL_EM if base.isupper() else _USUAL_EM
