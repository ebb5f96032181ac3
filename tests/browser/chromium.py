"""The browser of the tests: where it is, how it is started, and the line that says it is missing."""

import shutil

_PLACES = ("/usr/bin/chromium", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, _PLACES)), None)
# It shall ask nobody but the system under test.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--no-pings",
    "--lang=vi",
)
MISSING = "Chromium không có: bỏ qua kiểm thử trình duyệt"
