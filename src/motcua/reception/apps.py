from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "motcua.reception"
    label = "reception"
