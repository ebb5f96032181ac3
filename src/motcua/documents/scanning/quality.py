"""Is a page fit to be read? Sharpness, light, size; and in words what to do when it is not."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from PIL import Image, ImageFilter

WIDTH: Final = 1240
"""Pages are judged at this width: 150 dots per inch of an A4 page, about what an eye reads on a screen."""
SHARP_FROM: Final = 0.36
"""Steepest edges relative to the difference of ink and paper: 1 is print from a scanner; letters of ordinary
size run together below 0.3 (tests/documents/test_scanning.py shows the pages it was set by)."""
DARK_BELOW: Final = 90
FAINT_BELOW: Final = 45
SMALL_BELOW: Final = 900
"""Short side in pixels: an A4 page at less than 110 dots per inch."""
BLANK_BELOW: Final = 0.00015
"""Part of the page that is ink; a single word alone is more."""
_EDGE: Final = 0.03
_STEEPEST: Final = 0.0005
_ACROSS: Final = ImageFilter.Kernel((3, 3), (-1, 0, 1, -2, 0, 2, -1, 0, 1), scale=8, offset=128)
_DOWN: Final = ImageFilter.Kernel((3, 3), (-1, -2, -1, 0, 0, 0, 1, 2, 1), scale=8, offset=128)
_INK_FROM: Final = 18
"""Greys below the paper, noise of the scanner smoothed away: faint pencil counts, dust does not."""

BLURRED: Final = (
    "Trang bị mờ, khó đọc chữ. Hãy quét lại; nếu chụp bằng điện thoại: giữ chắc tay, chạm vào giấy trên"
    " màn hình để lấy nét rồi chụp."
)
DARK: Final = "Trang quá tối. Hãy quét lại với độ sáng cao hơn, hoặc chụp lại ở nơi đủ sáng."
FAINT: Final = "Chữ quá nhạt so với nền giấy. Hãy quét lại với độ tương phản cao hơn."
SMALL: Final = "Trang có độ phân giải thấp, phóng to sẽ vỡ chữ. Hãy quét lại ở 200–300 dpi."


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured. `sharpness` is None where there is too little ink to judge by."""

    sharpness: float | None
    light: int
    contrast: int
    ink: float
    short_side: int

    @property
    def is_blank(self) -> bool:
        """Nothing on it but dust and shade."""
        return self.ink < BLANK_BELOW

    @property
    def is_blurred(self) -> bool:
        """Letters run together."""
        return self.sharpness is not None and self.sharpness < SHARP_FROM

    @property
    def is_dark(self) -> bool:
        """Taken where there was not enough light."""
        return self.light < DARK_BELOW

    @property
    def faults(self) -> list[str]:
        """In words, with what to do; nothing for a page that is fit or empty."""
        if self.is_dark:
            return [DARK]
        if self.is_blank:
            return []
        found = [FAINT] if self.contrast < FAINT_BELOW else []
        found += [BLURRED] if self.is_blurred else []
        return found + ([SMALL] if self.short_side < SMALL_BELOW else [])


def grey(picture: Image.Image, width: int = WIDTH) -> Image.Image:
    """A page in grey, shrunk to a width; smaller ones stay as they are."""
    plain = picture.convert("L")
    if plain.width <= width:
        return plain
    return plain.resize((width, max(1, round(plain.height * width / plain.width))), Image.Resampling.BOX)


def measured(picture: Image.Image, page: Image.Image | None = None) -> Quality:
    """Look at a page; `page` is its `grey`, if that is there already."""
    seen = grey(picture) if page is None else page
    margin = round(min(seen.size) * _EDGE)
    inner = seen.crop((margin, margin, seen.width - margin, seen.height - margin))
    paper, darkest = _level(inner, 0.5), _level(inner, 0.001)
    contrast = paper - darkest
    smooth = inner.filter(ImageFilter.BoxBlur(1)).histogram()
    ink = sum(smooth[: max(paper - _INK_FROM, 0)]) / (inner.width * inner.height)
    judged = ink >= BLANK_BELOW and contrast >= FAINT_BELOW
    return Quality(
        sharpness=_steepest(inner) / contrast if judged else None,
        light=paper,
        contrast=contrast,
        ink=ink,
        short_side=min(picture.size),
    )


def _level(page: Image.Image, share: float) -> int:
    """The grey value that this share of the page stays at or below."""
    counts = list(accumulate(page.histogram()))
    return next(value for value, count in enumerate(counts) if count >= share * counts[-1])


def _steepest(page: Image.Image) -> float:
    """How steep the steepest edges are: the change of grey from pixel to pixel, by the Sobel operator."""
    return max(_change(page, kernel) for kernel in (_ACROSS, _DOWN))


def _change(page: Image.Image, kernel: ImageFilter.Kernel) -> float:
    """The kernel is scaled to half, with no change at 128; both ends of it are edges."""
    # The outermost pixels have no neighbours, and Pillow leaves them as they are.
    counts = page.filter(kernel).crop((1, 1, page.width - 1, page.height - 1)).histogram()
    rest = _STEEPEST * page.width * page.height
    for change in range(127, 0, -1):
        rest -= counts[128 + change] + counts[128 - change]
        if rest <= 0:
            return 2.0 * change
    return 0.0
