"""How templates write dates, money and shares, and how they draw an icon."""

from datetime import date, datetime
from typing import Any

from django import template

from motcua.lib import dates, money
from motcua.lib.moment import now
from motcua.notifications.models import Banner
from motcua.web.ui.site import Site
from motcua.web.ui.site import site as the_site

register = template.Library()

_KILO, _MEGA = 1024, 1024 * 1024


@register.filter
def vn_date(day: date | None) -> str:
    """«Thứ Năm, 26/11/2026»; nothing for nothing."""
    return dates.vn_date(day) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    """«26/11/2026», for tables."""
    return dates.short_date(day) if day else ""


@register.filter
def vn_moment(moment: datetime | None) -> str:
    """«17:00, Thứ Năm, 26/11/2026»."""
    return dates.vn_moment(moment) if moment else ""


@register.filter
def short_moment(moment: datetime | None) -> str:
    """«17:00 26/11/2026», for tables."""
    return dates.short_moment(moment) if moment else ""


@register.filter
def dong(amount: int | None) -> str:
    """«8.000 đồng»; «Miễn phí» for zero; nothing when the amount is not known."""
    return "" if amount is None else money.dong(amount)


@register.filter
def ratio(part: int, whole: int) -> str:
    """«7.733/23.866 (32,40%)»."""
    return money.ratio(part, whole)


@register.filter
def grouped(number: int | None) -> str:
    """«23.866»."""
    return "" if number is None else money.grouped(number)


@register.filter
def filesize_vi(size: int | None) -> str:
    """Bytes as «820 KB» or «2,4 MB»: the units people see on their telephones."""
    if size is None:
        return ""
    if size < _MEGA:
        return f"{max(1, round(size / _KILO))} KB"
    return f"{size / _MEGA:.1f} MB".replace(".", ",")


@register.inclusion_tag("ui/_icon.html")
def icon(name: str, label: str = "", size: str = "") -> dict[str, str]:
    """A drawing of `ui/icons.svg`. With `label` it is read aloud, without it is decoration beside words."""
    return {"name": name, "label": label, "size": size}


@register.inclusion_tag("ui/_banners.html")
def banners() -> dict[str, Any]:
    """What an administrator tells everybody just now. Pages of errors go without: they ask no database."""
    return {"banners": Banner.objects.running(now())}


@register.simple_tag
def site() -> Site:
    """Use as `{% site as site %}`: province and hotline without a request."""
    return the_site()
