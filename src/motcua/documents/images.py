"""Photographs of papers: upright, of a size that can be kept, and silent about where they were taken."""

import io
import logging
from dataclasses import dataclass
from typing import Final

import pillow_heif
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

from motcua.documents.scanning import remarks
from motcua.lib.errors import Refused

logger = logging.getLogger(__name__)

JPEG, PNG, WEBP, HEIC, AVIF = "image/jpeg", "image/png", "image/webp", "image/heic", "image/avif"

# An A4 page at 250 dots per inch: small print and stamps stay readable.
LONG_SIDE: Final = 3000
SMALL_SIDE: Final = 300
QUALITY_SCALED: Final = 85
QUALITY_WHOLE: Final = 92
MEGAPIXEL: Final = 1_000_000
# The best telephones make 200 megapixels. A baseline JPEG of that size is decoded at a fraction of it;
# everything else has to be decoded whole, at 3 bytes for each pixel.
MAX_PIXELS_BASELINE: Final = 210 * MEGAPIXEL
MAX_PIXELS: Final = 64 * MEGAPIXEL
# Pillow's own guard would warn of the photos of good telephones; the limits above stand in its place.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS_BASELINE

_ORIENTATION: Final = 0x0112
_CONVERTED: Final = {WEBP: "WebP", HEIC: "HEIC", AVIF: "AVIF"}
# What a picture may say of itself: nothing of this tells about people.
_HARMLESS_INFO: Final = ("icc_profile", "dpi", "transparency", "gamma")
_HARMLESS_SEGMENTS: Final = frozenset({"APP0", "APP2", "APP14"})
_PNG_END: Final = b"IEND\xaeB`\x82"
_BROKEN: Final = (
    "Ảnh này bị hỏng hoặc chưa chép hết nên không mở được. Hãy mở thử ảnh trên máy;"
    " nếu không xem được, hãy chụp lại."
)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo fit to be kept. `ending` belongs at the end of its name; `notes` say what was done."""

    content: bytes
    media_type: str
    ending: str
    notes: tuple[str, ...] = ()


def tidy(content: bytes, media_type: str) -> Photo:
    """Read a photo and make it fit to be kept; what is fit already stays as it is, byte for byte.

    Turned upright, at most LONG_SIDE pixels at the longer side, without Exif, position and comments; kinds
    that not every computer can show become JPEG. Raises Refused for a broken or an absurdly large picture.
    """
    try:
        return _tidied(content, media_type)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _too_many_pixels() from problem
    except Exception as problem:
        # The decoders answer to a broken picture with nearly every exception there is.
        logger.info("A picture could not be read.", exc_info=problem)
        raise Refused(_BROKEN, code="broken") from problem


def _tidied(content: bytes, media_type: str) -> Photo:
    picture = _heic(content) if media_type == HEIC else _opened(content, media_type)
    width, height = picture.size
    scaled = max(width, height) > LONG_SIDE
    if media_type == JPEG:
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
    picture.load()
    turned = media_type != HEIC and picture.getexif().get(_ORIENTATION, 1) != 1
    traces = _has_traces(picture, content)
    notes = []
    if media_type in _CONVERTED:
        notes.append(f"Ảnh {_CONVERTED[media_type]} đã được chuyển thành JPG để máy nào cũng xem được.")
    if turned:
        notes.append("Ảnh đã được xoay cho đúng chiều.")
    if traces:
        notes.append("Đã bỏ thông tin ẩn kèm ảnh, như nơi chụp và máy chụp.")
        picture.info = {name: picture.info[name] for name in _HARMLESS_INFO if name in picture.info}
    upright = ImageOps.exif_transpose(picture) if turned else picture
    if scaled:
        upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        now = "{}×{}".format(*upright.size)
        notes.append(f"Ảnh đã được thu nhỏ từ {width}×{height} còn {now} điểm ảnh.")
    small = f"Ảnh nhỏ ({width}×{height} điểm ảnh), chữ trên giấy tờ có thể khó đọc."
    warning = (small,) if min(width, height) < SMALL_SIDE else remarks.of_photo(upright)
    if not notes:
        return Photo(content, media_type, _ending(media_type), warning)
    stays_png = media_type == PNG and (not scaled or upright.mode in ("1", "L", "P"))
    written = _as_png(upright) if stays_png else _as_jpeg(upright, scaled=scaled)
    kept_as = PNG if stays_png else JPEG
    return Photo(written, kept_as, _ending(kept_as), (*notes, *warning))


def _opened(content: bytes, media_type: str) -> Image.Image:
    # Only the reader of what the content claims to be; Pillow's many others are not asked.
    picture = Image.open(io.BytesIO(content), formats=(media_type.partition("/")[2].upper(),))
    baseline = media_type == JPEG and not picture.info.get("progressive")
    _guard(picture.size, MAX_PIXELS_BASELINE if baseline else MAX_PIXELS)
    return picture


def _heic(content: bytes) -> Image.Image:
    """libheif turns the picture itself; what its Exif says about turning must not be heeded a second time."""
    found = pillow_heif.open_heif(io.BytesIO(content))
    _guard(found.size, MAX_PIXELS)
    picture: Image.Image = found.to_pillow()
    return picture


def _guard(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise _too_many_pixels(size)


def _too_many_pixels(size: tuple[int, int] | None = None) -> Refused:
    told = f" ({size[0]}×{size[1]} điểm ảnh)" if size else ""
    return Refused(
        f"Ảnh này lớn quá mức{told} nên không mở được. Hãy chụp lại ở cỡ thường (dưới 50 triệu điểm ảnh).",
        code="pixels",
    )


def _has_traces(picture: Image.Image, content: bytes) -> bool:
    """Whether something comes along that is not the picture: Exif, comments, a film behind the last byte."""
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        segments = {name for name, _ in picture.applist}
        tail = content.rstrip(b"\0")[-2:] != b"\xff\xd9"
        return picture.format != "JPEG" or tail or bool(segments - _HARMLESS_SEGMENTS)
    if isinstance(picture, PngImagePlugin.PngImageFile):
        return bool(picture.text) or "exif" in picture.info or not content.endswith(_PNG_END)
    return any(picture.info.get(name) for name in ("exif", "xmp"))


def _as_jpeg(picture: Image.Image, *, scaled: bool) -> bytes:
    if "A" in picture.getbands() or "transparency" in picture.info:
        # Transparent paper is white paper.
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    elif picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    # «keep» writes with the picture's own tables: only what comes along is lost, not the picture's quality.
    same = isinstance(picture, JpegImagePlugin.JpegImageFile) and picture.format == "JPEG" and not scaled
    quality = QUALITY_SCALED if scaled else QUALITY_WHOLE
    extra = {"icc_profile": picture.info.get("icc_profile"), "dpi": picture.info.get("dpi", (0, 0))}
    picture.info = {}
    target = io.BytesIO()
    if same:
        picture.save(target, "JPEG", quality="keep", subsampling="keep", **extra)
    else:
        picture.save(target, "JPEG", quality=quality, optimize=True, **extra)
    return target.getvalue()


def _as_png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _ending(media_type: str) -> str:
    return ".png" if media_type == PNG else ".jpg"
