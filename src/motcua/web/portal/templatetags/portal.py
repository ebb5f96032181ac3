"""What `portal/base.html` needs."""

from django import template
from django.http import HttpRequest

from motcua.identity.actor import VISITOR_ACTOR
from motcua.web.portal import nav

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_frame(context: template.Context) -> nav.Frame:
    """`{% portal_frame as frame %}`: the ways in and the account, for whoever looks at the page."""
    request: HttpRequest = context["request"]
    actor = context.get("actor") or VISITOR_ACTOR
    return nav.frame(actor, request.get_full_path(), unread=context.get("unread") or 0)
