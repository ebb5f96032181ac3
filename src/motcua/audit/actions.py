"""Adding to the record, and proving that nobody changed it."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from motcua.audit.models import Chain, Entry
from motcua.lib import moment

SYSTEM_CHAIN = "system"


def _digest(entry: Entry) -> str:
    content = json.dumps(
        [
            entry.chain,
            entry.number,
            entry.at.astimezone(moment.TZ).isoformat(),
            entry.actor,
            entry.user_id,
            entry.unit_id,
            entry.verb,
            entry.subject_type,
            entry.subject_id,
            entry.content,
            entry.previous,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(content.encode()).hexdigest()


def record(
    *,
    actor: str,
    verb: str,
    subject_type: str,
    subject_id: str,
    content: dict[str, Any] | None = None,
    user_id: int | None = None,
    unit_id: str = "",
    chain: str = SYSTEM_CHAIN,
) -> Entry:
    """Add one entry inside the caller's transaction, so that the act and its record stand or fall together.

    `chain` keeps units from waiting for each other: only acts of one chain are put in a row.
    """
    with transaction.atomic(savepoint=False):
        link = _locked(chain)
        entry = Entry(
            chain=chain,
            number=link.length + 1,
            at=moment.now(),
            actor=actor[:200],
            user_id=user_id,
            unit_id=unit_id,
            verb=verb,
            subject_type=subject_type,
            subject_id=subject_id,
            content=content or {},
            previous=link.head,
        )
        entry.digest = _digest(entry)
        entry.save(force_insert=True)
        link.length, link.head = entry.number, entry.digest
        link.save(update_fields=["length", "head"])
    return entry


def _locked(chain: str) -> Chain:
    rows = Chain.objects.select_for_update().filter(name=chain)
    link = rows.first()
    if link is None:
        # Somebody else may be first: then this waits for them, and the row is read again, locked.
        Chain.objects.get_or_create(name=chain)
        link = rows.get()
    return link


def breaks() -> Iterator[str]:
    """Walk every chain from its start; yield a sentence for each place where the record was changed."""
    for link in Chain.objects.order_by("name"):
        previous, number = "", 0
        for entry in Entry.objects.filter(chain=link.name).order_by("number").iterator(chunk_size=2000):
            number += 1
            if entry.number != number or entry.previous != previous:
                yield f"Chuỗi {link.name}: thiếu hoặc thừa mục trước số {entry.number}."
                number = entry.number
            if entry.digest != _digest(entry):
                yield f"Chuỗi {link.name}: mục số {entry.number} đã bị sửa sau khi ghi."
            previous = entry.digest
        if link.length != number or link.head != previous:
            yield f"Chuỗi {link.name}: phần cuối đã bị cắt, có {number}/{link.length} mục."
    known = Chain.objects.values("name")
    for name in (
        Entry.objects.exclude(chain__in=known).order_by("chain").values_list("chain", flat=True).distinct()
    ):
        yield f"Chuỗi {name}: có mục nhưng sổ đầu chuỗi đã mất."
