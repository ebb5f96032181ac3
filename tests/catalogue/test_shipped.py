"""The procedure files that come with the system: all publishable, all naming units that exist."""

from pathlib import Path

import pytest

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.catalogue.faults.facts import parts
from motcua.organisation import seed

FILES = sorted(SHIPPED.rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_can_be_published_without_a_warning(path: Path) -> None:
    report, _ = check_file(path, shown_as=path.name)
    assert [str(fault) for fault in report.errors + report.warnings] == []


def test_no_code_is_shipped_twice() -> None:
    assert len({path.name for path in FILES}) == len(FILES)


def test_shipped_files_name_only_units_that_exist() -> None:
    known = {unit.pk for unit in seed.units()}
    named = {}
    for path in FILES:
        _, spec = check_file(path)
        assert spec is not None
        for _, part in parts(spec):
            for value in (getattr(part, "unit", ""), getattr(part, "agency", "")):
                if str(value).startswith("unit:"):
                    named[str(value).removeprefix("unit:")] = path.name
    assert {slug: name for slug, name in named.items() if slug not in known} == {}


def test_one_field_has_one_name() -> None:
    names: dict[str, set[str]] = {}
    for path in FILES:
        _, spec = check_file(path)
        assert spec is not None
        names.setdefault(spec.field.code, set()).add(spec.field.name)
    assert {code: found for code, found in names.items() if len(found) > 1} == {}
