"""From values to a PDF, through typst. Values go in as JSON data, never as text of a template."""

import io
import json
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import segno
import typst

from motcua.documents.paper.data import BatchSlip, RatingSlip, ReceiptSlip, ResultPaper, TransferSlip
from motcua.documents.paper.kinds import DATA_OF, FormKind, Paper
from motcua.documents.paper.leaflet import Leaflet
from motcua.documents.paper.letters import FONTS, printable
from motcua.documents.paper.money import FeeReceipt
from motcua.documents.paper.places import Place, with_signature_fields
from motcua.documents.paper.sheet import TableSheet
from motcua.lib import moment
from motcua.lib.dates import vn_moment

Size = Literal["a4", "a5"]

TEMPLATES = Path(__file__).resolve().parent / "templates"

# PDF/A-2 for keeping, with tags for reading aloud. Not PDF/UA: the fields of the signatures are not tagged.
STANDARD: Literal["a-2a"] = "a-2a"

# One compiler serves one thread at a time, and typst gains nothing from several.
_turn = Lock()


def render(kind: FormKind, data: Paper, size: Size = "a5") -> bytes:
    """The paper as a PDF with text that can be read aloud and searched.

    Where an official signs, the PDF carries empty signature fields for `motcua.documents.signing`.
    Raises TypeError when `data` is not what `kind` is made of.
    """
    if not isinstance(data, DATA_OF[kind]):
        raise TypeError(f"{kind} is made of {DATA_OF[kind].__name__}, not {type(data).__name__}")
    shown = _scanned(data)
    inputs = {"data": json.dumps(_plain(asdict(data)), ensure_ascii=False), "size": size, "qr": qr_svg(shown)}
    if isinstance(data, TransferSlip):
        inputs["codes"] = json.dumps([qr_svg(line.code) for line in data.lines])
    if isinstance(data, ReceiptSlip) and data.pay is not None:
        inputs["pay_codes"] = json.dumps([qr_svg(data.pay.payload)])
    if isinstance(data, BatchSlip):
        inputs["pay_codes"] = json.dumps([qr_svg(each.payload) for each in data.pays])
    with _turn:
        pdf = _compile(f"{kind}.typ", inputs)
        places = [Place(**found) for found in json.loads(_compiler().query("<sign-place>", field="value"))]
    return with_signature_fields(pdf, places) if places else pdf


def _scanned(data: Paper) -> str:
    """What the QR code of a paper holds: an address to open where there is one, else the dossier code."""
    match data:
        case ResultPaper(verify_url=url) | RatingSlip(rate_url=url) | FeeReceipt(lookup_url=url) if url:
            return url
    return data.code


def render_table(data: TableSheet) -> bytes:
    """A report as a PDF on A4 across."""
    return compile_table(table_data(data))


def table_data(data: TableSheet) -> str:
    """The report as its template reads it."""
    return json.dumps(_plain(asdict(data)), ensure_ascii=False)


def compile_table(data: str) -> bytes:
    """What `table_data` gave, as a PDF."""
    with _turn:
        return _compile("table.typ", {"data": data})


def render_stamp(lines: list[str], *, width: float, height: float, colour: str) -> bytes:
    """The visible mark of a digital signature as a one-page PDF of `width` by `height` points."""
    inputs = {
        "data": json.dumps(
            {"lines": _plain(lines), "width": width, "height": height, "colour": colour}, ensure_ascii=False
        )
    }
    with _turn:
        return _compile("stamp.typ", inputs)


def render_leaflet(data: Leaflet, size: Size = "a4") -> bytes:
    """The leaflet as a PDF: one page, or as many as large letters need."""
    inputs = {
        "data": json.dumps(_plain(asdict(data)), ensure_ascii=False),
        "size": size,
        "qr": qr_svg(data.start),
    }
    with _turn:
        return _compile("leaflet.typ", inputs)


def qr_svg(text: str) -> str:
    """A QR code as SVG, with the quiet zone that scanners need."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="svg", border=2, xmldecl=False, light="#fff")
    return target.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    """Kept for the life of the process: fonts are read once, unchanged parts of a layout remembered."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _compile(template: str, inputs: dict[str, str]) -> bytes:
    pdf = _compiler().compile(
        TEMPLATES / template,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=STANDARD,
        timestamp=int(moment.now().timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF")
    return pdf


def _plain(value: Any) -> Any:
    """Values as the templates read them: moments in words, days as [year, month, day]."""
    match value:
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case datetime():
            return vn_moment(value)
        case date():
            return [value.year, value.month, value.day]
        case str():
            return printable(value)
        case _:
            return value
