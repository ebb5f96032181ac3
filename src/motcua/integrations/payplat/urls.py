"""The addresses the payment platform calls and sends people back to, under `/thanh-toan/payplat/`."""

from django.urls import path

from motcua.integrations.payplat import views

app_name = "payplat"
urlpatterns = [path("tin/", views.told, name="told"), path("ve/", views.back, name="back")]
