"""Every shared piece renders with its own data, says nothing inline, and a first page stays light."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory, override_settings

from motcua.web import ui
from motcua.web.ui.styleguide import examples, icon_names

UI = Path(str(ui.__file__)).parent
STATIC, TEMPLATES = UI / "static", UI / "templates/ui"
FIRST_LOAD_LIMIT = 150 * 1024
SCRIPTS = sorted((STATIC / "ui").glob("*.js"))


class _Unknown(str):
    """A variable nobody gave: Django asks this object for its name; we answer with an error."""

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise LookupError(f"unknown template variable: {name}")


def _engine() -> DjangoTemplates:
    options = {
        "string_if_invalid": _Unknown("%s"),
        "context_processors": ["django.template.context_processors.request"],
    }
    return DjangoTemplates({"NAME": "strict", "DIRS": [], "APP_DIRS": True, "OPTIONS": options})


@pytest.fixture(autouse=True)
def _plain_files() -> object:
    """Names of files as they are: the manifest exists only after collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


def _page(name: str, **more: object) -> str:
    request = RequestFactory().get("/")
    return str(_engine().get_template(name).render({**examples(), **more}, request))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.icons: list[str] = []
        self.wanted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag == "use":
            self.icons.append((given["href"] or "").partition("#")[2])
        first = tag == "script" or (tag == "link" and given.get("rel") in {"stylesheet", "preload", "icon"})
        if first or tag == "img":
            self.wanted.append((given.get("src") or given.get("href") or "").partition("#")[0])


def _tags(html: str) -> _Tags:
    found = _Tags()
    found.feed(html)
    return found


PAGES: dict[str, dict[str, object]] = {
    "ui/styleguide.html": {"keep_alive_url": "/con-do/", "session_seconds": 3600, "login_url": "/dang-nhap/"},
    "ui/portal_base.html": {"login_url": "/dang-nhap/"},
    "ui/desk_base.html": {
        "unit_name": "Trung tâm Phục vụ hành chính công xã Hy Cương",
        "logout_url": "/thoat/",
    },
    "ui/error.html": {
        "title": "Lỗi",
        "what": "Máy hỏng.",
        "safe": "Còn nguyên.",
        "advice": "Thử lại.",
        "code": "500-a",
    },
}


# The bases show the banners that run just now, so they read the database.
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_renders_without_unknown_variables_and_without_anything_inline(name: str) -> None:
    tags = _tags(_page(name, **PAGES[name]))
    assert tags.inline == []
    assert sorted(set(tags.icons) - set(icon_names())) == []
    assert len(tags.ids) - len(set(tags.ids)) <= (1 if name == "ui/styleguide.html" else 0)


def test_the_error_page_needs_neither_request_nor_context_processors() -> None:
    html = _engine().get_template("ui/error.html").render(PAGES["ui/error.html"])
    assert "500-a" in html


def test_every_piece_is_shown_in_the_style_guide_or_in_a_base() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    shown += (UI / "templatetags/ui.py").read_text(encoding="utf-8")
    pieces = [path.name for path in TEMPLATES.glob("_*.html")]
    assert [name for name in pieces if f"ui/{name}" not in shown] == []


@pytest.mark.django_db
def test_the_first_page_of_the_portal_weighs_at_most_150_kilobytes() -> None:
    html = _page("ui/portal_base.html", login_url="/dang-nhap/")
    files = {STATIC / address.removeprefix("/static/") for address in _tags(html).wanted if address}
    files |= {STATIC / "ui/icons.svg"}
    files |= set((STATIC / "vendor").glob("be-vietnam-pro-*/*-latin-*00-normal.woff2")) - set(
        (STATIC / "vendor").glob("be-vietnam-pro-*/*-latin-ext-*")
    )
    files |= set((STATIC / "vendor").glob("be-vietnam-pro-*/*-vietnamese-*"))
    sizes = {path.name: _sent(path) for path in files}
    assert sum(sizes.values()) + len(gzip.compress(html.encode())) <= FIRST_LOAD_LIMIT, sizes


def _sent(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


def test_no_shipped_file_points_to_a_file_that_is_not_there() -> None:
    broken = []
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        if "sourceMappingURL" in text:
            broken.append(f"{path.name}: source map")
        if path.suffix == ".css":
            addresses = re.findall(r"url\([\"']?(?!data:)([^\"')]+)", text)
            broken += [f"{path.name}: {each}" for each in addresses if not (path.parent / each).exists()]
    assert broken == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_asks_nothing_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"\beval\(|new Function|document\.write|\.style\.|setAttribute\(\"style\"", text)


def test_the_vendored_files_carry_their_licence_and_stand_in_the_notice() -> None:
    notice = (STATIC / "vendor/NOTICE.md").read_text(encoding="utf-8")
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    assert folders
    assert [path.name for path in folders if not (path / "LICENCE").exists() or path.name not in notice] == []


def test_the_usual_engine_knows_the_tags() -> None:
    assert engines["django"].get_template("ui/base.html")
