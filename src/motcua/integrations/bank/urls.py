"""The address a bank calls, under `/ngan-hang/`."""

from django.urls import path

from motcua.integrations.bank import views

app_name = "bank"
urlpatterns = [path("tin/", views.told, name="told")]
