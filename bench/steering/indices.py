"""Bulk rows without their indices, and the indices afterwards: primary keys and checks stay on all the while.

Foreign keys and unique constraints are added back as the database itself wrote them down, so every row is
checked: a row that breaks one makes the generation fail.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg

_CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid), c.contype
FROM pg_constraint c WHERE c.conrelid = ANY(%s::regclass[]) AND c.contype IN ('f', 'u')
ORDER BY c.contype DESC, 1, 2
"""
_INDICES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'u')
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Stripped:
    """What was taken off some tables: the statements that put it back, first indices, then foreign keys."""

    indices: tuple[tuple[str, str], ...]
    foreign: tuple[tuple[str, str], ...]


def strip(connection: "psycopg.Connection[tuple[str, ...]]", tables: Sequence[str]) -> Stripped:
    """Take the indices, unique constraints and foreign keys off these tables."""
    indices: list[tuple[str, str]] = []
    foreign: list[tuple[str, str]] = []
    for table, name, definition, kind in connection.execute(_CONSTRAINTS, [list(tables)]).fetchall():
        back = (table, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        (foreign if kind in ("f", b"f") else indices).append(back)
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
    for table, name, definition in connection.execute(_INDICES, [list(tables)]).fetchall():
        indices.append((table, definition))
        connection.execute(f"DROP INDEX {name}")
    return Stripped(tuple(indices), tuple(foreign))


def put_back(url: str, stripped: Stripped, *, processes: int, told: Callable[[int, int], None]) -> None:
    """Build everything again, several tables at once; then the foreign keys, each checking all rows."""
    done, total = 0, len(stripped.indices) + len(stripped.foreign)

    def build(statements: list[str]) -> int:
        with psycopg.connect(url, autocommit=True) as own:
            own.execute("SET maintenance_work_mem = '512MB'")
            for statement in statements:
                own.execute(statement)
        return len(statements)

    with ThreadPoolExecutor(processes) as pool:
        for count in pool.map(build, _by_table(stripped.indices)):
            done += count
            told(done, total)
        # A foreign key locks both its tables: several of one table never run at the same time.
        for count in map(build, ([statement] for _, statement in stripped.foreign)):
            done += count
            told(done, total)


def _by_table(statements: Iterable[tuple[str, str]]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for table, statement in statements:
        found.setdefault(table, []).append(statement)
    return sorted(found.values(), key=len, reverse=True)
