"""Taking over records of the national catalogue: all of a file or nothing, and twice is the same as once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from motcua.audit.actions import record as audit
from motcua.catalogue.actions.list_sheets import list_sheets
from motcua.catalogue.actions.publish import check_may_publish
from motcua.catalogue.models import NationalRecord
from motcua.catalogue.national import crawled, portal_json
from motcua.catalogue.national.difference import difference
from motcua.catalogue.national.sheet import Notes, Reading, Sheet, Unreadable
from motcua.identity.actor import Actor
from motcua.lib import moment

_EXAMPLES = 3
_BATCH = 400
_EXCERPT = 160


@dataclass(slots=True)
class Imported:
    """What one run found: records by fate, and how well every field of them was read, with examples."""

    fates: Counter[str] = field(default_factory=Counter)
    readings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    refused: list[dict[str, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    dry_run: bool = False

    def note(self, code: str, notes: Notes) -> None:
        for name, reading, _ in notes.readings:
            self.readings[name][reading.value] += 1
        for flag in notes.flags:
            shown = self.examples[flag.field]
            if len(shown) < _EXAMPLES and all(each["why"] != flag.why for each in shown):
                shown.append({"code": code, "why": flag.why, "text": flag.text[:_EXCERPT]})

    def data(self) -> dict[str, Any]:
        """The report as plain JSON: per field the counts and the share that was recognised with certainty."""
        return {
            "dry_run": self.dry_run,
            "records": {
                name: self.fates[name] for name in ("total", "new", "changed", "unchanged", "refused")
            },
            "fields": {name: self._field(name, counted) for name, counted in sorted(self.readings.items())},
            "refused": self.refused,
            "changed": self.changed,
        }

    def _field(self, name: str, counted: Counter[str]) -> dict[str, Any]:
        given = sum(counted.values()) - counted[Reading.ABSENT.value]
        recognised = counted[Reading.RECOGNISED.value]
        return {
            **{reading.value: counted[reading.value] for reading in Reading},
            "share": round(recognised / given, 4) if given else None,
            "examples": self.examples.get(name, []),
        }


def import_national(
    *,
    actor: Actor,
    records: Iterable[Mapping[str, Any]],
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Imported:
    """Read records and keep what is new. A newer record of a known code becomes its next version.

    Nothing that can be filed changes: a procedure with a published version keeps it, the record only stands
    beside it. The others are listed as information only. Raises Forbidden for anyone but an administrator.
    """
    check_may_publish(actor)
    found = Imported(dry_run=dry_run)
    sheets = _read(records, found, progress)
    with transaction.atomic():
        new = _new_records(actor, sheets, found)
        if not dry_run and new:
            NationalRecord.objects.bulk_create(new, batch_size=_BATCH)
            list_sheets([made.read for made in new])
            _record(actor, found, new)
    return found


def _read(
    records: Iterable[Mapping[str, Any]], found: Imported, progress: Callable[[int], None]
) -> dict[str, Sheet]:
    """The sheets by code; of two records with one code the later counts."""
    sheets: dict[str, Sheet] = {}
    for at, raw in enumerate(records, start=1):
        found.fates["total"] += 1
        notes = Notes()
        try:
            sheet = (portal_json if portal_json.is_record(raw) else crawled).read(raw, notes)
        except Unreadable as why:
            found.fates["refused"] += 1
            found.refused.append({"record": str(at), "why": str(why)})
        else:
            sheets[sheet.code] = sheet
            found.note(sheet.code, notes)
        progress(at)
    return sheets


def _new_records(actor: Actor, sheets: dict[str, Sheet], found: Imported) -> list[NationalRecord]:
    known = _latest()
    made = []
    for code, sheet in sheets.items():
        before = known.get(code)
        if before is not None and before.digest == sheet.digest:
            found.fates["unchanged"] += 1
            continue
        found.fates["changed" if before else "new"] += 1
        if before is not None:
            found.changed.append(code)
        made.append(_made(actor, sheet, before))
    return made


def _latest() -> dict[str, NationalRecord]:
    """The newest record of every code; the texts are read only where a record differs."""
    return {each.code: each for each in NationalRecord.objects.defer("data").order_by("code", "number")}


def _made(actor: Actor, sheet: Sheet, before: NationalRecord | None) -> NationalRecord:
    return NationalRecord(
        code=sheet.code,
        number=before.number + 1 if before else 1,
        digest=sheet.digest,
        data=sheet.data(),
        flag_count=len(sheet.flags),
        changes=[change.data() for change in difference(before.read, sheet)] if before else [],
        imported_at=moment.now(),
        imported_by=actor.label[:200],
    )


def _record(actor: Actor, found: Imported, new: list[NationalRecord]) -> None:
    audit(
        actor=actor.label,
        verb="catalogue.import",
        subject_type="national_records",
        subject_id=moment.now().isoformat(),
        content={
            "counts": dict(found.fates),
            "records": {made.code: made.digest for made in new},
        },
        user_id=actor.user_id,
        unit_id=actor.unit_id,
    )


def read_lines(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """Records of a text: one JSON object a line, one JSON list, or one answer with its `result`."""
    import json

    text = iter(lines)
    first = next(text, "").lstrip("\ufeff")
    if first.lstrip().startswith("{") and first.rstrip().endswith("}"):
        yield from _unwrapped(json.loads(first))
        for line in text:
            if line.strip():
                yield from _unwrapped(json.loads(line))
        return
    yield from _unwrapped(json.loads(first + "".join(text) or "[]"))


def _unwrapped(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _unwrapped(item)
    elif isinstance(value, Mapping):
        inner = value.get("result", value.get("data"))
        if isinstance(inner, list | Mapping) and not {"ma_thu_tuc", "TENTTHC"} & set(value):
            yield from _unwrapped(inner)
        else:
            yield value
