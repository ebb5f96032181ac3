"""What every page says about the place itself: the province, and whom to call."""

from dataclasses import dataclass

from django.conf import settings

# The hotline of the national portal stands in until the province names its own in settings.HOTLINE.
_NATIONAL_HOTLINE = {
    "name": "Tổng đài Dịch vụ công quốc gia",
    "number": "1800 1096",
    "hours": "Gọi miễn phí. Ngoài giờ làm việc, bạn để lại lời nhắn và sẽ được gọi lại.",
}


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
    hotline = {**_NATIONAL_HOTLINE, **getattr(settings, "HOTLINE", {})}
    return Site(
        province=f"Tỉnh {settings.PROVINCE['name']}",
        hotline_name=hotline["name"],
        number=hotline["number"],
        hours=hotline["hours"],
        is_demo=bool(getattr(settings, "DEMO", False)),
    )
