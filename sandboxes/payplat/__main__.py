"""`python -m sandboxes.payplat`: run the platform until it is told to stop."""

import sys

from sandboxes.cashier.run import parser, run
from sandboxes.payplat.platform import Platform
from sandboxes.serving import address


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    reads = parser("sandboxes.payplat", __doc__, port=8003)
    reads.add_argument("--partner", default="motcua")
    reads.add_argument("--callback", default="http://127.0.0.1:8000/thanh-toan/payplat/tin/")
    reads.add_argument("--return", dest="back", default="http://127.0.0.1:8000/thanh-toan/payplat/ve/")
    options = reads.parse_args(arguments)
    platform = Platform(
        partner=options.partner,
        secret=options.secret,
        url=address(options),
        callback=options.callback,
        back=options.back,
        data=options.data,
        late=options.late,
    )
    run(platform, options)


if __name__ == "__main__":
    main(sys.argv[1:])
