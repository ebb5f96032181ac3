"""The files of the repository, as its own tests read them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "motcua"
DOCS = ROOT / "docs"
_TEXT = frozenset(
    {".py", ".md", ".html", ".css", ".js", ".yaml", ".toml", ".txt", ".csv", ".typ", ".json", ""}
)


def python(folder: Path = SRC) -> list[Path]:
    """Python files that people write; migrations are made."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(SRC.rglob("templates/**/*.html"))


def pages() -> list[Path]:
    """Every page of documentation, those at the root too."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def texts() -> list[Path]:
    """Every text file of the repository that is not ignored; what others wrote is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # An unpacked archive without git still has its tests.
    names = listed.stdout.splitlines() or [
        str(path.relative_to(ROOT))
        for folder in ("src", "tests", "docs", "sandboxes", "requirements")
        for path in (ROOT / folder).rglob("*")
    ]
    found = (ROOT / name for name in names if "/vendor/" not in name)
    return sorted(path for path in found if path.is_file() and path.suffix in _TEXT)


def shown(path: Path) -> str:
    """As messages name it."""
    return str(path.relative_to(ROOT))
