"""The pictures of the documentation, made anew on a fixed day of the demo province. Opt-in:

MOTCUA_SCREENSHOTS=1 ./motcua test tests/browser/test_screenshots.py
"""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.chromium import CHROMIUM, QUIET
from tests.browser.stage import BIRTH, COMMUNE
from tests.browser.system import ROOT, System, prepared, running
from tests.browser.visit import HEIGHTS, Visitor

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.skipif(
    not os.environ.get("MOTCUA_SCREENSHOTS"), reason="ảnh chụp màn hình chỉ làm khi có MOTCUA_SCREENSHOTS=1"
)
FOLDER = ROOT / "docs" / "screenshots"
DAY = "2026-11-18T10:45"
DOSSIERS = 120
MOST_BYTES = 200_000
ANSWERED = "?channel=online&child_kind=usual&late=yes&birth_evidence=paper&filed_by=parent"

# Name, who looks, address with {scene} in the place of the id of that scene's dossier.
PICTURES = (
    ("portal-home", "", "/"),
    ("portal-find", "", "/thu-tuc/?q=khai+sinh"),
    ("portal-procedure", "", f"/thu-tuc/{BIRTH}/{ANSWERED}"),
    ("portal-aloud", "", f"/thu-tuc/{BIRTH}/doc-to/{ANSWERED}"),
    ("portal-figures", "", "/du-lieu/"),
    ("portal-simplified", "", "/don-gian-hoa/"),
    ("portal-form", "citizen", "/nhap/{fresh}/khai/requester/"),
    ("portal-papers", "citizen", "/nhap/{draft}/giay-to/"),
    ("portal-check", "citizen", "/nhap/{draft}/kiem-tra/"),
    ("portal-sent", "citizen", "/ho-so/{shown}/da-nop/"),
    ("portal-dossier", "citizen", "/ho-so/{sign-shown}/"),
    ("portal-pay", "citizen", "/ho-so/{owing}/nop-tien/"),
    ("portal-supplement", "citizen", "/ho-so/{supplement-shown}/bo-sung/"),
    ("portal-look-up", "", "/tra-cuu/?ma={number:sign-shown}"),
    ("desk-inbox", "desk", "/can-bo/tiep-nhan/"),
    ("desk-case", "desk", "/can-bo/ho-so/{shown}/"),
    ("desk-supplement", "desk", "/can-bo/ho-so/{shown}/yeu-cau-bo-sung/"),
    ("desk-intake", "desk", "/can-bo/quay/ho-so/{counter}/"),
    ("hall-kiosk", "", "/lay-so/{example:kiosk-key}/"),
    ("hall-screen", "", f"/man-hinh/ttpvhcc-{COMMUNE}/"),
    ("hall-desk", "desk2", "/can-bo/phong-cho/"),
    ("desk-visit", "desk", "/can-bo/quay/ho-so/{taken-in}/xong/"),
    ("desk-outage", "desk", "/can-bo/quay/ho-so/{outage}/#late-day"),
    ("desk-transfers", "desk", "/can-bo/ban-giao/"),
    ("desk-transfer", "desk", "/can-bo/ban-giao/{example:transfer}/"),
    ("desk-posted", "desk", "/can-bo/ho-so/{posted}/"),
    ("desk-book", "desk", "/can-bo/so-theo-doi/{example:book}/"),
    ("desk-reminders", "desk", "/dieu-hanh/nhac-viec/"),
    ("agency-apology", "signer", "/can-bo/ho-so/{sorry}/#apologise-reason"),
    ("leader-people", "signer", "/can-bo/nhan-su/"),
    ("leader-balance", "signer", "/can-bo/chia-viec/?ai=chung"),
    ("agency-work", "handler", "/can-bo/"),
    ("agency-draft", "handler", "/can-bo/ho-so/{handle-shown}/"),
    ("agency-sign", "signer", "/can-bo/ho-so/{sign-shown}/"),
    ("leader-unit", "signer", "/can-bo/don-vi/"),
    ("steering-cockpit", "chair", "/dieu-hanh/?thang=2026-10"),
    ("steering-league", "chair", "/dieu-hanh/xep-hang/?thang=2026-11&chi-so=truc-tuyen"),
    ("steering-flow", "chair", "/dieu-hanh/dong-viec/?thang=2026-11"),
    ("steering-index", "chair", "/dieu-hanh/chi-so-766/?thang=2026-10"),
    ("steering-report", "chair", "/dieu-hanh/bao-cao/06a/?thang=2026-10"),
    ("steering-file", "inspector", "/dieu-hanh/bao-cao/tep/{example:file-running}/"),
    ("steering-stuck", "chair", "/dieu-hanh/dong-viec/?thang=2026-11#stuck"),
    ("steering-inspections", "inspector", "/dieu-hanh/kiem-tra/"),
    ("steering-inspection", "inspector", "/dieu-hanh/kiem-tra/{example:inspection}/"),
    ("steering-explanations", "chair", "/dieu-hanh/giai-trinh/"),
    (
        "steering-simulation",
        "chair",
        "/dieu-hanh/mo-phong/?tu=2026-10-01&den=2026-11-18&thoi-han=30&phi=50&truc-tuyen=1#late",
    ),
    ("steering-wall", "chair", "/dieu-hanh/?man-hinh=1&thang=2026-10"),
    ("steering-dossier", "signer", "/dieu-hanh/ho-so/{handle-shown}/"),
    ("statistics", "", "/so-lieu/?thang=2026-10"),
    ("console-procedure", "admin", f"/quan-tri/thu-tuc/{BIRTH}/"),
    ("console-draft", "admin", "/quan-tri/soan/{example:draft}/"),
    ("console-draft-case", "admin", "/quan-tri/soan/{example:draft}/muc/cases.0/"),
    ("console-draft-form", "admin", "/quan-tri/soan/{example:draft}/muc/form.pages.0/"),
    ("console-route", "admin", "/quan-tri/soan/{example:draft}/muc/route/#picture"),
    ("console-draft-trial", "admin", "/quan-tri/soan/{example:draft}/thu/?vi-du=1"),
    ("console-proposals", "admin", "/quan-tri/don-gian-hoa/"),
    ("console-proposal", "admin", "/quan-tri/don-gian-hoa/{example:proposal}/"),
)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The demo province of the fixed day, running with its clock set."""
    folder = tmp_path_factory.mktemp("screenshots")
    prepared(folder, day=DAY, dossiers=DOSSIERS)
    with running(folder, day=DAY) as found:
        yield found


@pytest.fixture(scope="module")
def devices(province: System) -> Iterator[Any]:
    """One device for each role and width, logged in once."""
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        found: dict[tuple[str, int], Visitor] = {}

        def device(by: str, width: int) -> Visitor:
            if (by, width) not in found:
                size = {"width": width, "height": HEIGHTS[width]}
                context = chromium.new_context(
                    viewport=size,
                    base_url=province.url,
                    locale="vi-VN",
                    device_scale_factor=2 if width == 360 else 1,
                    reduced_motion="reduce",
                )
                visitor = found[by, width] = Visitor(context, province)
                if by == "citizen":
                    visitor.log_in()
                elif by:
                    visitor.log_in_officer(by)
            return found[by, width]

        yield device
        chromium.close()


def address(text: str, system: System) -> str:
    """The address with ids; `{number:scene}` is a dossier's number, `{example:name}` something else's id."""

    def value(found: re.Match[str]) -> str:
        kind, _, name = found[1].rpartition(":")
        return str(system.scenes[f"{kind}s"][name]) if kind else system.dossier(name)

    return re.sub(r"\{([a-z:-]+)\}", value, text)


def kept(picture: bytes, path: Path) -> None:
    """The picture with 256 colours: a quarter of the weight, and nobody sees the difference."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64):
        file = io.BytesIO()
        image.quantize(colours, kmeans=2, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    path.write_bytes(file.getvalue())


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize(("name", "by", "where"), PICTURES, ids=[picture[0] for picture in PICTURES])
def test_the_picture_is_made(
    name: str, by: str, where: str, width: int, devices: Any, province: System
) -> None:
    device = devices(by, width)
    answer = device.go(address(where, province))
    assert answer.status == 200
    device.page.wait_for_load_state("networkidle")
    path = FOLDER / f"{name}-{width}.png"
    kept(device.page.screenshot(animations="disabled", caret="hide"), path)
    assert path.stat().st_size <= MOST_BYTES
    assert device.problems == []


def test_the_pictures_are_those_of_the_table() -> None:
    listed = set(re.findall(r"`([a-z0-9-]+\.png)`", (FOLDER / "README.md").read_text()))
    assert listed == {f"{name}-{width}.png" for name, *_ in PICTURES for width in HEIGHTS}
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) <= 8_000_000
