import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from motcua.forms.answers import Prefilled, as_raw, clean_page, example_answers, prefill, sections
from motcua.forms.screen import ScreenField, ScreenPage, screen
from motcua.forms.spec import Form
from tests.forms.test_clean import COUPLE
from tests.forms.tricky import (
    CHAIN,
    FACTS,
    FAMILY,
    FORMS,
    KINDS,
    TODAY,
    UNITS,
    YES,
    lookup,
    one_page,
    text,
    yes_no,
)

SCRIPT = Path(__file__).parents[2] / "src/motcua/web/ui/static/ui/conditions.js"
COMMUNES = [SimpleNamespace(code=code, name=name) for code, name in UNITS.items()]


def drawn(
    form: Form,
    page_key: str,
    typed: Mapping[str, object],
    facts: Mapping[str, object] = FACTS,
    prefilled: Mapping[str, Prefilled] | None = None,
) -> ScreenPage:
    page = form.page(page_key)
    assert page is not None
    cleaned = clean_page(form, page_key, typed, {}, facts, TODAY, lookup)
    return screen(form, page, typed, cleaned.errors, facts, prefilled, lookup, cleaned.warnings)


def field(page: ScreenPage, name: str) -> ScreenField:
    def inside(fields: tuple[ScreenField, ...]) -> list[ScreenField]:
        return [
            found
            for each in fields
            for found in [
                each,
                *inside(each.parts),
                *(f for entry in each.entries for f in inside(entry.fields)),
            ]
        ]

    return next(each for each in inside(page.fields) if each.name == name)


