"""Where a person goes on after a gateway sent the browser back."""

from django.urls import reverse

from motcua.dossiers.models import Dossier


def page_after(gateway: str, number: str) -> str:
    """The paying page of the dossier this request was for; the list of dossiers when there is none.

    Only for numbers a gateway has proved: the address names the dossier.
    """
    found = Dossier.objects.filter(
        obligation__requests__gateway=gateway, obligation__requests__number=number
    ).values_list("pk", flat=True)
    dossier_id = found.first()
    if dossier_id is None:
        return reverse("mine:list")
    return reverse("mine:payment", args=[dossier_id])
