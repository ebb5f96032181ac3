"""`python -m sandboxes.bank`: run the bank until it is told to stop."""

import sys

from sandboxes import serving
from sandboxes.bank.app import MAX_BODY, App
from sandboxes.bank.bank import Bank


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    reads = serving.parser("sandboxes.bank", __doc__, port=8005, keeps="transfers")
    serving.add_client(reads)
    reads.add_argument(
        "--webhook", default="http://127.0.0.1:8000/ngan-hang/tin/", help="where money is told of"
    )
    options = reads.parse_args(arguments)
    bank = Bank(client=options.client, secret=options.secret, webhook=options.webhook, data=options.data)
    says = f"Ngân hàng thử: {serving.address(options)}"
    serving.run(App(bank), options, says=says, most=MAX_BODY, work=bank.call_back)


if __name__ == "__main__":
    main(sys.argv[1:])
