"""What changed between two versions, in sentences a lawyer can read: part, value, before, after."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from motcua.catalogue.editing import choices, conditions, words
from motcua.catalogue.editing.listing import title_of
from motcua.catalogue.editing.shape import Slot, model_of, slots
from motcua.catalogue.editing.showing import Context, shown
from motcua.catalogue.editing.tree import Data, as_yaml
from motcua.catalogue.spec import ProcedureSpec

NOTHING = ""


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise now. `before` is empty for what is new, `after` for what is gone."""

    section: str
    part: str
    what: str
    before: str
    after: str

    @property
    def verb(self) -> str:
        """Thêm, bỏ or sửa."""
        return "Thêm" if not self.before else "Bỏ" if not self.after else "Sửa"


def differences(before: Context, after: Context) -> tuple[Change, ...]:
    """Everything that differs between two procedures as written, in the order of the file."""
    return tuple(_part(ProcedureSpec, before.data, after.data, _Place("Thông tin chung"), before, after))


@dataclass(frozen=True)
class _Place:
    section: str
    part: str = ""

    def inside(self, title: str) -> "_Place":
        return _Place(self.section, f"{self.part}, {title}" if self.part else title)


def _part(
    model: type[BaseModel], old: Data, new: Data, place: _Place, before: Context, after: Context
) -> Iterator[Change]:
    for slot in slots(model):
        one, other = old.get(slot.key), new.get(slot.key)
        if one == other:
            continue
        match slot.kind:
            case "rows" | "parts":
                listed = words.LISTS.get(slot.key, words.Words(slot.key)).label
                inner = _Place(listed) if not place.part and model is ProcedureSpec else place
                yield from _list(slot, one, other, inner, listed, before, after)
            case "inside":
                title = words.INSIDE.get(slot.key, slot.key)
                inner = _Place(title) if slot.key in {"form", "route"} else place.inside(title)
                yield from _part(slot.model, _dict(one), _dict(other), inner, before, after)
            case _:
                label = words.of_key(model, slot.key).label
                said = [_said(model, slot, value, side) for value, side in ((one, before), (other, after))]
                if said[0] != said[1]:
                    yield Change(place.section, place.part, label, *said)


def _list(
    slot: Slot, old: Any, new: Any, place: _Place, listed: str, before: Context, after: Context
) -> Iterator[Change]:
    olds, news = _keyed(old), _keyed(new)
    for key, part in olds.items():
        if key not in news:
            title = title_of(model_of(slot, part), part, 0, before)
            yield Change(place.section, place.part, listed, f"{title}{_details(slot, part, before)}", NOTHING)
    for key, part in news.items():
        was, model = olds.get(key), model_of(slot, part)
        title = title_of(model, part, 0, after)
        if was is None:
            yield Change(place.section, place.part, listed, NOTHING, f"{title}{_details(slot, part, after)}")
        elif was != part and model is not None:
            yield from _part(model, was, part, place.inside(f"«{title}»"), before, after)
    kept = [[key for key in side if key in olds and key in news] for side in (olds, news)]
    if kept[0] != kept[1]:
        titles = [
            " → ".join(title_of(model_of(slot, side[key]), side[key], 0, context) for key in keys)
            for keys, side, context in zip(kept, (olds, news), (before, after), strict=True)
        ]
        yield Change(place.section, place.part, f"Thứ tự: {listed.lower()}", *titles)


def _details(slot: Slot, part: Data, side: Context) -> str:
    """What a part that came or went said, beyond its name."""
    model = model_of(slot, part)
    if model is None:
        return ""
    said = [
        f"{words.of_key(model, each.key).label.lower()}: {_said(model, each, part[each.key], side)}"
        for each in slots(model)
        if part.get(each.key) not in (None, "")
        and each.kind not in {"rows", "parts", "inside"}
        and each.key not in {"key", "name", "label", "title", "ask"}
        and not each.is_settled
    ]
    return f" ({'; '.join(said)})" if said else ""


def _keyed(rows: Any) -> dict[str, Data]:
    """The parts of a list by what they are known by: key, number of a text of law, else their place."""
    found: dict[str, Data] = {}
    for at, row in enumerate(rows if isinstance(rows, list) else ()):
        part = _dict(row)
        name = str(part.get("key") or part.get("number") or part.get("value") or part.get("group") or at)
        found[name if name not in found else f"{name}#{at}"] = part
    return found


def _said(model: type[BaseModel], slot: Slot, value: Any, side: Context) -> str:
    if slot.kind == "condition":
        return conditions.said(value, side.words) or as_yaml(value).strip() if value else "Luôn luôn"
    if slot.kind == "switch":
        return "Có" if shown(slot, value) else "Không"
    offered = dict(choices.of(model, slot.key, side.data, side.around) or ())
    offered |= {each: words.of_choice(model, slot.key, each) for each in slot.choices}
    if isinstance(value, list):
        return "; ".join(offered.get(str(each), str(each)) for each in value)
    text = shown(slot, value)
    return offered.get(str(value) if value is not None else slot.default or "", text)


def _dict(value: Any) -> Data:
    return value if isinstance(value, dict) else {}
