"""Codes on paper: what our separator sheets say, and reading whatever code a page carries."""

from dataclasses import dataclass
from typing import Final, Self

import zxingcpp
from PIL import Image

PREFIX: Final = "MOTCUA:TACH:"
# A page of this width shows the modules of every code we print, and is read in a tenth of a second.
_WIDTH: Final = 1240
# What stands on the papers of agencies: ours, those of other systems, those of the post.
_FORMATS: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])


@dataclass(frozen=True, slots=True)
class Separator:
    """A separator sheet: the paper that follows it, for any dossier of a procedure."""

    procedure: str
    component: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Back from `payload`; None for a code that is not ours."""
        if not text.startswith(PREFIX):
            return None
        procedure, _, component = text.removeprefix(PREFIX).partition(":")
        return cls(procedure, component) if procedure and component else None


def payload(procedure: str, component: str) -> str:
    """What the QR code of a separator sheet says."""
    return f"{PREFIX}{procedure}:{component}"


def codes_on(picture: Image.Image) -> list[str]:
    """The texts of all bar codes and QR codes on a page, however it lies."""
    small = picture.convert("L")
    if small.width > _WIDTH:
        small = small.resize((_WIDTH, round(small.height * _WIDTH / small.width)), Image.Resampling.BILINEAR)
    found = zxingcpp.read_barcodes(small, formats=_FORMATS, try_invert=False)
    return [each.text for each in found if each.valid and each.text]
