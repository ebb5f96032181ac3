"""The tokens keep what WCAG 2.2 asks: 4.5 for text (1.4.3), 3 for marks, borders and focus (1.4.11)."""

import re
from pathlib import Path

import pytest

from motcua.web import ui

TOKENS = Path(str(ui.__file__)).parent / "static/ui/tokens.css"
STATUSES = ("grey", "blue", "amber", "red", "green")
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "link", "state-text")
        for ground in ("paper", "surface", "sunken")
    ),
    *((tone, f"{tone}-soft") for tone in STATUSES),
    *((tone, ground) for tone in STATUSES for ground in ("paper", "surface")),
    *(("ink", f"{tone}-soft") for tone in (*STATUSES, "gold", "state")),
    ("ink-soft", "gold-soft"),
    ("ink-soft", "blue-soft"),
    ("state-text", "state-soft"),
    ("on-state", "state"),
    ("on-state", "state-strong"),
    ("on-band", "band"),
    ("on-band-soft", "band"),
    ("surface", "ink"),
]
MARKS = [
    ("line-strong", "paper"),
    ("line-strong", "surface"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("focus", "sunken"),
]


def _palette(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block))


def _themes() -> dict[str, dict[str, str]]:
    css = TOKENS.read_text(encoding="utf-8")
    by_device = css[css.index("@media (prefers-color-scheme: dark)") : css.index(':root[data-theme="dark"]')]
    chosen = css[css.index(':root[data-theme="dark"]') : css.index("/* High contrast")]
    contrast = css[css.index(':root[data-theme="contrast"]') : css.index("/* Size of letters")]
    light = css[css.index("/* ground */") : css.index("@media (min-width: 48rem)")]
    found = {"light": light, "dark by device": by_device, "dark by choice": chosen, "contrast": contrast}
    return {name: _palette(block) for name, block in found.items()}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", sorted(_themes()))
def test_text_and_marks_can_be_read_in_every_theme(theme: str) -> None:
    palette = _themes()[theme]
    weak = [
        (ink, ground, round(_contrast(palette[ink], palette[ground]), 2))
        for pairs, least in ((TEXT, 4.5), (MARKS, 3.0))
        for ink, ground in pairs
        if _contrast(palette[ink], palette[ground]) < least
    ]
    assert weak == []


def test_the_dark_theme_is_the_same_by_device_and_by_choice() -> None:
    themes = _themes()
    assert themes["dark by device"] == themes["dark by choice"]


def test_every_theme_names_every_colour() -> None:
    themes = _themes()
    assert {name: sorted(palette) for name, palette in themes.items()} == dict.fromkeys(
        themes, sorted(themes["light"])
    )
