"""docs/explanation/lifecycle.md says what the table says."""

from pathlib import Path

from motcua.dossiers import lifecycle

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "lifecycle.md").read_text()


def made_by(name: str) -> str:
    return PAGE.partition(f"<!-- {name} -->\n")[2].partition("\n<!-- end -->")[0]


def test_the_picture_is_the_one_of_the_table() -> None:
    assert made_by("lifecycle.mermaid()") == f"```mermaid\n{lifecycle.mermaid()}\n```"


def test_the_rows_are_those_of_the_table() -> None:
    assert made_by("lifecycle.table()") == lifecycle.table()


def test_every_status_stands_in_the_picture() -> None:
    for status in lifecycle.Status:
        assert status.name in lifecycle.mermaid()
