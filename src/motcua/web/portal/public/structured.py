"""What machines that read the page are told: its one address, and the service as schema.org names it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from motcua.web.portal.public.brief import Brief
from motcua.web.portal.public.crawlers import address
from motcua.web.ui.site import site

_LONGEST = 200
# Inside a script element only these could end it or open another; JSON may write any letter this way.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class ForMachines:
    """`canonical`: the address without anybody's answers; `data`: JSON-LD, safe inside a script element."""

    canonical: str
    description: str
    data: SafeString


def for_machines(brief: Brief) -> ForMachines:
    """Said of the procedure as such, whatever answers the page was opened with."""
    canonical = address(brief.page.partition("?")[0])
    return ForMachines(canonical, _description(brief), _safe(_service(brief, canonical)))


def _description(brief: Brief) -> str:
    told = {answer.label: answer.value for answer in brief.answers}
    said = brief.summary or f"{brief.name}: giấy tờ cần có, nơi nộp."
    more = f"Thời gian: {told['Mất bao lâu']}. Số tiền: {told['Hết bao nhiêu']}."
    text = f"{said} {more}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"


def _service(brief: Brief, canonical: str) -> dict[str, Any]:
    here = site()
    told = {answer.label: answer.value for answer in brief.answers}
    channels: list[dict[str, Any]] = [
        {
            "@type": "ServiceChannel",
            "name": brief.level,
            "serviceUrl": address(brief.start.partition("?")[0]) if brief.online else canonical,
            "servicePhone": {"@type": "ContactPoint", "telephone": here.number},
        }
    ]
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": brief.name,
        "identifier": brief.code,
        "serviceType": brief.field,
        "description": _description(brief),
        "url": canonical,
        "inLanguage": "vi",
        "areaServed": {"@type": "AdministrativeArea", "name": here.province},
        "provider": {"@type": "GovernmentOrganization", "name": told["Ai giải quyết"]},
        "serviceOutput": {"@type": "Thing", "name": told["Bạn nhận được"]},
        "availableChannel": channels,
    }


def _safe(data: Mapping[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return mark_safe(text)  # noqa: S308 — escaped above: no sign is left that ends the element
