"""Addresses of the administrators' side. Everything here is for reading."""

from django.urls import path

from motcua.web.console import calendar, health, overview, procedures, record, units

app_name = "console"
urlpatterns = [
    path("", overview.overview, name="start"),
    path("thu-tuc/", procedures.listed, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.current, name="procedure"),
    path("thu-tuc/<str:code>/<int:number>/", procedures.version, name="version"),
    path("don-vi/", units.tree, name="units"),
    path("don-vi/<slug:unit_id>/", units.unit, name="unit"),
    path("lich/", calendar.year, name="calendar"),
    path("nhat-ky/", record.entries, name="record"),
    path("suc-khoe/", health.health, name="health"),
]
