"""The addresses the redirect gateway calls and sends people back to, under `/thanh-toan/redirectpay/`."""

from django.urls import path

from motcua.integrations.redirectpay import views

app_name = "redirectpay"
urlpatterns = [path("tin/", views.told, name="told"), path("ve/", views.back, name="back")]