class _Page(HTMLParser):
    """Ids, labels, descriptions and inputs of a drawn page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])

    def of(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def page_of(drawing: ScreenPage) -> _Page:
    context = {"screen": drawing, "communes": COMMUNES, "units_url": "/don-vi/"}
    return _Page(
        render_to_string("ui/fields/_errors.html", context)
        + render_to_string("ui/fields/_page.html", context)
    )


PAGES = [(key, page.key) for key, form in sorted(FORMS.items()) for page in form.pages]


@pytest.mark.parametrize(("key", "page_key"), PAGES)
@pytest.mark.parametrize("filled", [True, False])
def test_every_input_has_a_label_and_every_reference_a_target(key: str, page_key: str, filled: bool) -> None:
    form = FORMS[key]
    typed = example_answers(form, FACTS, 1, today=TODAY) if filled else {}
    page = page_of(drawn(form, page_key, typed))
    assert len(page.ids) == len(set(page.ids))
    labelled = {label["for"] for label in page.of("label")}
    inputs = [each for each in page.of("input", "select", "textarea") if each.get("type") != "hidden"]
    assert inputs
    assert {each["id"] for each in inputs} <= labelled
    for element in [*inputs, *page.of("fieldset")]:
        for attribute in ("aria-describedby", "aria-labelledby"):
            assert set(element.get(attribute, "").split()) <= set(page.ids)
    for link in page.of("a"):
        assert link["href"].removeprefix("#") in page.ids


@pytest.mark.parametrize(("key", "page_key"), PAGES)
def test_a_page_holds_no_inline_style_or_script(key: str, page_key: str) -> None:
    page = page_of(drawn(FORMS[key], page_key, {}))
    assert not page.of("style", "script")
    assert not any(
        "style" in attributes or any(a.startswith("on") for a in attributes)
        for _, attributes in page.elements
    )


def test_what_is_wrong_is_linked_and_tied_to_its_input() -> None:
    drawing = drawn(FAMILY, "people", {"groom.personal_id": ["123"]})
    wrong = field(drawing, "groom.personal_id")
    assert wrong.error == "Số định danh cần 12 chữ số. Bạn đã nhập 3."
    assert f"{wrong.id}-error" in wrong.describedby
    assert wrong.value == "123"
    assert drawing.errors[0].target == "f-groom-full_name"
    assert drawing.errors[1].message == (
        "Chồng: Số định danh cá nhân: Số định danh cần 12 chữ số. Bạn đã nhập 3."
    )
    [drawn_input] = [each for each in page_of(drawing).of("input") if each.get("id") == wrong.id]
    assert drawn_input["aria-invalid"] == "true"
    assert drawn_input["value"] == "123"


def test_the_error_of_a_choice_leads_to_its_first_answer() -> None:
    drawing = drawn(CHAIN, "first", {"shown.a": ["1"]})
    assert [(error.target, error.message) for error in drawing.errors] == [
        ("f-a-yes", "Hãy chọn câu trả lời cho mục “Có a?”.")
    ]


def test_errors_inside_a_group_say_which_entry() -> None:
    page = FAMILY.page("children")
    assert page is not None
    cleaned = clean_page(FAMILY, "children", {"members.0.full_name": ["An"]}, COUPLE, FACTS, TODAY)
    drawing = screen(FAMILY, page, cleaned.raw, cleaned.errors, FACTS)
    assert "Con 1: Hãy điền mục “Ngày birth”." in [error.message for error in drawing.errors]


def test_a_conditional_field_is_switched_off_while_it_is_not_asked() -> None:
    page = page_of(drawn(CHAIN, "first", {"a": ["no"]}))
    wrappers = {each["data-when"]: each for each in page.of("fieldset") if "data-when" in each}
    assert wrappers['{"fact":"a","is":"yes"}'].keys() >= {"hidden", "disabled"}
    page = page_of(drawn(CHAIN, "first", {"a": ["yes"]}))
    wrappers = {each["data-when"]: each for each in page.of("fieldset") if "data-when" in each}
    assert not wrappers['{"fact":"a","is":"yes"}'].keys() & {"hidden", "disabled"}
    assert "hidden" in wrappers['{"fact":"b","is":"yes"}']


def test_only_the_facts_that_the_page_needs_are_told_to_the_browser() -> None:
    form = one_page(yes_no("a"), text("b", when={"all": [{"fact": "late", **YES}, {"fact": "a", **YES}]}))
    drawing = drawn(form, "page", {}, {"late": "yes", "a": "no", "secret": "025090001234"})
    assert json.loads(drawing.facts) == {"late": "yes"}


def test_what_the_account_knew_is_shown_with_its_origin_until_it_is_changed() -> None:
    known = prefill(FAMILY, {"person.full_name": "Bùi Văn Hùng"})
    assert field(drawn(FAMILY, "people", {}, prefilled=known), "groom.full_name").origin
    name = field(drawn(FAMILY, "people", {"groom.full_name": ["Khác"]}, prefilled=known), "groom.full_name")
    assert (name.value, name.origin, name.autocomplete) == ("Khác", "", "name")


def test_a_group_draws_the_entries_it_needs_and_its_buttons() -> None:
    one = field(drawn(FAMILY, "children", {}), "members")
    assert len(one.entries) == 1
    assert one.required, "a group that needs an entry is not called optional"
    assert (one.add, one.entries[0].remove) == ("members:1", "")
    typed = as_raw({"members": [{"full_name": "A"}, {"full_name": "B"}, {"full_name": "C"}]})
    three = field(drawn(FAMILY, "children", typed), "members")
    assert [entry.remove for entry in three.entries] == ["members:0", "members:1", "members:2"]
    assert three.add == ""
    buttons = page_of(drawn(FAMILY, "children", typed)).of("button")
    assert buttons[0].get("name") is None, "Enter must save the page and not take out an entry"


def test_units_files_and_long_choices_are_drawn_with_their_words() -> None:
    drawing = drawn(KINDS, "kinds", {"place": ["04792"], "photo": ["x1", "x2"]})
    assert field(drawing, "place").value_label == "Phường Tân Hòa"
    photo = field(drawing, "photo")
    assert [file.remove for file in photo.files] == ["photo:x1", "photo:x2"]
    assert photo.accept == ".pdf,image/*"
    options = [{"value": f"v{n}", "label": f"Phương án {n}"} for n in range(9)]
    many = one_page({"key": "many", "type": "choice", "label": "Nhiều", "options": options})
    assert field(drawn(many, "page", {"many": ["v3"]}), "many").template == "ui/fields/select.html"
    [select] = page_of(drawn(many, "page", {"many": ["v3"]})).of("select")
    assert select["name"] == "many"


def test_what_was_typed_cannot_break_out_of_the_page() -> None:
    nasty = '"><script>alert(1)</script>'
    html = render_to_string(
        "ui/fields/_page.html", {"screen": drawn(KINDS, "kinds", {"name": [nasty], "story": [nasty]})}
    )
    assert "<script" not in html


def test_the_read_only_view_links_every_line_to_its_input() -> None:
    html = render_to_string(
        "ui/fields/_summary.html", {"sections": sections(CHAIN, {"a": "yes"}, {}), "edit_base": "/sua/"}
    )
    assert 'href="/sua/first#f-a"' in html
    assert re.search(r"<dt>Có a\?</dt>\s*<dd>Có", html)


def test_the_browser_reads_what_was_typed_like_the_server() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so conditions.js was NOT compared with the server's reading")
    cases = [
        ("number", "1.234,5", "1234.5"), ("number", "1234", "1234"), ("number", "1,234.5", "1234.5"),
        ("number", "-0,5", "-0.5"), ("number", "1.23.4", None), ("number", "mười", None),
        ("money", "8.000 đồng", "8000"), ("money", "8,5", None), ("date", "5/9/1990", "1990-09-05"),
        ("date", "05091990", "1990-09-05"), ("date", "09/1990", "1990-09"), ("date", "1990", "1990"),
        ("date", "1990-09-05", "1990-09-05"), ("date", "hôm qua", None), ("text", " a  b ", "a b"),
        ("text", "  ", None),
    ]  # fmt: skip
    program = (
        "const { read } = require(process.argv[1]);"
        "const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(cases.map(([kind, typed]) => read(kind, typed))));"
    )
    ran = subprocess.run(
        [node, "-e", program, str(SCRIPT)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == [expected for *_, expected in cases]
