"""The frame around every page of the portal: the four ways in, and who is logged in.

`portal/base.html` draws it; a page of any part only has to extend that template.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from motcua.identity.actor import CITIZEN, OFFICER, VISITOR, Actor
from motcua.web.ui.parts import NavItem

LOGIN, MINE = "/dang-nhap/", "/ho-so/"
# Where each kind of account is at home, and where it leaves: citizens also from the e-identity system.
_ACCOUNTS = {CITIZEN: (MINE, "/dinh-danh/thoat/"), OFFICER: ("/can-bo/", "/can-bo/dang-xuat/")}
# Label, address, icon, and the beginnings of the addresses that belong to it.
_WAYS = (
    ("Trang chủ", "/", "home", ()),
    ("Thủ tục", "/thu-tuc/", "list", ("/thu-tuc/", "/nop/", "/du-lieu/", "/don-gian-hoa/")),
    ("Tra cứu", "/tra-cuu/", "search", ("/tra-cuu/", "/xac-minh/", "/bien-lai/")),
    ("Hồ sơ của tôi", MINE, "papers", (MINE, "/nhap/", "/thong-bao/", "/uy-quyen/")),
)


@dataclass(frozen=True)
class Frame:
    """What the header needs; empty addresses are left out. `unread` counts notices nobody has opened."""

    items: tuple[NavItem, ...]
    login_url: str = ""
    logout_url: str = ""
    account_url: str = ""


def frame(actor: Actor, path: str, *, unread: int = 0) -> Frame:
    """The frame for somebody on a page; `path` is that page with its query, to come back to after log-in."""
    items = tuple(
        NavItem(
            label,
            url,
            icon,
            current=path == url or path.startswith(beginnings),
            count=unread or None if url == MINE else None,
        )
        for label, url, icon, beginnings in _WAYS
    )
    if actor.kind == VISITOR:
        return Frame(items, login_url=login_url(path))
    account, out = _ACCOUNTS.get(actor.kind, ("", ""))
    return Frame(items, account_url=account, logout_url=out)


def login_url(back_to: str) -> str:
    """The log-in that returns to this page; the log-in itself is nothing to return to."""
    if back_to.startswith(LOGIN):
        back_to = "/"
    return f"{LOGIN}?{urlencode({'next': back_to})}"
