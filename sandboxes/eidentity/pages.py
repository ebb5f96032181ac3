"""Filling the pages in `templates`. Every value is escaped unless it is itself made of filled templates."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from sandboxes.eidentity.citizens import SCOPE_WORDS, Citizen

_FOLDER = Path(__file__).with_name("templates")
LISTED = 12


class Html(str):
    """Text that is already safe to stand in a page."""


def fill(template: str, /, **values: str) -> Html:
    """The template with these values."""
    safe = {key: value if isinstance(value, Html) else escape(value) for key, value in values.items()}
    return Html(Template((_FOLDER / template).read_text(encoding="utf-8")).substitute(safe))


def page(title: str, content: Html) -> str:
    """A whole page."""
    return fill("page.html", title=title, content=content)


def _buttons(citizens: Iterable[Citizen]) -> Html:
    return Html("".join(_button(citizen) for citizen in citizens))


def _button(citizen: Citizen) -> Html:
    born = "/".join(reversed(citizen.birthdate.split("-")))
    about = ". ".join(filter(None, [f"Sinh {born}", citizen.address, citizen.note]))
    return fill(
        "citizen.html",
        number=citizen.personal_id,
        name=citizen.name,
        level=str(citizen.level),
        about=about,
    )


def login(citizens: list[Citizen], action: str, *, typed: str = "", problem: str = "") -> str:
    """Choosing who to be. `action` is where the form goes; `typed` what stood in the number field."""
    return page(
        "Lỗi: Đăng nhập thử" if problem else "Đăng nhập thử",
        fill(
            "login.html",
            action=action,
            first=_buttons(citizens[:LISTED]),
            more=fill("more.html", action=action, rest=_buttons(citizens[LISTED : LISTED * 5]))
            if citizens[LISTED:]
            else Html(""),
            typed=typed,
            problem=fill("problem.html", text=problem) if problem else Html(""),
            invalid=Html(' aria-invalid="true" autofocus') if problem else Html(""),
        ),
    )


def consent(citizen: Citizen, scope: str, action: str) -> str:
    """Asking whether the portal may be told."""
    items = (fill("shared.html", text=SCOPE_WORDS[word]) for word in scope.split() if word in SCOPE_WORDS)
    return page(
        "Đồng ý chia sẻ thông tin",
        fill(
            "consent.html",
            action=action,
            name=citizen.name,
            number=citizen.personal_id,
            level=str(citizen.level),
            shared=Html("".join(items)),
        ),
    )


def sentence(title: str, text: str) -> str:
    """A page that only says something."""
    return page(title, fill("sentence.html", title=title, text=text))


def leave(action: str) -> str:
    """Asking whether somebody really wants to log out."""
    return page("Thoát", fill("leave.html", action=action))
