from django.apps import AppConfig


class EReceiptConfig(AppConfig):
    name = "motcua.integrations.ereceipt"
    label = "ereceipt"
