"""The address the tax office calls, under `/thue/`."""

from django.urls import path

from motcua.integrations.tax import views

app_name = "tax"
urlpatterns = [path("tin/", views.told, name="told")]
