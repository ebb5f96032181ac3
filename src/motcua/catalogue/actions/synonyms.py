"""What people say for what the law calls it: the list that the search knows, kept by administrators."""

import csv
from pathlib import Path

from django.db import transaction

from motcua.audit.actions import record
from motcua.catalogue.actions.publish import check_may_publish
from motcua.catalogue.models import CatalogueState, Synonym
from motcua.catalogue.search.syllables import syllables
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused
from motcua.lib.text import neat

SHIPPED = Path(__file__).parent.parent / "data" / "synonyms.csv"
_LONGEST = 100


def load_synonyms(*, actor: Actor) -> int:
    """Add the shipped ones that are not there; what an administrator changed or switched off stays so."""
    check_may_publish(actor)
    with SHIPPED.open(encoding="utf-8", newline="") as rows:
        shipped = [
            Synonym(words=row["words"], means=row["means"], changed_at=moment.now())
            for row in csv.DictReader(rows)
        ]
    with transaction.atomic():
        known = set(Synonym.objects.values_list("words", flat=True))
        new = [row for row in shipped if row.words not in known]
        Synonym.objects.bulk_create(new)
        if new:
            CatalogueState.touch()
            _record(actor, "shipped", count=len(new))
    return len(new)


def keep_synonym(*, actor: Actor, words: str, means: str, is_active: bool = True) -> Synonym:
    """Add or change one. Raises Forbidden for anyone but an administrator, Refused for empty words."""
    check_may_publish(actor)
    said, meant = neat(words).lower(), neat(means)
    if not syllables(said) or len(said) > _LONGEST:
        raise Refused(f"Hãy ghi từ người dân hay nói, dài tối đa {_LONGEST} ký tự.", field="words")
    if not syllables(meant):
        raise Refused(
            "Hãy ghi tên gọi trong thủ tục; nhiều tên thì cách nhau bằng dấu chấm phẩy.", field="means"
        )
    with transaction.atomic():
        values = {"means": meant[:500], "is_active": is_active, "changed_at": moment.now()}
        kept, _ = Synonym.objects.update_or_create(words=said, defaults=values)
        CatalogueState.touch()
        _record(actor, said, means=meant, is_active=is_active)
    return kept


def _record(actor: Actor, words: str, **content: object) -> None:
    record(
        actor=actor.label,
        verb="catalogue.synonym",
        subject_type="synonym",
        subject_id=words,
        content=content,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
    )
