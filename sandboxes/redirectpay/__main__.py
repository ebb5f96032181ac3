"""`python -m sandboxes.redirectpay`: run the gateway until it is told to stop."""

import sys

from sandboxes.cashier.run import parser, run
from sandboxes.redirectpay.gateway import Gateway


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    reads = parser("sandboxes.redirectpay", __doc__, port=8004)
    reads.add_argument("--terminal", default="motcua")
    reads.add_argument("--notify", default="http://127.0.0.1:8000/thanh-toan/redirectpay/tin/")
    options = reads.parse_args(arguments)
    gateway = Gateway(
        terminal=options.terminal,
        secret=options.secret,
        notify=options.notify,
        data=options.data,
        late=options.late,
    )
    run(gateway, options)


if __name__ == "__main__":
    main(sys.argv[1:])
