"""What the main pages cost, with a small and with a large archive: `python -m bench.pages [--archive 20000]`.

Prints a row a page: CPU milliseconds (median of seven, in one process, without the web server) and queries. A
page whose cost grows with the archive is a fault. Run it on a folder of its own: MOTCUA_DATA=DIR.
"""

import argparse
import os
from collections.abc import Callable


def _ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()


def main() -> None:
    """Set up, measure, grow the archive, measure again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=int, default=20_000, help="finished dossiers to add")
    archive = parser.parse_args().archive
    _ready()
    from bench.archive import grow
    from bench.measure import peak_memory_mb

    _prepare()
    pages = _pages()
    before = _measured(pages)
    grow(archive)
    after = _measured(pages)
    print(f"{'page':34} {'CPU ms':>8} {'queries':>8}   with {archive} more dossiers")
    for name, (ms, queries) in before.items():
        more_ms, more_queries = after[name]
        print(f"{name:34} {ms:8.1f} {queries:8d}   {more_ms:8.1f} {more_queries:8d}")
    print(f"peak memory {peak_memory_mb():.0f} MiB")


def _prepare() -> None:
    from tests.cast import Cast

    from motcua.config.running import set_up
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.organisation.actions import create_officers

    list(set_up())
    create_officers(actor=SYSTEM_ACTOR)
    cast = Cast()
    for seed in range(1, 6):
        cast.filed("1.004873", seed=seed)
        cast.accepted("1.004873", seed=seed + 10)


def _pages() -> dict[str, Callable[[], int]]:
    from django.test import Client

    from motcua.dossiers.models import Dossier
    from motcua.identity.models import User
    from motcua.organisation.models import Post

    dossier = Dossier.objects.filed().exclude(code=None).order_by("pk")[0]
    desk, citizen, leader, visitor = Client(), Client(), Client(), Client()
    unit = dossier.competent_unit
    if unit is None or dossier.receiving_unit_id is None or dossier.submitter.user is None:
        raise LookupError("The dossier of the benchmark lacks a unit.")
    desk.force_login(_holder(Post, dossier.receiving_unit_id))
    leader.force_login(_holder(Post, unit.pk))
    citizen.force_login(User.objects.get(pk=dossier.submitter.user.pk))
    wanted = (
        ("home", visitor, "/"),
        ("find «khai sinh»", visitor, "/thu-tuc/?q=khai+sinh"),
        ("procedure", visitor, "/thu-tuc/1.001193/"),
        ("my dossiers", citizen, "/ho-so/"),
        ("my dossier", citizen, f"/ho-so/{dossier.pk}/"),
        ("desk: work", desk, "/can-bo/"),
        ("desk: inbox", desk, "/can-bo/tiep-nhan/"),
        ("desk: case", desk, f"/can-bo/ho-so/{dossier.pk}/"),
        ("desk: search by code", desk, f"/can-bo/tim/?q={dossier.code}"),
        ("leader: unit", leader, "/can-bo/don-vi/"),
    )
    return {name: _fetch(client, address) for name, client, address in wanted}


def _holder(posts: type, unit_id: str) -> object:
    post = posts.objects.filter(unit_id=unit_id).order_by("pk")[0]  # type: ignore[attr-defined]
    return post.assignments.select_related("user")[0].user


def _fetch(client: object, address: str) -> Callable[[], int]:
    def fetch() -> int:
        response = client.get(address)  # type: ignore[attr-defined]
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return len(response.content)

    return fetch


def _measured(pages: dict[str, Callable[[], int]]) -> dict[str, tuple[float, int]]:
    from bench.measure import cost

    found = {name: cost(name, fetch) for name, fetch in pages.items()}
    return {name: (each.cpu_ms, each.queries) for name, each in found.items()}


if __name__ == "__main__":
    main()
