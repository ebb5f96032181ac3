from django.apps import AppConfig


class RedirectpayConfig(AppConfig):
    name = "motcua.integrations.redirectpay"
    label = "redirectpay"
