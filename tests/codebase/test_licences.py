"""Whose work this is: the licence whole, everything vendored named, nothing imported that was not chosen."""

import ast
import hashlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.codebase.tree import ROOT, SRC, python, shown

# The Apache License 2.0 as its authors publish it.
APACHE = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"

# Parts of a chosen library that it has its users import by their own names.
COMES_WITH = {
    "asn1crypto": "pyhanko",
    "pyhanko-certvalidator": "pyhanko",
    "pydantic-core": "pydantic",
    "joserfc": "authlib",
    "cv2": "opencv-python-headless",
}


def test_the_licence_is_whole() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE


def test_everything_vendored_is_named() -> None:
    notice = (ROOT / "NOTICE").read_text()
    vendor = SRC / "web/ui/static/vendor"
    for folder in (path for path in vendor.iterdir() if path.is_dir()):
        assert f"vendor/{folder.name}/" in notice
        assert list(folder.glob("LICEN*")), folder.name
    fonts = list(SRC.rglob("*.ttf"))
    assert fonts
    for path in fonts:
        assert shown(path.parent) in notice
        assert (path.parent / "OFL.txt").exists()


def _chosen() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {re.split(r"[\[~<>=]", line)[0].lower() for line in project["dependencies"]}


def _imported() -> dict[str, str]:
    """Top-level modules that the product and the sandboxes import, with one file that does."""
    found: dict[str, str] = {}
    for path in [*python(), *python(ROOT / "sandboxes")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            else:
                continue
            found |= {name.split(".")[0]: shown(path) for name in names}
    return found


def test_only_what_was_chosen_is_imported() -> None:
    chosen, owners = _chosen(), packages_distributions()
    strange = []
    for module, path in _imported().items():
        if module in sys.stdlib_module_names or module in {"bench", "motcua", "sandboxes"}:
            continue
        names = {name.lower().replace("_", "-") for name in owners.get(module, [module])}
        if not {COMES_WITH.get(name, name) for name in names} & chosen:
            strange.append((module, path))
    assert not strange
