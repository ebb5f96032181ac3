"""Addresses of logging in and out, under `/dinh-danh/`."""

from django.urls import path

from motcua.integrations.eidentity import views

app_name = "eidentity"
urlpatterns = [
    path("", views.login_page, name="login"),
    path("bat-dau/", views.start, name="start"),
    path("ve/", views.back, name="back"),
    path("thoat/", views.log_out, name="log_out"),
    path("da-thoat/", views.left, name="left"),
]
