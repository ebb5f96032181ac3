"""What a request to supplement points at: each thing with its reason, the words for people, the ground."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from motcua.audit.actions import record
from motcua.catalogue.reasons import OTHER, Reason, reason
from motcua.catalogue.spec import Component
from motcua.dossiers import content
from motcua.dossiers.models import Dossier, Supplement, SupplementItem
from motcua.identity.actor import Actor
from motcua.lib.errors import Refused


@dataclass(frozen=True)
class Wanted:
    """One thing that is wrong: a component, a field of the form, or (with its
    legal ground) something else.

    `reason_key` names a reason of the catalogue; `reason` is what the officer says besides. Without a key it
    is a reason that the catalogue does not have. `hint` and `beyond` are filled in by `pointed`.
    """

    kind: str
    key: str
    name: str
    reason: str = ""
    legal_ground: str = ""
    reason_key: str = ""
    hint: str = ""
    beyond: str = ""


def pointed(dossier: Dossier, items: Iterable[Wanted]) -> list[Wanted]:
    """Each item with the words of its reason, what the applicant can do, and how it goes beyond the list.

    Raises Refused for a reason that the catalogue does not have.
    """
    published = {part.key: part for part in content.components(dossier)}
    return [_pointed(item, published) for item in items]


def _pointed(item: Wanted, published: dict[str, Component]) -> Wanted:
    found = reason(item.reason_key or OTHER)
    if found is None:
        raise Refused(
            f"Danh mục lý do không có «{item.reason_key}». Hãy tải lại trang rồi chọn lại.",
            field="items",
            code="reason-unknown",
        )
    return replace(
        item,
        reason=found.said(item.reason),
        reason_key=found.key,
        hint=found.hint,
        legal_ground=item.legal_ground.strip(),
        beyond=_beyond(item, found, published),
    )


def _beyond(item: Wanted, found: Reason, published: dict[str, Component]) -> str:
    """In which way the item asks for more than what was published for this case; empty when it does not.

    What is not on the list, what the State holds itself (NĐ 309/2026 Đ8), an original before its time.
    """
    if item.kind == SupplementItem.Kind.EXTRA:
        return "list"
    component = published.get(item.key)
    if item.kind != SupplementItem.Kind.COMPONENT:
        return ""
    if component is None:
        return "case"
    if component.held_by_state is not None:
        return "held"
    return "original" if component.original_at_return and found.wants_original else ""


def keep_items(actor: Actor, supplement: Supplement, wanted: Iterable[Wanted]) -> None:
    """Store what was asked; whatever goes beyond the published list stands in the record by itself."""
    rows = list(wanted)
    SupplementItem.objects.bulk_create(
        SupplementItem(
            supplement=supplement,
            kind=item.kind,
            key=item.key,
            name=item.name[:300],
            reason_key=item.reason_key,
            reason=item.reason.strip()[:500],
            hint=item.hint[:500],
            legal_ground=item.legal_ground[:300],
        )
        for item in rows
    )
    dossier = supplement.dossier
    for item in rows:
        if item.beyond:
            record(
                actor=actor.label,
                user_id=actor.user_id,
                unit_id=actor.unit_id,
                verb="ask_beyond_list",
                subject_type="dossier",
                subject_id=str(dossier.pk),
                content={
                    "number": dossier.number,
                    "name": item.name,
                    "ground": item.legal_ground,
                    "how": item.beyond,
                },
                chain=dossier.receiving_unit_id or "system",
            )
