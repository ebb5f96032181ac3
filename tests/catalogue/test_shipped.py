"""The procedure files that come with the system: all publishable, all naming units that exist."""

from datetime import date
from pathlib import Path

import pytest

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.advice import advise
from motcua.catalogue.check import check_file
from motcua.catalogue.faults.facts import parts
from motcua.organisation import seed

DAY = date(2026, 11, 23)
FILES = sorted(SHIPPED.rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_can_be_published_without_a_warning(path: Path) -> None:
    report, _ = check_file(path, shown_as=path.name)
    assert [str(fault) for fault in report.errors + report.warnings] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_example_is_advised_its_own_case_with_a_term(path: Path) -> None:
    _, spec = check_file(path)
    assert spec is not None
    for case in spec.cases:
        for example in case.examples:
            advised = [advise(spec, example.answers, channel=channel, on=DAY) for channel in spec.channels]
            assert case in [advice.case for advice in advised]
            assert all(advice.term is not None and not advice.questions for advice in advised)


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
