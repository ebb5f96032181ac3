"""The picture of a VietQR code: PNG, which telephones keep among their photographs and every bank reads."""

import io

import segno

from motcua.payments.vietqr import VietQR

# So many pixels to a module: sharp on a telephone and on paper, about two kilobytes.
_SCALE = 8
# Modules of white around it, as ISO/IEC 18004 asks for.
_QUIET = 4


def png(code: VietQR) -> bytes:
    """The code with its quiet zone; error level M, as the profile of VietQR recommends."""
    target = io.BytesIO()
    segno.make(code.payload, error="m", micro=False).save(target, kind="png", scale=_SCALE, border=_QUIET)
    return target.getvalue()


def data_uri(code: VietQR) -> str:
    """The same picture inside a page, for those who have no door of their own to load it by."""
    made = segno.make(code.payload, error="m", micro=False)
    return str(made.png_data_uri(scale=_SCALE, border=_QUIET))
