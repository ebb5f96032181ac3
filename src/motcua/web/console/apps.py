from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "motcua.web.console"
    label = "web_console"
