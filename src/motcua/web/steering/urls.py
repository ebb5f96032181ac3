"""Addresses of the leaders' side."""

from django.urls import path

from motcua.web.steering import (
    acts,
    cockpit,
    exports,
    findings,
    flow,
    index,
    inspections,
    league,
    lists,
    reports,
    simulation,
    targets,
)

app_name = "steering"
_DOSSIER = "ho-so/<uuid:dossier_id>/"
_EXPORT = "bao-cao/tep/<uuid:export_id>/"
_INSPECTION = "kiem-tra/<uuid:inspection_id>/"
_INSPECTED = f"{_INSPECTION}ho-so/<int:inspected_id>/"
_FINDING = "kiem-tra/phat-hien/<uuid:finding_id>/"

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
    path("bao-cao/tep/", exports.mine, name="exports"),
    path(_EXPORT, exports.export, name="export"),
    path(f"{_EXPORT}tai/", exports.take, name="export-take"),
    path(f"{_EXPORT}lam-lai/", exports.again, name="export-again"),
    path(f"{_EXPORT}bo/", exports.drop, name="export-drop"),
    path("bao-cao/<slug:name>/", reports.report, name="report"),
    path("bao-cao/<slug:name>/yeu-cau/", exports.ask, name="report-ask"),
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
    path("kiem-tra/", inspections.page, name="inspections"),
    path("kiem-tra/lay-mau/", inspections.draw, name="draw"),
    path(_FINDING, findings.finding, name="finding"),
    path(f"{_FINDING}tra-loi/", findings.answer, name="finding-answer"),
    path(f"{_FINDING}tra-lai/", findings.send_back, name="finding-back"),
    path(f"{_FINDING}khep/", findings.close, name="finding-close"),
    path(_INSPECTION, inspections.inspection, name="inspection"),
    path(f"{_INSPECTION}ket-thuc/", inspections.close, name="inspection-close"),
    path(f"{_INSPECTION}csv/", inspections.inspection_csv, name="inspection-csv"),
    path(f"{_INSPECTION}xlsx/", inspections.inspection_xlsx, name="inspection-xlsx"),
    path(f"{_INSPECTION}bien-ban/", inspections.inspection_pdf, name="inspection-pdf"),
    path(_INSPECTED, inspections.inspected, name="inspected"),
    path(f"{_INSPECTED}da-xem/", inspections.look, name="look"),
    path(f"{_INSPECTED}phat-hien/", inspections.find, name="find"),
    path("mo-phong/", simulation.page, name="simulation"),
    path("giai-trinh/", findings.explanations, name="explanations"),
    path("giai-trinh/<uuid:explanation_id>/", findings.explain, name="explain"),
]
