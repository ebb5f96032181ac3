"""How a rehearsal reads a page: forms as a browser without scripts would send them."""

import pytest

from motcua.rehearsal.browser import Failed, filled
from motcua.rehearsal.filing import missing_entry, needed_papers, typed_into
from motcua.rehearsal.html import Page

PAGE = """
<title>Trang</title><h1>Kê khai</h1>
<form action="/tim/" method="get"><input name="q" value="cũ"><button>Tìm</button></form>
<form action="/gui/?x=1" method="post">
  <input type="hidden" name="version" value="3">
  <input type="text" name="name" value="An"><textarea name="why">
Dòng một
Dòng hai</textarea>
  <input type="radio" name="sex" value="male"><input type="radio" name="sex" value="female" checked>
  <input type="checkbox" name="agree" value="yes">
  <select name="place"><option value="">Chọn</option><option value="05" selected>Xã A</option></select>
  <fieldset hidden disabled><input name="hidden_one" value="x"></fieldset>
  <input name="off" value="y" disabled>
  <button type="submit" name="add" value="members:new"><svg><use href="#plus"></use></svg> Thêm người</button>
  <button type="button" name="script">Không gửi</button>
  <button type="submit" name="outcome" value="ok">Đồng ý <span>trình</span></button>
</form>
<button type="button">Chữ to</button>
<dl><dt>Nơi giải quyết</dt><dd><b>UBND</b> xã A</dd></dl>
<p class="dossier-code">H44-1</p><a href="/x/">Tải <b>tệp</b></a>
"""


def test_controls_that_a_browser_would_not_send_are_left_out() -> None:
    form = Page(PAGE).form("/gui/")
    assert form is not None
    assert form.data() == [
        ("version", "3"),
        ("name", "An"),
        ("why", "Dòng một\nDòng hai"),
        ("sex", "female"),
        ("place", "05"),
    ]
    assert [button.text for button in form.buttons] == ["Thêm người", "Đồng ý trình"]


def test_typing_choosing_and_ticking_replace_what_stood_there() -> None:
    form = Page(PAGE).form("/gui/")
    assert form is not None
    typed = {"name": ["Bình"], "sex": ["male"], "agree": ["yes"], "place": [""], "nowhere": ["z"]}
    assert filled(form, typed) == [
        ("version", "3"),
        ("name", "Bình"),
        ("why", "Dòng một\nDòng hai"),
        ("sex", "male"),
        ("agree", "yes"),
        ("place", ""),
    ]


def test_a_choice_that_is_not_on_the_page_stops_the_walk() -> None:
    form = Page(PAGE).form("/gui/")
    assert form is not None
    with pytest.raises(Failed, match="place"):
        filled(form, {"place": ["99"]})


def test_words_facts_and_links_are_read() -> None:
    page = Page(PAGE)
    assert page.title == "Kê khai"
    assert page.facts["Nơi giải quyết"] == "UBND xã A"
    assert page.said("dossier-code") == ["H44-1"]
    assert page.link("Tải tệp") == "/x/"
    assert page.link("không có") == ""


def test_a_button_is_found_by_text_or_by_value() -> None:
    form = Page(PAGE).form("/gui/")
    assert form is not None
    assert form.button(name="outcome", value="ok") is form.button(text="Đồng ý")
    assert form.button(name="outcome", value="no") is None


def test_more_entries_than_the_page_has_press_the_button_that_adds() -> None:
    form = Page(PAGE).form("/gui/")
    assert form is not None
    assert missing_entry(form, {"name": ["An"]}) is None
    button = missing_entry(form, {"members.0": ["1"], "members.0.name": ["An"]})
    assert button is not None
    assert button.value == "members:new"


def test_boxes_the_answers_do_not_know_are_emptied_and_files_are_sent_where_they_are_wanted() -> None:
    page = Page(
        '<form action="/a/"><input name="phone" value="09">'
        '<input name="version" type="hidden" value="1">'
        '<input type="file" name="photo.upload" accept=".jpg"></form>'
    )
    typed, files = typed_into(page.forms[0], {"photo": ["1"]})
    assert typed == {"phone": [""]}
    assert files["photo.upload"].name == "anh.jpg"


def test_papers_that_are_needed_are_told_from_those_that_are_not() -> None:
    form = '<form action="/tep/ho-so/1/{}/"><input type="file" name="f" accept=".pdf"></form>'
    row = '<li class="{}">' + form + "</li>"
    page = Page(row.format("is-needed", "a") + row.format("is-done", "b"))
    assert needed_papers(page) == [("/tep/ho-so/1/a/", ".pdf")]
