"""Accounts on which the demo province collects: the banks are real, the numbers invented."""

from collections.abc import Iterator
from datetime import date

from motcua.lib.text import ascii_letters
from motcua.organisation.models import Unit
from motcua.payments.models import CollectingAccount

# The province collects for the departments below it, its service centre for itself.
_OF_PROVINCE = {"ubnd-tinh": "118000002500", "ttpvhcc-tinh": "118000002501"}
# Provinces and communes of two levels only began on this day.
_SINCE = date(2025, 7, 1)


def open_accounts() -> None:
    """One each for the province, its service centre and every commune; run again, none is added."""
    CollectingAccount.objects.bulk_create(_accounts(), ignore_conflicts=True)


def _accounts() -> Iterator[CollectingAccount]:
    for unit in Unit.objects.filter(pk__in=_OF_PROVINCE):
        yield CollectingAccount(
            unit=unit,
            bank_bin="970415",
            bank_name="VietinBank",
            number=_OF_PROVINCE[unit.pk],
            holder=_holder(unit),
            valid_from=_SINCE,
        )
    for unit in Unit.objects.of_kind("commune_committee").order_by("pk"):
        yield CollectingAccount(
            unit=unit,
            bank_bin="970405",
            bank_name="Agribank",
            number=f"27002050{unit.admin_code}",
            holder=_holder(unit),
            valid_from=_SINCE,
        )


def _holder(unit: Unit) -> str:
    """As banks write names."""
    return ascii_letters(unit.name).upper()[:100]
