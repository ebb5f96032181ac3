"""What a newer national record says otherwise than the one before, in words a lawyer can check. Pure."""

from dataclasses import dataclass
from typing import Any

from motcua.catalogue.national.sheet import Sheet

LABELS = {
    "name": "Tên",
    "decision": "Quyết định công bố",
    "kind": "Loại thủ tục",
    "field": "Lĩnh vực",
    "levels": "Cấp thực hiện",
    "audience": "Đối tượng",
    "agency": "Cơ quan thực hiện",
    "competent": "Cơ quan có thẩm quyền",
    "address": "Nơi tiếp nhận",
    "ways": "Cách thức, thời hạn, phí",
    "cases": "Thành phần hồ sơ",
    "results": "Kết quả",
    "basis": "Căn cứ pháp lý",
    "steps": "Trình tự",
    "conditions": "Yêu cầu, điều kiện",
    "repealed": "Hiệu lực",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was dropped, added or, for a single value, replaced."""

    label: str
    before: str = ""
    after: str = ""

    def data(self) -> dict[str, str]:
        return {"label": self.label, "before": self.before, "after": self.after}


def difference(old: Sheet, new: Sheet) -> list[Change]:
    """Field by field; of lists only the items that are not in both."""
    changes: list[Change] = []
    for name, label in LABELS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, tuple):
            changes += _of_lists(label, _items(before), _items(after))
        else:
            changes.append(Change(label, _words(before), _words(after)))
    return changes


def _of_lists(label: str, before: list[str], after: list[str]) -> list[Change]:
    gone = [Change(label, before=item) for item in before if item not in after]
    come = [Change(label, after=item) for item in after if item not in before]
    return gone + come


def _items(values: tuple[Any, ...]) -> list[str]:
    flat: list[str] = []
    for value in values:
        papers = getattr(value, "papers", None)
        if papers is None:
            flat.append(_words(value))
        else:
            flat += [": ".join(part for part in (value.name, _words(paper)) if part) for paper in papers]
    return flat


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "đã bãi bỏ" if value else "còn hiệu lực"
    if hasattr(value, "model_dump"):
        said = value.model_dump(mode="json", exclude_defaults=True)
        return "; ".join(_words(part) for part in said.values() if part not in (None, "", ()))
    if isinstance(value, list | tuple):
        return ", ".join(_words(part) for part in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)
