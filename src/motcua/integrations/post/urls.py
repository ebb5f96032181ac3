"""The address the carrier calls, under `/buu-chinh/`."""

from django.urls import path

from motcua.integrations.post import views

app_name = "post"
urlpatterns = [path("tin/", views.told, name="told")]
