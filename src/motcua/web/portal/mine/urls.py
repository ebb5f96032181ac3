"""Addresses of following: one's dossiers, each of them, what one can do about it, and the notices."""

from django.urls import path

from motcua.web.portal.mine import (
    acts,
    appointment,
    dossier,
    files,
    listing,
    mandates,
    notices,
    payment,
    related,
    sent,
    supplement,
    transition,
)

app_name = "mine"
urlpatterns = [
    path("ho-so/", listing.my_list, name="list"),
    path("ho-so/<uuid:dossier_id>/", dossier.page, name="dossier"),
    path("ho-so/<uuid:dossier_id>/da-nop/", sent.page, name="sent"),
    path("ho-so/<uuid:dossier_id>/bo-sung/", supplement.page, name="supplement"),
    path("ho-so/<uuid:dossier_id>/bo-sung/to-khai/", supplement.correct, name="correct"),
    path("ho-so/<uuid:dossier_id>/bo-sung/gui/", supplement.send, name="supply"),
    path("ho-so/<uuid:dossier_id>/bo-sung/<str:component>/", supplement.paper, name="supplement-paper"),
    path("ho-so/<uuid:dossier_id>/quy-dinh-moi/", transition.page, name="transition"),
    path("ho-so/<uuid:dossier_id>/hen/", appointment.page, name="appointment"),
    path("ho-so/<uuid:dossier_id>/hen/huy/", appointment.cancel, name="cancel-appointment"),
    path("ho-so/<uuid:dossier_id>/sua/", acts.take_back, name="take-back"),
    path("ho-so/<uuid:dossier_id>/rut/", acts.withdraw, name="withdraw"),
    path("ho-so/<uuid:dossier_id>/danh-gia/", acts.rate, name="rate"),
    path("ho-so/<uuid:dossier_id>/nhan/", acts.receive, name="receive"),
    path("ho-so/<uuid:dossier_id>/nop-tien/", payment.page, name="payment"),
    path("ho-so/<uuid:dossier_id>/nop-tien/tinh-trang/", payment.state, name="payment-state"),
    path("ho-so/<uuid:dossier_id>/nop-tien/ma-qr.png", payment.picture, name="payment-qr"),
    path("ho-so/<uuid:dossier_id>/nop-tien/lap-ma/", payment.make_code, name="payment-make-code"),
    path("ho-so/<uuid:dossier_id>/nop-tien/cong/", payment.go, name="payment-go"),
    path("ho-so/<uuid:dossier_id>/nop-tien/kiem-tra/", payment.check, name="payment-check"),
    path("ho-so/<uuid:dossier_id>/bien-lai/<uuid:receipt_id>.pdf", files.fee_receipt, name="fee-receipt"),
    path(
        "ho-so/<uuid:dossier_id>/bien-lai/<uuid:receipt_id>.json",
        files.fee_receipt_data,
        name="fee-receipt-data",
    ),
    path("ho-so/<uuid:dossier_id>/mau/<uuid:form_id>.pdf", files.printed_form, name="form"),
    path("ho-so/<uuid:dossier_id>/ket-qua/<uuid:result_id>.pdf", files.result, name="result"),
    path("uy-quyen/", mandates.page, name="mandates"),
    path("uy-quyen/lam-thay/", mandates.switch, name="act-for"),
    path("uy-quyen/thoi-lam-thay/", mandates.stop, name="stop-acting"),
    path("uy-quyen/cho/", mandates.give, name="give-mandate"),
    path("uy-quyen/cham-dut/", mandates.end, name="end-mandate"),
    path("ho-so/<uuid:dossier_id>/lam-tiep/<slug:key>/", related.begin, name="begin-child"),
    path("thong-bao/", notices.inbox, name="notices"),
    path("thong-bao/da-doc/", notices.read, name="notices-read"),
]
