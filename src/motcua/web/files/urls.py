"""Addresses of files: sending them in, looking at them, taking them back."""

from django.urls import path

from motcua.web.files import sending, showing, tus

app_name = "files"
urlpatterns = [
    path("tai-len/", tus.uploads_, name="uploads"),
    path("tai-len/<uuid:upload_id>/", tus.upload, name="upload"),
    path("ho-so/<uuid:dossier_id>/muc/<uuid:file_id>/", showing.form_file, name="form-file"),
    path("ho-so/<uuid:dossier_id>/<str:component>/", sending.component, name="component"),
    path("<uuid:paper_id>/", showing.paper, name="paper"),
    path("<uuid:paper_id>/bo/", sending.remove, name="remove"),
]
