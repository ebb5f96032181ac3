"""A page of the system as a program sees it: forms, links, and the words that matter. Nothing is rendered.

Only what a browser without scripts would send is sent: controls in a switched-off fieldset are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"input", "br", "hr", "img", "meta", "link", "use", "path", "source", "col"})
# Texts kept by the class of the element they stand in.
KEPT = frozenset({"error-summary", "field-error", "dossier-code", "notice", "status", "code", "outcome"})


@dataclass
class Control:
    """One input, select or textarea. `texts` is what it holds; of a group of radios or boxes, one each."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)
    accept: str = ""


@dataclass
class Button:
    """A way to send a form."""

    text: str
    name: str = ""
    value: str = ""
    action: str = ""


@dataclass
class Form:
    """A form with its controls as they stand on the page. `within` are the classes and ids around it."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    within: frozenset[str] = frozenset()

    def names(self) -> set[str]:
        return {control.name for control in self.controls}

    def control(self, name: str) -> Control | None:
        return next((control for control in self.controls if control.name == name), None)

    def button(self, *, text: str = "", name: str = "", value: str = "") -> Button | None:
        """The button with this text, or with this name and value."""
        for button in self.buttons:
            if (not text or text in button.text) and (
                not name or (button.name, button.value) == (name, value)
            ):
                return button
        return None

    def data(self) -> list[tuple[str, str]]:
        """What a browser would send of it as it stands."""
        return [pair for control in self.controls for pair in _sent(control)]


def _sent(control: Control) -> Iterator[tuple[str, str]]:
    if control.kind == "file" or (control.kind in {"radio", "checkbox"} and not control.checked):
        return
    yield control.name, control.value


@dataclass
class Link:
    href: str
    text: str


@dataclass
class _Open:
    tag: str
    marks: frozenset[str]
    off: bool
    texts: list[str] | None = None
    mark: str = ""


class Page(HTMLParser):
    """What stands on a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.kept: list[tuple[str, str]] = []
        self.facts: dict[str, str] = {}
        self.title = ""
        self._open: list[_Open] = []
        self._form: Form | None = None
        self._select: Control | None = None
        self._button: Button | None = None
        self._term = ""
        self.feed(html)
        self.close()

    def form(self, ending: str = "", *, text: str = "") -> Form | None:
        """The form whose address ends so (or whose button says so)."""
        for form in self.forms:
            if form.action.partition("?")[0].endswith(ending) and (not text or form.button(text=text)):
                return form
        return None

    def link(self, text: str) -> str:
        """The address behind the first link that says this; empty when there is none."""
        return next((link.href for link in self.links if text in link.text), "")

    def said(self, mark: str) -> list[str]:
        """The texts of the elements with this class."""
        return [text for each, text in self.kept if each == mark]

    @property
    def complaint(self) -> str:
        """What the page says is wrong, in one line; its notices when nothing is marked as an error."""
        found = self.said("error-summary") or self.said("field-error") or self.said("notice")
        return " | ".join(dict.fromkeys(found))[:400]

    # The parser

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        parent = self._open[-1] if self._open else _Open("", frozenset(), off=False)
        marks = frozenset(about.get("class", "").split()) | ({about["id"]} if about.get("id") else set())
        opened = _Open(tag, parent.marks | marks, parent.off or (tag == "fieldset" and "disabled" in about))
        kept = next(iter(marks & KEPT), "")
        if kept or tag in {"a", "button", "textarea", "dt", "dd", "title", "h1"}:
            opened.texts, opened.mark = [], kept
        if tag == "form":
            self._form = Form(
                about.get("action", ""), about.get("method", "get").lower(), within=opened.marks
            )
            self.forms.append(self._form)
        elif not opened.off and "disabled" not in about:
            self._control(tag, about)
        if tag not in _VOID:
            self._open.append(opened)

    def _control(self, tag: str, about: dict[str, str]) -> None:
        if tag == "a" and "href" in about:
            self.links.append(Link(about["href"], ""))
        if self._form is None:
            return
        if tag == "button":
            self._button = None
            if about.get("type", "submit") == "submit":
                self._button = Button("", *(about.get(name, "") for name in ("name", "value", "formaction")))
                self._form.buttons.append(self._button)
        elif tag == "option" and self._select is not None:
            self._select.options.append(about.get("value", ""))
            if "selected" in about or len(self._select.options) == 1:
                self._select.value = about.get("value", "")
        elif tag in {"input", "select", "textarea"} and about.get("name"):
            kind = about.get("type", "text") if tag == "input" else tag
            control = Control(
                about["name"],
                kind,
                about.get("value", ""),
                "checked" in about,
                accept=about.get("accept", ""),
            )
            if kind in {"radio", "checkbox"}:
                control.value = about.get("value", "on")
            self._form.controls.append(control)
            self._select = control if tag == "select" else None

    def handle_data(self, text: str) -> None:
        for opened in self._open:
            if opened.texts is not None:
                opened.texts.append(text)

    def handle_endtag(self, tag: str) -> None:
        if not any(opened.tag == tag for opened in self._open):
            return
        while self._open:
            opened = self._open.pop()
            if opened.texts is not None:
                self._closed(opened)
            if opened.tag == tag:
                break
        if tag == "form":
            self._form = None

    def _closed(self, opened: _Open) -> None:
        raw = "".join(opened.texts or ())
        text = " ".join(raw.split())
        if opened.mark:
            self.kept.append((opened.mark, text))
        if opened.tag == "textarea" and self._form is not None and not opened.off and self._form.controls:
            # The first line break after the tag belongs to the page, not to the text.
            self._form.controls[-1].value = raw.removeprefix("\n")
        elif opened.tag == "button" and self._button is not None and not opened.off:
            self._button.text, self._button = text, None
        elif opened.tag == "a" and self.links:
            self.links[-1].text = text
        elif opened.tag == "dt":
            self._term = text
        elif opened.tag == "dd" and self._term:
            self.facts.setdefault(self._term, text)
        elif opened.tag in {"h1", "title"} and text:
            self.title = text
