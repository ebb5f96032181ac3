"""Addresses of the hall of a desk."""

from django.urls import path

from motcua.web.hall import views

app_name = "hall"
urlpatterns = [
    path("lay-so/<str:kiosk_key>/", views.kiosk, name="kiosk"),
    path("lay-so/<str:kiosk_key>/<uuid:ticket_id>/", views.slip, name="slip"),
    path("man-hinh/<slug:unit_id>/", views.screen, name="screen"),
]
