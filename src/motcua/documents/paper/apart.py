"""Drawing a piece of a long report in a process of its own.

The compiler remembers every layout it has made: a thousand lines leave some two hundred megabytes behind, for
the life of the process. Here they go with the child; and no other print waits its turn meanwhile.
"""

import os
import subprocess
import sys

from motcua.documents.paper.render import compile_table, table_data
from motcua.documents.paper.sheet import TableSheet

# A piece takes seconds; what takes longer will not end.
LONGEST_SECONDS = 120


def render_table_apart(data: TableSheet) -> bytes:
    """The same as `render_table`. Raises `subprocess.SubprocessError` when the child dies or hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "motcua.documents.paper.apart"],
        input=table_data(data).encode(),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        timeout=LONGEST_SECONDS,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(compile_table(sys.stdin.buffer.read().decode()))
