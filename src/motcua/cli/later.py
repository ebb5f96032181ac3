"""`python -m motcua.cli.later 31 serve …`: a command of Một Cửa that many days later.

What the law lets happen only after a while (a window that closes, a result nobody fetches) is rehearsed so.
"""

import sys
from datetime import timedelta

from motcua.lib import moment

if __name__ == "__main__":
    moment.go_ahead(timedelta(days=int(sys.argv.pop(1))))
    from motcua.cli.main import motcua

    motcua(prog_name="./motcua")
