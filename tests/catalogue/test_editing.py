"""Writing a procedure part by part says the same as its file, and loses nothing on the way."""

from typing import Any

import pytest
from django.http import QueryDict

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_data
from motcua.catalogue.editing import conditions, showing, taking, tree, words
from motcua.catalogue.editing.shape import Path, every_model, general, model_at, model_of, slots
from motcua.catalogue.source import parse, read
from motcua.catalogue.spec import ProcedureSpec
from motcua.lib.errors import Refused

FILES = sorted(SHIPPED.rglob("*.yaml"))


def parts_of(model: Any, part: Any, path: Path = ()) -> list[tuple[Any, Any, Path]]:
    """Every part that has a form of its own."""
    found = [(model, part, path)]
    for slot in slots(model):
        inner = part.get(slot.key)
        if slot.kind == "parts":
            for at, each in enumerate(inner or ()):
                kind = model_of(slot, each)
                assert kind is not None
                found += parts_of(kind, each, (*path, slot.key, at))
        elif slot.kind == "inside" and slot.key in {"form", "route"}:
            found += parts_of(slot.model, inner, (*path, slot.key))
    return found


def sent_back(inputs: Any) -> list[tuple[str, str]]:
    """What a browser sends for a form that nobody touched."""
    return [pair for each in inputs for pair in _SENT.get(each.widget, _sent_text)(each)]


def _sent_when(each: showing.When) -> list[tuple[str, str]]:
    return [
        *((f"{each.name}.mode", option.value) for option in each.modes if option.chosen),
        *((line.name, line.value) for line in each.lines),
        *((line.number_name, line.number) for line in each.lines),
        (f"{each.name}.text", each.text),
    ]


def _sent_answers(each: showing.Answers) -> list[tuple[str, str]]:
    given = [
        (f"{each.name}.{question.key}", option.value)
        for question in each.questions
        for option in question.options
        if option.chosen
    ]
    return [*((f"{each.name}.keys", question.key) for question in each.questions), *given]


def _sent_chosen(each: showing.Input) -> list[tuple[str, str]]:
    return [*_sent_none(each), *((each.name, option.value) for option in each.options if option.chosen)]


def _sent_none(each: showing.Input) -> list[tuple[str, str]]:
    return [(f"{each.name}.none", "1")] if each.none else []


def _sent_text(each: showing.Input) -> list[tuple[str, str]]:
    return [*_sent_none(each), (each.name, each.value)]


_SENT: dict[str, Any] = {
    "box": lambda each: sent_back(each.inputs),
    "table": lambda each: [pair for row in each.rows for pair in sent_back(row)],
    "when": _sent_when,
    "answers": _sent_answers,
    "select": _sent_chosen,
    "choices": _sent_chosen,
    "switch": lambda each: [(each.name, "1")] if each.value else [],
}


def form_of(pairs: list[tuple[str, str]]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in pairs:
        sent.appendlist(name, value)
    return sent


def same(one: tree.Data, other: tree.Data) -> bool:
    return ProcedureSpec.model_validate(one).digest == ProcedureSpec.model_validate(other).digest


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_form_sent_back_untouched_changes_nothing(file: Any) -> None:
    """File and console are two views of one thing: every part of every shipped procedure survives both."""
    data = tree.of_spec(ProcedureSpec.model_validate(read(file).data))
    context = showing.Context(data)
    for model, part, path in parts_of(ProcedureSpec, data):
        assert model_at(data, path) is model
        for only in ((),) if path else (general(), ("legal_basis",)):
            pairs = sent_back(showing.inputs(model, part, path, context, only=only))
            changed = tree.put(data, path, taking.taken(model, part, form_of(pairs), only=only))
            assert same(data, changed), path


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_export_and_import_lose_nothing(file: Any) -> None:
    spec = ProcedureSpec.model_validate(read(file).data)
    text = tree.as_yaml(tree.of_spec(spec))
    again = parse(text)
    assert again.findings == []
    assert ProcedureSpec.model_validate(again.data).digest == spec.digest
    assert [each for each in check_data(again.data)[0] if each.kind == "error"] == []


def test_every_key_and_every_choice_has_words() -> None:
    """An official never reads a code of the file format."""
    without = {
        f"{model.__name__}.{slot.key}"
        for model in every_model()
        for slot in slots(model)
        if (words.of_key(model, slot.key).label == slot.key and slot.kind not in {"rows", "parts", "inside"})
        or (slot.kind in {"rows", "parts"} and slot.key not in words.LISTS)
        or (slot.kind == "inside" and slot.key not in words.INSIDE)
    }
    assert without == set()
    codes = {
        f"{model.__name__}.{slot.key}={value}"
        for model in every_model()
        for slot in slots(model)
        for value in slot.choices
        if words.of_choice(model, slot.key, value) == value
    }
    assert codes == set()


def test_a_condition_is_chosen_in_words_and_comes_back_as_it_was() -> None:
    data = {
        "questions": [{"key": "late", "ask": "Khai quá hạn?", "options": [{"value": "yes", "label": "Có"}]}]
    }
    leaf = {"fact": "late", "is": "yes"}
    groups = conditions.statements(data, [leaf])
    said = {each.label for group in groups for each in group.statements}
    assert "«Khai quá hạn?» là «Có»" in said
    for raw in (None, leaf, {"all": [leaf, {"fact": "copies", "at_least": "2"}]}, {"any": [leaf, leaf]}):
        rows = conditions.rows_of(raw)
        assert rows is not None
        mode, leaves = rows
        joined = [conditions.joined(*conditions.split(each)) for each in leaves]
        assert conditions.made(mode, [each for each in joined if each is not None]) == raw
    assert conditions.rows_of({"not": leaf}) is None


def test_a_new_part_gets_a_key_from_its_name_and_no_key_twice() -> None:
    component = next(model for model in every_model() if model.__name__ == "Component")
    sent = form_of([("v.name", "Đơn đề nghị cấp số nhà"), ("v.required", "1")])
    part = taking.taken(component, {}, sent, taken_keys={"don_de_nghi_cap_so_nha"})
    assert part == {"key": "don_de_nghi_cap_so_nha_2", "name": "Đơn đề nghị cấp số nhà"}


def test_days_and_amounts_are_taken_as_people_write_them() -> None:
    fee = next(model for model in every_model() if model.__name__ == "Fee")
    sent = form_of(
        [("v.amount", "150.000"), ("v.from", "1/7/2026"), ("v.name", "Lệ phí"), ("v.refundable", "1")]
    )
    part = taking.taken(fee, {"key": "a"}, sent)
    assert (part["amount"], part["from"]) == ("150000", "2026-07-01")


def test_lines_that_cannot_be_read_are_refused_at_their_input() -> None:
    child = next(model for model in every_model() if model.__name__ == "Child")
    with pytest.raises(Refused) as refused:
        taking.taken(child, {}, form_of([("v.carry", "khong: [dong")]))
    assert refused.value.field == "v.carry"


def test_moving_and_removing_keep_everything_else() -> None:
    data = {"cases": [{"key": "a", "terms": [{"unit": "hours"}]}, {"key": "b"}]}
    assert [each["key"] for each in tree.shift(data, ("cases", 1), -1)["cases"]] == ["b", "a"]
    assert tree.shift(data, ("cases", 0), -1) == data
    assert tree.remove(data, ("cases", 0, "terms", 0)) == {"cases": [{"key": "a"}, {"key": "b"}]}
    with pytest.raises(Refused):
        tree.put(data, ("cases", 5), {})
    assert data["cases"][0]["terms"] == [{"unit": "hours"}]
