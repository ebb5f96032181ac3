"""What every page may show: who acts, how long the session lasts, how many notices wait."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from motcua.identity.actor import CITIZEN, VISITOR_ACTOR
from motcua.notifications.models import Notice


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """For templates of every audience."""
    actor = getattr(request, "actor", VISITOR_ACTOR)
    unread = 0
    if actor.kind == CITIZEN and actor.person_id:
        unread = Notice.objects.inbox_of(actor.person_id).unread()[:100].count()
    return {
        "actor": actor,
        "province": settings.PROVINCE["name"],
        "unread": unread,
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "public_url": settings.PUBLIC_URL,
    }
