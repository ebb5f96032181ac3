from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "motcua.integrations.post"
    label = "post"
