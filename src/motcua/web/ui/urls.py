"""What every audience's pages share."""

from django.urls import path

from motcua.web.ui import views

app_name = "ui"
urlpatterns = [
    path("dia-gioi/", views.admin_units, name="units"),
    path("con-day/", views.still_here, name="still-here"),
    path("suc-khoe/", views.healthy, name="healthy"),
]
