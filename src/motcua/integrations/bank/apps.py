from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "motcua.integrations.bank"
    label = "bank"
