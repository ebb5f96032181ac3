"""`python -m sandboxes.ereceipt`: run the vendor until it is told to stop."""

import sys

from sandboxes import serving
from sandboxes.ereceipt.app import MAX_BODY, App
from sandboxes.ereceipt.vendor import Vendor


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    reads = serving.parser("sandboxes.ereceipt", __doc__, port=8007, keeps="receipts")
    serving.add_client(reads)
    reads.add_argument(
        "--lose", type=int, default=0, help="so many answers get lost after the receipt was issued"
    )
    options = reads.parse_args(arguments)
    vendor = Vendor(client=options.client, secret=options.secret, data=options.data, lose=options.lose)
    says = f"Nhà cung cấp biên lai thử: {serving.address(options)}"
    serving.run(App(vendor), options, says=says, most=MAX_BODY)


if __name__ == "__main__":
    main(sys.argv[1:])
