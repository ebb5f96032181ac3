"""The database of the benchmark: its own, made beside the one that is named and never that one.

What was made here is marked by the comment of the database; anything without the mark is left alone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

MAKER = "motcua bench steering"
# Whoever changes what is generated changes this: a province of another shape is made anew.
SHAPE = 1


class NotHere(Exception):
    """The benchmark cannot or must not run here; the sentence says why."""


@dataclass(frozen=True)
class Mark:
    """What a database of ours says of itself; `finished` once all rows and indices are there."""

    dossiers: int
    seed: int
    shape: int = SHAPE
    finished: bool = False
    maker: str = MAKER


@dataclass(frozen=True)
class Place:
    """The database for so many dossiers; `beside` is the address of the one that was named."""

    url: str
    name: str
    beside: str


def place_for(url: str, dossiers: int) -> Place:
    """Raises NotHere where there is no PostgreSQL."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise NotHere(
            "Phép đo này cần PostgreSQL: đặt MOTCUA_DATABASE=postgresql://tài-khoản:mật-khẩu@máy:5432/tên."
            " Nó tự lập một cơ sở dữ liệu riêng bên cạnh, không ghi gì vào cơ sở dữ liệu đó."
        )
    name = f"{parts.path.strip('/')}_steering_{dossiers}"
    return Place(url=urlunsplit(parts._replace(path=f"/{name}")), name=name, beside=url)


@contextmanager
def _beside(place: Place) -> Iterator[psycopg.Connection[Any]]:
    try:
        connection = psycopg.connect(place.beside, autocommit=True)
    except psycopg.OperationalError as error:
        raise NotHere(f"Không nối được tới PostgreSQL trong MOTCUA_DATABASE: {error}".strip()) from None
    with connection:
        yield connection


def read_mark(place: Place) -> Mark | None:
    """The mark of the database; None when there is no such database. Raises NotHere for one without it."""
    with _beside(place) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [place.name]
        ).fetchone()
    if row is None:
        return None
    try:
        return Mark(**json.loads(row[0] or "{}"))
    except (TypeError, ValueError):
        raise NotHere(
            f"Cơ sở dữ liệu «{place.name}» đã có nhưng không do phép đo này lập, nên không đụng vào."
            " Hãy đổi tên trong MOTCUA_DATABASE hoặc tự xóa nó nếu đúng là không cần nữa."
        ) from None


def set_mark(place: Place, mark: Mark) -> None:
    """Write the mark."""
    with _beside(place) as connection:
        text = sql.Literal(json.dumps(asdict(mark)))
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(place.name), text))


def make_anew(place: Place, mark: Mark) -> None:
    """An empty marked database; an earlier one of ours is dropped. Raises NotHere."""
    with _beside(place) as connection:
        if read_mark(place) is not None:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(place.name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(place.name))
        )
    set_mark(place, mark)
