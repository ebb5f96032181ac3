"""The index of everything listed, built in memory from the rows in a second and kept until they change.

`tantivy` finds and scores; nothing lives on disk, so there is nothing to back up, to lock or to repair, and
SQLite and PostgreSQL answer alike (docs/decisions/0017-search-in-memory.md).
"""

import math
import re
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import tantivy

from motcua.catalogue.models import CatalogueState, Procedure, Synonym, Version, read_specs
from motcua.catalogue.search.syllables import syllables, written

_HEAP = 15_000_000
# «Thủ tục …», «(thực hiện tại cấp xã)»: part of a name, nothing that anybody looks for.
_ASIDE = re.compile(r"^\s*\.?\s*Thủ tục\s+|\([^()]*\)")
FIELDS = ("name", "known", "text")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a procedure, taken apart once: its syllables, what they weigh, which follow each other."""

    parts: tuple[str, ...]
    said: frozenset[str]
    weight: float
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What ranking and showing need to know of one procedure."""

    code: str
    name: str
    names: tuple[Name, ...]
    written: frozenset[str]
    tags: str
    field: str
    service_level: str
    fileable: bool
    prior: float


@dataclass(frozen=True, slots=True)
class Index:
    """One state of the catalogue, ready to be asked."""

    key: tuple[str, date]
    schema: Any
    searcher: Any
    entries: tuple[Entry, ...]
    places: dict[tuple[int, int], int]
    weights: dict[str, float]
    synonyms: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(default_factory=dict)


_lock = threading.Lock()
_current: list[Index] = []


def index(on: date) -> Index:
    """The index for that day, built anew when the catalogue or the day has changed; otherwise one query."""
    key = (CatalogueState.token(), on)
    for made in _current:
        if made.key == key:
            return made
    with _lock:
        if not _current or _current[0].key != key:
            _current[:] = [_build(key, on)]
        return _current[0]


def _build(key: tuple[str, date], on: date) -> Index:
    called = _everyday_names(on)
    rows = list(Procedure.objects.listed(on).order_by("code"))
    documents = [_texts(row, called.get(row.code, ())) for row in rows]
    weights = _weights(documents)
    entries = [_entry(row, called.get(row.code, ()), weights) for row in rows]
    schema = _schema()
    made = tantivy.Index(schema)
    writer = made.writer(heap_size=_HEAP, num_threads=1)
    for at, texts in enumerate(documents):
        writer.add_document(tantivy.Document(at=at, **texts))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()
    synonyms = _synonyms(Synonym.objects.active())
    return Index(key, schema, searcher, tuple(entries), _places(searcher, len(entries)), weights, synonyms)


def _weights(documents: list[dict[str, str]]) -> dict[str, float]:
    """What a syllable tells: little when most procedures have it («giấy», «cấp»), much when few do."""
    counts = Counter(part for texts in documents for part in set(" ".join(texts.values()).split()))
    return {part: math.log1p(len(documents) / count) for part, count in counts.items()}


def _places(searcher: Any, count: int) -> dict[tuple[int, int], int]:
    """Which entry a document is, read once, so that a search reads no documents."""
    hits = searcher.search(tantivy.Query.all_query(), max(1, count), count=False).hits
    addresses = (address for _, address in hits)
    return {(each.segment_ord, each.doc): searcher.doc(each)["at"][0] for each in addresses}


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("at", stored=True, fast=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    return builder.build()


def _everyday_names(on: date) -> dict[str, tuple[str, ...]]:
    """What people call the procedures that can be filed, as their versions say."""
    versions = list(Version.objects.all_for(on))
    read_specs(versions)
    return {version.procedure_id: version.spec.also_known_as for version in versions}


def _texts(row: Procedure, called: tuple[str, ...]) -> dict[str, str]:
    return {
        "name": " ".join(syllables(row.name)),
        "known": " ".join(syllables(" ".join(called))),
        "text": " ".join(syllables(row.search_text)),
    }


def _entry(row: Procedure, called: tuple[str, ...], weights: dict[str, float]) -> Entry:
    bare = _ASIDE.sub(" ", row.name)
    names = dict.fromkeys(tuple(syllables(each)) for each in (bare, *called))
    return Entry(
        code=row.code,
        name=row.name,
        names=tuple(_name(parts, weights) for parts in names if parts),
        written=frozenset(written(" ".join((row.name, *called)))),
        tags=row.tags,
        field=row.field_id,
        service_level=row.service_level,
        fileable=row.state == Procedure.State.IN_FORCE,
        prior=_prior(row),
    )


def _name(parts: tuple[str, ...], weights: dict[str, float]) -> Name:
    said = frozenset(parts)
    pairs = frozenset(pairwise(parts))
    return Name(parts, said, sum(weights[part] for part in said if part in weights) or 1.0, pairs)


def _prior(row: Procedure) -> float:
    """What people of a commune usually need comes first: open for filing, of the commune, often filed."""
    opened = 2.0 if row.state == Procedure.State.IN_FORCE else 0.0
    near = 1.0 if "commune" in row.levels else 0.6 if "province" in row.levels else 0.0
    citizen = 0.4 if "citizen" in row.audience else 0.0
    return opened + near + citizen + min(1.5, math.log1p(row.popularity) / 4)


def _synonyms(rows: Iterable[Synonym]) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in rows:
        said = tuple(syllables(row.words))
        found.setdefault(said, []).extend(
            tuple(syllables(part)) for part in row.means.split(";") if part.strip()
        )
    return {said: tuple(means) for said, means in found.items() if said}
