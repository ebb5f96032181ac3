from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "motcua.web.files"
    label = "files"
