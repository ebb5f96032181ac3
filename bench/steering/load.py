"""Bringing a province-year into the database: people, dossiers, what follows from them, indices."""

from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from psycopg import sql

from bench.steering import indices, shares, stories
from bench.steering.cells import PERSON, TABLES, Table
from bench.steering.people import count_for, people, rows
from bench.steering.shares import Plan, Told
from bench.steering.year import Share
from motcua.documents.files import keep

# Below this the year is written by one process, with every index and key in place.
SMALL = 5_000
PROCESSES = 2
_BY_LABEL = {table.label: table for table in TABLES}


_FOLLOWS = (
    """
    INSERT INTO dossiers_registerbook (unit_id, year, last, locked_by, digest)
    SELECT receiving_unit_id, extract(year FROM accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh'), count(*), '', ''
    FROM dossiers_dossier WHERE accepted_at IS NOT NULL GROUP BY 1, 2
    """,
    """
    INSERT INTO dossiers_registerrow (book_id, number, dossier_id, entered_at, received_at, facts)
    SELECT b.id, row_number() OVER (PARTITION BY b.id ORDER BY d.accepted_at, d.id), d.id, d.accepted_at,
        d.accepted_at,
        jsonb_build_object(
            'code', d.code, 'procedure', p.name, 'sets', '1', 'owner', o.full_name, 'contact', o.residence,
            'agency', coalesce(u.name, ''), 'received', d.accepted_at,
            'due', coalesce(d.due_at::text, ''), 'channel', d.channel)
    FROM dossiers_dossier d
    JOIN dossiers_registerbook b ON b.unit_id = d.receiving_unit_id
        AND b.year = extract(year FROM d.accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
    JOIN catalogue_version v ON v.id = d.version_id
    JOIN catalogue_procedure p ON p.code = v.procedure_id
    JOIN identity_person o ON o.id = d.owner_id
    LEFT JOIN organisation_unit u ON u.id = d.competent_unit_id
    """,
    """
    INSERT INTO dossiers_counter (unit, series, period, last)
    SELECT split_part(code, '-', 1), 'dossier',
        to_char(accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'), count(*)
    FROM dossiers_dossier WHERE code IS NOT NULL GROUP BY 1, 2, 3
    """,
)
_ALSO = ("dossiers_registerrow",)


def make_files() -> tuple[str, str]:
    """One scanned paper and one signed result, to which all papers and results of the year point."""
    made = [
        keep(
            content=f"%PDF-1.4\n% {name}\n".encode(),
            name=f"{name}.pdf",
            media_type="application/pdf",
            origin=origin,
        )
        for name, origin in (("giay-to", "upload"), ("ket-qua", "result"))
    ]
    return str(made[0].pk), str(made[1].pk)


def load(plan: Plan, url: str, *, told: Told) -> None:
    """Write the whole year into the database of this address, whose province has been set up."""
    stories.check()
    humans = people(count_for(plan.dossiers), plan.seed)
    processes = 1 if plan.dossiers < SMALL else PROCESSES
    names = [table.name for table in (*TABLES, PERSON)] + list(_ALSO)
    with psycopg.connect(url, autocommit=True) as connection:
        _tune(connection)
        stripped = indices.strip(connection, names) if processes > 1 else None
        copy(connection, PERSON, rows(humans, plan.until, plan.seed))
        shares.write(plan, url, processes, told)
        for number, statement in enumerate(_FOLLOWS):
            connection.execute(statement)
            told("Sổ theo dõi và bộ đếm", number + 1, len(_FOLLOWS))
        _sequences(connection, names)
        if stripped is not None:
            indices.put_back(
                url,
                stripped,
                processes=processes,
                told=lambda done, all_: told("Chỉ mục và ràng buộc", done, all_),
            )
        connection.execute("VACUUM ANALYZE")


def write_into(connection: Any, plan: Plan) -> None:
    """The same inside an open transaction, with every index and key in place: for tests."""
    stories.check()
    humans = people(count_for(plan.dossiers), plan.seed)
    copy(connection, PERSON, rows(humans, plan.until, plan.seed))
    for _, lines in Share(plan, humans).batches():
        _copy_all(connection, lines)
    for statement in _FOLLOWS:
        connection.execute(statement)
    _sequences(connection, [table.name for table in TABLES])


def _tune(connection: Any) -> None:
    connection.execute("SET synchronous_commit = off")
    connection.execute("SET work_mem = '256MB'")
    connection.execute("SET maintenance_work_mem = '512MB'")


def copy(connection: Any, table: Table, lines: Iterable[str]) -> None:
    """COPY these lines into the table."""
    # Made first: whoever makes them may ask the same connection, which is closed to others during COPY.
    text = "".join(lines)
    columns = ", ".join(f'"{name}"' for name in table.columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as into:
        into.write(text)


def _copy_all(connection: Any, lines: dict[str, list[str]]) -> None:
    for label, found in lines.items():
        copy(connection, _BY_LABEL[label], found)


def write_share(plan: Plan, url: str, share: int, of: int) -> Iterator[int]:
    """Write the dossiers of one share; yields how many have been written, some thousands at a time."""
    humans = people(count_for(plan.dossiers), plan.seed)
    with psycopg.connect(url, autocommit=True) as connection:
        _tune(connection)
        for count, lines in Share(plan, humans, share, of).batches():
            with connection.transaction():
                _copy_all(connection, lines)
            yield count


def _sequences(connection: Any, tables: Iterable[str]) -> None:
    """Numbers given by the database go on behind those that were written."""
    for table in tables:
        row = connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone()
        if row and row[0]:
            newest = sql.SQL("(SELECT coalesce(max(id), 0) + 1 FROM {})").format(sql.Identifier(table))
            setting = sql.SQL("SELECT setval({}, {}, false)").format(sql.Literal(row[0]), newest)
            connection.execute(setting)
