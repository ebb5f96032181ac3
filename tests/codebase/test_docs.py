"""The documentation keeps up with the code: commands, settings, statuses, nouns, links, pictures."""

import re
import tomllib
from importlib import import_module

import click
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.cli.main import COMMANDS
from motcua.dossiers.lifecycle import MOVES, VERBS, Status
from tests.codebase.tree import DOCS, ROOT, SRC, pages, shown

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
SCREENSHOTS = DOCS / "screenshots" / "README.md"


def section(text: str, title: str) -> str:
    """From a heading that names `title` in code to the next heading of its level."""
    found = re.search(rf"^(#+) `{re.escape(title)}`.*?$(.*?)(?=^\1 |\Z)", text, re.S | re.M)
    return found[2] if found else ""


def leaves(name: str, command: click.Command) -> list[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        return [pair for key, part in command.commands.items() for pair in leaves(f"{name} {key}", part)]
    return [(name, command)]


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_is_described_with_its_options(verb: str) -> None:
    page = (DOCS / "reference" / "commands.md").read_text()
    described = section(page, f"./motcua {verb}")
    assert described, f"docs/reference/commands.md has no section «./motcua {verb}»."
    command = getattr(import_module(f"motcua.cli.{verb}"), verb)
    for name, leaf in leaves(verb, command):
        assert f"./motcua {name}" in page
        for parameter in leaf.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.opts[0] in described, f"{name}: {parameter.opts[0]}"


def test_the_page_of_commands_describes_no_other() -> None:
    page = (DOCS / "reference" / "commands.md").read_text()
    assert set(re.findall(r"^## `\./motcua (\w+)", page, re.M)) == set(COMMANDS)


def test_every_setting_is_described() -> None:
    sources = [(SRC / "config" / "settings.py").read_text(), (ROOT / "motcua").read_text()]
    read = set(re.findall(r"\bMOTCUA_[A-Z_]+\b", "\n".join(sources)))
    described = set(re.findall(r"`(MOTCUA_[A-Z_]+)`", (DOCS / "reference" / "settings.md").read_text()))
    assert read == described


def test_no_page_names_a_setting_that_is_not_there() -> None:
    described = (DOCS / "reference" / "settings.md").read_text()
    for path in pages():
        named = set(re.findall(r"\bMOTCUA_[A-Z_]+\b", path.read_text()))
        unknown = {name for name in named if f"`{name}`" not in described} - {"MOTCUA_TEST_POSTGRESQL"}
        assert not unknown, shown(path)


def test_every_status_is_described_with_its_words() -> None:
    page = (DOCS / "reference" / "statuses.md").read_text()
    for status in Status:
        assert f"`{status.name}` | {status.word} |" in page
        assert status == Status.DRAFT or f"| {int(status)} | `{status.name}`" in page


def test_every_verb_is_described_with_its_way_and_form() -> None:
    page = (DOCS / "reference" / "statuses.md").read_text().split("## Verbs")[1]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.M))
    assert rows.keys() == VERBS
    for move in MOVES:
        way, _, form = (cell.strip() for cell in rows[move.verb].split("|"))
        assert form == move.form, move.verb
        before = "draft" if move.before == Status.DRAFT else str(int(move.before))
        assert before in re.findall(r"draft|\d+", way.split("→")[0]), move.verb
        if move.before != move.after:
            after = "draft" if move.after == Status.DRAFT else int(move.after)
            assert way.endswith(f"→ {after}"), move.verb


def test_every_noun_of_the_database_is_in_the_glossary() -> None:
    page = (DOCS / "glossary.md").read_text()
    ours = [model for model in apps.get_models() if model.__module__.startswith("motcua.")]
    assert len(ours) > 30
    assert not [model.__name__ for model in ours if f"`{model.__name__}`" not in page]


def test_every_direct_dependency_has_its_reason() -> None:
    page = (DOCS / "decisions" / "0002-dependencies.md").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[\[~<>=]", line)[0].lower() for line in wanted]
    assert not [name for name in names if f"`{name}`" not in page]


def test_decisions_are_numbered_without_gap() -> None:
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    for path in files:
        lines = path.read_text().splitlines()
        assert lines[0].startswith(f"# {path.name[:4]} ")
        assert re.match(r"\d{4}-\d\d-\d\d · ", lines[2]), path.name
        assert len(lines) <= 80


@pytest.mark.parametrize("path", pages(), ids=shown)
def test_links_lead_somewhere(path: object) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(), flags=re.S)  # type: ignore[attr-defined]
    local = [
        target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")
    ]
    broken = [target for target in local if not (path.parent / target).exists()]  # type: ignore[attr-defined]
    assert not broken


def test_the_pictures_used_are_the_pictures_listed() -> None:
    used = {
        (path.parent / target).resolve().name
        for path in pages()
        for target in PICTURE.findall(path.read_text())
        if "screenshots" in target
    }
    listed = set(re.findall(r"`([a-z0-9-]+\.png)`", SCREENSHOTS.read_text()))
    assert used <= listed
    assert used, "The tours show no pictures."


def _addresses(resolver: URLResolver, before: str = "/") -> list[str]:
    found: list[str] = []
    for part in resolver.url_patterns:
        here = before + str(part.pattern)
        found += _addresses(part, here) if isinstance(part, URLResolver) else [here]
        assert isinstance(part, URLResolver | URLPattern)
    return found


def test_the_addresses_that_tours_and_recipes_name_exist() -> None:
    known = [re.sub(r"<[^>]+>", "[^/]+", address) for address in _addresses(get_resolver())]
    for path in [
        *(DOCS / "tour").glob("*.md"),
        *(DOCS / "how-to").glob("*.md"),
        ROOT / "README.md",
        SCREENSHOTS,
    ]:
        for address in re.findall(r"`(/[a-z][a-z0-9<>/-]*/|/)`", path.read_text()):
            plain = re.sub(r"<[^>]+>", "x", address)
            assert any(re.fullmatch(pattern, plain) for pattern in known), f"{shown(path)}: {address}"


def test_the_readme_counts_rightly() -> None:
    files = list((SRC / "catalogue" / "data").rglob("*.yaml"))
    fields = {re.search(r"^field: \{code: (\S+),", path.read_text(), re.M) for path in files}
    count = len({found[1] for found in fields if found})
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md"):
        assert f"{len(files)} procedures" in page.read_text()
        assert f"of {count} fields" in page.read_text()
