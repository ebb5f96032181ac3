from django.apps import AppConfig


class PayplatConfig(AppConfig):
    name = "motcua.integrations.payplat"
    label = "payplat"
