"""What every page says about the place itself: the province, and whom to call."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Site:
    """`number` is written for people, with spaces; `dial` for the telephone."""

    province: str
    hotline_name: str
    number: str
    hours: str
    is_demo: bool

    @property
    def name(self) -> str:
        """«Một Cửa · Tỉnh Phú Thọ»."""
        return f"Một Cửa · {self.province}"

    @property
    def dial(self) -> str:
        """The number with digits and plus sign only, for a `tel:` link."""
        return "".join(sign for sign in self.number if sign.isdigit() or sign == "+")


def site() -> Site:
    """The site as the settings tell it; needs no request, so that an error page can use it."""
    return Site(
        province=f"Tỉnh {settings.PROVINCE['name']}",
        hotline_name=settings.HOTLINE["name"],
        number=settings.HOTLINE["number"],
        hours=settings.HOTLINE["hours"],
        is_demo=settings.DEMO,
    )
