"""A page that lay askew in the scanner stands straight again.

OpenCV is loaded here alone, and only once a page asks for it: it is 0.2 s and 60 MB that processes without a
scan do not pay.
"""

import math
from typing import Any, Final

from PIL import Image

MOST: Final = 8.0
"""Degrees. What leans more was laid so on purpose, or is a drawing."""
LEAST: Final = 0.4
_LINES: Final = 4
_WIDTH: Final = 620


def skew(page: Image.Image) -> float:
    """By how many degrees the lines of writing fall to the right; 0 where too few lines agree."""
    return _middle(_leans(page))


def _middle(angles: list[float]) -> float:
    if len(angles) < _LINES:
        return 0.0
    middle = sorted(angles)[len(angles) // 2]
    agreeing = sum(abs(angle - middle) < 1.5 for angle in angles)
    return middle if agreeing >= max(_LINES, len(angles) // 2) else 0.0


def lies_on_its_side(page: Image.Image) -> bool:
    """Whether the lines of writing run from top to bottom."""
    return len(_leans(page)) < _LINES <= len(_leans(page.transpose(Image.Transpose.ROTATE_270)))


def straightened(picture: Image.Image, angle: float) -> Image.Image:
    """The page turned back by `angle`, at its size, on white; as it is when the angle is not worth it."""
    import cv2
    import numpy as np

    if not LEAST <= abs(angle) <= MOST:
        return picture
    about = cv2.getRotationMatrix2D((picture.width / 2, picture.height / 2), angle, 1)
    white = (255, 255, 255)
    turned = cv2.warpAffine(
        np.asarray(picture), about, picture.size, flags=cv2.INTER_CUBIC, borderValue=white
    )
    return Image.fromarray(turned)


def _leans(page: Image.Image) -> list[float]:
    """The slopes of the lines of writing, in degrees.

    Letters of a line are joined to one shape (morphological closing); a straight line is laid through each.
    """
    import cv2
    import numpy as np

    small = np.asarray(page.resize((_WIDTH, round(page.height * _WIDTH / page.width)), Image.Resampling.BOX))
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 25), np.uint8))
    shapes, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [angle for shape in shapes if (angle := _lean(cv2, shape)) is not None]


def _lean(cv2: Any, shape: Any) -> float | None:
    """The slope of something long and thin; None for anything else."""
    _, sides, _ = cv2.minAreaRect(shape)
    length, thickness = max(sides), min(sides)
    if length < _WIDTH / 6 or thickness > length / 5:
        return None
    along, down, _, _ = (float(part) for part in cv2.fitLine(shape, cv2.DIST_L2, 0, 0.01, 0.01).ravel())
    angle = math.degrees(math.atan2(down, along))
    angle += 180 if angle < -90 else -180 if angle > 90 else 0
    return angle if abs(angle) <= MOST * 2 else None
