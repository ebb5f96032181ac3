"""Addresses of the leaders' side."""

from django.urls import path

from motcua.web.steering import acts, cockpit, flow, index, league, lists, reports, targets

app_name = "steering"
_DOSSIER = "ho-so/<uuid:dossier_id>/"

urlpatterns = [
    path("", cockpit.cockpit, name="cockpit"),
    path("xep-hang/", league.league, name="league"),
    path("dong-viec/", flow.flow, name="flow"),
    path("ho-so/", lists.listed, name="list"),
    path(_DOSSIER, acts.dossier, name="dossier"),
    path(f"{_DOSSIER}nhan/", acts.say, name="say"),
    path(f"{_DOSSIER}tra-loi/", acts.reply, name="reply"),
    path(f"{_DOSSIER}viec/<uuid:item_id>/giao/", acts.give, name="give"),
    path("nhac-viec/", acts.reminders, name="reminders"),
    path("nhac-viec/<uuid:notice_id>/da-xem/", acts.seen, name="seen"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<slug:name>/", reports.report, name="report"),
    path("bao-cao/<slug:name>/csv/", reports.report_csv, name="report-csv"),
    path("bao-cao/<slug:name>/pdf/", reports.report_pdf, name="report-pdf"),
    path("bao-cao/<slug:name>/xlsx/", reports.report_xlsx, name="report-xlsx"),
    path("chi-so-766/", index.page, name="index"),
    path("chi-so-766/<slug:key>/", index.costing, name="index-cost"),
    path("chi-tieu/", targets.page, name="targets"),
    path("chi-tieu/giao/", targets.create, name="target-new"),
    path("chi-tieu/giao-theo-ke-hoach/", targets.presets, name="target-presets"),
    path("chi-tieu/<uuid:target_id>/", targets.target, name="target"),
    path("chi-tieu/<uuid:target_id>/chia/", targets.split, name="target-split"),
    path("chi-tieu/<uuid:target_id>/rut/", targets.withdraw, name="target-withdraw"),
]
