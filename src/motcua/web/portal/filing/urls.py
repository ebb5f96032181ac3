"""Addresses of filing: from the first question to the page «sent»."""

from django.urls import path

from motcua.web.portal.filing import check, draft, pages, papers, place, start

app_name = "filing"
urlpatterns = [
    path("nop/<str:code>/", start.start, name="start"),
    path("nhap/<uuid:dossier_id>/", draft.overview, name="draft"),
    path("nhap/<uuid:dossier_id>/cau-hoi/", draft.questions, name="questions"),
    path("nhap/<uuid:dossier_id>/khai/<str:page>/", pages.form_page, name="page"),
    path("nhap/<uuid:dossier_id>/luu/<str:page>/", pages.autosave, name="autosave"),
    path("nhap/<uuid:dossier_id>/giay-to/", papers.papers, name="papers"),
    path("nhap/<uuid:dossier_id>/giay-to/<str:component>/", papers.paper, name="paper"),
    path("nhap/<uuid:dossier_id>/noi-nhan/", place.place, name="place"),
    path("nhap/<uuid:dossier_id>/kiem-tra/", check.check, name="check"),
    path("nhap/<uuid:dossier_id>/nop/", check.send, name="send"),
    path("nhap/<uuid:dossier_id>/xoa/", draft.discard, name="discard"),
]
