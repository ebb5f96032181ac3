from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "motcua.integrations.tax"
    label = "tax"
