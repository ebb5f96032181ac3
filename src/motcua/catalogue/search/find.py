"""Asking the index: every way the words can be meant, then ranking by what can be explained in a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import tantivy

from motcua.catalogue.search.index import Entry, Index, Name, index
from motcua.catalogue.search.syllables import (
    LONGEST_QUERY,
    MOST_SYLLABLES,
    has_diacritics,
    syllables,
    written,
)
from motcua.catalogue.words import code_start, telling

_CANDIDATES = 300
_BOOST = {"name": 3.0, "known": 3.0, "text": 0.8}
# Half of the words are enough to be looked at: people add words that no procedure has.
_ENOUGH = 2
# What a word weighs that no procedure has: it says something, though nobody knows what.
_UNKNOWN = 3.0
# A procedure that ends, repeats or takes back something is meant only by who says so.
_TURNS = (("xoa",), ("thu", "hoi"), ("cham", "dut"), ("lai",), ("huy",), ("tam", "ngung"), ("bai", "bo"))
_TURNED = 0.3
_BEGINNING = 5
_MOST_MEANINGS = 8
_SYNONYM_LOSS = 0.92
_PRIOR = 0.12

Keep = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure that was found. `score` orders hits of one search and means nothing beyond it."""

    code: str
    name: str
    score: float


def search(query: str, *, on: date, limit: int = 20, keep: Keep = lambda entry: True) -> list[Hit]:
    """The procedures meant by everyday words, best first; by the beginning of a code, these alone."""
    made = index(on)
    code = code_start(query)
    if code:
        hits = [
            Hit(each.code, each.name, 100.0)
            for each in made.entries
            if each.code.startswith(code) and keep(each)
        ]
        if hits:
            return hits[:limit]
    wanted = telling(query[:LONGEST_QUERY])
    meanings = _meanings(made, syllables(wanted)[:MOST_SYLLABLES])
    if not meanings:
        return []
    best: dict[int, float] = {}
    for loss, meaning in meanings:
        scored = list(_found(made, meaning))
        most = max((found for _, found in scored), default=1.0)
        for at, found in scored:
            entry = made.entries[at]
            if keep(entry):
                score = loss * _score(made, entry, meaning, found / most, wanted) + _PRIOR * entry.prior
                best[at] = max(score, best.get(at, 0.0))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], made.entries[pair[0]].code))
    return [
        Hit(made.entries[at].code, made.entries[at].name, round(score, 3)) for at, score in ranked[:limit]
    ]


def suggest(typed: str, *, on: date, limit: int = 6) -> list[Hit]:
    """While somebody types: the last syllable may be unfinished."""
    made = index(on)
    parts = syllables(typed[:LONGEST_QUERY])[:MOST_SYLLABLES]
    if not parts:
        return []
    hits = search(typed, on=on, limit=limit)
    endings = [word for word in made.weights if word.startswith(parts[-1]) and word != parts[-1]]
    for ending in sorted(endings, key=len)[:3] if len(parts[-1]) < 5 else []:
        hits += search(" ".join([*parts[:-1], ending]), on=on, limit=limit)
    unique = {hit.code: hit for hit in sorted(hits, key=lambda hit: hit.score)}
    return sorted(unique.values(), key=lambda hit: (-hit.score, hit.code))[:limit]


def _meanings(made: Index, parts: list[str]) -> list[tuple[float, tuple[str, ...]]]:
    """The words themselves, and with what they are commonly called replaced by what the law calls it."""
    spelled = tuple(word for part in parts for word in _spelled(made, part))
    if not spelled:
        return []
    meanings: dict[tuple[str, ...], float] = {spelled: 1.0}
    for said, means in made.synonyms.items():
        for current, loss in list(meanings.items()):
            at = _place(current, said)
            for mean in means if at >= 0 and len(meanings) < _MOST_MEANINGS else ():
                replaced = (*current[:at], *mean, *current[at + len(said) :])
                meanings.setdefault(replaced, loss * _SYNONYM_LOSS)
    return [(loss, meaning) for meaning, loss in meanings.items()]


def _place(words: tuple[str, ...], said: tuple[str, ...]) -> int:
    """Where these words stand one after the other; -1 when they do not."""
    return next((at for at in range(len(words) - len(said) + 1) if words[at : at + len(said)] == said), -1)


def _spelled(made: Index, part: str) -> Iterator[str]:
    """A syllable as typed; two that were typed without a space are taken apart."""
    if part not in made.weights and len(part) > 4:
        for at in range(2, len(part) - 1):
            if part[:at] in made.weights and part[at:] in made.weights:
                yield part[:at]
                yield part[at:]
                return
    yield part


def _found(made: Index, meaning: tuple[str, ...]) -> Iterator[tuple[int, float]]:
    each = dict.fromkeys(meaning)
    parts = [(tantivy.Occur.Should, _one(made, part)) for part in each]
    needed = -(-len(parts) // _ENOUGH)
    core = tantivy.Query.boolean_query(parts, minimum_number_should_match=needed)
    phrases = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(_pair(made, name, pair), 4.0))
        for pair in pairwise(meaning)
        if pair[0] != pair[1]
        for name in ("name", "known")
    ]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, core), *phrases])
    hits = made.searcher.search(query, _CANDIDATES, count=False).hits
    for score, address in hits:
        yield made.places[address.segment_ord, address.doc], score


def _pair(made: Index, name: str, pair: tuple[str, str]) -> Any:
    return tantivy.Query.phrase_query(made.schema, name, list(pair), slop=0)


def _one(made: Index, part: str) -> Any:
    """One syllable in any field; one that nobody uses is taken for a slip of the finger."""
    known = part in made.weights
    queries = [
        tantivy.Query.boost_query(tantivy.Query.term_query(made.schema, name, part), boost)
        for name, boost in _BOOST.items()
    ]
    if not known and len(part) > 2:
        queries += [
            tantivy.Query.boost_query(
                tantivy.Query.fuzzy_term_query(made.schema, name, part, distance=1), boost / 2
            )
            for name, boost in _BOOST.items()
        ]
    return tantivy.Query.disjunction_max_query(queries, tie_breaker=0.1)


def _score(made: Index, entry: Entry, meaning: tuple[str, ...], found: float, wanted: str) -> float:
    """How well the words fit a whole name, the engine's own view, and diacritics that agree."""
    asked, pairs = frozenset(meaning), frozenset(pairwise(meaning))
    weight = sum(made.weights.get(part, _UNKNOWN) for part in asked)
    fit = max((_fit(made, name, asked, weight, pairs) for name in entry.names), default=0.0)
    agree = 0.0
    if has_diacritics(wanted):
        words = set(written(wanted))
        agree = len(words & entry.written) / len(words)
    return 0.5 * found + fit + 0.2 * agree - (_TURNED if _turned(entry, asked) else 0.0)


def _fit(
    made: Index, name: Name, asked: frozenset[str], weight: float, pairs: frozenset[tuple[str, str]]
) -> float:
    """Between 0 and 1.5: the share of the words in the name, of the name in the words, and of pairs kept."""
    common = sum(made.weights.get(part, 0.0) for part in asked & name.said)
    kept = len(pairs & name.pairs) / len(pairs) if pairs else 1.0
    return 0.7 * common / weight + 0.4 * common / name.weight + 0.4 * kept


def _turned(entry: Entry, asked: frozenset[str]) -> bool:
    beginning = entry.names[0].parts[:_BEGINNING] if entry.names else ()
    return any(_place(beginning, turn) >= 0 and turn[-1] not in asked for turn in _TURNS)
