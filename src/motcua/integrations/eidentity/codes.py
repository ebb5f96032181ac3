"""Their words, ours: the names of claims and scopes, and how values are written, in one table each.

What VNeID itself returns could not be verified. The names below are the standard ones of OpenID Connect where
there is one; settings.EIDENTITY["claims"] ({ours: theirs}) and ["scope"] replace them without a line of code.
"""

from collections.abc import Mapping
from typing import Any

from motcua.identity.actions import HIGHEST_LEVEL, LOWEST_LEVEL, CitizenClaims
from motcua.lib.dates import PartialDate

SCOPE = "openid profile phone email address identity"

CLAIM_NAMES: Mapping[str, str] = {
    "personal_id": "personal_id",
    "full_name": "name",
    "birth_date": "birthdate",
    "sex": "gender",
    "phone": "phone_number",
    "email": "email",
    "residence": "address",
    "residence_unit": "residence_code",
    "level": "vneid_level",
    "digital_citizen": "digital_citizen",
}

# The common code list has 1 for men and 2 for women.
_SEXES = {"male": "male", "nam": "male", "1": "male", "female": "female", "nữ": "female", "2": "female"}
_YES = {"true", "yes", "1", "y"}
_COMMUNE_DIGITS = 5


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        # OpenID Connect Core, 5.1.1: an address is an object.
        value = value.get("formatted", "")
    return str(value).strip() if isinstance(value, str | int) else ""


def _date(value: object) -> str:
    try:
        return PartialDate.parse(_text(value)).iso()
    except ValueError:
        return ""


def _level(value: object) -> int:
    """The level told, or the lowest: somebody about whom nothing is said has been checked least."""
    text = _text(value)
    known = text.isdigit() and LOWEST_LEVEL <= int(text) <= HIGHEST_LEVEL
    return int(text) if known else LOWEST_LEVEL


def _commune(value: object) -> str:
    code = _text(value)
    return code if code.isdigit() and len(code) == _COMMUNE_DIGITS else ""


def citizen_claims(
    id_token: Mapping[str, Any], userinfo: Mapping[str, Any], names: Mapping[str, str]
) -> CitizenClaims:
    """What both told, in our words. `names` replaces names of CLAIM_NAMES.

    The level falls back to `acr` of the id token, the standard claim for how sure the other side is.
    """
    known = {**CLAIM_NAMES, **names}
    told = {ours: userinfo.get(theirs, id_token.get(theirs)) for ours, theirs in known.items()}
    level = told["level"] if told["level"] is not None else id_token.get("acr")
    return CitizenClaims(
        subject=str(id_token["sub"]),
        personal_id="".join(_text(told["personal_id"]).split()),
        full_name=" ".join(_text(told["full_name"]).split()),
        level=_level(level),
        birth_date=_date(told["birth_date"]),
        sex=_SEXES.get(_text(told["sex"]).lower(), ""),
        phone=_text(told["phone"]),
        email=_text(told["email"]),
        residence=_text(told["residence"]),
        residence_unit=_commune(told["residence_unit"]),
        digital_citizen=str(told["digital_citizen"]).lower() in _YES,
    )
