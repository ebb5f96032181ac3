"""Addresses of the portal. Each part keeps its own names: `public:`, `filing:`, `mine:`."""

from django.urls import include, path

urlpatterns = [
    path("", include("motcua.web.portal.public.urls")),
    path("", include("motcua.web.portal.filing.urls")),
    path("", include("motcua.web.portal.mine.urls")),
]
