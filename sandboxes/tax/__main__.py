"""`python -m sandboxes.tax`: run the office until it is told to stop."""

import sys

from sandboxes import serving
from sandboxes.tax.app import MAX_BODY, App
from sandboxes.tax.office import Office


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    reads = serving.parser("sandboxes.tax", __doc__, port=8006, keeps="slips")
    serving.add_client(reads)
    options = reads.parse_args(arguments)
    office = Office(client=options.client, secret=options.secret, data=options.data)
    says = f"Cơ quan thuế thử: {serving.address(options)}"
    serving.run(App(office), options, says=says, most=MAX_BODY, work=office.call_back)


if __name__ == "__main__":
    main(sys.argv[1:])
