"""Where money and dossiers meet: the dossier of an obligation, and the obligation behind a code."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused
from motcua.payments.models import Obligation
from motcua.payments.numbers import bare


def by_code(actor: Actor, typed: str) -> Dossier:
    """The dossier of this code or temporary number, dots or not, among what the actor may see.

    Raises Refused when there is none, or when nothing has to be paid for it.
    """
    code = typed.strip().replace("\x00", "")
    if not code:
        raise Refused("Hãy ghi mã hồ sơ.", field="code")
    visible = Dossier.objects.visible_to(actor).filed().select_related("obligation")
    likely = visible.found(code)[:20]
    found = [each for each in likely if bare(code) in (bare(each.code or ""), bare(each.temporary_number))]
    if not found:
        raise Refused(
            f"Không có hồ sơ «{code[:60]}» trong đơn vị của bạn. Hãy xem lại mã trên giấy tiếp nhận.",
            field="code",
            code="no-dossier",
        )
    if found[0].obligation is None:
        raise Refused(f"Hồ sơ {found[0].number} không có khoản nào phải nộp.", field="code")
    return found[0]


def dossier_of(obligation: Obligation) -> Dossier | None:
    """The dossier that owes or once owed it: priced anew after a change of case, it points to another
    obligation, and only what was asked for still names it.
    """
    names = set(obligation.requests.values_list("purpose", flat=True))
    asked_for = Q(code__in=names) | Q(temporary_number__in=names)
    return Dossier.objects.with_screen().filter(Q(obligation=obligation) | asked_for).first()


def dossiers_of(obligation_ids: Iterable[UUID | None]) -> dict[UUID, Dossier]:
    """The dossier of each obligation that has one, in one query."""
    found = Dossier.objects.filter(obligation__in={each for each in obligation_ids if each})
    return {
        each.obligation_id: each
        for each in found.only("code", "temporary_number", "obligation")
        if each.obligation_id
    }


def owing_dossier(actor: Actor, obligation_id: UUID) -> tuple[Dossier, Obligation] | None:
    """The dossier an obligation belongs to and the obligation, when the actor may see them."""
    visible = Dossier.objects.visible_to(actor).select_related("obligation__unit", "version__procedure")
    found = visible.filter(obligation=obligation_id).first()
    return (found, found.obligation) if found is not None and found.obligation is not None else None
