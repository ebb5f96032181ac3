"""The text of a procedure as nested values, changed part by part. Nothing here changes what it is given.

Every value is text, as in a file (docs/reference/procedure-file.md), so a half-written procedure can be kept.
"""

import copy
import hashlib
import json
from typing import Any

import yaml

from motcua.catalogue.editing.shape import Path
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib.errors import Refused

Data = dict[str, Any]
_GONE = "Mục này vừa được người khác xóa hoặc chuyển chỗ. Hãy mở lại bản soạn; phần bạn gõ vẫn còn ở dưới."


def of_spec(spec: ProcedureSpec) -> Data:
    """A procedure as its file would say it, without what is so by default."""
    said: Data = _text(spec.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True))
    return said


def as_yaml(data: Any) -> str:
    """The text of the file; reading it back gives the same values."""
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110))


def find(data: Data, path: Path) -> Any:
    """What stands at the path; None when nothing does."""
    found: Any = data
    for part in path:
        if isinstance(part, int):
            found = found[part] if isinstance(found, list) and 0 <= part < len(found) else None
        else:
            found = found.get(part) if isinstance(found, dict) else None
    return found


def mark(value: Any) -> str:
    """A short sign of what a part says, to see whether somebody has changed it meanwhile."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def put(data: Data, path: Path, value: Any) -> Data:
    """The data with this part in that place."""
    if not path:
        return dict(value)
    changed = copy.deepcopy(data)
    around = _around(changed, path)
    around[path[-1]] = value
    return changed


def add(data: Data, path: Path, value: Any) -> tuple[Data, Path]:
    """The data with one more part at the end of the list at `path`, and the path of that part."""
    changed = copy.deepcopy(data)
    around = _around(changed, path, make=True)
    rows = around.get(path[-1]) if isinstance(around, dict) else None
    if not isinstance(rows, list):
        rows = around[path[-1]] = []
    rows.append(value)
    return changed, (*path, len(rows) - 1)


def remove(data: Data, path: Path) -> Data:
    """The data without this part; a list left empty is left out."""
    changed = copy.deepcopy(data)
    around = _around(changed, path)
    del around[path[-1]]
    if not around and len(path) > 1:
        return remove(changed, path[:-1]) if isinstance(around, list) else changed
    return changed


def shift(data: Data, path: Path, by: int) -> Data:
    """The data with this part of a list moved; at the ends it stays where it is."""
    changed = copy.deepcopy(data)
    rows = _around(changed, path)
    at = int(path[-1])
    to = min(max(at + by, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    return changed


def _around(data: Data, path: Path, *, make: bool = False) -> Any:
    found: Any = data
    for part in path[:-1]:
        if make and isinstance(found, dict) and isinstance(part, str):
            found = found.setdefault(part, {})
        else:
            found = find({"": found}, ("", part))
    there = find({"": found}, ("", path[-1])) is not None
    if found is None or (isinstance(path[-1], int) and not there):
        raise Refused(_GONE, code="gone")
    return found


def _text(value: Any) -> Any:
    match value:
        case dict():
            return {key: _text(inner) for key, inner in value.items()}
        case list():
            return [_text(inner) for inner in value]
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
