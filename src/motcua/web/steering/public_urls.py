"""Addresses of the public figures."""

from django.urls import path

from motcua.web.steering import public

app_name = "statistics"

urlpatterns = [
    path("", public.statistics, name="page"),
    path("tep/luot-xem.csv", public.visits_csv, name="visits-csv"),
    path("tep/<slug:code>.csv", public.as_csv, name="csv"),
    path("tep/<slug:code>.json", public.as_json, name="json"),
    path("luot-xem/", public.visits, name="visits"),
]
