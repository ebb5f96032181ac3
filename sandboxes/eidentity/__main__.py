"""`python -m sandboxes.eidentity`: run the server until it is told to stop."""

import argparse
import os
import sys
from pathlib import Path

from sandboxes import serving
from sandboxes.eidentity.app import App
from sandboxes.eidentity.citizens import SCOPE_CLAIMS, SHIPPED, BadRow, load
from sandboxes.eidentity.provider import Client, Provider, signing_key
from sandboxes.eidentity.web import MAX_FORM

_PORTAL = "http://127.0.0.1:8000/dinh-danh"


def _parser() -> argparse.ArgumentParser:
    parser = serving.parser("sandboxes.eidentity", __doc__, port=8001, keeps="signing key")
    serving.add_client(parser)
    add = parser.add_argument
    add("--issuer", help="public address of this server; default http://HOST:PORT")
    add("--redirect", action="append", help="address the client is called back at; repeatable")
    add("--after-logout", action="append", help="address to return to after logout; repeatable")
    add("--citizens", action="append", type=Path, default=[], help="CSV file of more citizens; repeatable")
    add("--claim", action="append", default=[], help="OURS=THEIRS renames a claim; repeatable")
    return parser


def _claim_names(pairs: list[str]) -> dict[str, str]:
    names = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    known = {name for claims in SCOPE_CLAIMS.values() for name in claims} - {"sub"}
    if len(names) != len(pairs) or not known.issuperset(names):
        raise SystemExit(f"--claim must be OURS=THEIRS, OURS one of: {', '.join(sorted(known))}")
    return names


def main(arguments: list[str]) -> None:
    """Read the options, then serve."""
    options = _parser().parse_args(arguments)
    issuer = (options.issuer or serving.address(options)).rstrip("/")
    client = Client(
        options.client,
        options.secret,
        tuple(options.redirect or [f"{_PORTAL}/ve/"]),
        tuple(options.after_logout or [f"{_PORTAL}/da-thoat/"]),
    )
    names = _claim_names(options.claim)
    try:
        citizens = load([SHIPPED, *options.citizens])
    except (BadRow, OSError) as problem:
        raise SystemExit(f"--citizens: {problem}") from problem
    # authlib refuses plain http beyond this machine; a sandbox may be shown to a telephone in the same room.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    provider = Provider(issuer=issuer, client=client, key=signing_key(options.data), claim_names=names)
    says = f"Máy chủ định danh thử (không phải VNeID): {issuer}, {len(citizens)} công dân giả định"
    serving.run(App(provider, citizens), options, says=says, most=MAX_FORM)


if __name__ == "__main__":
    main(sys.argv[1:])
