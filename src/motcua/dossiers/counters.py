"""Numbers without gap or double: a row per series, locked while the next number is taken."""

from datetime import date

from django.conf import settings
from django.db import transaction

from motcua.dossiers import codes
from motcua.dossiers.models import Carried, Counter
from motcua.lib import moment
from motcua.organisation.models import Unit


def next_number(*, unit: str, series: str, period: str) -> int:
    """The next number of the series. Must be called in the transaction that uses it, or a gap would remain.

    Raises RuntimeError outside of one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken in the transaction that uses it.")
    rows = Counter.objects.select_for_update().filter(unit=unit, series=series, period=period)
    counter = rows.first()
    if counter is None:
        # Somebody else may be first: then this waits for them, and the row is read again, locked.
        Counter.objects.get_or_create(unit=unit, series=series, period=period)
        counter = rows.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def identifier_of(unit: Unit) -> str:
    """The agency identifier that numbers are given under: the unit's own, else its parent's."""
    seen: Unit | None = unit
    while seen is not None:
        if seen.agency_identifier:
            return seen.agency_identifier
        seen = seen.parent
    raise LookupError(f"Neither {unit.pk} nor any unit above it has an agency identifier (QĐ 20/2020).")


def new_dossier_code(unit: Unit, day: date) -> str:
    """The code of a dossier accepted that day at this unit (TT 01/2018 Đ19: day of acceptance, daily
    sequence). A dossier typed after an outage continues the numbers of the day it was received.
    """
    identifier = identifier_of(unit)
    while True:
        number = next_number(unit=identifier, series="dossier", period=day.isoformat())
        code = codes.write(identifier, day, number, **settings.DOSSIER_CODE)
        # On the days of a change-over an earlier system may have given this very number.
        if not Carried.objects.filter(key=codes.key(code)).exists():
            return code


def new_form_number(unit: Unit, kind: str) -> str:
    """The number of a printed form of this unit: continuous through the year."""
    identifier = identifier_of(unit)
    number = next_number(unit=identifier, series=f"form-{kind}", period=str(moment.today().year))
    return f"{number:02d}/{moment.today().year}"


def new_result_number(unit: Unit) -> str:
    """The number of an issued document of this unit: continuous through the year (NĐ 30/2020 Đ15)."""
    number = next_number(unit=identifier_of(unit), series="result", period=str(moment.today().year))
    return f"{number:02d}"


def new_transfer_number(unit: Unit) -> str:
    """The number of a list of papers handed on by this unit: continuous through the year, short to scan."""
    identifier, year = identifier_of(unit), moment.today().year
    number = next_number(unit=identifier, series="transfer", period=str(year))
    return f"BG-{identifier}-{year}-{number:04d}"
