from django.apps import AppConfig


class EIdentityConfig(AppConfig):
    name = "motcua.integrations.eidentity"
    label = "eidentity"
