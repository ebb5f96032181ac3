"""Papers for the scenes: pages that look like scans, so that a viewer has something to show."""

import io
import textwrap
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from motcua.documents import __file__ as documents_file

_FONT = Path(documents_file).parent / "paper" / "fonts" / "Tinos_400Regular.ttf"


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def page(title: str, name: str) -> Image.Image:
    """One sheet with a title, lines of writing and a red stamp."""
    sheet = Image.new("RGB", (900, 1270), "#fbf9f2")
    draw = ImageDraw.Draw(sheet)
    draw.text((450, 90), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=_font(28), fill="#222", anchor="mm")
    draw.text((450, 130), "Độc lập - Tự do - Hạnh phúc", font=_font(26), fill="#222", anchor="mm")
    for number, line in enumerate(textwrap.wrap(title.upper(), 34)):
        draw.text((450, 230 + 48 * number), line, font=_font(40), fill="#111", anchor="mm")
    lines = (
        f"Họ và tên: {name}",
        "Nơi cấp: Trạm y tế phường Nông Trang",
        "Giấy mẫu, không có giá trị sử dụng",
    )
    for number, line in enumerate(lines):
        draw.text((110, 390 + 70 * number), line, font=_font(32), fill="#333")
    draw.ellipse((560, 860, 800, 1100), outline="#b3261e", width=8)
    draw.text((680, 980), "GIẤY MẪU", font=_font(30), fill="#b3261e", anchor="mm")
    return sheet


def scan(title: str, name: str) -> bytes:
    """The sheet as a PDF."""
    return _saved(page(title, name), "PDF", resolution=110)


def photo(title: str, name: str, *, heavy: bool = False) -> bytes:
    """The sheet as a telephone would photograph it; `heavy`: megabytes, so that sending takes time."""
    sheet = page(title, name)
    if heavy:
        grain = Image.effect_noise((2400, 3200), 60).convert("RGB")
        sheet = Image.blend(sheet.resize(grain.size), grain, 0.3)
    return _saved(sheet, "JPEG", quality=90)


def _saved(sheet: Image.Image, kind: str, **more: object) -> bytes:
    file = io.BytesIO()
    sheet.save(file, kind, **more)
    return file.getvalue()
