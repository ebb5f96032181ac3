"""`python -m sandboxes.post`: run the carrier until it is told to stop."""

import sys
import time
from collections.abc import Callable

from sandboxes import serving
from sandboxes.post.app import MAX_BODY, App
from sandboxes.post.carrier import Carrier


def _work(carrier: Carrier, auto: float) -> Callable[[], None]:
    """One round: orders go on by themselves after `auto` seconds (0: never), news is told."""
    last = time.monotonic()

    def work() -> None:
        nonlocal last
        if auto and time.monotonic() - last >= auto:
            carrier.step()
            last = time.monotonic()
        carrier.call_back()

    return work


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    reads = serving.parser("sandboxes.post", __doc__, port=8002, keeps="orders")
    serving.add_client(reads)
    reads.add_argument(
        "--auto", type=float, default=0, help="seconds after which every order goes one step on; 0: by hand"
    )
    options = reads.parse_args(arguments)
    carrier = Carrier(client=options.client, secret=options.secret, data=options.data)
    says = f"Bưu chính thử: {serving.address(options)}"
    serving.run(App(carrier), options, says=says, most=MAX_BODY, work=_work(carrier, options.auto))


if __name__ == "__main__":
    main(sys.argv[1:])
