"""`python -m tests.browser.on_a_day 2026-11-18T09:30 serve …`: a command of Một Cửa with its clock set.

For screenshots, which should not differ from one day to the next. The clock goes on from the given moment.
"""

import sys
from datetime import datetime

from motcua.lib import moment


def set_clock(text: str) -> None:
    """From now on the present moment is `text` (ISO, Vietnamese time) and the time that has passed since."""
    start = datetime.fromisoformat(text).replace(tzinfo=moment.TZ)
    moment.go_ahead(start - datetime.now(moment.TZ))


if __name__ == "__main__":
    set_clock(sys.argv.pop(1))
    from motcua.cli.main import motcua

    motcua(prog_name="./motcua")
