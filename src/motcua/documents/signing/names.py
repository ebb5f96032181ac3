"""Names in certificates: written so that Vietnamese fits, read whatever they are like."""

import warnings

from asn1crypto import x509 as asn1
from cryptography import x509

# Upper bounds of X.520 for a common name and an organisation, in characters.
_LONGEST = 64


def fitting(name: str) -> str:
    """A name no longer than X.520 allows, cut between words."""
    if len(name) <= _LONGEST:
        return name
    return name[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def name_part(oid: x509.ObjectIdentifier, value: str) -> x509.NameAttribute[str]:
    """One part of a distinguished name."""
    # The library counts bytes, of which Vietnamese letters need up to three, and warns of what X.520 allows.
    with warnings.catch_warnings(action="ignore"):
        return x509.NameAttribute(oid, fitting(value), _validate=False)


def read_part(name: asn1.Name, part: str) -> str:
    """One part of a distinguished name ("common_name"); of several the first, empty when there is none."""
    value = name.native.get(part, "")
    return str(value[0]) if isinstance(value, list) else str(value)
